// Package waf is AWS WAF in the simulated account: web ACLs, the sets that they use, and the load balancers that they
// protect.
package waf

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	WebACL          = "aws:wafv2/webAcl:WebAcl"
	Association     = "aws:wafv2/webAclAssociation:WebAclAssociation"
	Logging         = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
	IPSet           = "aws:wafv2/ipSet:IpSet"
	RegexPatternSet = "aws:wafv2/regexPatternSet:RegexPatternSet"
)

// Tokens of other services' types that the rules look up.
const (
	loadBalancer = "aws:lb/loadBalancer:LoadBalancer"
	distribution = "aws:cloudfront/distribution:Distribution"
)

const service = "WAFV2"

// Types are the resource types of the package.
func Types() []*model.Type {
	return []*model.Type{webACL(), ipSet(), regexPatternSet(), association(), logging()}
}

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{
		{Token: "aws:wafv2/getWebAcl:getWebAcl", Run: named(WebACL, "WAFv2 WebACL")},
		{Token: "aws:wafv2/getIpSet:getIpSet", Run: named(IPSet, "WAFv2 IPSet")},
	}
}

// named finds an object by its name and scope.
func named(token, noun string) func(*model.Call) (model.Props, error) {
	return func(c *model.Call) (model.Props, error) {
		for _, r := range c.Find(token, "name", c.New.String("name")) {
			props := r.Properties
			if props.String("scope") != c.New.String("scope") {
				continue
			}
			return model.Props{
				"id": r.ID, "arn": props["arn"], "name": props["name"], "scope": props["scope"],
				"description": props.String("description"), "addresses": props.List("addresses"),
				"ipAddressVersion": props.String("ipAddressVersion"),
			}, nil
		}
		return nil, model.Providerf("no matching %s found", noun)
	}
}

// object declares the common part of web ACLs, IP sets and pattern sets. path is their part of the ARN.
func object(token, noun, path string, rules ...model.Rule) *model.Type {
	return &model.Type{
		Token: token, Service: service, Noun: "WAFv2 " + noun, Modeled: true,
		Name:  model.Name{Property: "name", Prefix: "namePrefix", Max: 128},
		NewID: model.NewUUID,
		Links: []string{"name", "arn"},
		Actions: model.Actions{
			Create: "Create" + noun, Read: "Get" + noun, Update: "Update" + noun, Delete: "Delete" + noun,
		},
		Replaces: []model.Replace{{Rule: "WF5", Properties: []string{"name", "namePrefix", "scope"}}},
		Rules: slices.Concat([]model.Rule{
			model.Length("name", 1, 128).As("WF5"),
			model.Matches("name", `^[\w-]+$`, "must contain only alphanumeric hyphen and underscore characters").As("WF5"),
			model.OneOf("scope", "CLOUDFRONT", "REGIONAL"),
			{ID: "WF1", On: model.Create, Test: scopeRegion},
			{ID: "WF8", On: model.Create, Test: freeName},
		}, rules),
		Fill: func(c *model.Call) error {
			scope := "regional"
			if c.State.String("scope") == "CLOUDFRONT" {
				scope = "global"
			}
			c.State["arn"] = c.Expand("arn:{partition}:wafv2:{region}:{account}:" + scope + "/" + path + "/{name}/{id}")
			c.State["lockToken"] = model.UUID()
			return nil
		},
	}
}

// scopeRegion requires us-east-1 for the scope CLOUDFRONT.
func scopeRegion(c *model.Call) error {
	if c.New.String("scope") == "CLOUDFRONT" && c.Region != "us-east-1" {
		return invalid("The scope is not valid.", "SCOPE_VALUE", "CLOUDFRONT")
	}
	return nil
}

func invalid(reason, field, parameter string) error {
	return model.Errorf("WAFInvalidParameterException", "Error reason: %s, field: %s, parameter: %s",
		reason, field, parameter)
}

func freeName(c *model.Call) error {
	if slices.ContainsFunc(c.Find(c.Type.Token, "name", c.New.String("name")), func(r *account.Resource) bool {
		return r.Properties.String("scope") == c.New.String("scope")
	}) {
		return model.Errorf("WAFDuplicateItemException", "AWS WAF could not perform the operation because some resource "+
			"in your request is a duplicate of an existing one.")
	}
	return nil
}

func inUse() error {
	return model.Errorf("WAFAssociatedItemException", "AWS WAF couldn't perform the operation because your resource is "+
		"being used by another resource or it's associated with another resource.")
}
