package job

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/scheduler"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

const schedulerService = "scheduler.amazonaws.com"

// makeSchedule waits for all that a task needs which starts at once.
func (b *builder) makeSchedule() (err error) {
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
	b.schedule, err = scheduler.NewSchedule(b.Ctx, b.Name, args, b.Child(), pulumi.DependsOn(b.Dependencies))
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

// schedulerRole is what the scheduler starts the tasks with.
func (b *builder) schedulerRole() (err error) {
	name := b.Name + "-scheduler"
	account := aws.GetCallerIdentityOutput(b.Ctx, aws.GetCallerIdentityOutputArgs{}, b.Child())
	b.starter, err = iam.NewRole(b.Ctx, name, &iam.RoleArgs{
		Description:      pulumi.String("Starts the job " + b.Name),
		AssumeRolePolicy: account.AccountId().ApplyT(schedulerTrust).(pulumi.StringOutput),
		Tags:             component.Tags(name),
	}, b.Child())
	if err != nil {
		return fmt.Errorf("creating the scheduler's role: %w", err)
	}
	grants, err := iam.NewRolePolicy(b.Ctx, name, &iam.RolePolicyArgs{
		Role: b.starter.Name,
		Policy: pulumi.All(b.Definition.Arn, b.args.Task.ClusterARN, b.ExecutionRole.Arn, b.TaskRole.Arn, b.dead.Arn).
			ApplyT(func(v []any) string {
				return starterPolicy(v[0].(string), v[1].(string), []string{v[2].(string), v[3].(string)}, v[4].(string))
			}).(pulumi.StringOutput),
	}, b.Child())
	if err != nil {
		return fmt.Errorf("creating the policy of the scheduler's role: %w", err)
	}
	b.Dependencies = append(b.Dependencies, grants)
	return nil
}

func schedulerTrust(account string) string {
	return task.Policy(task.Statement{
		Sid: "Scheduler", Effect: "Allow", Principal: map[string]string{"Service": schedulerService},
		Action:    []string{"sts:AssumeRole"},
		Condition: task.Condition{"StringEquals": {"aws:SourceAccount": {account}}},
	})
}

// starterPolicy allows to run any revision of the task definition: the schedule still names the old one for a moment
// when this policy is updated already. Tags are set on a new task only.
func starterPolicy(taskDefinition, cluster string, roles []string, deadLetters string) string {
	family := taskDefinition[:strings.LastIndex(taskDefinition, ":")]
	run := task.Allow("Run", []string{"ecs:RunTask"}, family+":*")
	run.Condition = task.Condition{"ArnEquals": {"ecs:cluster": {cluster}}}
	tag := task.Allow("Tag", []string{"ecs:TagResource"}, strings.Replace(cluster, ":cluster/", ":task/", 1)+"/*")
	tag.Condition = task.Condition{"StringEquals": {"ecs:CreateAction": {"RunTask"}}}
	pass := task.Allow("Pass", []string{"iam:PassRole"}, roles...)
	pass.Condition = task.Condition{"StringEquals": {"iam:PassedToService": {"ecs-tasks.amazonaws.com"}}}
	return task.Policy(run, tag, pass, task.Allow("GiveUp", []string{"sqs:SendMessage"}, deadLetters))
}
