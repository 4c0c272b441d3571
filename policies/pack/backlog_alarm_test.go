package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

const (
	without = " has no alarm on its backlog; want a CloudWatch alarm on its depth or on the age of its oldest message, " +
		"with the dimension "
	learns  = ": otherwise its backlog goes unnoticed; add one"
	ofSQS   = "backlog-alarm · queue ·" + without + "QueueName" + learns
	ofRedis = `backlog-alarm · workers · its queue "celery"` + without + "Queue" + learns
)

func TestBacklogAlarm(t *testing.T) {
	metric := func(namespace, name string) func(fixture) {
		return func(f fixture) {
			f.set("celery-backlog", "metricQueries.1.metric.namespace", namespace)
			f.set("celery-backlog", "metricQueries.1.metric.metricName", name)
		}
	}
	checkBreaches(t, []breach{
		{name: "no alarm on a queue of SQS", do: remove("queue-age"), want: []string{ofSQS}},
		{name: "no alarm on a worker's queue", onlyUpdate: true, do: remove("celery-backlog"), want: []string{ofRedis}},
		{
			name: "the depth of SQS",
			do:   put("queue-age", "metricName", "ApproximateNumberOfMessagesVisible"),
			want: []string{},
		},
		{
			name: "what is in work",
			do:   put("queue-age", "metricName", "ApproximateNumberOfMessagesNotVisible"),
			want: []string{ofSQS},
		},
		{name: "what RabbitMQ has", do: metric("AWS/AmazonMQ", "MessageReadyCount"), want: []string{}},
		{
			name: "what RabbitMQ has confirmed", onlyUpdate: true,
			do:   metric("AWS/AmazonMQ", "ConfirmRate"),
			want: []string{ofRedis},
		},
		{name: "the age", do: metric("Tenfold", "OldestMessageAge"), want: []string{}},
		{name: "what is in work, published", onlyUpdate: true, do: metric("Tenfold", "ActiveTasks"), want: []string{ofRedis}},
		{
			name: "SQS's name in a namespace of AWS's that has none", onlyUpdate: true,
			do:   metric("AWS/ECS", "QueueDepth"),
			want: []string{ofRedis},
		},
		{name: "an alarm on little", do: put("queue-age", "comparisonOperator", "LessThanThreshold"), want: []string{ofSQS}},
		{
			name: "another operator above",
			do:   put("queue-age", "comparisonOperator", "GreaterThanOrEqualToThreshold"), want: []string{},
		},
		{name: "another queue of SQS", do: put("queue-age", "dimensions.QueueName", "other"), want: []string{ofSQS}},
		{name: "by the name of a queue of SQS", do: put("queue-age", "dimensions.QueueName", "queue-name"), want: []string{}},
		{
			name: "another queue", onlyUpdate: true,
			do:   put("celery-backlog", "metricQueries.1.metric.dimensions.Queue", "mail"),
			want: []string{ofRedis},
		},
		{name: "another dimension", onlyUpdate: true, do: put("celery-backlog", "metricQueries.1.metric.dimensions", props{
			"Broker": "celery",
		}), want: []string{ofRedis}},
		{
			name: "the dead letters alone",
			do:   put("queue-age", "dimensions.QueueName", ref{"dead", "name"}),
			want: []string{ofSQS},
		},
		{name: "several queues, one alarm", onlyUpdate: true, do: func(f fixture) {
			command("worker", "celery", "worker", "-Q", "celery,mail", "-c", "4")(f)
		}, want: []string{`backlog-alarm · workers · its queue "mail"` + without + "Queue" + learns}},
		{
			name: "a queue of SQS that a worker names is reported once", do: func(f fixture) {
				command("worker", "celery", "worker", "-Q", "queue-name")(f)
				delete(f, "queue-age")
			},
			want: []string{ofSQS},
		},
		{name: "a worker on SQS", do: func(f fixture) {
			states(props{"kind": "sqs"})(f)
			delete(f, "celery-backlog")
		}, want: []string{}},
		{name: "a worker on SQS by its address", do: func(f fixture) {
			f.set("worker", "containerDefinitions.0.environment.0", props{"name": "BROKER_URL", "value": "sqs://"})
			delete(f, "celery-backlog")
		}, want: []string{}},
		{name: "a queue by an unknown variable", do: func(f fixture) {
			command("worker", "sh", "-c", "celery worker -Q $QUEUE -c 4")(f)
		}, onlyUpdate: true, want: []string{"backlog-alarm · worker · containerDefinitions[0].command" + uncheckable}},
	})
}

