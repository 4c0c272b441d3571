package worker

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestWorkerArgumentsAreDocumentedTruthfully(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
	argsdoc.Check(t, Queue{})
}

func TestWorkerCreatesExactlyItsChildren(t *testing.T) {
	maximalCounts := tasktest.Children(2, 3, 4)
	maximalCounts["aws:iam/rolePolicyAttachment:RolePolicyAttachment"] = 1
	for name, tc := range map[string]struct {
		args                      Args
		base                      map[string]int
		targets, policies, alarms int
	}{
		// Redis and RabbitMQ are measured by QueueDepth alone; with SQS there is nothing to connect to, and two more grants.
		"fixed, redis":             {fixedWorker(celery.Redis), tasktest.Children(1, 2, 2), 0, 0, 0},
		"fixed, rabbitmq":          {fixedWorker(celery.RabbitMQ), tasktest.Children(1, 2, 2), 0, 0, 0},
		"fixed, sqs":               {fixedWorker(celery.SQS), tasktest.Children(0, 1, 3), 0, 0, 3},
		"scaled, redis":            {scaledWorker(celery.Redis), tasktest.Children(1, 2, 2), 1, 2, 2},
		"scaled, rabbitmq":         {scaledWorker(celery.RabbitMQ), tasktest.Children(1, 2, 2), 1, 2, 3},
		"scaled, sqs":              {scaledWorker(celery.SQS), tasktest.Children(0, 1, 3), 1, 2, 3},
		"scaled, sqs, group":       {grouped(scaledWorker(celery.SQS)), tasktest.Children(0, 1, 3), 1, 2, 5},
		"from zero, redis":         {sleepingWorker(celery.Redis), tasktest.Children(1, 2, 2), 1, 4, 4},
		"from zero, rabbit, group": {grouped(sleepingWorker(celery.RabbitMQ)), tasktest.Children(1, 2, 2), 1, 4, 6},
		"from zero, sqs, group":    {grouped(sleepingWorker(celery.SQS)), tasktest.Children(0, 1, 3), 1, 4, 7},
		"maximal":                  {maximalWorker(), maximalCounts, 1, 4, 5},
	} {
		t.Run(name, func(t *testing.T) {
			want := maps.Clone(tc.base)
			want[Type], want[tasktest.TypeScalingTarget], want[tasktest.TypeScalingPolicy], want[tasktest.TypeAlarm] = 1, tc.targets, tc.policies, tc.alarms
			tasktest.RequireCounts(t, want, workerProgram(tc.args))
		})
	}
}

func TestWorkerOutputs(t *testing.T) {
	outputs := runWorker(t, scaledWorker(celery.Redis)).Probed(t, "outputs")
	stacktest.RequireInputs(t, outputs, map[string]any{
		"serviceName": "mail-name", "serviceArn": "mail-id", "taskDefinitionArn": "arn:aws:mock:::mail-task:1",
		"runningTaskDefinition": "arn:aws:mock:::mail-task:1", "securityGroupId": "mail-tasks-id",
		"logGroupName": "mail-logs-name", "taskRoleArn": "arn:aws:mock:::mail-task", "taskRoleName": "mail-task-name",
		"executionRoleArn": "arn:aws:mock:::mail-execution", "backlogTarget": 120,
	})
}

func TestWorkerRegistersItsIntent(t *testing.T) {
	stacktest.RequireInputs(t, runWorker(t, maximalWorker()).One(t, Type), map[string]any{
		"app": "shop.celery:app", "library": "celery", "broker.kind": "redis", "broker.visibilityTimeout": 3600,
		"queues[0].name": "mail", "queues[1].secondsPerTask": 2, "concurrency": 2, "pool": "prefork", "maxRetries": 3,
		"longestTask": 300, "softShutdownTimeout": 60, "stopTimeout": 90, "maxTasks": 6, "spot": true, "onDemandBase": 1,
		"depth.environment": "shop-production", "alarmActionArns": []any{topicARN}, "task.image": tasktest.Image,
	})
}

func TestTheGateFailsTheUpdateOfAWorker(t *testing.T) {
	tasktest.RequireGate(t, "worker", "mail", workerProgram(scaledWorker(celery.Redis)))
}

func TestWorkerService(t *testing.T) {
	service := runWorker(t, fixedWorker(celery.Redis)).One(t, tasktest.TypeService)
	tasktest.RequireSpread(t, service, "mail-tasks-id", 2)
	require.Equal(t, true, service.Input("forceNewDeployment"), "a change of Spot would replace the service otherwise")
	require.False(t, service.Has("alarms"))
	require.False(t, service.Has("healthCheckGracePeriodSeconds"), "AWS refuses it without a load balancer")
	require.Equal(t, map[string]any{"alarmNames": []any{"errors"}, "enable": true, "rollback": true},
		runWorker(t, maximalWorker()).One(t, tasktest.TypeService).Input("alarms"))
}

