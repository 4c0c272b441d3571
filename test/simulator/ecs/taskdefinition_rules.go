package ecs

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// taskChecks are what the provider checks before any call.
func taskChecks() []model.Rule {
	return []model.Rule{
		{ID: "E11", On: model.Check, Test: decodes},
		model.Length("family", 1, 255).As("E12"),
		model.Matches("family", `^[0-9A-Za-z_-]+$`, "invalid value for family (see https://docs.aws.amazon.com/"+
			"AmazonECS/latest/developerguide/task_definition_parameters.html#family)").As("E12"),
		model.Between("ephemeralStorage.sizeInGib", 21, 200).As("E14"),
		model.OneOf("networkMode", "bridge", "host", awsvpc, "none"),
		model.OneOf("pidMode", "host", "task"),
		model.OneOf("ipcMode", "host", "none", "task"),
	}
}

func decodes(c *model.Call) error {
	if !c.New.Known("containerDefinitions") {
		return nil
	}
	if _, err := containers(c.New.Get("containerDefinitions")); err != nil {
		return model.Invalidf("containerDefinitions", "ECS Task Definition container_definitions is invalid: %s", err)
	}
	return nil
}

// containerRules are the API's rules for all containers.
func containerRules() []model.Rule {
	return []model.Rule{
		perContainer(named).As("E8"),
		{ID: "E15", On: model.Create, Test: tooMany},
		{ID: "E10", On: model.Create, Test: oneEssential},
		perContainer(withMemory).As("E9"),
		perContainer(memoryFits).As("E7"),
		{ID: "E7", On: model.Create, Test: cpuFits},
		perContainer(portsMatch).As("E6"),
		perContainer(healthCheck).As("E43"),
		{ID: "I12", On: model.Create, Test: rolesExist},
	}
}

// perContainer is a rule for each container of a new task definition.
func perContainer(test func(c *model.Call, container model.Props) error) model.Rule {
	return model.Rule{On: model.Create, Test: func(c *model.Call) error {
		list, _ := containers(c.New.Get("containerDefinitions")) // E11 has read them
		for _, container := range list {
			if err := test(c, container); err != nil {
				return err
			}
		}
		return nil
	}}
}

func named(_ *model.Call, container model.Props) error {
	for _, property := range []string{"name", "image"} {
		if !container.Has(property) {
			return model.Errorf(client, "Container.%s should not be null or empty.", property)
		}
	}
	return nil
}

// Limits of a task definition. Source: ECS service quotas.
const (
	maxContainers = 10
	maxBytes      = 64 * 1024
)

func tooMany(c *model.Call) error {
	text := model.Document(c.New.Get("containerDefinitions"))
	list, _ := containers(text)
	maximum := c.Quota("containersPerTaskDefinition", maxContainers)
	switch {
	case len(list) > maximum:
		return model.Errorf(client, "Too many containers: a task definition can have at most %d.", maximum)
	case length(c.New) > maxBytes:
		return model.Errorf(client, "Actual length: '%d'. Max allowed length is '%d' bytes.", length(c.New), maxBytes)
	}
	return nil
}

// length is the size of a task definition's JSON, without what AWS adds and without tags.
func length(p model.Props) int {
	whole := p.Clone()
	for _, name := range []string{"tags", "skipDestroy", "trackLatest"} {
		delete(whole, name)
	}
	list, _ := containers(p.Get("containerDefinitions"))
	whole["containerDefinitions"] = list
	return len(model.Document(map[string]any(whole)))
}

func oneEssential(c *model.Call) error {
	list, _ := containers(c.New.Get("containerDefinitions"))
	essential := func(container model.Props) bool { return container["essential"] != false }
	if len(list) == 0 {
		return model.Errorf(client, "Container list cannot be empty.")
	}
	if !slices.ContainsFunc(list, essential) {
		return model.Errorf(client, "At least one container must be marked essential in a task definition.")
	}
	return nil
}

func withMemory(c *model.Call, container model.Props) error {
	if c.New.Has("memory") || container.Has("memory") || container.Has("memoryReservation") {
		return nil
	}
	return model.Errorf(client, "Invalid setting for container '%s'. At least one of 'memory' or 'memoryReservation' "+
		"must be specified.", container.String("name"))
}

func memoryFits(c *model.Call, container model.Props) error {
	task := units(c.New.String("memory"), "gb")
	for _, property := range []string{"memory", "memoryReservation"} {
		if task > 0 && container.Int(property) > task {
			return model.Errorf(client, "The '%s' setting for container '%s' is greater than for the task.",
				property, container.String("name"))
		}
	}
	return nil
}

func cpuFits(c *model.Call) error {
	list, _ := containers(c.New.Get("containerDefinitions"))
	sum, task := 0, units(c.New.String("cpu"), "vcpu")
	for _, container := range list {
		sum += container.Int("cpu")
	}
	if task > 0 && sum > task {
		return model.Errorf(client, "The 'cpu' settings of the containers add up to %d, which is greater than for the "+
			"task.", sum)
	}
	return nil
}

func portsMatch(c *model.Call, container model.Props) error {
	for _, port := range container.Objects("portMappings") {
		host := port.Int("hostPort")
		if c.New.String("networkMode") == awsvpc && host != 0 && host != port.Int("containerPort") {
			return model.Errorf(client, "When networkMode=awsvpc, the host ports and container ports in port mappings "+
				"must match.")
		}
	}
	return nil
}

func rolesExist(c *model.Call) error {
	for _, property := range []string{"executionRoleArn", "taskRoleArn"} {
		arn := c.New.String(property)
		if strings.HasPrefix(arn, "arn:") && !c.RoleExists(arn) {
			return model.Errorf(client, "Role is not valid")
		}
	}
	return nil
}
