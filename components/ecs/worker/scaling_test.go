package worker

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// dims are the dimensions of a metric in the form of an alarm.
type dims = map[string]any

// tracked is a metric in the form of target tracking, where dimensions are a list, here in pairs.
func tracked(id, namespace, metric string, dimensions ...string) map[string]any {
	list := []any{}
	for i := 0; i < len(dimensions); i += 2 {
		list = append(list, map[string]any{"name": dimensions[i], "value": dimensions[i+1]})
	}
	return map[string]any{"id": id, "returnData": false, "metricStat": map[string]any{
		"stat":   "Average",
		"metric": map[string]any{"namespace": namespace, "metricName": metric, "dimensions": list},
	}}
}

// watched is a metric in the form of an alarm.
func watched(id, namespace, metric string, dimensions dims) map[string]any {
	return map[string]any{"id": id, "returnData": false, "metric": map[string]any{
		"stat": "Average", "period": 60, "namespace": namespace, "metricName": metric, "dimensions": dimensions,
	}}
}

func part(id, expression string) map[string]any {
	return map[string]any{"id": id, "expression": expression, "returnData": false}
}

func result(id, expression string) map[string]any {
	return map[string]any{"id": id, "expression": expression, "returnData": true}
}

var (
	tasksTracked = tracked("tasks", "ECS/ContainerInsights", "RunningTaskCount",
		"ClusterName", "main", "ServiceName", "mail-name")
	tasksWatched = watched("tasks", "ECS/ContainerInsights", "RunningTaskCount",
		dims{"ClusterName": "main", "ServiceName": "mail-name"})
	perTask = result("backlog", "IF(tasks > 0, messages / tasks, messages)")
)

const visible, notVisible = "ApproximateNumberOfMessagesVisible", "ApproximateNumberOfMessagesNotVisible"

func TestBacklogTracking(t *testing.T) {
	for name, tc := range map[string]struct {
		args Args
		want []any
	}{
		"sqs": {scaledWorker(celery.SQS), []any{
			tracked("messages", "AWS/SQS", visible, "QueueName", "tasks-mail-1a"), tasksTracked, perTask,
		}},
		"rabbitmq": {scaledWorker(celery.RabbitMQ), []any{
			tracked("messages", "Shop/Queues", "QueueDepth", "Environment", "shop-production", "Queue", "mail"),
			tasksTracked, perTask,
		}},
		"redis": {scaledWorker(celery.Redis), []any{
			tracked("messages", "Shop/Queues", "QueueDepth", "Environment", "shop-production", "Queue", "mail"),
			tasksTracked, perTask,
		}},
		"sqs, group": {grouped(scaledWorker(celery.SQS)), []any{
			tracked("messages0", "AWS/SQS", visible, "QueueName", "tasks-mail-1a"),
			tracked("messages1", "AWS/SQS", visible, "QueueName", "tasks-reports-2b"), tasksTracked,
			part("messages", "messages0 + messages1 * 4"), perTask,
		}},
		"from zero": {sleepingWorker(celery.SQS), []any{
			tracked("messages", "AWS/SQS", visible, "QueueName", "tasks-mail-1a"), tasksTracked,
			part("work", "IF(messages > 0.01, messages, 0.01)"),
			result("backlog", "IF(tasks > 0, work / tasks, messages)"),
		}},
	} {
		t.Run(name, func(t *testing.T) {
			rec := runWorker(t, tc.args)
			policy := rec.Named(t, tasktest.TypeScalingPolicy, "mail-backlog")
			require.Equal(t, "TargetTrackingScaling", policy.Input("policyType"))
			require.Equal(t, map[string]any{
				"customizedMetricSpecification": map[string]any{"metrics": tc.want},
				"targetValue":                   120, "scaleOutCooldown": 180, "scaleInCooldown": 300,
			}, policy.Input("targetTrackingScalingPolicyConfiguration"))
			requireScalesWorker(t, policy)
			require.Contains(t, policy.DependsOn, rec.One(t, tasktest.TypeScalingTarget).URN)
		})
	}
}

