package ecs

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// unreachable returns the service's event if a load balancer cannot reach new tasks, or "". ECS registers a task with its
// containerPort, whatever the target group's port is, and the health check goes there unless it names a port. Sources:
// ECS developer guide, "Use load balancing to distribute Amazon ECS service traffic"; ECS API reference, LoadBalancer;
// "Troubleshooting service load balancers" (the event's text).
func unreachable(c *model.Call) string {
	tasks := ec2.Side{Groups: c.New.Strings(securityGroups), Subnets: c.New.Strings(subnets)}
	if len(tasks.Groups) == 0 {
		return "" // the VPC's default group, or not awsvpc
	}
	for _, block := range c.New.Objects("loadBalancers") {
		arn, port := block.String("targetGroupArn"), block.Int("containerPort")
		for _, balancer := range balancersOf(c, arn) {
			from := ec2.Side{Groups: balancer.Strings("securityGroups"), Subnets: balancer.Strings("subnets")}
			if !ec2.Reachable(c, from, tasks, port) || !ec2.Reachable(c, from, tasks, checkPort(c, arn, port)) {
				return fmt.Sprintf("(service %s) (port %d) is unhealthy in (target-group %s) due to (reason Request timed out)",
					c.New.String("name"), port, arn)
			}
		}
	}
	return ""
}

// checkPort is the port of a target's health check.
func checkPort(c *model.Call, group string, port int) int {
	if own, err := strconv.Atoi(c.Props(targetGroups, group).String("healthCheck.port")); err == nil {
		return own
	}
	return port
}

// balancersOf returns the load balancers that forward to a target group, by a listener or by one of its rules.
func balancersOf(c *model.Call, group string) []model.Props {
	var all []model.Props
	for _, r := range slices.Concat(c.List(listenerType), c.List(listenerRuleType)) {
		if !forwards(r.Properties, group) {
			continue
		}
		listener := r.Properties
		if r.Type == listenerRuleType {
			listener = c.Props(listenerType, listener.String("listenerArn"))
		}
		if balancer := c.Props("aws:lb/loadBalancer:LoadBalancer", listener.String("loadBalancerArn")); balancer != nil {
			all = append(all, balancer)
		}
	}
	return all
}
