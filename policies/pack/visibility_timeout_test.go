package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

const (
	times = ": first failures are often transient, and a message that always fails must not be retried indefinitely; " +
		"set a limit in this range"
	atOnce = " seconds: a longer one runs twice at the same time; raise it, or limit the task"
)

// states makes the worker one of Tenfold's, which states its settings in its environment.
func states(config props) func(fixture) {
	return func(f fixture) {
		command("worker", "celery", "-A", "shop", "worker", "-Q", "celery", "-c", "4")(f)
		f.set("worker", "containerDefinitions.0.environment.0", props{"name": "TENFOLD_WORKER", "value": asJSON{config}})
	}
}

func redis(retries, maxTask, visible any) func(fixture) {
	return states(props{"kind": "redis", "max_retries": retries, "settings": props{
		"task_time_limit": maxTask, "broker_transport_options": props{"visibility_timeout": visible},
	}})
}

func TestVisibilityTimeoutOfSQS(t *testing.T) {
	const visible = "visibility-timeout · queue · visibilityTimeoutSeconds is "
	takes := func(limit string) func(fixture) {
		return func(f fixture) {
			command("worker", "celery", "-A", "shop", "worker", "-Q", "celery,queue-name", "-c", "4", "--time-limit", limit)(f)
		}
	}
	second := func(name string) func(fixture) {
		return func(f fixture) {
			takes("60")(f)
			f.add("second", "aws:ecs/taskDefinition:TaskDefinition", props{"containerDefinitions": asJSON{[]any{
				props{"command": words("celery", "worker", "-c1", "-Qqueue-name", "--time-limit=901")},
			}}})
			f.add(name, "aws:ecs/service:Service", props{"taskDefinition": ref{"second", "arn"}, "desiredCount": 1})
		}
	}
	predefined := func(queue string) func(fixture) {
		return func(f fixture) {
			states(props{"kind": "sqs", "settings": props{"task_time_limit": 900}})(f)
			f["worker"].props["containerDefinitions"].(asJSON).value.([]any)[0].(props)["environment"] = []any{
				f["worker"].props["containerDefinitions"].(asJSON).value.([]any)[0].(props)["environment"].([]any)[0],
				props{"name": "BROKER_PREDEFINED_QUEUES", "value": asJSON{props{queue: props{"url": ref{"queue", "id"}}}}},
			}
		}
	}
	checkBreaches(t, []breach{
		{name: "as long as the default", onlyUpdate: true, do: put("queue", "visibilityTimeoutSeconds", 300), want: []string{
			visible + "300; want more than the longest task, 300" + atOnce,
		}},
		{name: "a second longer", do: put("queue", "visibilityTimeoutSeconds", 301), want: []string{}},
		{name: "SQS's default", onlyUpdate: true, do: put("queue", "visibilityTimeoutSeconds", nil), want: []string{
			visible + "not set; want more than the longest task, 300" + atOnce,
		}},
		{name: "a dead-letter queue", do: put("dead", "visibilityTimeoutSeconds", 1), want: []string{}},
		{
			name: "a worker's limit", onlyUpdate: true,
			do:   takes("900"),
			want: []string{visible + "900; want more than the longest task of workers, 900" + atOnce},
		},
		{name: "a worker's lower limit", do: func(f fixture) {
			takes("60")(f)
			f.set("queue", "visibilityTimeoutSeconds", 61)
		}, want: []string{}},
		{name: "the first of two workers", do: second("long"), want: []string{
			visible + "900; want more than the longest task of long, 901" + atOnce,
		}},
		{name: "the last of two workers", do: second("xl"), want: []string{
			visible + "900; want more than the longest task of xl, 901" + atOnce,
		}},
		{name: "a limit of a worker on another queue", do: command(
			"worker", "celery", "worker", "-Q", "celery", "--time-limit=90000"), want: []string{}},
		{name: "by address", do: predefined("celery"), onlyUpdate: true, want: []string{
			visible + "900; want more than the longest task of workers, 900" + atOnce,
		}},
		{name: "by address, of a queue that it does not take from", do: predefined("other"), want: []string{}},
		{name: "an unknown limit", do: takes("$LIMIT"), onlyUpdate: true, want: []string{
			"visibility-timeout · queue · containerDefinitions[0].command" + uncheckable,
		}},
	})
}

