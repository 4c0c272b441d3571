package ecs

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	longestFamily = 255 // characters
	// logBuffer holds log lines while CloudWatch Logs is slow. When it is full lines are lost, not requests.
	logBuffer = "25m"
	// longestStart is the longest start period of a container's health check, in seconds.
	longestStart = 300
)

func (u *unit) logGroup() (err error) {
	name := u.name + "-logs"
	u.logs, err = cloudwatch.NewLogGroup(u.ctx, name, &cloudwatch.LogGroupArgs{
		RetentionInDays: pulumi.Int(u.args.LogRetentionDays), Tags: component.Tags(name),
	}, u.parent())
	if err != nil {
		return fmt.Errorf("creating the log group: %w", err)
	}
	return nil
}

func (u *unit) taskDefinition() error {
	return u.define(pulumi.Array{u.container.definition(u.name, u.args, u.logs.Name)})
}

// define makes the task definition of these containers.
func (u *unit) define(containers pulumi.Array) (err error) {
	args := taskArgs(family(u.ctx.Stack(), u.name), u.size, u.args)
	args.ContainerDefinitions = pulumi.JSONMarshal(containers)
	args.ExecutionRoleArn, args.TaskRoleArn = u.execution.Arn, u.role.Arn
	args.Tags = component.Tags(u.name + "-task")
	u.task, err = awsecs.NewTaskDefinition(u.ctx, u.name+"-task", args, u.parent())
	if err != nil {
		return fmt.Errorf("creating the task definition: %w", err)
	}
	return nil
}

// family names the task definition. It has no autoname, and one account may hold several stacks.
func family(stack, name string) string {
	return component.Shorten(strings.ReplaceAll(stack, ".", "-")+"-"+name, longestFamily)
}

func taskArgs(family string, size size, a TaskArgs) *awsecs.TaskDefinitionArgs {
	volumes := awsecs.TaskDefinitionVolumeArray{}
	for _, m := range a.mounts() {
		volumes = append(volumes, awsecs.TaskDefinitionVolumeArgs{Name: pulumi.String(m.volume)})
	}
	args := &awsecs.TaskDefinitionArgs{
		Family:                  pulumi.String(family),
		RequiresCompatibilities: pulumi.StringArray{pulumi.String(onDemand)},
		NetworkMode:             pulumi.String("awsvpc"),
		RuntimePlatform: awsecs.TaskDefinitionRuntimePlatformArgs{
			CpuArchitecture: pulumi.String("ARM64"), OperatingSystemFamily: pulumi.String("LINUX"),
		},
		Cpu:     pulumi.String(strconv.Itoa(size.cpu)),
		Memory:  pulumi.String(strconv.Itoa(size.memory)),
		Volumes: volumes,
	}
	if a.ScratchGiB > 0 {
		args.EphemeralStorage = awsecs.TaskDefinitionEphemeralStorageArgs{SizeInGib: pulumi.Int(a.ScratchGiB)}
	}
	return args
}

// mount is a part of the task's disk that the container can write to.
type mount struct{ volume, path string }

// mounts adds, for ECS Exec, the directories of its agent, which does not start on a read-only root otherwise.
func (a TaskArgs) mounts() []mount {
	list := []mount{{"scratch", "/tmp"}}
	if a.EnableExec {
		list = append(list, mount{"exec-agent", "/managed-agents"},
			mount{"exec-lib", "/var/lib/amazon/ssm"}, mount{"exec-log", "/var/log/amazon/ssm"})
	}
	return list
}

// container is what a component decides about its one container.
type container struct {
	command []string
	// variables are set by the component. Those of TaskArgs win.
	variables map[string]string
	// port is what the container listens on; 0 is none.
	port int
	// healthCheck asks from within the container; startPeriod is how long, in seconds, a failure does not count.
	healthCheck []string
	startPeriod int
	// stopTimeout is the time, in seconds, between SIGTERM and SIGKILL.
	stopTimeout int
}

// definition is the container as ECS takes it. Its lists are sorted, so that it differs only when its meaning
// does: every difference is a deployment.
func (c container) definition(name string, a TaskArgs, logGroup pulumi.StringInput) pulumi.Map {
	mounts := pulumi.Array{}
	for _, m := range a.mounts() {
		mounts = append(mounts, pulumi.Map{
			"sourceVolume": pulumi.String(m.volume), "containerPath": pulumi.String(m.path), "readOnly": pulumi.Bool(false),
		})
	}
	d := pulumi.Map{
		"name":                   pulumi.String(name),
		"image":                  a.Image,
		"essential":              pulumi.Bool(true),
		"readonlyRootFilesystem": pulumi.Bool(true),
		"mountPoints":            mounts,
		"environment":            pairs("value", c.environment(a)),
		"stopTimeout":            pulumi.Int(c.stopTimeout),
		"linuxParameters":        pulumi.Map{"initProcessEnabled": pulumi.Bool(true)},
		"logConfiguration":       logConfiguration(name, a.Region, logGroup),
	}
	if len(a.Secrets) > 0 {
		d["secrets"] = pairs("valueFrom", a.Secrets)
	}
	if a.User != "" {
		d["user"] = pulumi.String(a.User)
	}
	c.addOptions(d)
	return d
}

// addOptions adds what is left out unless it is asked for.
func (c container) addOptions(d pulumi.Map) {
	if c.port > 0 {
		d["portMappings"] = ports(c.port)
	}
	if len(c.command) > 0 {
		d["command"] = pulumi.ToStringArray(c.command)
	}
	if len(c.healthCheck) > 0 {
		d["healthCheck"] = pulumi.Map{
			"command":  pulumi.ToStringArray(c.healthCheck),
			"interval": pulumi.Int(30), "timeout": pulumi.Int(5), "retries": pulumi.Int(3), // as AWS's own
			"startPeriod": pulumi.Int(min(c.startPeriod, longestStart)),
		}
	}
}

// environment is what every component sets, what this one sets and, over them, what the user sets.
func (c container) environment(a TaskArgs) map[string]pulumi.StringInput {
	all := map[string]pulumi.StringInput{
		"LOG_FORMAT":       pulumi.String("json"),
		"PYTHONUNBUFFERED": pulumi.String("1"), // a killed process keeps no lines back
	}
	for name, value := range c.variables {
		all[name] = pulumi.String(value)
	}
	for name := range a.Secrets {
		delete(all, name)
	}
	maps.Copy(all, a.Variables)
	return all
}

// pairs is the form of environment and secrets, sorted by name.
func pairs(value string, all map[string]pulumi.StringInput) pulumi.Array {
	list := make(pulumi.Array, 0, len(all))
	for _, name := range slices.Sorted(maps.Keys(all)) {
		list = append(list, pulumi.Map{"name": pulumi.String(name), value: all[name]})
	}
	return list
}

// logConfiguration never makes the application wait for its log.
func logConfiguration(name, region string, logGroup pulumi.StringInput) pulumi.Map {
	return pulumi.Map{
		"logDriver": pulumi.String("awslogs"),
		"options": pulumi.Map{
			"awslogs-group": logGroup, "awslogs-region": pulumi.String(region), "awslogs-stream-prefix": pulumi.String(name),
			"mode": pulumi.String("non-blocking"), "max-buffer-size": pulumi.String(logBuffer),
		},
	}
}
