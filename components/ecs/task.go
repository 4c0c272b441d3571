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

func (b *webBuilder) logGroup() (err error) {
	name := b.name + "-logs"
	b.logs, err = cloudwatch.NewLogGroup(b.ctx, name, &cloudwatch.LogGroupArgs{
		RetentionInDays: pulumi.Int(b.args.LogRetentionDays), Tags: component.Tags(name),
	}, pulumi.Parent(b.web))
	if err != nil {
		return fmt.Errorf("creating the log group: %w", err)
	}
	return nil
}

func (b *webBuilder) taskDefinition() (err error) {
	args := taskArgs(family(b.ctx.Stack(), b.name), b.args)
	args.ContainerDefinitions = pulumi.JSONMarshal(pulumi.Array{container(b.name, b.args, b.logs.Name)})
	args.ExecutionRoleArn, args.TaskRoleArn = b.execution.Arn, b.role.Arn
	args.Tags = component.Tags(b.name + "-task")
	b.task, err = awsecs.NewTaskDefinition(b.ctx, b.name+"-task", args, pulumi.Parent(b.web))
	if err != nil {
		return fmt.Errorf("creating the task definition: %w", err)
	}
	return nil
}

// family names the task definition. It has no autoname, and one account may hold several stacks.
func family(stack, name string) string {
	return component.Shorten(strings.ReplaceAll(stack, ".", "-")+"-"+name, longestFamily)
}

func taskArgs(family string, a WebArgs) *awsecs.TaskDefinitionArgs {
	volumes := awsecs.TaskDefinitionVolumeArray{}
	for _, m := range a.mounts() {
		volumes = append(volumes, awsecs.TaskDefinitionVolumeArgs{Name: pulumi.String(m.volume)})
	}
	return &awsecs.TaskDefinitionArgs{
		Family:                  pulumi.String(family),
		RequiresCompatibilities: pulumi.StringArray{pulumi.String(onDemand)},
		NetworkMode:             pulumi.String("awsvpc"),
		RuntimePlatform: awsecs.TaskDefinitionRuntimePlatformArgs{
			CpuArchitecture: pulumi.String("ARM64"), OperatingSystemFamily: pulumi.String("LINUX"),
		},
		Cpu:              pulumi.String(strconv.Itoa(a.CPU)),
		Memory:           pulumi.String(strconv.Itoa(a.Memory)),
		EphemeralStorage: awsecs.TaskDefinitionEphemeralStorageArgs{SizeInGib: pulumi.Int(a.ScratchGiB)},
		Volumes:          volumes,
	}
}

// mount is a part of the task's disk that the container can write to.
type mount struct{ volume, path string }

// mounts adds, for ECS Exec, the directories of its agent, which does not start on a read-only root otherwise.
func (a WebArgs) mounts() []mount {
	list := []mount{{"scratch", "/tmp"}}
	if a.EnableExec {
		list = append(list, mount{"exec-agent", "/managed-agents"},
			mount{"exec-lib", "/var/lib/amazon/ssm"}, mount{"exec-log", "/var/log/amazon/ssm"})
	}
	return list
}

// container is the definition of the one container. Its lists are sorted, so that it differs only when its meaning
// does: every difference is a deployment.
func container(name string, a WebArgs, logGroup pulumi.StringInput) pulumi.Map {
	mounts := pulumi.Array{}
	for _, m := range a.mounts() {
		mounts = append(mounts, pulumi.Map{
			"sourceVolume": pulumi.String(m.volume), "containerPath": pulumi.String(m.path), "readOnly": pulumi.Bool(false),
		})
	}
	c := pulumi.Map{
		"name":      pulumi.String(name),
		"image":     a.Image,
		"essential": pulumi.Bool(true),
		"portMappings": pulumi.Array{pulumi.Map{
			"containerPort": pulumi.Int(a.Port), "protocol": pulumi.String("tcp"),
		}},
		"readonlyRootFilesystem": pulumi.Bool(true),
		"mountPoints":            mounts,
		"environment":            pairs("value", a.environment()),
		"stopTimeout":            pulumi.Int(a.StopTimeout),
		"linuxParameters":        pulumi.Map{"initProcessEnabled": pulumi.Bool(true)},
		"logConfiguration":       logConfiguration(name, a.Region, logGroup),
	}
	a.addOptions(c)
	return c
}

// addOptions adds what is left out unless it is asked for.
func (a WebArgs) addOptions(c pulumi.Map) {
	if len(a.Secrets) > 0 {
		c["secrets"] = pairs("valueFrom", a.Secrets)
	}
	if len(a.Command) > 0 {
		c["command"] = pulumi.ToStringArray(a.Command)
	}
	if a.User != "" {
		c["user"] = pulumi.String(a.User)
	}
	if len(a.HealthCheckCommand) > 0 {
		c["healthCheck"] = pulumi.Map{
			"command":  pulumi.ToStringArray(a.HealthCheckCommand),
			"interval": pulumi.Int(30), "timeout": pulumi.Int(5), "retries": pulumi.Int(3), // as AWS's own
			"startPeriod": pulumi.Int(min(a.HealthCheckGracePeriod, longestStart)),
		}
	}
}

// environment is what Web sets and, over it, what the user sets.
func (a WebArgs) environment() map[string]pulumi.StringInput {
	port := strconv.Itoa(a.Port)
	all := map[string]pulumi.StringInput{
		"LOG_FORMAT":       pulumi.String("json"),
		"PORT":             pulumi.String(port), // Gunicorn binds to it
		"PYTHONUNBUFFERED": pulumi.String("1"),  // a killed process keeps no lines back
		"UVICORN_HOST":     pulumi.String("0.0.0.0"),
		"UVICORN_PORT":     pulumi.String(port),
	}
	for name, value := range a.shutdown().environment() {
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
