package celery_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
)

func settingsOf(t *testing.T, environment map[string]string) map[string]any {
	t.Helper()
	var all map[string]any
	require.NoError(t, json.Unmarshal([]byte(environment["TENFOLD_WORKER"]), &all))
	if all["kind"] == celery.RabbitMQ {
		require.Contains(t, all, "queue_arguments", "it declares the same queues")
		delete(all, "queue_arguments")
	}
	require.Len(t, all, 3, "there is nothing of a worker")
	require.Equal(t, "shop", all["app"])
	require.NotContains(t, environment, "REMAP_SIGTERM")
	return all["settings"].(map[string]any)
}

func TestBeat(t *testing.T) {
	start := []string{"sh", "-c", text(t, "start.sh"), "celery", "--app=tenfold_worker", "--quiet", "beat", "--loglevel=INFO"}
	b := celery.Beat{App: "shop", Kind: celery.Redis, Scheduler: celery.RedBeat, VisibilityTimeout: 900}
	require.Equal(t, append(start, "--scheduler=redbeat.RedBeatScheduler", "--max-interval=5", "--pidfile="), b.Command())
	settings := settingsOf(t, b.Environment())
	require.Equal(t, 60., settings["redbeat_lock_timeout"])
	require.Equal(t, map[string]any{
		"retry_period": 60., "socket_connect_timeout": 5., "socket_timeout": 30., "socket_keepalive": true,
	}, settings["redbeat_redis_options"])
	require.Equal(t, 900., settings["broker_transport_options"].(map[string]any)["visibility_timeout"])
	require.Empty(t, problems(b.Validate))

	b.Kind, b.Scheduler = celery.RabbitMQ, celery.Django
	require.Equal(t, append(start, "--scheduler=django_celery_beat.schedulers:DatabaseScheduler", "--max-interval=5",
		"--pidfile="), b.Command())
	settings = settingsOf(t, b.Environment())
	require.NotContains(t, settings, "redbeat_lock_timeout")
	require.NotContains(t, settings, "redbeat_redis_options")
	require.Equal(t, "quorum", settings["task_default_queue_type"], "it sends to the same queues")
	require.Empty(t, problems(b.Validate))
	require.Equal(t, usual().HealthCheck(), b.HealthCheck())

	for _, kind := range []string{celery.RabbitMQ, celery.SQS} {
		b.Kind, b.Scheduler = kind, celery.RedBeat
		require.Equal(t, `worker "w": scheduler is "redbeat"; want "django" with `+kind+
			`; redbeat keeps its schedule in the broker, which must be Redis; without Django, use scheduled jobs`,
			problems(b.Validate))
	}
	require.Equal(t, `worker "w": app is required; it is Celery's -A, such as "shop.celery:app"
worker "w": broker is ""; want "redis" or "rabbitmq" or "sqs"
worker "w": scheduler is ""; want "redbeat" or "django"`, problems(celery.Beat{}.Validate))
}

func TestFlower(t *testing.T) {
	f := celery.Flower{App: "shop", Kind: celery.Redis, Port: 5555, MaxTasks: 10000, VisibilityTimeout: 900}
	require.Equal(t, []string{
		"sh", "-c", `: "${FLOWER_BASIC_AUTH:?is not set: Flower would be open to everyone}"` + "\n" + text(t, "start.sh"),
		"celery", "--app=tenfold_worker", "--quiet", "flower", "--address=0.0.0.0", "--port=5555", "--max_tasks=10000",
	}, f.Command())
	require.Contains(t, settingsOf(t, f.Environment()), "broker_transport_options")
	require.Equal(t, []string{
		"CMD-SHELL",
		`python3 -c "import urllib.request as r; r.urlopen('http://127.0.0.1:5555/healthcheck', timeout=4)"`,
	}, f.HealthCheck())
	require.Empty(t, problems(f.Validate))

	f.Kind = celery.SQS
	require.Equal(t, `worker "w": broker is "sqs"; want "redis" or "rabbitmq"; `+
		`Flower lives on the events of workers, and SQS has none; the depth of its queues is in CloudWatch`,
		problems(f.Validate))
	require.Equal(t, `worker "w": app is required; it is Celery's -A, such as "shop.celery:app"
worker "w": broker is ""; want "redis" or "rabbitmq"
worker "w": maxTasks is 0; want 1 to 1000000`, problems(celery.Flower{}.Validate))
}