// A message that may not wait for a new task needs tasks in reserve.
func TestBusyTracking(t *testing.T) {
	for name, tc := range map[string]struct {
		args Args
		want []any
	}{
		"redis": {scaledWorker(celery.Redis), []any{
			tracked("working", "Shop/Queues", "ActiveTasks", "Environment", "shop-production", "Queue", "mail"),
			tasksTracked, result("busy", "IF(tasks > 0, 100 * working / (tasks * 2), 0)"),
		}},
		"sqs, group": {grouped(scaledWorker(celery.SQS)), []any{
			tracked("working0", "AWS/SQS", notVisible, "QueueName", "tasks-mail-1a"),
			tracked("working1", "AWS/SQS", notVisible, "QueueName", "tasks-reports-2b"), tasksTracked,
			part("working", "working0 + working1"), result("busy", "IF(tasks > 0, 100 * working / (tasks * 2), 0)"),
		}},
	} {
		t.Run(name, func(t *testing.T) {
			rec := runWorker(t, tc.args)
			policy := rec.Named(t, tasktest.TypeScalingPolicy, "mail-busy")
			require.Equal(t, map[string]any{
				"customizedMetricSpecification": map[string]any{"metrics": tc.want},
				"targetValue":                   80, "scaleOutCooldown": 180, "scaleInCooldown": 300,
			}, policy.Input("targetTrackingScalingPolicyConfiguration"))
			requireScalesWorker(t, policy)
		})
	}
	patient := scaledWorker(celery.Redis)
	patient.Queues[0].AcceptableLatency = 390
	require.Equal(t, "mail-backlog", runWorker(t, patient).One(t, tasktest.TypeScalingPolicy).Name)
}

func requireScalesWorker(t *testing.T, r interface{ Input(string) any }) {
	t.Helper()
	for path, want := range map[string]any{
		"serviceNamespace": "ecs", "scalableDimension": "ecs:service:DesiredCount", "resourceId": "service/main/mail-name",
	} {
		require.Equal(t, want, r.Input(path), path)
	}
}

func TestTheTargetComesFromWhatIsStated(t *testing.T) {
	args := grouped(scaledWorker(celery.Redis))
	args.Concurrency, args.ScaleOutCooldown, args.ScaleInCooldown = 4, 90, 600
	args.Queues[1].AcceptableLatency = 10
	stacktest.RequireInputs(t, runWorker(t, args).Named(t, tasktest.TypeScalingPolicy, "mail-backlog"), map[string]any{
		"targetTrackingScalingPolicyConfiguration.targetValue":      80,
		"targetTrackingScalingPolicyConfiguration.scaleOutCooldown": 90,
		"targetTrackingScalingPolicyConfiguration.scaleInCooldown":  600,
	})
}

func TestWeightsAreWrittenWithoutExponent(t *testing.T) {
	args := grouped(scaledWorker(celery.Redis))
	for _, tc := range []struct {
		first, second float64
		want          string
	}{
		{3, 1, "messages0 + messages1 * 0.33333334"},
		{30, 0.0003, "messages0 + messages1 * 0.00001"},
		{30, 30, "messages0 + messages1"},
	} {
		args.Queues[0].SecondsPerTask, args.Queues[1].SecondsPerTask = tc.first, tc.second
		service := args.scaling()
		total := args.metrics(service.Queues).total("messages", "QueueDepth", service.Weights())
		require.Equal(t, []formula{{"messages", tc.want}}, total.formulas)
	}
}

func TestWorkerScalingTarget(t *testing.T) {
	for low, args := range map[int]Args{0: sleepingWorker(celery.SQS), 2: scaledWorker(celery.SQS)} {
		target := runWorker(t, args).One(t, tasktest.TypeScalingTarget)
		requireScalesWorker(t, target)
		stacktest.RequireInputs(t, target, map[string]any{"minCapacity": low, "maxCapacity": 6})
	}
}

func TestTheStepsBetweenNoTaskAndOne(t *testing.T) {
	rec := runWorker(t, sleepingWorker(celery.Redis))
	for name, want := range map[string]map[string]any{
		"mail-wake": {
			"adjustmentType": "ChangeInCapacity", "metricAggregationType": "Maximum", "cooldown": 270,
			"stepAdjustments": []any{map[string]any{"metricIntervalLowerBound": "0", "scalingAdjustment": 1}},
		},
		"mail-sleep": {
			"adjustmentType": "ExactCapacity", "metricAggregationType": "Maximum", "cooldown": 60,
			"stepAdjustments": []any{map[string]any{"metricIntervalUpperBound": "0", "scalingAdjustment": 0}},
		},
	} {
		policy := rec.Named(t, tasktest.TypeScalingPolicy, name)
		require.Equal(t, "StepScaling", policy.Input("policyType"))
		require.Equal(t, want, policy.Input("stepScalingPolicyConfiguration"), name)
		requireScalesWorker(t, policy)
		require.Contains(t, policy.DependsOn, rec.One(t, tasktest.TypeScalingTarget).URN)
		require.Equal(t, []any{"arn:aws:mock:::" + name}, rec.Named(t, tasktest.TypeAlarm, name).Input("alarmActions"))
		require.False(t, rec.Named(t, tasktest.TypeAlarm, name).Has("okActions"))
	}
}

