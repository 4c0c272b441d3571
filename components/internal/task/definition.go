package task

import (
	"fmt"
	"strconv"
	"strings"

	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const maxFamily = 255 // characters

// NewLogGroup makes the log group of the tasks.
func (b *Builder) NewLogGroup() (err error) {
	b.Logs, err = aws.NewLogGroup(b.Base, "logs", aws.LogGroupArgs{
		RetentionDays: b.Task.LogRetentionDays, Class: b.Task.LogClass,
	})
	return err
}

// NewTaskDefinition makes the task definition with the component's one container, and with the one that prepares /tmp.
func (b *Builder) NewTaskDefinition() error {
	main := b.Container.definition(b.Name, b.Task, b.Logs.Name)
	if b.Task.SkipTmpInit {
		return b.NewTaskDefinitionOf(pulumi.Array{main})
	}
	first := tmpContainer(b.Name, b.Task, b.Logs.Name)
	main["dependsOn"] = DependsOn(b.Name+tmpSuffix, "SUCCESS")
	return b.NewTaskDefinitionOf(pulumi.Array{main, first})
}

// NewPreparedTaskDefinition makes the task definition with the component's one container, without any secret, and with one
// that runs a script with all of them before. What the script writes to /tmp is all that the first container has: nobody
// who opens a shell there finds a password in its environment.
func (b *Builder) NewPreparedTaskDefinition(script string) error {
	open := b.Task
	open.Secrets, open.SecretVersions = nil, nil
	main := b.Container.definition(b.Name, open, b.Logs.Name)
	main["dependsOn"] = DependsOn(b.Name+prepareSuffix, "SUCCESS")
	return b.NewTaskDefinitionOf(pulumi.Array{main, prepareContainer(b.Name, script, b.Task, b.Logs.Name)})
}

// NewTaskDefinitionOf makes the task definition with these containers.
func (b *Builder) NewTaskDefinitionOf(containers pulumi.Array) (err error) {
	args := taskArgs(Family(b.Ctx.Stack(), b.Name), b.Size, b.Task)
	args.ContainerDefinitions = pulumi.JSONMarshal(containers)
	args.ExecutionRoleArn, args.TaskRoleArn = b.ExecutionRole.Arn, b.TaskRole.Arn
	args.Tags = component.Tags(b.Name + "-task")
	b.Definition, err = awsecs.NewTaskDefinition(b.Ctx, b.Name+"-task", args, b.Options()...)
	if err != nil {
		return fmt.Errorf("creating the task definition: %w", err)
	}
	return nil
}

// Family is the name of a task definition. It has no autoname, and one account may hold several stacks.
func Family(stack, name string) string {
	return component.Shorten(strings.ReplaceAll(stack, ".", "-")+"-"+name, maxFamily)
}

func taskArgs(family string, size Size, a ecs.TaskArgs) *awsecs.TaskDefinitionArgs {
	volumes := awsecs.TaskDefinitionVolumeArray{}
	for _, m := range mountsOf(a) {
		volumes = append(volumes, awsecs.TaskDefinitionVolumeArgs{Name: pulumi.String(m.volume)})
	}
	args := &awsecs.TaskDefinitionArgs{
		Family:                  pulumi.String(family),
		RequiresCompatibilities: pulumi.StringArray{pulumi.String(Fargate)},
		NetworkMode:             pulumi.String("awsvpc"),
		RuntimePlatform: awsecs.TaskDefinitionRuntimePlatformArgs{
			CpuArchitecture: pulumi.String(a.Architecture), OperatingSystemFamily: pulumi.String("LINUX"),
		},
		Cpu:     pulumi.String(strconv.Itoa(size.CPU)),
		Memory:  pulumi.String(strconv.Itoa(size.Memory)),
		Volumes: volumes,
		// ECS refuses to give a service a deregistered revision, so each stays active: going back needs no update of Pulumi.
		// Revisions cost nothing.
		SkipDestroy: pulumi.Bool(true),
	}
	if a.ScratchGiB > 0 {
		args.EphemeralStorage = awsecs.TaskDefinitionEphemeralStorageArgs{SizeInGib: pulumi.Int(a.ScratchGiB)}
	}
	return args
}
