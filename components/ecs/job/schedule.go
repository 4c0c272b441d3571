package job

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/scheduler"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

const schedulerService = "scheduler.amazonaws.com"

// newSchedule makes the schedule after everything that a task needs to start.
func (b *builder) newSchedule() (err error) {
	args := scheduleArgs(b.Name, b.args)
	args.Target = scheduler.ScheduleTargetArgs{
		Arn: b.args.Task.ClusterARN, RoleArn: b.starter.Arn,
		DeadLetterConfig: scheduler.ScheduleTargetDeadLetterConfigArgs{Arn: b.dead.Arn},
		RetryPolicy: scheduler.ScheduleTargetRetryPolicyArgs{
			MaximumRetryAttempts:     pulumi.Int(b.args.MaximumRetries),
			MaximumEventAgeInSeconds: pulumi.Int(b.args.MaximumEventAge),
		},
		EcsParameters: b.runTask(),
	}
	b.schedule, err = scheduler.NewSchedule(b.Ctx, b.Name, args, b.Options(pulumi.DependsOn(b.Dependencies))...)
	if err != nil {
		return fmt.Errorf("creating the schedule: %w", err)
	}
	return nil
}

// scheduleArgs is all of the schedule but its target.
func scheduleArgs(name string, a Args) *scheduler.ScheduleArgs {
	args := &scheduler.ScheduleArgs{
		Description:        pulumi.String("Starts the job " + name),
		GroupName:          pulumi.String("default"),
		ScheduleExpression: pulumi.String(a.Schedule),
		State:              pulumi.String("ENABLED"),
		FlexibleTimeWindow: scheduler.ScheduleFlexibleTimeWindowArgs{Mode: pulumi.String("OFF")},
	}
	if a.Paused {
		args.State = pulumi.String("DISABLED")
	}
	if a.Timezone != "" {
		args.ScheduleExpressionTimezone = pulumi.String(a.Timezone)
	}
	if a.FlexibleWindow > 0 {
		args.FlexibleTimeWindow = scheduler.ScheduleFlexibleTimeWindowArgs{
			Mode: pulumi.String("FLEXIBLE"), MaximumWindowInMinutes: pulumi.Int(a.FlexibleWindow),
		}
	}
	return args
}

// runTask is what the scheduler asks of ECS.
func (b *builder) runTask() scheduler.ScheduleTargetEcsParametersArgs {
	return scheduler.ScheduleTargetEcsParametersArgs{
		TaskDefinitionArn: b.Definition.Arn,
		TaskCount:         pulumi.Int(1),
		LaunchType:        pulumi.String(task.Fargate),
		PlatformVersion:   pulumi.String(task.PlatformVersion),
		NetworkConfiguration: scheduler.ScheduleTargetEcsParametersNetworkConfigurationArgs{
			Subnets: b.args.Task.SubnetIDs, SecurityGroups: pulumi.StringArray{b.SecurityGroup.ID()},
			AssignPublicIp: pulumi.Bool(false),
		},
		EnableEcsManagedTags: pulumi.Bool(true),
		EnableExecuteCommand: pulumi.Bool(b.args.Task.EnableExec),
		PropagateTags:        pulumi.String("TASK_DEFINITION"),
	}
}

// newSchedulerRole makes the role that the scheduler starts the tasks with.
func (b *builder) newSchedulerRole() (err error) {
	b.starter, err = aws.NewRole(b.Base, "scheduler", aws.RoleArgs{
		Description: "Starts the job " + b.Name, Trust: aws.AccountID(b.Base).ApplyT(schedulerTrust).(pulumi.StringOutput),
	})
	if err != nil {
		return err
	}
	family := task.Family(b.Ctx.Stack(), b.Name)
	document := pulumi.All(b.args.Task.ClusterARN, b.ExecutionRole.Arn, b.TaskRole.Arn, b.dead.Arn).
		ApplyT(func(v []any) string {
			return starterPolicy(family, v[0].(string), aws.List{v[1].(string), v[2].(string)}, v[3].(string))
		}).(pulumi.StringOutput)
	policy, err := aws.NewRolePolicy(b.Base, "scheduler", b.starter.Name, document)
	if err != nil {
		return err
	}
	b.Dependencies = append(b.Dependencies, policy)
	return nil
}

func schedulerTrust(account string) string {
	when := aws.Condition{"StringEquals": {"aws:SourceAccount": aws.List{account}}}
	return aws.Trust("Scheduler", schedulerService, aws.List{"sts:AssumeRole"}, when)
}

// starterPolicy allows to run any revision of the task definition: for a moment after this policy is updated, the
// schedule still names the old one. The scheduler may set tags on new tasks only.
func starterPolicy(family, cluster string, roles aws.List, deadLetters string) string {
	tasks := strings.Replace(cluster, ":cluster/", ":task/", 1) + "/*"
	return aws.Document(
		aws.Allow("Run", aws.List{"ecs:RunTask"}, aws.List{task.FamilyARN(cluster, family) + ":*"}).
			When(aws.Condition{"ArnEquals": {"ecs:cluster": aws.List{cluster}}}),
		aws.Allow("Tag", aws.List{"ecs:TagResource"}, aws.List{tasks}).
			When(aws.Condition{"StringEquals": {"ecs:CreateAction": aws.List{"RunTask"}}}),
		aws.Allow("Pass", aws.List{"iam:PassRole"}, roles).
			When(aws.Condition{"StringEquals": {"iam:PassedToService": aws.List{"ecs-tasks.amazonaws.com"}}}),
		aws.Allow("GiveUp", aws.List{"sqs:SendMessage"}, aws.List{deadLetters}))
}
