package ecs

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const (
	listenerType     = "aws:lb/listener:Listener"
	listenerRuleType = "aws:lb/listenerRule:ListenerRule"
)

// targetRules are the rules for the target groups of a service.
func targetRules() []model.Rule {
	return []model.Rule{
		{ID: "E38", On: model.Write, Test: groupCount},
		{On: model.Write, Test: perTarget(targetExists)},
		{ID: "E24", On: model.Write, Test: perTarget(targetType)},
		{ID: "E23", On: model.Write, Test: perTarget(targetAttached)},
		{ID: "E30", On: model.Write, Test: perTarget(targetContainer)},
		{ID: "E31", On: model.Write, Test: graceWithTarget},
	}
}

// maxTargets is the maximum number of target groups per service. Source: ECS service quotas.
const maxTargets = 5

func groupCount(c *model.Call) error {
	if len(c.New.Objects("loadBalancers")) > maxTargets {
		return model.Errorf(invalid, "loadBalancers can have at most %d items.", maxTargets)
	}
	return nil
}

// perTarget runs a test on each loadBalancers block that names a target group.
func perTarget(test func(c *model.Call, block model.Props, arn string) error) func(*model.Call) error {
	return func(c *model.Call) error {
		for _, block := range c.New.Objects("loadBalancers") {
			if arn := block.String("targetGroupArn"); arn != "" {
				if err := test(c, block, arn); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

func targetExists(c *model.Call, _ model.Props, arn string) error {
	if !c.Exists(targetGroups, arn) {
		return model.Errorf(invalid, "The target group with targetGroupArn %s does not exist.", arn)
	}
	return nil
}

func targetType(c *model.Call, _ model.Props, arn string) error {
	kind := c.Props(targetGroups, arn).String("targetType")
	if kind == "" {
		kind = "instance"
	}
	if kind == "instance" && definition(c).String("networkMode") == awsvpc {
		return model.Errorf(invalid, "The provided target group %s has target type instance, which is incompatible with "+
			"the awsvpc network mode specified in the task definition.", arn)
	}
	return nil
}

func targetAttached(c *model.Call, _ model.Props, arn string) error {
	listeners := slices.Concat(c.List(listenerType), c.List(listenerRuleType))
	if !slices.ContainsFunc(listeners, func(r *account.Resource) bool { return forwards(r.Properties, arn) }) {
		return model.Errorf(invalid, "The target group with targetGroupArn %s does not have an associated load balancer.",
			arn)
	}
	return nil
}

// forwards reports whether a listener or a listener rule sends requests to a target group.
func forwards(listener model.Props, arn string) bool {
	for _, action := range slices.Concat(listener.Objects("defaultActions"), listener.Objects("actions")) {
		if action.String("targetGroupArn") == arn {
			return true
		}
		for _, group := range action.Objects("forward.targetGroups") {
			if group.String("arn") == arn {
				return true
			}
		}
	}
	return false
}

func targetContainer(c *model.Call, block model.Props, _ string) error {
	name, port := block.String("containerName"), block.Int("containerPort")
	p := definition(c)
	if !p.Has("family") {
		return nil // it runs on, deregistered
	}
	list, _ := containers(p["containerDefinitions"]) // registered, so it can be read
	at := slices.IndexFunc(list, func(container model.Props) bool { return container.String("name") == name })
	if at < 0 {
		return model.Errorf(invalid, "The container %s does not exist in the task definition.", name)
	}
	for _, mapping := range list[at].Objects("portMappings") {
		if mapping.Int("containerPort") == port {
			return nil
		}
	}
	return model.Errorf(invalid, "The container %s did not have a container port %d defined.", name, port)
}

func graceWithTarget(c *model.Call) error {
	if c.New.Int("healthCheckGracePeriodSeconds") > 0 && !c.New.Has("loadBalancers") {
		return model.Errorf(invalid, "Health check grace period is only valid for services configured to use load balancers")
	}
	return nil
}