func TestVisibilityTimeoutOfRedis(t *testing.T) {
	const visible = "visibility-timeout · worker · containerDefinitions[0].environment[0].value." +
		"broker_transport_options.visibility_timeout is "
	const stated = "visibility-timeout · worker · containerDefinitions[0].environment[0].value.settings." +
		"broker_transport_options.visibility_timeout is "
	set := func(value any) func(fixture) {
		return put("worker", "containerDefinitions.0.environment.0", props{"name": "CELERY_SETTINGS", "value": value})
	}
	options := func(seconds int) asJSON {
		return asJSON{props{"broker_transport_options": props{"visibility_timeout": seconds}}}
	}
	checkBreaches(t, []breach{
		{name: "longer", do: redis(3, 899, 900), want: []string{}},
		{name: "as long", onlyUpdate: true, do: redis(3, 900, 900), want: []string{
			stated + "900; want more than the longest task of workers, 900" + atOnce,
		}},
		{name: "no limit of the task", onlyUpdate: true, do: redis(3, nil, 300), want: []string{
			stated + "300; want more than the longest task of workers, 300" + atOnce,
		}},
		{name: "RabbitMQ has none", do: states(props{
			"kind": "rabbitmq", "max_retries": 3, "settings": props{"task_time_limit": 90000},
		}), want: []string{}},
		{name: "SQS has its own", do: states(props{"kind": "sqs", "settings": props{
			"task_time_limit": 900, "broker_transport_options": props{"visibility_timeout": 1},
		}}), want: []string{}},
		{name: "settings of Celery, and the command's limit", onlyUpdate: true, do: set(options(240)), want: []string{
			visible + "240; want more than the longest task of workers, 240" + atOnce,
		}},
		{name: "settings of Celery, longer", do: set(options(241)), want: []string{}},
	})
}

func TestVisibilityTimeoutSettings(t *testing.T) {
	settings := pack.Options{Settings: map[string]map[string]any{pack.VisibilityTimeout: {"longestTask": 900.0}}}
	require.Equal(t, []string{
		"visibility-timeout · queue · visibilityTimeoutSeconds is 900; want more than the longest task, 900" + atOnce,
	}, violations(t, compliant(), settings))
}

func TestUnknownValuesOfQueues(t *testing.T) {
	for _, tc := range []struct {
		name string
		do   func(fixture)
		want []string
	}{
		{"a worker's settings", put("worker", "containerDefinitions.0.environment.0", props{
			"name": "TENFOLD_WORKER", "value": "{",
		}), []string{
			"retry-limit · worker · containerDefinitions[0].environment[0].value" + uncheckable,
			"visibility-timeout · worker · containerDefinitions[0].environment[0].value.settings." +
				"broker_transport_options.visibility_timeout" + uncheckable,
		}},
		{"a worker's limit of retries", redis("many", 60, 900), []string{
			"retry-limit · worker · containerDefinitions[0].environment[0].value.max_retries" + uncheckable,
		}},
		{"a worker's longest task", redis(3, "long", 900), []string{
			"visibility-timeout · worker · containerDefinitions[0].environment[0].value.settings.task_time_limit" + uncheckable,
		}},
		{"a queue's visibility timeout", put("queue", "visibilityTimeoutSeconds", unknownValue{}), []string{
			"visibility-timeout · queue · visibilityTimeoutSeconds" + uncheckable,
		}},
		{"a queue that may be one of dead letters", func(f fixture) {
			f.set("queue", "visibilityTimeoutSeconds", nil)
			f.set("queue", "redrivePolicy", unknownValue{})
		}, []string{
			"durable-data · queue · redrivePolicy" + uncheckable,
			"retry-limit · queue · redrivePolicy.maxReceiveCount" + uncheckable,
			"visibility-timeout · dead · visibilityTimeoutSeconds" + uncheckable,
			"visibility-timeout · queue · visibilityTimeoutSeconds" + uncheckable,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := compliant()
			tc.do(f)
			found := violations(t, f, pack.Options{})
			require.Subset(t, found, tc.want)
			require.Empty(t, violations(t, f, pack.Options{Preview: true}))
		})
	}
}
