package cloudfront

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func function() *model.Type {
	t := object{
		token: Function, noun: "Function", path: "function", uses: usedBy("functionAssociations.functionArn"),
		taken: "A function with the same name already exists in this Amazon Web Services account.",
		inUse: "Cannot delete the function because it's attached to one or more cache behaviors.",
		rules: []model.Rule{model.OneOf("runtime", "cloudfront-js-1.0", "cloudfront-js-2.0")},
	}.declare()
	t.NewID, t.Name.Max, t.Actions.Read = model.Named("name"), 64, "DescribeFunction"
	t.Replaces = []model.Replace{{Properties: []string{"name"}}}
	t.Defaults = model.Props{"publish": true}
	t.Fill = func(c *model.Call) error {
		c.State["status"], c.State["liveStageEtag"] = "UNASSOCIATED", edgeID(c)
		return stamp(c)
	}
	return t
}
