package elb

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// actionRules are the rules for the actions of listeners and listener rules. field holds the actions; loadBalancer
// finds the load balancer of a call.
func actionRules(field string, loadBalancer func(*model.Call) string) []model.Rule {
	return []model.Rule{
		{ID: "L42", On: model.Check, Test: func(c *model.Call) error { return weights(c, field) }},
		model.Refers(field+".targetGroupArn", TargetGroup, "TargetGroupNotFound", "Target groups '%s' not found"),
		model.Refers(field+".forward.targetGroups.arn", TargetGroup,
			"TargetGroupNotFound", "Target groups '%s' not found"),
		{ID: "L39", On: model.Write, Test: func(c *model.Call) error { return sameLayer(c, field, loadBalancer(c)) }},
		{ID: "L38", On: model.Write, Test: func(c *model.Call) error { return oneLoadBalancer(c, field, loadBalancer(c)) }},
	}
}

// maxTargetGroups is the maximum number of target groups in one action, maxWeight the maximum weight of one.
const (
	maxTargetGroups = 5
	maxWeight       = 999
)

func weights(c *model.Call, field string) error {
	for _, action := range c.New.Objects(field) {
		groups := action.Objects("forward.targetGroups")
		if len(groups) > maxTargetGroups {
			return model.Invalidf(field, `Too many target_group blocks: No more than %d "target_group" blocks are allowed`,
				maxTargetGroups)
		}
		for _, g := range groups {
			if w := g.Int("weight"); w < 0 || w > maxWeight {
				return model.Invalidf(field, "expected %s.0.forward.0.target_group.0.weight to be in the range (0 - %d), got %d",
					singular[field], maxWeight, w)
			}
		}
	}
	return nil
}

// singular is the provider's name of the action block.
var singular = map[string]string{"defaultActions": "default_action", "actions": "action"}

// groupsIn are the target groups that a call's actions forward to.
func groupsIn(c *model.Call, field string) []string {
	var arns []string
	for _, action := range c.New.Objects(field) {
		arns = append(arns, action.Values("targetGroupArn")...)
		for _, g := range action.Objects("forward.targetGroups") {
			arns = append(arns, g.String("arn"))
		}
	}
	return arns
}

// sameLayer requires HTTP target groups behind an application load balancer, and others behind a network load balancer.
func sameLayer(c *model.Call, field, loadBalancerARN string) error {
	lb := c.Props(LoadBalancer, loadBalancerARN)
	for _, arn := range groupsIn(c, field) {
		protocol := c.Props(TargetGroup, arn).String("protocol")
		if protocol != "" && isHTTP(protocol) != (kindOf(lb) == application) {
			return validation("Listener protocol '%s' is not supported with a target group with protocol '%s'",
				protocolOf(c), protocol)
		}
	}
	return nil
}

// protocolOf is the protocol of the listener that a call is about.
func protocolOf(c *model.Call) string {
	if c.Type.Token == ListenerRule {
		return c.Props(Listener, c.New.String("listenerArn")).String("protocol")
	}
	return c.New.String("protocol")
}

func oneLoadBalancer(c *model.Call, field, loadBalancerARN string) error {
	for _, arn := range groupsIn(c, field) {
		for _, other := range loadBalancersOf(c, arn) {
			if other != loadBalancerARN {
				return model.Errorf("TargetGroupAssociationLimit",
					"The following target groups cannot be associated with more than one load balancer: %s", arn)
			}
		}
	}
	return nil
}
