package iam

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func policy() *model.Type {
	return &model.Type{
		Token: Policy, Service: service, Noun: "IAM Policy", Modeled: true, Global: true,
		Actions:  model.Actions{Read: "GetPolicy", Update: "CreatePolicyVersion"},
		Name:     model.Name{Property: "name", Prefix: "namePrefix", Max: 128},
		NewID:    policyARN,
		Links:    []string{"arn", "name"},
		Defaults: model.Props{"path": "/"},
		Normal:   map[string]func(string) string{"policy": model.PolicyText},
		Replaces: []model.Replace{{Rule: "I11", Properties: []string{"name", "namePrefix", "path", "description"}}},
		Rules: append(name(128),
			model.JSON("policy"),
			model.Conflicts("name", "namePrefix"),
			model.Rule{ID: "I10", On: model.Create, Test: policyFree},
			permissions(),
			model.Rule{ID: "I4", On: model.Write, Test: managedSize},
			model.Limit("policies", 1500, limit, "Cannot exceed quota for PoliciesPerAccount: 1500").As("I15"),
			model.Rule{ID: "I11", On: model.Delete, Test: policyUnused},
		),
		Fill: func(c *model.Call) error {
			text(c, "policy")
			c.State["arn"] = policyARN(c)
			c.State.Default("policyId", unique("ANPA"))
			c.State.Default("attachmentCount", 0.0)
			return nil
		},
	}
}

func policyARN(c *model.Call) string {
	return arn(c, "policy", c.State.String("path"), c.State.String("name"))
}

func policyFree(c *model.Call) error {
	if name := c.New.String("name"); c.Exists(Policy, arn(c, "policy", c.New.String("path"), name)) {
		return apiErrorf(statusConflict, taken, "A policy called %s already exists. Duplicate names are not allowed.", name)
	}
	return nil
}

func managedSize(c *model.Call) error {
	if size(model.Document(c.New.Get("policy"))) > maxManaged {
		return apiErrorf(statusConflict, limit, "Cannot exceed quota for PolicySize: %d", maxManaged)
	}
	return nil
}

func policyUnused(c *model.Call) error {
	if len(c.Find(Attachment, "policyArn", c.ID)) > 0 || len(listing(c, c.ID)) > 0 {
		return apiErrorf(statusConflict, conflict, "Cannot delete a policy attached to entities.")
	}
	return nil
}

// listing returns the roles with a managed policy in managedPolicyArns.
func listing(c *model.Call, arn string) []*account.Resource {
	return slices.DeleteFunc(c.List(Role), func(r *account.Resource) bool {
		return !slices.Contains(r.Properties.Strings("managedPolicyArns"), arn)
	})
}
