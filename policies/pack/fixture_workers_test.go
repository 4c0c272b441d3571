package pack_test

// addWorkers adds a service of workers beside the web service, beat, and alarms on both queues.
func addWorkers(f fixture) {
	f.set("worker", "family", "worker")
	f.set("worker", "cpu", "1024")
	f.set("worker", "containerDefinitions.0.command", words(
		"celery", "-A", "shop", "worker", "-Q", "celery", "-c", "4", "--time-limit=240"))
	f.add("workers", "aws:ecs/service:Service", props{
		"name": "workers", "cluster": "arn:aws:ecs:us-east-1:111122223333:cluster/main",
		"taskDefinition": ref{"worker", "arn"}, "desiredCount": 2,
	})
	f.add("workers-scaling", "aws:appautoscaling/target:Target", props{
		"resourceId": "service/main/workers", "scalableDimension": "ecs:service:DesiredCount",
		"minCapacity": 1, "maxCapacity": 6,
	})
	f.add("beat-task", "aws:ecs/taskDefinition:TaskDefinition", props{
		"family": "beat", "containerDefinitions": asJSON{[]any{props{
			"name": "beat", "command": words("celery", "-A", "shop", "beat"),
		}}},
	})
	f.add("beat", "aws:ecs/service:Service", props{
		"name": "beat", "cluster": "arn:aws:ecs:us-east-1:111122223333:cluster/main",
		"taskDefinition": ref{"beat-task", "arn"}, "desiredCount": 1,
		"deploymentMaximumPercent": 100, "deploymentMinimumHealthyPercent": 0,
		"capacityProviderStrategies": []any{props{"capacityProvider": "FARGATE", "weight": 1}},
	})
	addUse(f, "queue")
	f.add("celery-backlog", "aws:cloudwatch/metricAlarm:MetricAlarm", props{
		"comparisonOperator": "GreaterThanThreshold", "threshold": 100,
		"metricQueries": []any{
			props{"id": "backlog", "expression": "m1 / 4", "returnData": true},
			props{"id": "m1", "metric": props{
				"namespace": "Shop", "metricName": "QueueDepth", "period": 60, "stat": "Maximum",
				"dimensions": props{"Queue": "celery", "Environment": "test"},
			}},
		},
	})
}

// addUse adds to a queue what one needs from which messages are taken.
func addUse(f fixture, queue string) {
	f.set(queue, "name", queue+"-name")
	f.set(queue, "visibilityTimeoutSeconds", 900)
	f.add(queue+"-age", "aws:cloudwatch/metricAlarm:MetricAlarm", props{
		"comparisonOperator": "GreaterThanThreshold", "threshold": 600, "alarmActions": []any{"arn:aws:sns:::people"},
		"namespace": "AWS/SQS", "metricName": "ApproximateAgeOfOldestMessage",
		"dimensions": props{"QueueName": ref{queue, "name"}},
	})
}

// words is a command as containerDefinitions has it.
func words(all ...string) []any {
	list := make([]any, len(all))
	for i, word := range all {
		list[i] = word
	}
	return list
}
