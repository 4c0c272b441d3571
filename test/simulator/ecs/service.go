package ecs

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func service() *model.Type {
	return &model.Type{
		Token: Service, Service: "ECS", Noun: "ECS Service", Modeled: true,
		Actions: model.Actions{Update: "UpdateService"},
		Name:    model.Name{Property: "name", Max: 255},
		NewID:   func(c *model.Call) string { return ownARN(c) },
		Links: []string{
			"name", "cluster", "taskDefinition", "loadBalancers.targetGroupArn",
			"capacityProviderStrategies.capacityProvider", "serviceRegistries.registryArn",
		},
		Interfaces: model.Interfaces{Subnets: subnets, Groups: securityGroups, Count: "desiredCount"},
		Defaults: model.Props{
			"desiredCount": 0.0, "schedulingStrategy": "REPLICA", "deploymentMaximumPercent": 200.0,
			"deploymentMinimumHealthyPercent": 100.0, "propagateTags": "NONE", "availabilityZoneRebalancing": "DISABLED",
			"enableEcsManagedTags": false, "enableExecuteCommand": false, "healthCheckGracePeriodSeconds": 0.0,
			"waitForSteadyState": false,
		},
		Computed: []string{"triggers", "deploymentCircuitBreaker", "deploymentController"},
		Replaces: []model.Replace{
			{Rule: "E22", Properties: []string{
				"name", "cluster", "launchType", "iamRole", "schedulingStrategy", "deploymentController",
			}},
			{Rule: "E21", Properties: []string{"capacityProviderStrategies"}},
		},
		Plan:  planService,
		Rules: slices.Concat(serviceChecks(), serviceRules(), networkRules(), targetRules(), deploymentRules()),
		Fill:  fillService,
	}
}

// planService is the provider's own diff. With a forced deployment the capacity provider strategy changes in place,
// unless it was or becomes empty. Triggers count only then.
func planService(c *model.Call, d *model.Diff) error {
	const strategies = "capacityProviderStrategies"
	force := c.New.Bool("forceNewDeployment")
	if force && c.Old.Has(strategies) && c.New.Has(strategies) {
		d.Replace = slices.DeleteFunc(d.Replace, func(name string) bool { return name == strategies })
	}
	if !force {
		d.Changed = slices.DeleteFunc(d.Changed, func(name string) bool { return name == "triggers" })
	}
	return nil
}

func serviceChecks() []model.Rule {
	const strategies = "capacityProviderStrategies"
	return []model.Rule{
		model.OneOf("launchType", "EC2", fargate, "EXTERNAL"),
		model.OneOf("schedulingStrategy", "REPLICA", "DAEMON"),
		model.OneOf("propagateTags", "SERVICE", "TASK_DEFINITION", "NONE"),
		model.OneOf("availabilityZoneRebalancing", "ENABLED", "DISABLED"),
		model.OneOf("deploymentController.type", "ECS", "CODE_DEPLOY", "EXTERNAL"),
		model.Between("healthCheckGracePeriodSeconds", 0, 1<<31-1).As("E31"),
		model.BetweenInEach(strategies, "base", 100_000),
		model.BetweenInEach(strategies, "weight", 1000),
	}
}

func serviceRules() []model.Rule {
	return []model.Rule{
		clusterExists("cluster").As("E36"),
		{ID: "E38", On: model.Create, Test: serviceName},
		{On: model.Create, Test: onlyService},
		{On: model.Write, Test: definitionActive},
		{ID: "E19", On: model.Create, Test: oneLaunch},
		{ID: "E29", On: model.Write, Test: compatible},
		{ID: "E18, E20", On: model.Write, Test: strategyOfCluster},
		{ID: "E34", On: model.Create, Test: daemon},
		{On: model.Write, Test: execNeedsRole},
	}
}

// execNeedsRole: the agent of ECS Exec uses the task's role (aws/aws-cli#6242, aws/aws-toolkit-jetbrains#3649).
func execNeedsRole(c *model.Call) error {
	p := definition(c)
	if !c.New.Bool("enableExecuteCommand") || !p.Has("family") || p.Has("taskRoleArn") {
		return nil
	}
	done := "created"
	if c.Op == model.Update {
		done = "updated"
	}
	return model.Errorf(invalid, "The service couldn't be %s because a valid taskRoleArn is not being used. Specify a "+
		"valid task role in your task definition and try again.", done)
}

