// Package job is a command that runs on Fargate at given times.
package job

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/scheduler"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/sqs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// Type is the type token of Job.
const Type = "tenfold:ecs:Job"

// Job is a command that EventBridge Scheduler runs at given times, each time in a task of its own on Fargate (never
// Spot). For a job called cleanup it creates:
//
//  1. a log group (cleanup-logs), the execution role (cleanup-execution) and the task role (cleanup-task);
//  2. a security group (cleanup-tasks) without ingress, with egress to port 443 (cleanup-https) and to EgressTo
//     (cleanup-to-<name>);
//  3. the task definition (cleanup-task);
//  4. a dead-letter queue (cleanup-dlq) with its policy (cleanup-dlq-policy), for starts that were given up and runs
//     that failed, and an alarm on it (cleanup-failed);
//  5. an EventBridge rule for failed runs (cleanup-failed) with that queue as its target (cleanup-failed);
//  6. the schedule (cleanup) and its role (cleanup-scheduler).
//
// EventBridge starts a job at least once, and a long run does not keep the next one from starting: take a lock where
// that does harm. A start that fails is retried for MaximumEventAge; a run that fails is not.
//
// Cost: 0.01 USD an hour while it runs at its defaults, and 0.10 a month for the alarm.
//
// How it fails: the alarm fires when a start was given up, when a container cannot start, and when a run ends with an
// exit code other than 0. Purging the queue ends the alarm.
//
// It has no deploy gate, and no alarm on a run that should have started and did not. docs/jobs.md has every detail.
type Job struct {
	pulumi.ResourceState

	// ScheduleName is the name of the schedule, ScheduleARN its ARN.
	ScheduleName pulumi.StringOutput `pulumi:"scheduleName"`
	ScheduleARN  pulumi.StringOutput `pulumi:"scheduleArn"`
	// TaskDefinitionARN is what the schedule runs.
	TaskDefinitionARN pulumi.StringOutput `pulumi:"taskDefinitionArn"`
	// DeadLetterQueueName is the name of the queue of starts that were given up and runs that failed, DeadLetterQueueURL
	// its URL.
	DeadLetterQueueName pulumi.StringOutput `pulumi:"deadLetterQueueName"`
	DeadLetterQueueURL  pulumi.StringOutput `pulumi:"deadLetterQueueUrl"`
	// AlarmName is the name of the alarm on that queue.
	AlarmName pulumi.StringOutput `pulumi:"alarmName"`
	// SecurityGroupID is the security group of the tasks. What they connect to must allow ingress from it.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// LogGroupName is where the job's log is.
	LogGroupName pulumi.StringOutput `pulumi:"logGroupName"`
	// TaskRoleARN is what the job is in AWS, TaskRoleName its name, for further policies.
	TaskRoleARN  pulumi.StringOutput `pulumi:"taskRoleArn"`
	TaskRoleName pulumi.StringOutput `pulumi:"taskRoleName"`
}

// builder makes the children of a Job.
type builder struct {
	*task.Builder
	args     Args
	dead     *sqs.Queue
	rule     *cloudwatch.EventRule
	starter  *iam.Role
	schedule *scheduler.Schedule
	alarm    pulumi.StringOutput
}

// New creates a job.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Job, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("job", name); err != nil {
		return nil, err
	}
	j := &Job{}
	if err := component.Register(ctx, Type, name, args, j, opts...); err != nil {
		return nil, err
	}

	u := task.New(ctx, "job", name, j, args.Task)
	u.Size = task.Size{CPU: args.CPU, Memory: args.Memory}
	u.Container = task.Container{Command: args.command(), StopTimeout: args.StopTimeout}
	b := &builder{Builder: u, args: args}
	if err := component.InOrder(
		u.NewPrerequisites, u.NewTaskDefinition, b.newDeadLetterQueue, b.newFailureRule, b.newAlarm, b.newSchedulerRole, b.newSchedule,
	); err != nil {
		return nil, err
	}

	j.ScheduleName, j.ScheduleARN, j.TaskDefinitionARN = b.schedule.Name, b.schedule.Arn, u.Definition.Arn
	j.DeadLetterQueueName, j.DeadLetterQueueURL, j.AlarmName = b.dead.Name, b.dead.Url, b.alarm
	j.SecurityGroupID, j.LogGroupName = u.SecurityGroup.ID().ToStringOutput(), u.Logs.Name
	j.TaskRoleARN, j.TaskRoleName = u.TaskRole.Arn, u.TaskRole.Name
	return j, component.Publish(ctx, j)
}
