package ecs

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// getContainerDefinition returns one container of a task definition. Its "digest" is what stands behind the first colon of
// the image, as in the provider (terraform-provider-aws, internal/service/ecs/container_definition_data_source.go).
func getContainerDefinition(c *model.Call) (model.Props, error) {
	ref, name := c.New.String("taskDefinition"), c.New.String("containerName")
	p, err := definitionOf(c, ref)
	if err != nil {
		return nil, model.Providerf("reading ECS Task Definition: %w", err)
	}
	list, _ := containers(p["containerDefinitions"]) // registered, so it can be read
	for _, one := range list {
		container := model.Props(one)
		if container.String("name") == name {
			return containerProps(container, p.String("arn"), ref), nil
		}
	}
	return nil, model.Providerf("container with name %q not found in task definition %q", name, ref)
}

func containerProps(container model.Props, arn, ref string) model.Props {
	name, image := container.String("name"), container.String("image")
	_, digest, _ := strings.Cut(image, ":")
	digest, _, _ = strings.Cut(digest, ":")
	environment := map[string]any{}
	for _, one := range container.List("environment") {
		if pair, ok := one.(map[string]any); ok {
			variable, _ := pair["name"].(string)
			environment[variable] = pair["value"]
		}
	}
	result := model.Props{
		"id": arn + "/" + name, "taskDefinition": ref, "containerName": name, "image": image, "imageDigest": digest,
		"cpu": container["cpu"], "memory": container["memory"], "memoryReservation": container["memoryReservation"],
		"disableNetworking": container.Bool("disableNetworking"), "dockerLabels": container["dockerLabels"],
		"environment": environment,
	}
	for _, number := range []string{"cpu", "memory", "memoryReservation"} {
		result.Default(number, 0.0)
	}
	result.Default("dockerLabels", map[string]any{})
	return result
}
