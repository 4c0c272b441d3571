package worker

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestTheAlarmOnTheBacklog(t *testing.T) {
	rec := runWorker(t, grouped(scaledWorker(celery.RabbitMQ)))
	queue := func(name string) dims { return dims{"Environment": "shop-production", "Queue": name} }
	stacktest.RequireInputs(t, rec.Named(t, tasktest.TypeAlarm, "mail-late"), map[string]any{
		"metricQueries": []any{
			watched("messages0", "Shop/Queues", "QueueDepth", queue("mail")),
			watched("messages1", "Shop/Queues", "QueueDepth", queue("reports")),
			tasksWatched,
			part("messages", "messages0 + messages1 * 4"),
			part("running", "FILL(tasks, 0)"),
			result("backlog", "IF(running > 0, messages / running, messages)"),
		},
		"comparisonOperator": "GreaterThanThreshold", "threshold": 240, "evaluationPeriods": 13,
		"treatMissingData": "missing", "alarmDescription": "Messages wait longer than they may (workers mail) [test]",
		"tags": map[string]any{"Name": "mail-late"}, "metricName": nil,
	})
}

func TestTheAlarmsOnTheOldestMessage(t *testing.T) {
	args := grouped(fixedWorker(celery.SQS))
	args.LongestTask = 200
	rec := runWorker(t, args)
	for queue, want := range map[string]struct {
		name      string
		threshold int
	}{"mail": {"tasks-mail-1a", 30 + 390 + 200}, "reports": {"tasks-reports-2b", 60 + 390 + 200}} {
		stacktest.RequireInputs(t, rec.Named(t, tasktest.TypeAlarm, "mail-age-"+queue), map[string]any{
			"namespace": "AWS/SQS", "metricName": "ApproximateAgeOfOldestMessage", "statistic": "Maximum", "period": 60,
			"dimensions": map[string]any{"QueueName": want.name}, "comparisonOperator": "GreaterThanThreshold",
			"threshold": want.threshold, "evaluationPeriods": 3, "treatMissingData": "missing", "metricQueries": nil,
			"alarmDescription": "The oldest message of " + queue + " waits longer than it may (workers mail) [test]",
		})
	}
	stacktest.RequireInputs(t, runWorker(t, scaledWorker(celery.Redis)).Named(t, tasktest.TypeAlarm, "mail-age-mail"), map[string]any{
		"namespace": "Shop/Queues", "metricName": "OldestMessageAge", "statistic": "Maximum", "threshold": 420,
		"dimensions": map[string]any{"Environment": "shop-production", "Queue": "mail"},
	})
}

// RabbitMQ does not tell how old a message is.
func TestTheAlarmOnUnattendedMessages(t *testing.T) {
	queue := func(name string) dims { return dims{"Environment": "shop-production", "Queue": name} }
	alarm := runWorker(t, grouped(scaledWorker(celery.RabbitMQ))).Named(t, tasktest.TypeAlarm, "mail-unattended")
	stacktest.RequireInputs(t, alarm, map[string]any{
		"metricQueries": []any{
			watched("messages0", "Shop/Queues", "QueueDepth", queue("mail")),
			watched("messages1", "Shop/Queues", "QueueDepth", queue("reports")),
			watched("working0", "Shop/Queues", "ActiveTasks", queue("mail")),
			watched("working1", "Shop/Queues", "ActiveTasks", queue("reports")),
			part("messages", "messages0 + messages1"), part("working", "working0 + working1"),
			result("unattended", "IF(working > 0, 0, messages)"),
		},
		"comparisonOperator": "GreaterThanThreshold", "threshold": 0, "evaluationPeriods": 7, "treatMissingData": "missing",
		"alarmDescription": "Messages wait and nobody works (workers mail) [test]",
	})
}

func TestTheAlarmsOnDeadLetters(t *testing.T) {
	rec := runWorker(t, grouped(fixedWorker(celery.SQS)))
	for queue, name := range map[string]string{"mail": "tasks-mail-dlq-3c", "reports": "tasks-reports-dlq-4d"} {
		stacktest.RequireInputs(t, rec.Named(t, tasktest.TypeAlarm, "mail-dead-"+queue), map[string]any{
			"namespace": "AWS/SQS", "metricName": "ApproximateNumberOfMessagesVisible", "statistic": "Maximum", "period": 60,
			"dimensions": map[string]any{"QueueName": name}, "comparisonOperator": "GreaterThanThreshold", "threshold": 0,
			"evaluationPeriods": 1, "treatMissingData": "ignore",
			"alarmDescription": "Messages of " + queue + " have failed for good (workers mail) [test]",
		})
	}
}

func TestAlarmsTellPeople(t *testing.T) {
	args := grouped(sleepingWorker(celery.SQS))
	for _, alarm := range runWorker(t, args).OfType(tasktest.TypeAlarm) {
		if alarm.Name != "mail-wake" && alarm.Name != "mail-sleep" {
			require.False(t, alarm.Has("alarmActions") || alarm.Has("okActions"), alarm.Name)
		}
	}
	args.AlarmActionARNs = []pulumi.StringInput{pulumi.String(topicARN)}
	told := 0
	for _, alarm := range runWorker(t, args).OfType(tasktest.TypeAlarm) {
		if alarm.Name != "mail-wake" && alarm.Name != "mail-sleep" {
			require.Equal(t, []any{topicARN}, alarm.Input("alarmActions"), alarm.Name)
			require.Equal(t, []any{topicARN}, alarm.Input("okActions"), alarm.Name)
			told++
		}
	}
	require.Equal(t, 5, told)
}

// What workers of RabbitMQ returned too often is in a queue beside its own.
func TestTheAlarmOnDeadLettersOfRabbitMQ(t *testing.T) {
	alarm := runWorker(t, scaledWorker(celery.RabbitMQ)).Named(t, tasktest.TypeAlarm, "mail-dead-mail")
	stacktest.RequireInputs(t, alarm, map[string]any{
		"namespace": "Shop/Queues", "metricName": "QueueDepth", "statistic": "Maximum", "threshold": 0,
		"dimensions": map[string]any{"Environment": "shop-production", "Queue": "mail.dead"}, "treatMissingData": "ignore",
	})
}
