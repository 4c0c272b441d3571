package ecs

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/scheduler"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const schedulerService = "scheduler.amazonaws.com"

// makeSchedule waits for all that a task needs which starts at once.
func (b *jobBuilder) makeSchedule() (err error) {
	args := scheduleArgs(b.name, b.args)
	args.Target = scheduler.ScheduleTargetArgs{
		Arn: b.args.Task.ClusterARN, RoleArn: b.starter.Arn,
		DeadLetterConfig: scheduler.ScheduleTargetDeadLetterConfigArgs{Arn: b.dead.Arn},
		RetryPolicy: scheduler.ScheduleTargetRetryPolicyArgs{
			MaximumRetryAttempts:     pulumi.Int(b.args.MaximumRetries),
			MaximumEventAgeInSeconds: pulumi.Int(b.args.MaximumEventAge),
		},
		EcsParameters: b.runTask(),
	}
	b.schedule, err = scheduler.NewSchedule(b.ctx, b.name, args, b.parent(), pulumi.DependsOn(b.before))
	if err != nil {
		return fmt.Errorf("creating the schedule: %w", err)
	}
	return nil
}

// scheduleArgs is all of the schedule but its target.
func scheduleArgs(name string, a JobArgs) *scheduler.ScheduleArgs {
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
func (b *jobBuilder) runTask() scheduler.ScheduleTargetEcsParametersArgs {
	return scheduler.ScheduleTargetEcsParametersArgs{
		TaskDefinitionArn: b.task.Arn,
		TaskCount:         pulumi.Int(1),
		LaunchType:        pulumi.String(onDemand),
		PlatformVersion:   pulumi.String(platformVersion),
		NetworkConfiguration: scheduler.ScheduleTargetEcsParametersNetworkConfigurationArgs{
			Subnets: b.args.Task.SubnetIDs, SecurityGroups: pulumi.StringArray{b.group.ID()},
			AssignPublicIp: pulumi.Bool(false),
		},
		EnableEcsManagedTags: pulumi.Bool(true),
		EnableExecuteCommand: pulumi.Bool(b.args.Task.EnableExec),
		PropagateTags:        pulumi.String("TASK_DEFINITION"),
	}
}

// schedulerRole is what the scheduler starts the tasks with.
func (b *jobBuilder) schedulerRole() (err error) {
	name := b.name + "-scheduler"
	account := aws.GetCallerIdentityOutput(b.ctx, aws.GetCallerIdentityOutputArgs{}, b.parent())
	b.starter, err = iam.NewRole(b.ctx, name, &iam.RoleArgs{
		Description:      pulumi.String("Starts the job " + b.name),
		AssumeRolePolicy: account.AccountId().ApplyT(schedulerTrust).(pulumi.StringOutput),
		Tags:             component.Tags(name),
	}, b.parent())
	if err != nil {
		return fmt.Errorf("creating the scheduler's role: %w", err)
	}
	grants, err := iam.NewRolePolicy(b.ctx, name, &iam.RolePolicyArgs{
		Role: b.starter.Name,
		Policy: pulumi.All(b.task.Arn, b.args.Task.ClusterARN, b.execution.Arn, b.role.Arn, b.dead.Arn).
			ApplyT(func(v []any) string {
				return starterPolicy(v[0].(string), v[1].(string), []string{v[2].(string), v[3].(string)}, v[4].(string))
			}).(pulumi.StringOutput),
	}, b.parent())
	if err != nil {
		return fmt.Errorf("creating the policy of the scheduler's role: %w", err)
	}
	b.before = append(b.before, grants)
	return nil
}

func schedulerTrust(account string) string {
	return policy(statement{
		Sid: "Scheduler", Effect: "Allow", Principal: map[string]string{"Service": schedulerService},
		Action:    []string{"sts:AssumeRole"},
		Condition: condition{"StringEquals": {"aws:SourceAccount": {account}}},
	})
}

// starterPolicy allows to run any revision of the task definition: the schedule still names the old one for a moment
// when this policy is updated already. Tags are set on a new task only.
func starterPolicy(taskDefinition, cluster string, roles []string, deadLetters string) string {
	family := taskDefinition[:strings.LastIndex(taskDefinition, ":")]
	run := allow("Run", []string{"ecs:RunTask"}, family+":*")
	run.Condition = condition{"ArnEquals": {"ecs:cluster": {cluster}}}
	tag := allow("Tag", []string{"ecs:TagResource"}, strings.Replace(cluster, ":cluster/", ":task/", 1)+"/*")
	tag.Condition = condition{"StringEquals": {"ecs:CreateAction": {"RunTask"}}}
	pass := allow("Pass", []string{"iam:PassRole"}, roles...)
	pass.Condition = condition{"StringEquals": {"iam:PassedToService": {"ecs-tasks.amazonaws.com"}}}
	return policy(run, tag, pass, allow("GiveUp", []string{"sqs:SendMessage"}, deadLetters))
}
