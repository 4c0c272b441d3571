package cloudfront

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

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