// maxName is the maximum length of a service's name.
const maxName = 255

func serviceName(c *model.Call) error {
	if len(c.New.String("name")) > maxName {
		return model.Errorf(invalid, "Service name must be at most %d characters.", maxName)
	}
	return nil
}

func onlyService(c *model.Call) error {
	if c.Exists(Service, ownARN(c)) {
		return model.Errorf(invalid, "Creation of service was not idempotent.")
	}
	return nil
}

func definitionActive(c *model.Call) error {
	if !c.New.Has("taskDefinition") {
		return nil // an external deployment controller brings its own
	}
	if c.Op == model.Update && !c.Changed("taskDefinition") {
		return nil
	}
	_, err := definitionOf(c, c.New.String("taskDefinition"))
	return err
}

// definition returns the active task definition that the call names, or none.
func definition(c *model.Call) model.Props {
	p, err := definitionOf(c, c.New.String("taskDefinition"))
	if err != nil {
		return model.Props{}
	}
	return p
}

func oneLaunch(c *model.Call) error {
	if c.New.Has("launchType") && c.New.Has("capacityProviderStrategies") {
		return model.Errorf(invalid, "Specify either Launch Type or Capacity Provider Strategy, but not both.")
	}
	return nil
}

// strategyOf returns the capacity provider strategy of a service: its own, or the cluster's default, or none with a
// launch type.
func strategyOf(c *model.Call, service model.Props) []model.Props {
	if own := service.Objects("capacityProviderStrategies"); len(own) > 0 || service.Has("launchType") {
		return own
	}
	_, byDefault := providersOf(c, clusterName(service.String("cluster")))
	return byDefault
}

// runsOnFargate reports whether the tasks of a service run on Fargate.
func runsOnFargate(c *model.Call, service model.Props) bool {
	for _, item := range strategyOf(c, service) {
		name := item.String("capacityProvider")
		return name == fargate || name == fargateSpot
	}
	return service.String("launchType") == fargate
}

func compatible(c *model.Call) error {
	p := definition(c)
	if runsOnFargate(c, c.New) && p.Has("family") && !onFargate(p) {
		return model.Errorf(invalid, "Task definition does not support launch_type FARGATE.")
	}
	return nil
}

func strategyOfCluster(c *model.Call) error {
	providers, _ := providersOf(c, clusterName(c.New.String("cluster")))
	return strategy(c.New.Objects("capacityProviderStrategies"), providers, "There are no capacity providers in the "+
		"capacity provider strategy with a weight value greater than zero. Specify a weight value greater than zero for at "+
		"least one capacity provider and try again.")
}

func daemon(c *model.Call) error {
	if c.New.String("schedulingStrategy") == "DAEMON" && runsOnFargate(c, c.New) {
		return model.Errorf(invalid, "The daemon scheduling strategy is not supported for the FARGATE launch type.")
	}
	return nil
}

func fillService(c *model.Call) error {
	switch {
	case c.State.Has("launchType") || len(strategyOf(c, c.State)) > 0:
		c.State.Default("launchType", "")
	default:
		c.State["launchType"] = "EC2"
	}
	if runsOnFargate(c, c.State) {
		c.State.Default("platformVersion", "LATEST")
	}
	c.State.Default("deploymentController", map[string]any{"type": "ECS"})
	c.State.Default("deploymentCircuitBreaker", map[string]any{"enable": false, "rollback": false})
	c.State.Default("iamRole", "arn:"+c.Partition()+":iam::"+account.ID+
		":role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS")
	c.State.Default("cluster", "default")
	if rolledBack(c) {
		for _, name := range ofRevision {
			c.State[name] = c.Old[name]
		}
	}
	return nil
}

// ownARN is the ARN of the service of a call.
func ownARN(c *model.Call) string {
	return serviceARN(c, clusterName(c.New.String("cluster")), c.New.String("name"))
}
