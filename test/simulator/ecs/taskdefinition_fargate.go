package ecs

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// fargateRules are the API's rules for a Fargate task definition.
func fargateRules() []model.Rule {
	rules := []model.Rule{
		{ID: "E3", Test: fargateNetwork},
		{ID: "E2", Test: fargateSizeSet},
		{ID: "E1", Test: fargateSize},
		{ID: "E6", Test: fargateHost},
		perContainer(unprivileged).As("E6"),
		perContainer(fargateLogs).As("E5"),
		perContainer(executionRole).As("E4"),
		perContainer(stopTimeout).As("E44"),
		perContainer(addedCapabilities).As("E48"),
	}
	for i, rule := range rules {
		rules[i].On = model.Create
		rules[i].Test = func(c *model.Call) error {
			if !onFargate(c.New) {
				return nil
			}
			return rule.Test(c)
		}
	}
	return rules
}

// onFargate reports whether a task definition may run on Fargate.
func onFargate(definition model.Props) bool {
	return slices.Contains(definition.Strings("requiresCompatibilities"), fargate)
}

func fargateNetwork(c *model.Call) error {
	if c.New.String("networkMode") != awsvpc {
		return model.Errorf(client, "Fargate only supports network mode ‘awsvpc’.")
	}
	return nil
}

func fargateSizeSet(c *model.Call) error {
	for _, property := range []string{"cpu", "memory"} {
		if !c.New.Has(property) {
			return model.Errorf(client, "Fargate requires that '%s' be defined at the task level.", property)
		}
	}
	return nil
}

// sizes are Fargate's memory sizes in MiB for a number of CPU units: from, to and the step between.
var sizes = map[int][3]int{
	512: {1024, 4096, 1024}, 1024: {2048, 8192, 1024}, 2048: {4096, 16384, 1024}, 4096: {8192, 30720, 1024},
	8192: {16384, 61440, 4096}, 16384: {32768, 122880, 8192},
}

// unevenSizes are the memory sizes of those with no even steps. Source: ECS developer guide, "Task CPU and memory" (as of
// 2026-10, which added 32 vCPU).
var unevenSizes = map[int][]int{256: {512, 1024, 2048}, 32768: {61440, 122880, 249856}}

func fargateSize(c *model.Call) error {
	cpu, memory := units(c.New.String("cpu"), "vcpu"), units(c.New.String("memory"), "gb")
	if slices.Contains(unevenSizes[cpu], memory) {
		return nil
	}
	size, known := sizes[cpu]
	if known && memory >= size[0] && memory <= size[1] && (memory-size[0])%size[2] == 0 {
		return nil
	}
	return model.Errorf(client, "No Fargate configuration exists for given values: %d CPU, %d memory. See the Amazon "+
		"ECS "+
		"documentation for the valid values.", cpu, memory)
}

// units reads a task's size in CPU units or MiB. It may be written in vCPU or GB.
func units(text, unit string) int {
	number, large := strings.CutSuffix(strings.ToLower(strings.ReplaceAll(text, " ", "")), unit)
	n, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0
	}
	if large {
		n *= 1024
	}
	return int(n)
}

func fargateHost(c *model.Call) error {
	switch {
	case c.New.String("pidMode") == "host":
		return model.Errorf(client, "Tasks using the Fargate launch type do not support pidMode 'host'. The supported "+
			"value for pidMode is 'task'.")
	case c.New.Has("ipcMode"):
		return model.Errorf(client, "Fargate compatible task definitions do not support ipcMode")
	case c.New.Has("placementConstraints"):
		return model.Errorf(client, "Fargate compatible task definitions do not support placementConstraints")
	}
	for _, volume := range c.New.Objects("volumes") {
		if volume.Has("hostPath") {
			return model.Errorf(client, "Fargate compatible task definitions do not support sourcePath")
		}
	}
	return nil
}

func unprivileged(_ *model.Call, container model.Props) error {
	if container.Bool("privileged") {
		return model.Errorf(client, "Fargate compatible task definitions do not support privileged")
	}
	return nil
}

func fargateLogs(_ *model.Call, container model.Props) error {
	driver := container.String("logConfiguration.logDriver")
	if driver != "" && !slices.Contains([]string{"awslogs", "splunk", "awsfirelens"}, driver) {
		return model.Errorf(client, "Fargate compatible task definitions do not support logDriver '%s'. The supported "+
			"values are awslogs, splunk and awsfirelens.", driver)
	}
	return nil
}

func executionRole(c *model.Call, container model.Props) error {
	const requires = "Fargate requires task definition to have execution role ARN to support %s."
	switch {
	case c.New.Has("executionRoleArn"):
		return nil
	case strings.Contains(container.String("image"), ".dkr.ecr."):
		return model.Errorf(client, requires, "ECR images")
	case container.String("logConfiguration.logDriver") == "awslogs":
		return model.Errorf(client, requires, "log driver awslogs")
	case container.Has("secrets"):
		return model.Errorf(client, "When you are specifying container secrets, you must also specify a value for "+
			"'executionRoleArn'.")
	}
	return nil
}
