package kms

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func grant() *model.Type {
	return &model.Type{
		Token: Grant, Service: service, Noun: "KMS Grant", Modeled: true,
		Actions: model.Actions{Read: "ListGrants", Delete: "RevokeGrant"},
		NewID: func(c *model.Call) string {
			c.State["grantId"] = model.Hex(64)
			return c.New.String("keyId") + ":" + c.State.String("grantId")
		},
		Name:  model.Name{Property: "name", Max: 256},
		Links: []string{"keyId"},
		Replaces: []model.Replace{{Properties: []string{
			"constraints", "grantCreationTokens", "granteePrincipal", "keyId", "name", "operations", "retiringPrincipal",
		}}},
		Rules: []model.Rule{
			{On: model.Check, Test: operationsKnown},
			usable("keyId"),
			{ID: "K4", On: model.Create, Test: grantee},
		},
		Fill: func(c *model.Call) error {
			c.State.Default("grantToken", model.Hex(64))
			return nil
		},
	}
}
