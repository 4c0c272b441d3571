package job

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	typeStarts  = "aws:scheduler/schedule:Schedule"
	typeQueue   = "aws:sqs/queue:Queue"
	typeClosed  = "aws:sqs/queuePolicy:QueuePolicy"
	typeEvents  = "aws:cloudwatch/eventRule:EventRule"
	typeSends   = "aws:cloudwatch/eventTarget:EventTarget"
	cleanupTask = "arn:aws:ecs:us-east-1:123456789012:task-definition/test-cleanup:7"
)

func minimalJob() Args {
	return Args{
		Task: tasktest.Args(), Command: []string{"python", "manage.py", "clearsessions"}, Schedule: "cron(0 3 * * ? *)",
	}
}

func jobs(args Args) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		j, err := New(ctx, "cleanup", args)
		if err != nil {
			return err
		}
		return stacktest.Probe(ctx, "outputs", pulumi.Map{
			"scheduleName": j.ScheduleName, "scheduleArn": j.ScheduleARN, "taskDefinitionArn": j.TaskDefinitionARN,
			"deadLetterQueueName": j.DeadLetterQueueName, "deadLetterQueueUrl": j.DeadLetterQueueURL,
			"alarmName": j.AlarmName, "securityGroupId": j.SecurityGroupID, "logGroupName": j.LogGroupName,
			"taskRoleArn": j.TaskRoleARN, "taskRoleName": j.TaskRoleName,
		})
	}
}

func runJob(t *testing.T, args Args) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, jobs(args), stacktest.Outputs(tasktest.TypeTaskDefinition, func(stacktest.Resource) resource.PropertyMap {
		return resource.PropertyMap{"arn": resource.NewProperty(cleanupTask)}
	}))
}

func TestJobArgumentsAreDocumentedTruthfully(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
}

func TestJobCreatesExactlyItsChildren(t *testing.T) {
	tasktest.RequireCounts(t, map[string]int{
		Type: 1, tasktest.TypeLogGroup: 1, tasktest.TypeRole: 3, tasktest.TypeRolePolicy: 2, tasktest.TypeSecurityGroup: 1, tasktest.TypeEgress: 1, tasktest.TypeTaskDefinition: 1,
		typeStarts: 1, typeQueue: 1, typeClosed: 1, tasktest.TypeAlarm: 1, typeEvents: 1, typeSends: 1,
	}, jobs(minimalJob()))
}

func TestJobOutputs(t *testing.T) {
	rec := runJob(t, minimalJob())
	stacktest.RequireInputs(t, rec.Probed(t, "outputs"), map[string]any{
		"scheduleName": "cleanup-name", "scheduleArn": "arn:aws:mock:::cleanup", "taskDefinitionArn": cleanupTask,
		"deadLetterQueueName": "cleanup-dlq-name",
		"deadLetterQueueUrl":  rec.One(t, typeQueue).Outputs["url"].StringValue(),
		"alarmName":           "cleanup-failed-name", "securityGroupId": "cleanup-tasks-id",
		"logGroupName": "cleanup-logs-name", "taskRoleArn": "arn:aws:mock:::cleanup-task",
		"taskRoleName": "cleanup-task-name",
	})
	stacktest.RequireInputs(t, rec.One(t, Type), map[string]any{
		"schedule": "cron(0 3 * * ? *)", "command": []any{"python", "manage.py", "clearsessions"}, "cpu": 256, "memory": 512,
		"maximumRetries": 185, "maximumEventAge": 3600, "stopTimeout": 120,
	})
}

func TestSchedule(t *testing.T) {
	schedule := runJob(t, minimalJob()).One(t, typeStarts)
	stacktest.RequireInputs(t, schedule, map[string]any{
		"groupName": "default", "scheduleExpression": "cron(0 3 * * ? *)", "state": "ENABLED",
		"flexibleTimeWindow": map[string]any{"mode": "OFF"}, "description": "Starts the job cleanup",
		"target": map[string]any{
			"arn": tasktest.ClusterARN, "roleArn": "arn:aws:mock:::cleanup-scheduler",
			"deadLetterConfig": map[string]any{"arn": "arn:aws:mock:::cleanup-dlq"},
			"retryPolicy":      map[string]any{"maximumRetryAttempts": 185, "maximumEventAgeInSeconds": 3600},
			"ecsParameters": map[string]any{
				"taskDefinitionArn": cleanupTask, "taskCount": 1, "launchType": "FARGATE", "platformVersion": "1.4.0",
				"networkConfiguration": map[string]any{
					"subnets": []any{"subnet-a", "subnet-b"}, "securityGroups": []any{"cleanup-tasks-id"}, "assignPublicIp": false,
				},
				"enableEcsManagedTags": true, "enableExecuteCommand": false, "propagateTags": "TASK_DEFINITION",
			},
		},
	})
	require.False(t, schedule.Has("scheduleExpressionTimezone"))
}

