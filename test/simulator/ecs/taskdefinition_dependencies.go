package ecs

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// dependencyRules are about containers that wait for others of the same task.
func dependencyRules() []model.Rule {
	return []model.Rule{perContainer(dependencyExists).As("E46"), perContainer(dependencyEnds).As("E47")}
}

// dependency returns the container of a task definition that another one waits for, or nil.
func dependency(c *model.Call, on model.Props) model.Props {
	list, _ := containers(c.New.Get("containerDefinitions")) // E11 has read them
	i := slices.IndexFunc(list, func(one model.Props) bool { return one.String("name") == on.String("containerName") })
	if i < 0 {
		return nil
	}
	return list[i]
}

func dependencyExists(c *model.Call, container model.Props) error {
	for _, on := range container.Objects("dependsOn") {
		if dependency(c, on) == nil {
			return model.Errorf(client, "Cannot depend on container + '%s' because it does not exist", on.String("containerName"))
		}
	}
	return nil
}

// dependencyEnds rejects to wait for the end of a container whose end is the end of the task.
func dependencyEnds(c *model.Call, container model.Props) error {
	for _, on := range container.Objects("dependsOn") {
		ends := slices.Contains([]string{"SUCCESS", "COMPLETE"}, on.String("condition"))
		if ends && dependency(c, on)["essential"] != false {
			return model.Errorf(client, "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container")
		}
	}
	return nil
}

// addedCapabilities is Fargate's rule about Linux capabilities. All of them can be dropped.
func addedCapabilities(_ *model.Call, container model.Props) error {
	for _, name := range container.Strings("linuxParameters.capabilities.add") {
		if name != "SYS_PTRACE" {
			return model.Errorf(client, "Fargate compatible task definitions do not support adding the Linux capability '%s'. "+
				"The supported value is SYS_PTRACE.", name)
		}
	}
	return nil
}
