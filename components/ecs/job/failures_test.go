package job

import (
	"context"
	"encoding/json"
	"maps"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/task"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/simulator/events/pattern"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestFailuresGoToTheDeadLetterQueue(t *testing.T) {
	args := minimalJob()
	args.AlarmActionARNs = []pulumi.StringInput{pulumi.String("arn:aws:sns:us-east-1:123456789012:ops")}
	rec := runJob(t, args)
	stacktest.RequireInputs(t, rec.Named(t, typeQueue, "cleanup-dlq"), map[string]any{
		"messageRetentionSeconds": 1209600, "sqsManagedSseEnabled": true,
	})
	stacktest.RequireInputs(t, rec.Named(t, typeEvents, "cleanup-failed"), map[string]any{
		"description": "Failed runs of the job cleanup",
	})
	target := rec.Named(t, typeSends, "cleanup-failed")
	stacktest.RequireInputs(t, target, map[string]any{
		"rule": "cleanup-failed-name", "arn": "arn:aws:mock:::cleanup-dlq", "targetId": "dead-letters",
	})
	access := rec.Named(t, typeClosed, "cleanup-dlq-policy")
	require.Contains(t, target.DependsOn, access.URN, "an event that comes before the policy is refused")
	require.Equal(t, "cleanup-dlq-id", access.Input("queueUrl"))
	require.JSONEq(t, `{"Version": "2012-10-17", "Statement": [
		{"Sid": "TLSOnly", "Effect": "Deny", "Principal": {"AWS": "*"}, "Action": ["sqs:*"],
			"Resource": ["arn:aws:mock:::cleanup-dlq"], "Condition": {"Bool": {"aws:SecureTransport": ["false"]}}},
		{"Sid": "FailedRuns", "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
			"Action": ["sqs:SendMessage"], "Resource": ["arn:aws:mock:::cleanup-dlq"],
			"Condition": {"ArnEquals": {"aws:SourceArn": ["arn:aws:mock:::cleanup-failed"]}}}
	]}`, access.Input("policy").(string))
	stacktest.RequireInputs(t, rec.Named(t, tasktest.TypeAlarm, "cleanup-failed"), map[string]any{
		"namespace": "AWS/SQS", "metricName": "ApproximateNumberOfMessagesVisible", "statistic": "Maximum",
		"dimensions": map[string]any{"QueueName": "cleanup-dlq-name"}, "period": 60, "evaluationPeriods": 1,
		"comparisonOperator": "GreaterThanThreshold", "threshold": 0, "treatMissingData": "notBreaching",
		"alarmActions": []any{"arn:aws:sns:us-east-1:123456789012:ops"},
		"alarmDescription": "The job cleanup failed, or was due and did not start; its dead-letter queue says why, and " +
			"purging it ends this alarm [test]",
	})
	require.False(t, runJob(t, minimalJob()).One(t, tasktest.TypeAlarm).Has("alarmActions"))
}

// patternOf is the pattern of a job's rule.
func patternOf(t *testing.T, rec *stacktest.Recording) string {
	t.Helper()
	return rec.One(t, typeEvents).Input("eventPattern").(string)
}

func TestFailurePattern(t *testing.T) {
	const stopped = `"lastStatus": ["STOPPED"], "clusterArn": ["arn:aws:ecs:us-east-1:123456789012:cluster/main"],
		"taskDefinitionArn": [{"prefix": "arn:aws:ecs:us-east-1:123456789012:task-definition/test-cleanup:"}]`
	require.JSONEq(t, `{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"$or": [
		{`+stopped+`, "containers": {"name": ["cleanup"], "exitCode": [{"anything-but": 0}]}},
		{`+stopped+`, "containers": {"exitCode": [{"exists": false}]}},
		{`+stopped+`, "stopCode": ["TaskFailedToStart"]}
	]}}`, patternOf(t, runJob(t, minimalJob())))
}

// EventBridge takes 2048 characters, and a stack's name may have 100.
func TestFailurePatternOfLongNames(t *testing.T) {
	stack, name, cluster := strings.Repeat("s", 100), strings.Repeat("j", task.MaxName), strings.Repeat("c", 100)
	owner := "arn:aws:ecs:ap-southeast-1:123456789012:cluster/"
	require.Less(t, len(failurePattern(owner+cluster, task.Family(stack, name), name)), 2048)
}

type object = map[string]any

// taskEvent is what ECS says of a task of the job on Fargate that has stopped after its command ended with 1.
func taskEvent() object {
	const task = "arn:aws:ecs:us-east-1:123456789012:task/main/"
	return object{
		"version": "0", "id": "3317b2af", "detail-type": "ECS Task State Change", "source": "aws.ecs",
		"account": "123456789012", "time": "2026-11-24T03:02:11Z", "region": "us-east-1", "resources": []any{task + "c1d4"},
		"detail": object{
			"attachments": []any{object{"id": "9a2c", "type": "eni", "status": "DELETED", "details": []any{
				object{"name": "subnetId", "value": "subnet-a"},
			}}},
			"availabilityZone": "us-east-1a", "clusterArn": tasktest.ClusterARN, "connectivity": "CONNECTED",
			"containers":    []any{stoppedContainer("cleanup", 1)},
			"desiredStatus": "STOPPED", "lastStatus": "STOPPED", "group": "family:test-cleanup", "launchType": "FARGATE",
			"overrides": object{"containerOverrides": []any{object{"name": "cleanup"}}}, "platformVersion": "1.4.0",
			"startedBy": "chronos-schedule/cleanup", "stopCode": "EssentialContainerExited",
			"stoppedReason": "Essential container in task exited", "taskArn": task + "c1d4",
			"taskDefinitionArn": cleanupTask, "version": 6,
		},
	}
}

// stoppedContainer is a container of such a task; one that never ran has no exit code.
func stoppedContainer(name string, exitCode any) object {
	c := object{
		"containerArn": "arn:aws:ecs:us-east-1:123456789012:container/main/c1d4/77", "lastStatus": "STOPPED", "name": name,
		"image": tasktest.Image, "runtimeId": "c1d4-77", "taskArn": "arn:aws:ecs:us-east-1:123456789012:task/main/c1d4",
		"networkInterfaces": []any{object{"attachmentId": "9a2c", "privateIpv4Address": "10.0.0.12"}}, "cpu": "0",
	}
	if exitCode != nil {
		c["exitCode"] = exitCode
	}
	return c
}

func TestFailurePatternMatchesFailures(t *testing.T) {
	container := func(exitCode any) object { return stoppedContainer("cleanup", exitCode) }
	agent := func(exitCode any) object { return stoppedContainer("aws-guardduty-agent-mfjGLB", exitCode) }
	containers := func(list ...any) object { return object{"containers": list} }
	because := func(code string, changes object) object {
		maps.Copy(changes, object{"stopCode": code})
		return changes
	}
	for name, tc := range map[string]struct {
		detail object
		want   bool
	}{
		"fails":                       {object{}, true},
		"is out of memory, or killed": {containers(container(137)), true},
		"exceeds LongestRun":          {containers(container(124)), true},
		"is stopped by hand":          {because("UserInitiated", containers(container(143))), true},
		"has no image":                {because("TaskFailedToStart", containers(container(nil))), true},
		"has no secret":               {because("TaskFailedToStart", containers()), true},
		"cannot start beside an agent": {
			because("TaskFailedToStart", containers(container(nil), agent(0))), true,
		},
		"is lost with its host":     {because("TerminationNotice", containers(container(nil))), true},
		"fails beside an agent":     {containers(agent(0), container(1)), true},
		"fails in another revision": {object{"taskDefinitionArn": strings.Replace(cleanupTask, ":7", ":12", 1)}, true},

		"succeeds":                       {containers(container(0)), false},
		"succeeds and its agent fails":   {containers(container(0), agent(1)), false},
		"succeeds and its agent is none": {containers(agent(nil), container(0)), false},
		"still stops":                    {object{"lastStatus": "DEPROVISIONING"}, false},
		"runs":                           {object{"lastStatus": "RUNNING", "containers": []any{container(nil)}}, false},
		"is another job of the stack":    {object{"taskDefinitionArn": strings.Replace(cleanupTask, ":7", "-2:7", 1)}, false},
		"is the job of another stack":    {object{"taskDefinitionArn": strings.Replace(cleanupTask, "test", "x", 1)}, false},
		"is in another cluster":          {object{"clusterArn": tasktest.ClusterARN + "-2"}, false},
		"is another job that cannot start": {
			because("TaskFailedToStart", object{"taskDefinitionArn": strings.Replace(cleanupTask, "cleanup", "mail", 1)}), false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			event := taskEvent()
			maps.Copy(event["detail"].(object), tc.detail)
			requireMatch(t, tc.want, event)
		})
	}
	for field, value := range map[string]string{"source": "aws.batch", "detail-type": "ECS Service Action"} {
		requireMatch(t, false, with(taskEvent(), field, value))
	}
}

