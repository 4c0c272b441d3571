package lambda

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func permission() *model.Type {
	return &model.Type{
		Token: Permission, Service: service, Noun: "Lambda Permission", Modeled: true,
		Actions: model.Actions{Create: "AddPermission", Read: "GetPolicy", Delete: "RemovePermission"},
		Name:    model.Name{Property: "statementId", Prefix: "statementIdPrefix", Max: 100},
		Links:   []string{"function"},
		Replaces: []model.Replace{{Rule: "LM16", Properties: []string{
			"action", "eventSourceToken", "function", "functionUrlAuthType", "principal", "principalOrgId", "qualifier",
			"sourceAccount", "sourceArn", "statementId", "statementIdPrefix",
		}}},
		Rules: []model.Rule{
			model.Matches("action", `^(lambda:[*]|lambda:[a-zA-Z]+|[*])$`, `%[1]q (%[2]q) must be an action of Lambda`).As("LM16"),
			model.Conflicts("statementId", "statementIdPrefix").As("LM16"),
			{ID: "LM16", On: model.Write, Test: principalForm},
			functionExists("function").As("LM12"),
			model.LimitPer("lambdaStatements", "function", 100, "PolicyLengthExceededException",
				"The final policy size is bigger than the limit (20480), function %s.").As("LM17"),
		},
	}
}

// principalForm is a service, an account, an ARN or everyone.
func principalForm(c *model.Call) error {
	p := c.New.String("principal")
	if p == "*" || strings.Contains(p, ".") || model.ARNField(p, 0) == "arn" || len(p) == 12 && strings.Trim(p, "0123456789") == "" {
		return nil
	}
	return model.Errorf(invalid, "The provided principal was invalid. Please check the principal and try again.")
}
