package iam

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func oidcProvider() *model.Type {
	return &model.Type{
		Token: OIDCProvider, Service: service, Noun: "IAM OIDC Provider", Modeled: true, Global: true,
		Actions: model.Actions{
			Create: "CreateOpenIDConnectProvider", Read: "GetOpenIDConnectProvider",
			Update: "UpdateOpenIDConnectProviderThumbprint", Delete: "DeleteOpenIDConnectProvider",
		},
		NewID:    oidcARN,
		Links:    []string{"arn", "url"},
		Computed: []string{"thumbprintLists"},
		Replaces: []model.Replace{{Properties: []string{"url"}}},
		Rules: []model.Rule{
			model.Matches("url", "^https://", `expected "url" to have a url with schema of: "https", got %[2]s`),
			{ID: "I10", On: model.Create, Test: oidcFree},
			model.Limit("oidcProviders", 100, limit, "Cannot exceed quota for OpenIdConnectProvidersPerAccount: 100").As("I15"),
		},
		Fill: func(c *model.Call) error {
			c.State["arn"] = oidcARN(c)
			c.State.Default("thumbprintLists", []any{})
			return nil
		},
	}
}

func oidcARN(c *model.Call) string {
	return "arn:" + c.Partition() + ":iam::" + account.ID + ":oidc-provider/" +
		strings.TrimPrefix(c.State.String("url"), "https://")
}

func oidcFree(c *model.Call) error {
	if c.Exists(OIDCProvider, oidcARN(c)) {
		return apiErrorf(statusConflict, taken, "Provider with url %s already exists.", c.State.String("url"))
	}
	return nil
}
