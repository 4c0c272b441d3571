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

// Job is a command that EventBridge Scheduler runs at given times, each time in a task of its own on Fargate (ARM64,
// never Spot). It is the alternative to Beat for what is not a task of Celery, or where the broker is none for RedBeat.
// It creates, for a job called cleanup:
//
//  1. a log group (cleanup-logs) with a retention;
//  2. the execution role (cleanup-execution) and the task role (cleanup-task), as a Web's;
//  3. a security group (cleanup-tasks) that lets nobody in, and out port 443 to everywhere (cleanup-https), and to
//     EgressTo (cleanup-to-<name>);
//  4. the task definition (cleanup-task), of family <stack>-cleanup, with the container of a Web: a read-only root, a
//     bounded disk at /tmp, an init process;
//  5. a dead-letter queue (cleanup-dlq) for starts that were given up and runs that failed, which refuses requests
//     without TLS and takes events of that rule only (cleanup-dlq-policy), and an alarm on it (cleanup-failed);
//  6. a rule of EventBridge (cleanup-failed) for every run that ends with another exit code than 0, or with none, and
//     its target (cleanup-failed), that queue;
//  7. the role of the schedule (cleanup-scheduler), which only this account's schedules can take and which may run this
//     task definition in this cluster, hand over these two roles, and send to that queue;
//  8. the schedule (cleanup), in the group default.
//
// # Once, twice or not at all
//
// EventBridge starts a job at least once: now and then it starts twice. Nor does a run that takes longer than until the
// next one keep that from starting. Where either does harm, take a lock in the job, such as pg_try_advisory_xact_lock
// in its transaction (a lock of the session does not survive PgBouncer).
//
// A start that fails, as when Fargate has no capacity, is tried again for MaximumEventAge. A run that fails is not.
//
// An update changes the task definition and with it the next run. A job that runs goes on with the old one.
//
// # What is in the dead-letter queue
//
// A message per failure, for 14 days; the alarm is on while there is one.
//
//   - A start that was given up is what the schedule would have sent to ECS, with the reason in the message's
//     attributes ERROR_CODE and ERROR_MESSAGE.
//   - A run that failed is ECS's event "ECS Task State Change": its detail has the stoppedReason, the stopCode, and the
//     exitCode of the container, or the reason why it has none. The taskArn ends as the name of its log stream does.
//     137 is a kill, for want of memory (the container's reason says so) or after StopTimeout; 124 is the end of
//     LongestRun.
//
// An alarm that is on says nothing of the next failure. So look, without hiding the messages from the alarm meanwhile,
// and when you have seen to it purge the queue, which ends the alarm:
//
//	aws sqs receive-message --queue-url URL --max-number-of-messages 10 --message-attribute-names All \
//	  --visibility-timeout 0
//	aws sqs purge-queue --queue-url URL
//
// Runs that somebody starts by hand with the task definition count as the schedule's do, and so does one that somebody
// stops before its end.
//
// # Cost
//
// Nothing for the tasks while none runs: at its defaults 0.0100 USD an hour that it runs (us-east-1, prices as of
// 2026-10), by the second and a minute at least, and beside it 0.10 a month for the alarm:
//
//	vCPU    0.25 × 0.03238 = 0.0081
//	memory  0.5 GB × 0.00356 = 0.0018
//	disk    1 GB above 20 × 0.000111 = 0.0001
//
// An hour a day is 0.30 a month. The scheduler's first 14 million starts of a month are free, and so are the events of
// AWS's own services and the first million requests of SQS.
//
// # How it fails
//
//   - The start fails: it is tried again, then given up. The alarm.
//   - The task starts and its container cannot, for a missing image or secret: the alarm. Nothing is tried again.
//   - The command fails, or is killed: the alarm, and its output is in the log. Nothing is tried again.
//   - The command never ends: with LongestRun it is ended, and the alarm; without, it runs on, and nobody is told.
//   - EventBridge cannot reach the queue: it tries for a day. Events come at least once: a failure may be there twice.
//   - A zone fails: the next start takes another one. What runs there is lost.
//
// # What it does not do
//
//   - A deploy gate: there is no service, and the image is first pulled when the job is due.
//   - An alarm on a job that was not due when it should have been, as one that is Paused, or that does nothing and
//     exits with 0: let it report its success to where its absence is noticed.
//   - More than one task per run; a history of runs.
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
	// SecurityGroupID is the tasks' security group; what they connect to must let it in.
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
