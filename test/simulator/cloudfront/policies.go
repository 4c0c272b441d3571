package cloudfront

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// object is what distributions use and what has a name of its own.
type object struct {
	token, noun, path string
	nameRule          string
	// taken and inUse are the messages of the errors that its name is taken and that it cannot be deleted.
	taken, inUse string
	uses         []model.Use
	rules        []model.Rule
}

func (o object) declare() *model.Type {
	kind := kindOf(o.token)
	actions := model.Actions{Create: "Create" + kind, Read: "Get" + kind, Update: "Update" + kind, Delete: "Delete" + kind}
	return &model.Type{
		Token: o.token, Service: service, Noun: "CloudFront " + o.noun, Modeled: true, Global: true, Actions: actions,
		Name: model.Name{Property: "name", Max: 128}, NewID: uuid, ARN: arnOf(o.path), Links: []string{"name"},
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
			return refusef(kindOf(o.token)+"AlreadyExists", "%s", o.taken)
		}
	}
	return nil
}

// unused looks for the object's ID, or for a function's ARN, which is what a behavior holds.
func (o object) unused(c *model.Call) error {
	for _, use := range o.uses {
		if c.CountLinked(use.Token, use.Property, c.ID) > 0 || c.CountLinked(use.Token, use.Property, c.Old.String("arn")) > 0 {
			return refusef(kindOf(o.token)+"InUse", "%s", o.inUse)
		}
	}
	return nil
}

func cachePolicy() *model.Type {
	t := object{
		token: CachePolicy, noun: "Cache Policy", path: "cache-policy", uses: usedBy("cachePolicyId"),
		taken: "A cache policy with this name already exists.",
		inUse: "Cannot delete the cache policy because it is attached to one or more cache behaviors.",
	}.declare()
	t.Defaults = model.Props{"defaultTtl": 86400.0, "maxTtl": 31536000.0}
	return t
}

func originRequestPolicy() *model.Type {
	return object{
		token: OriginRequestPolicy, noun: "Origin Request Policy", path: "origin-request-policy",
		uses:  usedBy("originRequestPolicyId"),
		taken: "An origin request policy with this name already exists.",
		inUse: "Cannot delete the origin request policy because it is attached to one or more cache behaviors.",
	}.declare()
}

func responseHeadersPolicy() *model.Type {
	return object{
		token: ResponseHeadersPolicy, noun: "Response Headers Policy", path: "response-headers-policy",
		uses:  usedBy("responseHeadersPolicyId"),
		taken: "A response headers policy with this name already exists in this Amazon Web Services account.",
		inUse: "Cannot delete the response headers policy because it is attached to one or more cache behaviors in a " +
			"CloudFront distribution.",
	}.declare()
}

func originAccessControl() *model.Type {
	t := object{
		token: OriginAccessControl, noun: "Origin Access Control", path: "origin-access-control", nameRule: "CF9",
		uses:  []model.Use{{Token: Distribution, Property: "origins.originAccessControlId"}},
		taken: "An origin access control with the same parameters already exists.",
		inUse: "Cannot delete the origin access control because it's in use by one or more distributions.",
		rules: []model.Rule{
			model.Length("name", 1, 64).As("CF9"),
			model.OneOf("signingBehavior", "always", "never", "no-override").As("CF9"),
			model.OneOf("signingProtocol", "sigv4").As("CF9"),
			model.OneOf("originAccessControlOriginType", "s3", "mediastore", "lambda", "mediapackagev2").As("CF9"),
			model.Limit("originAccessControls", 100, "TooManyOriginAccessControls", "The number of origin access "+
				"controls in your Amazon Web Services account exceeds the maximum allowed.").As("CF16"),
		},
	}.declare()
	t.NewID, t.Name.Max = edgeID, 64
	t.Defaults = model.Props{"description": "Managed by Pulumi"}
	return t
}

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
