package scheduler

import (
	"fmt"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

const ecs = "target.ecsParameters."

// taskChecks are the provider's checks of a target that runs tasks.
func taskChecks() []model.Rule {
	const strategies = ecs + "capacityProviderStrategies"
	return []model.Rule{
		model.ARN(ecs + "taskDefinitionArn").As("SC14"),
		model.Between(ecs+"taskCount", 0, mostTasks).As("SC14"),
		model.OneOf(ecs+"launchType", "EC2", "FARGATE", "EXTERNAL").As("SC14"),
		model.OneOf(ecs+"propagateTags", "TASK_DEFINITION").As("SC14"),
		model.Length(ecs+"group", 1, 255).As("SC14"),
		atMost(strategies, 6),
		atMost(ecs+"placementConstraints", 10),
		atMost(ecs+"placementStrategies", 5),
		each(strategies, "base", 100_000),
		each(strategies, "weight", 1000),
	}
}

// taskRules are what the API itself looks at. The rest shows when the schedule fires.
func taskRules() []model.Rule {
	return []model.Rule{
		{ID: "SC14", On: model.Write, Test: someTask},
		{ID: "SC13", On: model.Write, Test: networkOnFargate},
		{ID: "SC15", On: model.Write, Test: interfaces},
	}
}

// mostTasks is how many tasks a schedule can start at once.
const mostTasks = 10

func someTask(c *model.Call) error {
	const path = ecs + "taskCount"
	if c.New.Has(path) && c.New.Int(path) < 1 {
		return breaks(c.New.Int(path), path, "have value greater than or equal to 1")
	}
	return nil
}

func networkOnFargate(c *model.Call) error {
	if c.New.String(ecs+"launchType") == "FARGATE" && !c.New.Has(ecs+"networkConfiguration") {
		return model.Refusef(validation, "Parameter NetworkConfiguration must be specified for the target when launch type "+
			"is FARGATE")
	}
	return nil
}

// Limits of an awsvpc configuration in the API's model.
const mostSubnets, mostGroupsOfTask = 16, 5

func interfaces(c *model.Call) error {
	const network = ecs + "networkConfiguration"
	if !c.New.Has(network) {
		return nil
	}
	for property, most := range map[string]int{"subnets": mostSubnets, "securityGroups": mostGroupsOfTask} {
		list := c.New.Strings(network + "." + property)
		member := network + ".awsvpcConfiguration." + property
		value := "[" + strings.Join(list, ", ") + "]"
		switch {
		case len(list) > most:
			return breaks(value, member, lengthOf("less", most))
		case len(list) == 0 && property == "subnets":
			return breaks(value, member, lengthOf("greater", 1))
		}
	}
	return nil
}

func lengthOf(side string, n int) string {
	return fmt.Sprintf("have length %s than or equal to %d", side, n)
}

// atMost is the provider's MaxItems of a list.
func atMost(path string, most int) model.Rule {
	return model.Rule{ID: "SC14", On: model.Check, Test: func(c *model.Call) error {
		if n := len(c.New.List(path)); n > most {
			return model.Invalidf(path, "Too many %s: Attribute supports %d item maximum, but config has %d declared.",
				schema.Snake(path), most, n)
		}
		return nil
	}}
}

// each is the provider's IntBetween, from 0 on, for a number in every object of a list.
func each(list, field string, high int) model.Rule {
	return model.Rule{ID: "SC14", On: model.Check, Test: func(c *model.Call) error {
		for _, object := range c.New.Objects(list) {
			if n := object.Int(field); object.Known(field) && (n < 0 || n > high) {
				return model.Invalidf(list, "expected %s to be in the range (0 - %d), got %d", field, high, n)
			}
		}
		return nil
	}}
}
