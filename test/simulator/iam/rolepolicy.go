package iam

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func rolePolicy() *model.Type {
	const put = "PutRolePolicy"
	return &model.Type{
		Token: RolePolicy, Service: service, Noun: "IAM Role Policy", Modeled: true, Global: true,
		Actions:  model.Actions{Create: put, Read: "GetRolePolicy", Update: put},
		Name:     model.Name{Property: "name", Prefix: "namePrefix", Max: 128},
		NewID:    func(c *model.Call) string { return c.State.String("role") + ":" + c.State.String("name") },
		Links:    []string{"role"},
		Normal:   map[string]func(string) string{"policy": model.PolicyText},
		Replaces: []model.Replace{{Properties: []string{"name", "namePrefix", "role"}}},
		Rules: append(name(128),
			model.Lacks("role", "^arn:", `"role" must be the role's name not its ARN`).As("I14"),
			model.JSON("policy"),
			model.Conflicts("name", "namePrefix"),
			roleExists(),
			permissions(),
			model.Rule{ID: "I4", On: model.Write, Test: inlineSize},
		),
		Fill: func(c *model.Call) error {
			text(c, "policy")
			return nil
		},
	}
}

// inlineSize checks the quota of all inline policies of a role.
func inlineSize(c *model.Call) error {
	role := c.New.String("role")
	sum := size(model.Document(c.New.Get("policy")))
	for _, other := range c.Find(RolePolicy, "role", role) {
		if p := other.Properties; p.String("name") != c.New.String("name") {
			sum += size(p.String("policy"))
		}
	}
	return inlineFits(role, sum)
}