// The number of running tasks is none of the metrics: AWS does not measure a service that has none.
func TestTheAlarmsOfTheSteps(t *testing.T) {
	sqs := func(id, metric, queue string) map[string]any {
		return watched(id, "AWS/SQS", metric, dims{"QueueName": queue})
	}
	depth := func(id, metric string) map[string]any {
		return watched(id, "Shop/Queues", metric, dims{"Environment": "shop-production", "Queue": "mail"})
	}
	waits, anything := result("unattended", "IF(working > 0, 0, messages)"), result("anything", "messages + working")
	group := []any{
		sqs("messages0", visible, "tasks-mail-1a"), sqs("messages1", visible, "tasks-reports-2b"),
		sqs("working0", notVisible, "tasks-mail-1a"), sqs("working1", notVisible, "tasks-reports-2b"),
	}
	for name, tc := range map[string]struct {
		args        Args
		wake, sleep []any
	}{
		"sqs": {
			sleepingWorker(celery.SQS),
			[]any{sqs("messages", visible, "tasks-mail-1a"), sqs("working", notVisible, "tasks-mail-1a"), waits},
			[]any{sqs("messages", visible, "tasks-mail-1a"), sqs("working", notVisible, "tasks-mail-1a"), anything},
		},
		"rabbitmq": {
			sleepingWorker(celery.RabbitMQ),
			[]any{depth("messages", "QueueDepth"), depth("working", "ActiveTasks"), waits},
			[]any{depth("messages", "QueueDepth"), depth("working", "ActiveTasks"), anything},
		},
		"redis": {
			sleepingWorker(celery.Redis),
			[]any{depth("messages", "QueueDepth"), depth("working", "ActiveTasks"), waits},
			[]any{depth("messages", "QueueDepth"), depth("working", "ActiveTasks"), anything},
		},
		// A queue that SQS does not measure must not keep the service asleep, and not put it to sleep.
		"group": {
			grouped(sleepingWorker(celery.SQS)),
			append(group[:4:4], part("messages", "SUM([messages0, messages1])"),
				part("working", "SUM([working0, working1])"), waits),
			append(group[:4:4], part("messages", "messages0 + messages1"), part("working", "working0 + working1"), anything),
		},
	} {
		t.Run(name, func(t *testing.T) {
			rec := runWorker(t, tc.args)
			wake, sleep := rec.Named(t, tasktest.TypeAlarm, "mail-wake"), rec.Named(t, tasktest.TypeAlarm, "mail-sleep")
			require.Equal(t, tc.wake, wake.Input("metricQueries"))
			require.Equal(t, tc.sleep, sleep.Input("metricQueries"))
			stacktest.RequireInputs(t, wake, map[string]any{
				"comparisonOperator": "GreaterThanThreshold", "threshold": 0, "evaluationPeriods": 1,
				"treatMissingData": "missing", "alarmDescription": "Messages wait and nobody works (workers mail) [test]",
			})
			stacktest.RequireInputs(t, sleep, map[string]any{
				"comparisonOperator": "LessThanOrEqualToThreshold", "threshold": 0, "evaluationPeriods": 15,
				"treatMissingData": "missing", "alarmDescription": "Nothing waits and nothing is in work (workers mail) [test]",
			})
		})
	}
}

// An alarm of one-minute periods looks back a day at the most, and at ten metrics.
func TestTheAlarmsStayWithinTheLimitsOfCloudWatch(t *testing.T) {
	args := sleepingWorker(celery.SQS)
	args.QuietTime, args.LongestTask = 86400, 299
	for _, name := range []string{"a", "b", "c", "d"} {
		args.Broker.VisibilityTimeouts[name] = 900
		args.Queues = append(args.Queues, Queue{Name: name, AcceptableLatency: 30, SecondsPerTask: 0.5})
	}
	rec := runWorker(t, args)
	require.Equal(t, 1440, rec.Named(t, tasktest.TypeAlarm, "mail-sleep").Input("evaluationPeriods"))
	for _, alarm := range rec.OfType(tasktest.TypeAlarm) {
		queries, _ := alarm.Input("metricQueries").([]any)
		metrics, formulas := 0, 0
		for _, query := range queries {
			if query.(map[string]any)["metric"] != nil {
				metrics++
			} else {
				formulas++
			}
		}
		require.LessOrEqual(t, metrics, 10, alarm.Name)
		require.LessOrEqual(t, formulas, 10, alarm.Name)
	}
}