func TestEachScheduleArgumentArrives(t *testing.T) {
	args := minimalJob()
	args.Schedule, args.Timezone, args.FlexibleWindow, args.Paused = "rate(5 minutes)", "Europe/Berlin", 15, true
	args.MaximumRetries, args.MaximumEventAge = 3, 240
	args.Task.EnableExec = true
	args.Task.ExecLogGroupARN, args.Task.ExecKMSKeyARN = pulumi.String("arn:exec-logs"), pulumi.String("arn:exec-key")
	stacktest.RequireInputs(t, runJob(t, args).One(t, typeStarts), map[string]any{
		"scheduleExpression": "rate(5 minutes)", "scheduleExpressionTimezone": "Europe/Berlin", "state": "DISABLED",
		"flexibleTimeWindow": map[string]any{"mode": "FLEXIBLE", "maximumWindowInMinutes": 15},

		"target.retryPolicy.maximumRetryAttempts":     3,
		"target.retryPolicy.maximumEventAgeInSeconds": 240,
		"target.ecsParameters.enableExecuteCommand":   true,
	})
}

// A start that comes before the permissions or the ways out fails.
func TestScheduleWaitsForAllThatATaskNeeds(t *testing.T) {
	args := minimalJob()
	args.Task.EgressTo = []ecs.EgressTo{{Name: "database", SecurityGroupID: pulumi.String("sg-db"), Port: 6432}}
	rec := runJob(t, args)
	schedule := rec.One(t, typeStarts)
	needed := 0
	for _, typ := range []string{
		tasktest.TypeRolePolicy, tasktest.TypeEgress, tasktest.TypeIngress, tasktest.TypeTaskDefinition, typeClosed, typeQueue, tasktest.TypeSecurityGroup, typeSends,
	} {
		for _, r := range rec.OfType(typ) {
			require.Contains(t, schedule.DependsOn, r.URN, "%s %s", r.Type, r.Name)
			needed++
		}
	}
	require.Equal(t, 2+2+1+1+1+1+1+1, needed)
}

// The scheduler may start this job in this cluster, with these roles, and nothing else.
func TestSchedulerPermissions(t *testing.T) {
	rec := runJob(t, minimalJob())
	require.JSONEq(t, `{"Version": "2012-10-17", "Statement": [{
		"Sid": "Scheduler", "Effect": "Allow", "Principal": {"Service": "scheduler.amazonaws.com"},
		"Action": ["sts:AssumeRole"], "Condition": {"StringEquals": {"aws:SourceAccount": ["123456789012"]}}
	}]}`, rec.Named(t, tasktest.TypeRole, "cleanup-scheduler").Input("assumeRolePolicy").(string))
	grant := rec.Named(t, tasktest.TypeRolePolicy, "cleanup-scheduler")
	require.Equal(t, "cleanup-scheduler-name", grant.Input("role"))
	require.JSONEq(t, `{"Version": "2012-10-17", "Statement": [
		{"Sid": "Run", "Effect": "Allow", "Action": ["ecs:RunTask"],
			"Resource": ["arn:aws:ecs:us-east-1:123456789012:task-definition/test-cleanup:*"],
			"Condition": {"ArnEquals": {"ecs:cluster": ["arn:aws:ecs:us-east-1:123456789012:cluster/main"]}}},
		{"Sid": "Tag", "Effect": "Allow", "Action": ["ecs:TagResource"],
			"Resource": ["arn:aws:ecs:us-east-1:123456789012:task/main/*"],
			"Condition": {"StringEquals": {"ecs:CreateAction": ["RunTask"]}}},
		{"Sid": "Pass", "Effect": "Allow", "Action": ["iam:PassRole"],
			"Resource": ["arn:aws:mock:::cleanup-execution", "arn:aws:mock:::cleanup-task"],
			"Condition": {"StringEquals": {"iam:PassedToService": ["ecs-tasks.amazonaws.com"]}}},
		{"Sid": "GiveUp", "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": ["arn:aws:mock:::cleanup-dlq"]}
	]}`, grant.Input("policy").(string))
}

func TestJobContainer(t *testing.T) {
	args := minimalJob()
	args.CPU, args.Memory, args.StopTimeout = 1024, 4096, 60
	rec := runJob(t, args)
	c := tasktest.OnlyContainer(t, rec)
	require.Equal(t, []any{"python", "manage.py", "clearsessions"}, tasktest.Started(t, c))
	require.Equal(t, 60.0, c["stopTimeout"])
	require.Equal(t, true, c["readonlyRootFilesystem"])
	require.NotContains(t, c, "healthCheck")
	require.NotContains(t, c, "portMappings")
	require.Equal(t, tasktest.Everywhere(nil), tasktest.Values(c, "environment", "value"))
	stacktest.RequireInputs(t, rec.One(t, tasktest.TypeTaskDefinition), map[string]any{"family": "test-cleanup", "cpu": "1024", "memory": "4096"})
	require.Equal(t, 120.0, tasktest.OnlyContainer(t, runJob(t, minimalJob()))["stopTimeout"])
}