func requireMatch(t *testing.T, want bool, event object) {
	t.Helper()
	text, err := json.Marshal(event)
	require.NoError(t, err)
	got, err := pattern.Matches(failurePattern(tasktest.ClusterARN, "test-cleanup", "cleanup"), string(text))
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func TestLongestRun(t *testing.T) {
	args := minimalJob()
	args.LongestRun, args.StopTimeout = 900, 30
	require.Equal(t, []any{"timeout", "-k", "30", "900", "python", "manage.py", "clearsessions"},
		tasktest.Started(t, tasktest.OnlyContainer(t, runJob(t, args))))
	require.Equal(t, []string{"python", "manage.py", "clearsessions"}, args.Command, "what the user gave stays")
}

// What the container runs is tried with the timeout of this machine.
func TestLongestRunEndsTheCommand(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		maxRun, stop int
		script       string
		want         int
	}{
		"in time":               {60, 60, "exit 0", 0},
		"fails in time":         {60, 60, "exit 3", 3},
		"too long":              {1, 60, "exec sleep 90", 124},
		"too long, but clean":   {1, 60, "trap 'exit 0' TERM; sleep 90 & wait", 124},
		"too long and heedless": {4, 2, "trap '' TERM; sleep 90", 137},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := Args{Command: []string{"sh", "-c", tc.script}, LongestRun: tc.maxRun, StopTimeout: tc.stop}
			require.Equal(t, tc.want, exitCode(t, args.command()))
		})
	}
}

// exitCode is that of a command which ends by itself, as a container has it.
func exitCode(t *testing.T, command []string) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err := exec.CommandContext(ctx, command[0], command[1:]...).Run()
	require.NoError(t, ctx.Err(), "nothing ended the command")
	if err == nil {
		return 0
	}
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	if status := exit.Sys().(syscall.WaitStatus); status.Signaled() {
		return 128 + int(status.Signal()) // timeout dies with what it kills
	}
	return exit.ExitCode()
}
