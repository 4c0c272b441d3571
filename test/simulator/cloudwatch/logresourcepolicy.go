package cloudwatch

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func logResourcePolicy() *model.Type {
	const put = "PutResourcePolicy"
	return &model.Type{
		Token: LogResourcePolicy, Service: logs, Noun: "CloudWatch Logs Resource Policy", Modeled: true,
		Actions:  model.Actions{Create: put, Update: put},
		NewID:    model.Named("policyName"),
		Normal:   map[string]func(string) string{"policyDocument": model.PolicyText},
		Replaces: []model.Replace{{Properties: []string{"policyName"}}},
		Rules: []model.Rule{
			model.JSON("policyDocument"),
			{ID: "W20", On: model.Check, Test: policySize},
			model.Limit("logResourcePolicies", 10, "LimitExceededException", "Resource limit exceeded.").As("W20"),
		},
		Fill: func(c *model.Call) error {
			c.State["policyDocument"] = model.Document(c.State["policyDocument"])
			return nil
		},
	}
}

// maxPolicy is the maximum size of a log resource policy.
const maxPolicy = 5120

func policySize(c *model.Call) error {
	document := model.Document(c.New.Get("policyDocument"))
	if c.New.Known("policyDocument") && len(document) > maxPolicy {
		return model.Invalidf("policyDocument",
			"CloudWatch log resource policy document must be between 1 and %d characters.",
			maxPolicy)
	}
	return nil
}