func TestJobProblems(t *testing.T) {
	const zone = "; want an IANA name such as Europe/Berlin; names are case-sensitive"
	long := "cron(" + strings.Repeat("0,", 120) + "0 3 * * ? *)" // 257 characters
	action := pulumi.String("arn:aws:sns:us-east-1:123456789012:ops")
	for _, tc := range []struct {
		name string
		set  func(*Args)
		want []string
	}{
		{"nothing", func(a *Args) { *a = Args{} }, []string{
			"task.clusterName is required", "task.clusterArn is required", "task.vpcId is required",
			"task.subnetIds is required", "task.region is required", "task.image is required",
			"command is required; without one the image would start its own, such as the web server",
			"schedule is required",
		}},
		{"an empty command", func(a *Args) { a.Command = []string{""} }, []string{
			"command[0] is required; it is the program that runs",
		}},
		{"a blank program", func(a *Args) { a.Command = []string{" ", "x"} }, []string{
			"command[0] is required; it is the program that runs",
		}},
		{"a kind of schedule", func(a *Args) { a.Schedule, a.Timezone = "0 3 * * *", "Berlin, Germany" }, []string{
			`schedule is "0 3 * * *"; want cron(…) with six fields, at(yyyy-mm-ddThh:mm:ss) or rate(…); write cron(0 3 * * ? *)`,
			`timezone is "Berlin, Germany"` + zone,
		}},
		{"a cron", func(a *Args) { a.Schedule, a.Timezone = "cron(99 3 * * 8 *)", "europe/berlin" }, []string{
			`schedule is "cron(99 3 * * 8 *)"; want minutes 0-59 or *, or lists, ranges and steps, not "99"`,
			`schedule is "cron(99 3 * * 8 *)"; want day of week 1-7, SUN-SAT, L, nL, n#m, * or ?, or lists, ranges and ` +
				`steps, not "8"`,
			`schedule is "cron(99 3 * * 8 *)"; want ? as exactly one of day of month and day of week`,
			`timezone is "europe/berlin"` + zone,
		}},
		{"a moment", func(a *Args) { a.Schedule, a.Timezone = "at(2026-13-40T25:00:00)", "Mars/Phobos" }, []string{
			`schedule is "at(2026-13-40T25:00:00)"; want at(yyyy-mm-ddThh:mm:ss), with a date and a time that exist`,
			`timezone is "Mars/Phobos"` + zone,
		}},
		{"a rate", func(a *Args) { a.Schedule, a.Timezone = "rate(0 hours)", "UTC+2" }, []string{
			`schedule is "rate(0 hours)"; want rate(n minutes), rate(n hours) or rate(n days), n at least 1`,
			`timezone is "UTC+2"` + zone,
		}},
		{"a long schedule", func(a *Args) { a.Schedule = long }, []string{
			`schedule is "` + long + `"; want at most 256 characters`,
		}},
		{"no action", func(a *Args) { a.AlarmActionARNs = []pulumi.StringInput{nil, action, nil} }, []string{
			"alarmActionArns[0] is required", "alarmActionArns[2] is required",
		}},
		{"ranges", func(a *Args) {
			a.FlexibleWindow, a.MaximumRetries, a.MaximumEventAge, a.StopTimeout = 1441, 186, 59, 1
			a.AlarmActionARNs = []pulumi.StringInput{action, action, action, action, action, action}
			a.Memory, a.LongestRun = 511, 604_801
		}, []string{
			"memory is 511; want 512, 1024 or 2048 with cpu 256; the nearest valid memory is 512",
			"longestRun is 604801; want 0 to 604800", "stopTimeout is 1; want 2 to 120",
			"flexibleWindow is 1441; want 0 to 1440",
			"maximumRetries is 186; want 1 to 185", "maximumEventAge is 59; want 60 to 86400",
			"alarmActionArns is a list of 6; want at most 5",
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			args := minimalJob()
			tc.set(&args)
			tasktest.RequireProblems(t, "job", "cleanup", args.withDefaults().problems("cleanup"), tc.want)
		})
	}
	limit := minimalJob()
	limit.Schedule = strings.Replace(long, "0,", "1", 1)
	require.NoError(t, limit.withDefaults().problems("cleanup").Err("job", "cleanup"), "256 characters")
	require.ErrorContains(t, minimalJob().withDefaults().problems("C").Err("job", "C"), `name is "C"`)
	rec, err := stacktest.Record(jobs(Args{}))
	require.Error(t, err)
	require.Zero(t, rec.Count(Type))
}