// An alarm that starts tasks tells nobody.
func TestAlarmsThatOnlyScale(t *testing.T) {
	const arn = "arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:1:resource/ecs/service/main/workers:" +
		"policyName/wake"
	wake := func(actions ...any) func(fixture) {
		return func(f fixture) {
			f.add("wake", "aws:appautoscaling/policy:Policy", props{"policyType": "StepScaling"})
			f.set("queue-age", "alarmActions", actions)
		}
	}
	checkBreaches(t, []breach{
		{name: "a policy of the stack", do: wake(ref{"wake", "arn"}), want: []string{ofSQS}},
		{name: "another policy", do: wake(arn), want: []string{ofSQS}},
		{name: "and tell somebody", do: wake(ref{"wake", "arn"}, "arn:aws:sns:::people"), want: []string{}},
		{name: "nothing yet", do: wake(), want: []string{}},
	})
}

// A schedule's queue of starts that it gave up is one of dead letters too, and holds no data.
func TestDeadLettersOfSchedules(t *testing.T) {
	f := compliant()
	f.add("undelivered", "aws:sqs/queue:Queue", props{"sqsManagedSseEnabled": true})
	require.Equal(t, []string{
		"backlog-alarm · undelivered ·" + without + "QueueName" + learns,
		"durable-data · undelivered · redrivePolicy" + poisoned,
		"protected-data · undelivered" + unprotected,
		"visibility-timeout · undelivered · visibilityTimeoutSeconds is not set; want more than the longest task, 300" +
			atOnce,
	}, violations(t, f, pack.Options{}))
	f.add("nightly", "aws:scheduler/schedule:Schedule", props{
		"target": props{"deadLetterConfig": props{"arn": ref{"undelivered", "arn"}}},
	})
	require.Empty(t, violations(t, f, pack.Options{}))
	require.Empty(t, violations(t, f, pack.Options{Preview: true}))
}

func TestBacklogAlarmSettings(t *testing.T) {
	f := compliant()
	delete(f, "queue-age")
	delete(f, "celery-backlog")
	require.Equal(t, []string{ofSQS, ofRedis}, violations(t, f, pack.Options{}))
	require.Empty(t, violations(t, f, pack.Options{Settings: map[string]map[string]any{
		pack.BacklogAlarm: {"unwatched": []any{"queue", "celery"}},
	}}))
}

func TestUnknownValuesOfAlarms(t *testing.T) {
	for _, tc := range []struct{ alarm, path, reported string }{
		{"queue-age", "comparisonOperator", "comparisonOperator"},
		{"queue-age", "metricName", "metricName"},
		{"queue-age", "namespace", "namespace"},
		{"queue-age", "dimensions", "dimensions.QueueName"},
		{"queue-age", "dimensions.QueueName", "dimensions.QueueName"},
		{"celery-backlog", "metricQueries", "metricQueries.metric.dimensions.Queue"},
		{"celery-backlog", "metricQueries.1.metric.metricName", "metricQueries[1].metric.metricName"},
		{"celery-backlog", "metricQueries.1.metric.dimensions.Queue", "metricQueries[1].metric.dimensions.Queue"},
	} {
		t.Run(tc.alarm+" "+tc.path, func(t *testing.T) {
			f := compliant()
			f.set(tc.alarm, tc.path, unknownValue{})
			require.Contains(t, violations(t, f, pack.Options{}), "backlog-alarm · "+tc.alarm+" · "+tc.reported+uncheckable)
			require.Empty(t, violations(t, f, pack.Options{Preview: true}))
		})
	}
}

// Whether a queue without an alarm is one of dead letters may not be known.
func TestQueuesOfUnknownUse(t *testing.T) {
	f := compliant()
	delete(f, "queue-age")
	f.set("queue", "redrivePolicy", unknownValue{})
	require.Equal(t, []string{
		"backlog-alarm · dead · redrivePolicy" + uncheckable, "backlog-alarm · queue · redrivePolicy" + uncheckable,
	}, only(violations(t, f, pack.Options{}), pack.BacklogAlarm))
	require.Empty(t, violations(t, f, pack.Options{Preview: true}))
}