func TestTheNumberOfTasksIsLeftAloneExactlyWithTheAutoscaler(t *testing.T) {
	for _, tc := range []struct {
		args   Args
		tasks  int
		ignore []string
	}{
		{fixedWorker(celery.SQS), 2, nil},
		{scaledWorker(celery.SQS), 2, []string{"desiredCount"}},
		{sleepingWorker(celery.SQS), 1, []string{"desiredCount"}},
	} {
		service := runWorker(t, tc.args).One(t, tasktest.TypeService)
		require.Equal(t, tc.tasks, service.Input("desiredCount"))
		require.Equal(t, tc.ignore, service.IgnoreChanges)
	}
}

func TestSpotAndItsBase(t *testing.T) {
	onSpot := map[string]any{"capacityProvider": "FARGATE_SPOT", "weight": 1}
	args := scaledWorker(celery.Redis)
	args.Spot = true
	for given, base := range map[int]int{0: 1, 2: 2, 6: 6} {
		args.OnDemandBase = given
		want := []any{onSpot, map[string]any{"capacityProvider": "FARGATE", "base": base, "weight": 0}}
		require.Equal(t, want, runWorker(t, args).One(t, tasktest.TypeService).Input("capacityProviderStrategies"))
	}
}

func TestOnlyCeleryMayProtectItsTasks(t *testing.T) {
	rec := runWorker(t, fixedWorker(celery.Redis))
	require.Equal(t, `{"Version":"2012-10-17","Statement":[{"Sid":"Protect","Effect":"Allow","Action":[`+
		`"ecs:GetTaskProtection","ecs:UpdateTaskProtection"],`+
		`"Resource":["arn:aws:ecs:us-east-1:123456789012:task/main/*"]}]}`,
		rec.Named(t, tasktest.TypeRolePolicy, "mail-protection").Input("policy"))
	require.Equal(t, "mail-task-name", rec.Named(t, tasktest.TypeRolePolicy, "mail-protection").Input("role"))
	rec = runWorker(t, rqWorker())
	require.Len(t, rec.OfType(tasktest.TypeRolePolicy), 1)
	require.Equal(t, "mail-execution", rec.One(t, tasktest.TypeRolePolicy).Name)
}

// What the first task needs and the service does not name must be there before.
func TestTheServiceWaitsForWhatItsTasksNeed(t *testing.T) {
	for _, args := range []Args{maximalWorker(), scaledWorker(celery.SQS)} {
		rec := runWorker(t, args)
		service := rec.One(t, tasktest.TypeService)
		for _, typ := range []string{
			tasktest.TypeRolePolicy, tasktest.TypeIngress, tasktest.TypeEgress, "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
		} {
			for _, r := range rec.OfType(typ) {
				require.Contains(t, service.DependsOn, r.URN)
			}
		}
		require.Contains(t, rec.One(t, tasktest.TypeScalingTarget).DependsOn, service.URN)
		require.Contains(t, rec.Named(t, tasktest.TypeAlarm, "mail-late").DependsOn, service.URN)
	}
}

func TestWorkerPreview(t *testing.T) {
	rec := runWorker(t, sleepingWorker(celery.SQS), stacktest.Preview())
	require.Equal(t, stacktest.Unknown, rec.One(t, tasktest.TypeService).Input("taskDefinition"))
	require.Equal(t, 120, rec.Named(t, tasktest.TypeScalingPolicy, "mail-backlog").
		Input("targetTrackingScalingPolicyConfiguration.targetValue"))
	require.Equal(t, stacktest.Unknown, rec.Probed(t, "outputs").Input("runningTaskDefinition"))
	require.Equal(t, 120, rec.Probed(t, "outputs").Input("backlogTarget"))
	require.Empty(t, rec.Calls(tasktest.GetService))
}

// rqWorker is one of RQ on Redis.
func rqWorker() Args {
	a := fixedWorker(celery.Redis)
	a.App, a.Library, a.Command = "", libraryRQ, []string{"rq", "worker", "mail"}
	return a
}

// A deployment waits for tasks that are protected, and the update must not give up before.
func TestTheUpdateIsAsPatientAsItsLongestTask(t *testing.T) {
	for longest, want := range map[int]string{300: "45m", 301: "46m", 3599: "100m"} {
		args := scaledWorker(celery.Redis)
		args.LongestTask = longest
		args.Broker.VisibilityTimeout, args.Broker.VisibilityTimeouts = 3600, nil
		require.Equal(t, want, runWorker(t, args).One(t, tasktest.TypeService).CustomTimeouts.Update)
	}
}

// A first deployment that fails has nothing to roll back to, and would be waited for in vain.
func TestTheFirstDeploymentFailsInMinutes(t *testing.T) {
	require.Equal(t, "12m", runWorker(t, fixedWorker(celery.Redis)).One(t, tasktest.TypeService).CustomTimeouts.Create)
}
