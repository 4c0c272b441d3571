package cloudfront

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// object declares a named type that distributions use.
type object struct {
	token, noun, path string
	nameRule          string
	// taken and inUse are the error messages for a name that is taken and for a deletion while in use.
	taken, inUse string
	uses         []model.Use
	rules        []model.Rule
}

func (o object) declare() *model.Type {
	kind := kindOf(o.token)
	actions := model.Actions{Create: "Create" + kind, Read: "Get" + kind, Update: "Update" + kind, Delete: "Delete" + kind}
	return &model.Type{
		Token: o.token, Service: service, Noun: "CloudFront " + o.noun, Modeled: true, Global: true, Actions: actions,
		Name: model.Name{Property: "name", Max: 128}, NewID: model.NewUUID, ARN: arnOf(o.path), Links: []string{"name"},
		Rules: append(o.rules,
			model.Rule{ID: o.nameRule, On: model.Write, Test: o.freeName},
			model.Rule{ID: "CF10", On: model.Delete, Test: o.unused},
		),
		Fill: stamp,
	}
}

func (o object) freeName(c *model.Call) error {
	for _, other := range c.Find(o.token, "name", c.New.String("name")) {
		if other.ID != c.ID {
			return errorf(kindOf(o.token)+"AlreadyExists", "%s", o.taken)
		}
	}
	return nil
}

// unused looks for the object's ID and, because behaviors refer to functions by ARN, for its ARN.
func (o object) unused(c *model.Call) error {
	for _, use := range o.uses {
		for _, ref := range []string{c.ID, c.Old.String("arn")} {
			if c.CountLinked(use.Token, use.Property, ref) > 0 {
				return errorf(kindOf(o.token)+"InUse", "%s", o.inUse)
			}
		}
	}
	return nil
}
