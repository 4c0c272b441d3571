package waf

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func webACL() *model.Type {
	t := object(WebACL, "WebACL", "webacl",
		model.Rule{ID: "WF6", On: model.Check, Test: rateLimits},
		model.Rule{ID: "WF5", On: model.Write, Test: oneAction},
		model.Rule{ID: "WF5", On: model.Write, Test: distinctPriorities},
		model.Rule{ID: "WF6", On: model.Write, Test: capacityQuota},
		model.Rule{On: model.Write, Test: setsExist},
		model.Rule{ID: "WF4", On: model.Delete, Test: unassociated},
	)
	fill := t.Fill
	t.Fill = func(c *model.Call) error {
		c.State["capacity"] = float64(capacity(c.State.Objects("rules")))
		return fill(c)
	}
	return t
}

func oneAction(c *model.Call) error {
	for _, rule := range c.New.Objects("rules") {
		if present(rule, "action") == present(rule, "overrideAction") {
			return badRule()
		}
	}
	return nil
}

func badRule() error {
	return invalid("You have used none or multiple values for a field that requires exactly one value.", "RULE", "Rule")
}

// present reports whether an object is set. It may be empty: overrideAction {none: {}}.
func present(p model.Props, name string) bool {
	object, ok := p[name].(map[string]any)
	return ok && len(object) > 0
}

func distinctPriorities(c *model.Call) error {
	seen := map[int]bool{}
	for _, rule := range c.New.Objects("rules") {
		if seen[rule.Int("priority")] {
			return badRule()
		}
		seen[rule.Int("priority")] = true
	}
	return nil
}

// The range of a rate-based rule's limit.
const (
	minRate = 10
	maxRate = 2_000_000_000
)

func rateLimits(c *model.Call) error {
	for _, rule := range c.New.Objects("rules") {
		if path := "statement.rateBasedStatement.limit"; rule.Known(path) {
			if n := rule.Int(path); n < minRate || n > maxRate {
				return model.Invalidf("rules", "expected rule.0.statement.0.rate_based_statement.0.limit to be in the range "+
					"(%d - %d), got %d", minRate, maxRate, n)
			}
		}
	}
	return nil
}

func capacityQuota(c *model.Call) error {
	if capacity(c.New.Objects("rules")) > c.Quota("webACLCapacity", 5000) {
		return model.Errorf("WAFLimitsExceededException", "AWS WAF couldn't perform the operation because you exceeded "+
			"your resource limit.")
	}
	return nil
}

// setsExist requires the sets that the rules use.
func setsExist(c *model.Call) error {
	for _, arn := range references(c.New["rules"]) {
		if len(c.Find(IPSet, "arn", arn))+len(c.Find(RegexPatternSet, "arn", arn)) == 0 {
			return nonexistent()
		}
	}
	return nil
}

func nonexistent() error {
	return model.Errorf("WAFNonexistentItemException",
		"AWS WAF couldn't perform the operation because your resource doesn't exist.")
}

func unassociated(c *model.Call) error {
	arn := c.Old.String("arn")
	if len(c.Find(Association, "webAclArn", arn)) > 0 || len(c.Find(distribution, "webAclId", arn)) > 0 {
		return inUse()
	}
	return nil
}
