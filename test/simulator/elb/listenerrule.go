package elb

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// maxPriority is the maximum priority of a listener rule.
const maxPriority = 50000

func listenerRule() *model.Type {
	rules := []model.Rule{
		model.Between("priority", 1, maxPriority).As("L40"),
		model.Refers("listenerArn", Listener, "ListenerNotFound", "One or more listeners not found: %s"),
		{ID: "L41", On: model.Write, Test: needsCondition},
		{ID: "L40", On: model.Write, Test: freePriority},
		{ID: "L43", On: model.Create, Test: ruleQuota},
	}
	return &model.Type{
		Token: ListenerRule, Aliases: aliases("listenerRule:ListenerRule"), Service: service, Noun: "ELBv2 Listener Rule",
		Actions: model.Actions{Create: "CreateRule", Read: "DescribeRules", Update: "ModifyRule", Delete: "DeleteRule"},
		Modeled: true, NewID: newRuleARN, ARN: "{id}",
		Links:    []string{"listenerArn", "actions.targetGroupArn", "actions.forward.targetGroups.arn"},
		Replaces: []model.Replace{{Properties: []string{"listenerArn"}}},
		Rules: append(rules, actionRules("actions", func(c *model.Call) string {
			return c.Props(Listener, c.New.String("listenerArn")).String("loadBalancerArn")
		})...),
		Fill: fillRule,
	}
}

// needsCondition requires conditions with values.
func needsCondition(c *model.Call) error {
	conditions := c.New.Objects("conditions")
	for _, condition := range conditions {
		if len(values(condition)) == 0 {
			conditions = nil
		}
	}
	if len(conditions) == 0 {
		return validation("A condition value must be specified")
	}
	return nil
}

// values returns the values of a condition of any kind.
func values(condition model.Props) []string {
	var all []string
	for kind := range condition {
		for _, c := range condition.Objects(kind) {
			all = append(all, append(c.Values("values"), c.Values("value")...)...)
		}
	}
	return all
}

func freePriority(c *model.Call) error {
	priority := c.New.Int("priority")
	for _, other := range c.Find(ListenerRule, "listenerArn", c.New.String("listenerArn")) {
		if other.ID != c.ID && c.New.Has("priority") && other.Properties.Int("priority") == priority {
			return model.Errorf("PriorityInUse", "Priority '%d' is currently in use", priority)
		}
	}
	return nil
}

// ruleQuota counts the rules of a load balancer over all its listeners.
func ruleQuota(c *model.Call) error {
	lb, count := c.Props(Listener, c.New.String("listenerArn")).String("loadBalancerArn"), 0
	for _, l := range c.Find(Listener, "loadBalancerArn", lb) {
		count += len(c.Find(ListenerRule, "listenerArn", l.ID))
	}
	if count >= c.Quota("rulesPerLoadBalancer", 100) {
		return model.Errorf("TooManyRules", "The maximum number of rules has been reached on the load balancer")
	}
	return nil
}

func newRuleARN(c *model.Call) string {
	return strings.Replace(c.New.String("listenerArn"), ":listener/", ":listener-rule/", 1) + "/" + model.Hex(16)
}

// fillRule gives a rule without a priority the lowest priority.
func fillRule(c *model.Call) error {
	last := 0
	for _, other := range c.Find(ListenerRule, "listenerArn", c.State.String("listenerArn")) {
		last = max(last, other.Properties.Int("priority"))
	}
	c.State.Default("priority", float64(last+1))
	return nil
}
