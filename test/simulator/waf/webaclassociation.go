package waf

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func association() *model.Type {
	return &model.Type{
		Token: Association, Service: service, Noun: "WAFv2 WebACL Association", Modeled: true,
		Actions: model.Actions{
			Create: "AssociateWebACL", Read: "GetWebACLForResource", Delete: "DisassociateWebACL",
		},
		NewID:    func(c *model.Call) string { return c.New.String("webAclArn") + "," + c.New.String("resourceArn") },
		Links:    []string{"webAclArn", "resourceArn"},
		Replaces: []model.Replace{{Properties: []string{"webAclArn", "resourceArn"}}},
		Rules: []model.Rule{
			model.Lacks("resourceArn", `^arn:[^:]*:[^:]*::`, "%[1]q (%[2]s) is an invalid ARN: invalid region value "+
				`(expecting to match regular expression: ^[a-z]{2}(-[a-z]+)+-\d$)`).As("WF2"),
			{On: model.Create, Test: knownACL("webAclArn")},
			{ID: "WF3", On: model.Create, Test: protectable},
		},
	}
}

// knownACL requires the web ACL that a property names.
func knownACL(property string) func(*model.Call) error {
	return func(c *model.Call) error {
		if len(c.Find(WebACL, "arn", c.New.String(property))) == 0 {
			return nonexistent()
		}
		return nil
	}
}

// protectable requires an existing load balancer. Resources of other services are not checked.
func protectable(c *model.Call) error {
	arn := c.New.String("resourceArn")
	if strings.Contains(arn, ":elasticloadbalancing:") && !c.Exists(loadBalancer, arn) {
		return model.Errorf("WAFUnavailableEntityException",
			"AWS WAF couldn't retrieve the resource that you requested. Retry your request.")
	}
	return nil
}
