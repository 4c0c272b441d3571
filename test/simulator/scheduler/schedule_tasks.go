package scheduler

import (
	"fmt"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const ecs = "target.ecsParameters."

// taskChecks are the provider's checks of a target that runs tasks.
func taskChecks() []model.Rule {
	const strategies = ecs + "capacityProviderStrategies"
	return []model.Rule{
		model.ARN(ecs + "taskDefinitionArn").As("SC14"),
		model.Between(ecs+"taskCount", 0, maxTasks).As("SC14"),
		model.OneOf(ecs+"launchType", "EC2", "FARGATE", "EXTERNAL").As("SC14"),
		model.OneOf(ecs+"propagateTags", "TASK_DEFINITION").As("SC14"),
		model.Length(ecs+"group", 1, 255).As("SC14"),
		model.MaxItems(strategies, 6).As("SC14"),
		model.MaxItems(ecs+"placementConstraints", 10).As("SC14"),
		model.MaxItems(ecs+"placementStrategies", 5).As("SC14"),
		model.BetweenInEach(strategies, "base", 100_000).As("SC14"),
		model.BetweenInEach(strategies, "weight", 1000).As("SC14"),
	}
}

// taskRules are the API's own checks. Other problems appear when the schedule fires.
func taskRules() []model.Rule {
	return []model.Rule{
		{ID: "SC14", On: model.Write, Test: someTask},
		{ID: "SC13", On: model.Write, Test: networkOnFargate},
		{ID: "SC15", On: model.Write, Test: interfaces},
	}
}

// maxTasks is the maximum number of tasks that a schedule starts at once.
const maxTasks = 10

func someTask(c *model.Call) error {
	const path = ecs + "taskCount"
	if c.New.Has(path) && c.New.Int(path) < 1 {
		return breaks(c.New.Int(path), path, "have value greater than or equal to 1")
	}
	return nil
}

func networkOnFargate(c *model.Call) error {
	if c.New.String(ecs+"launchType") == "FARGATE" && !c.New.Has(ecs+"networkConfiguration") {
		return model.Errorf(validation, "Parameter NetworkConfiguration must be specified for the target when launch type "+
			"is FARGATE")
	}
	return nil
}

// Limits of an awsvpc configuration in the API's model.
const maxSubnets, maxGroupsOfTask = 16, 5

func interfaces(c *model.Call) error {
	const network = ecs + "networkConfiguration"
	if !c.New.Has(network) {
		return nil
	}
	for property, maximum := range map[string]int{"subnets": maxSubnets, "securityGroups": maxGroupsOfTask} {
		list := c.New.Strings(network + "." + property)
		member := network + ".awsvpcConfiguration." + property
		value := "[" + strings.Join(list, ", ") + "]"
		switch {
		case len(list) > maximum:
			return breaks(value, member, lengthOf("less", maximum))
		case len(list) == 0 && property == "subnets":
			return breaks(value, member, lengthOf("greater", 1))
		}
	}
	return nil
}

func lengthOf(side string, n int) string {
	return fmt.Sprintf("have length %s than or equal to %d", side, n)
}
