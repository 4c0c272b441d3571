package scheduler

import (
	"regexp"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const principal = "scheduler.amazonaws.com"

const rolePattern = `arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@\/-]+`

var roleShape = regexp.MustCompile("^" + rolePattern + "$")

func roleForm(c *model.Call) error {
	if role := c.New.String("target.roleArn"); !roleShape.MatchString(role) {
		return breaks(role, "target.roleArn", "satisfy regular expression pattern: "+rolePattern)
	}
	return nil
}

// assumable requires a role that the service can assume, because AWS tries when the schedule is created. Roles of other
// accounts are assumed to be fine.
func assumable(c *model.Call) error {
	role := c.New.String("target.roleArn")
	path, own := strings.CutPrefix(role, "arn:"+c.Partition()+":iam::"+account.ID+":role/")
	if !own {
		return nil
	}
	trust := c.Props("aws:iam/role:Role", path[strings.LastIndex(path, "/")+1:]).Get("assumeRolePolicy")
	trusts := func(statement model.Props) bool { return admits(c, statement) }
	if !slices.ContainsFunc(model.Statements(model.Document(trust)), trusts) {
		return model.Errorf(validation, "The execution role you provide must allow AWS EventBridge Scheduler to assume the "+
			"role.")
	}
	return nil
}

// admits reports whether a trust policy statement lets the service assume the role for a schedule of the group.
func admits(c *model.Call, statement model.Props) bool {
	services := model.Principals(statement)["Service"]
	assume := func(action string) bool { return model.Glob(strings.ToLower(action), "sts:assumerole") }
	return statement.String("Effect") == "Allow" && slices.Contains(services, principal) &&
		slices.ContainsFunc(statement.Values("Action"), assume) && holds(c, statement)
}

// holds reports whether the conditions of a statement match. The source of the call is the group, because the schedule
// does not exist yet.
func holds(c *model.Call, statement model.Props) bool {
	source := map[string]string{
		"aws:sourceaccount": account.ID, "aws:sourcearn": arn(c, "schedule-group/"+groupOf(c.New)),
	}
	operators, _ := statement["Condition"].(map[string]any)
	for operator, block := range operators {
		tests, _ := block.(map[string]any)
		for key := range tests {
			value, known := source[strings.ToLower(key)]
			if known && !satisfies(operator, model.Props(tests).Values(key), value) {
				return false
			}
		}
	}
	return true
}

// satisfies evaluates the operators that compare strings. All others count as true.
func satisfies(operator string, wanted []string, value string) bool {
	switch strings.TrimSuffix(operator, "IfExists") {
	case "StringEquals":
		return slices.Contains(wanted, value)
	case "StringLike", "ArnEquals", "ArnLike":
		return slices.ContainsFunc(wanted, func(pattern string) bool { return model.Glob(pattern, value) })
	default:
		return true
	}
}
