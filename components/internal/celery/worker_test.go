package celery_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
)

// usual is a worker with the defaults of worker.Args.
func usual() celery.Worker {
	return celery.Worker{
		App: "shop", Kind: celery.Redis, Queues: []string{"celery", "mail"}, QueueOrder: celery.RoundRobin,
		Pool: celery.Prefork, Concurrency: 2, Prefetch: 1, MaxRetries: 3, LongestTask: 300, SoftShutdownTimeout: 60,
		StopTimeout: 90, VisibilityTimeout: 900,
	}
}

func text(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(content)
}

func TestCommand(t *testing.T) {
	start := []string{"sh", "-c", text(t, "start.sh"), "celery", "--app=tenfold_worker", "--quiet", "worker", "--loglevel=INFO"}
	require.Equal(t, append(start, "--pool=prefork", "--concurrency=2", "--queues=celery,mail", "--without-gossip",
		"--without-mingle"), usual().Command())

	w := usual()
	w.TaskEvents = true
	require.Contains(t, w.Command(), "--task-events")
	w.Kind, w.Queues, w.Concurrency, w.MaxTasksPerChild = celery.SQS, []string{"mail"}, 4, 100
	require.Equal(t, append(start, "--pool=prefork", "--concurrency=4", "--queues=mail", "--without-gossip",
		"--without-mingle", "--max-tasks-per-child=100", "--without-heartbeat"), w.Command(), "SQS has no events")
}

func TestEnvironment(t *testing.T) {
	w := usual()
	all := w.Environment()
	require.Len(t, all, 5)
	require.Equal(t, text(t, "tenfold_redis.py"), all["TENFOLD_REDIS"])
	require.NotContains(t, celery.Beat{App: "shop", Kind: celery.Redis, Scheduler: celery.Django}.Environment(), "TENFOLD_REDIS")
	require.Equal(t, "SIGQUIT", all["REMAP_SIGTERM"])
	require.Equal(t, "/tmp/tenfold", all["TENFOLD_DIR"])
	require.Equal(t, text(t, "tenfold_worker.py"), all["TENFOLD_MODULE"])
	require.JSONEq(t, `{
		"app": "shop", "kind": "redis", "queues": ["celery", "mail"], "pool": "prefork", "soft_shutdown": 60,
		"max_retries": 3, "limit": 2,
		"protection": {"after": 60, "longest": 300, "window": 60},
		"settings": {
			"broker_connection_retry_on_startup": true,
			"broker_transport_options": {
				"visibility_timeout": 900, "queue_order_strategy": "round_robin",
				"socket_connect_timeout": 5, "socket_timeout": 30, "socket_keepalive": true
			},
			"task_acks_late": true, "task_reject_on_worker_lost": false, "task_time_limit": 300,
			"worker_prefetch_multiplier": 1, "worker_soft_shutdown_timeout": 60,
			"worker_enable_soft_shutdown_on_idle": false,
			"worker_cancel_long_running_tasks_on_connection_loss": true
		}
	}`, all["TENFOLD_WORKER"])
}

// TestEnvironmentOfSQS: a worker of SQS gets its own way to it, and is told until when it may hold a message.
func TestEnvironmentOfSQS(t *testing.T) {
	w := usual()
	require.NotContains(t, w.Environment()["TENFOLD_WORKER"], "later")
	w.Kind = celery.SQS
	all := w.Environment()
	require.Len(t, all, 5)
	require.Equal(t, text(t, "tenfold_sqs.py"), all["TENFOLD_SQS"])
	require.Contains(t, all["TENFOLD_WORKER"], `"later":300}`, "900 seconds, less those of two tasks that it may hold")
	require.Contains(t, celery.Beat{App: "shop", Kind: celery.SQS, Scheduler: celery.Django}.Environment(), "TENFOLD_SQS")
}

// TestNoRetries: no retry is a limit too.
func TestNoRetries(t *testing.T) {
	w := usual()
	w.MaxRetries = 0
	require.Contains(t, w.Environment()["TENFOLD_WORKER"], `"max_retries":0`)
}

func TestSettingsOfWorkers(t *testing.T) {
	settings := func(change func(*celery.Worker)) map[string]any {
		w := usual()
		change(&w)
		var all struct{ Settings map[string]any }
		require.NoError(t, json.Unmarshal([]byte(w.Environment()["TENFOLD_WORKER"]), &all))
		return all.Settings
	}
	const cancel = "worker_cancel_long_running_tasks_on_connection_loss"
	require.Equal(t, true, settings(func(w *celery.Worker) { w.Pool = celery.Gevent })[cancel])
	require.Equal(t, false, settings(func(w *celery.Worker) { w.Pool = celery.Threads })[cancel], "it cannot")
	ordered := settings(func(w *celery.Worker) { w.QueueOrder = celery.Ordered })
	options := ordered["broker_transport_options"].(map[string]any)
	require.Equal(t, "tenfold_worker:Ordered", options["queue_order_strategy"])

	rabbit := settings(func(w *celery.Worker) { w.Kind = celery.RabbitMQ })
	require.Equal(t, map[string]any{"confirm_publish": true}, rabbit["broker_transport_options"])
	require.Equal(t, "quorum", rabbit["task_default_queue_type"])
	require.Equal(t, "topic", rabbit["task_default_exchange_type"])
	require.Equal(t, true, rabbit["worker_detect_quorum_queues"])

	sqs := settings(func(w *celery.Worker) { w.Kind = celery.SQS })
	require.Equal(t, map[string]any{"visibility_timeout": 900., "wait_time_seconds": 20.}, sqs["broker_transport_options"])
	hasty := settings(func(w *celery.Worker) { w.Kind, w.SoftShutdownTimeout = celery.SQS, 19 })
	require.Equal(t, 19., hasty["broker_transport_options"].(map[string]any)["wait_time_seconds"],
		"a worker that ends must hear what it has asked for")
	require.Equal(t, false, sqs["worker_enable_remote_control"])
	require.Equal(t, false, sqs["worker_send_task_events"])
}

func TestProducer(t *testing.T) {
	p := celery.Producer{Kind: celery.Redis, Queues: []string{"celery", "mail"}, VisibilityTimeout: 900}
	require.JSONEq(t, `{
		"broker_connection_retry_on_startup": true,
		"broker_transport_options": {
			"visibility_timeout": 900, "socket_connect_timeout": 5, "socket_timeout": 30, "socket_keepalive": true
		}
	}`, p.Settings())

	p.Kind = celery.RabbitMQ
	require.JSONEq(t, `{
		"broker_connection_retry_on_startup": true, "broker_transport_options": {"confirm_publish": true},
		"task_default_queue_type": "quorum", "task_default_exchange_type": "topic",
		"task_create_missing_queue_type": "quorum", "task_create_missing_queue_exchange_type": "topic",
		"task_queues": {
			"celery": {"exchange": "celery", "exchange_type": "topic", "routing_key": "celery", "queue_arguments": {
				"x-queue-type": "quorum", "x-delivery-limit": 20, "x-dead-letter-exchange": "",
				"x-dead-letter-routing-key": "celery.dead"}},
			"mail": {"exchange": "mail", "exchange_type": "topic", "routing_key": "mail", "queue_arguments": {
				"x-queue-type": "quorum", "x-delivery-limit": 20, "x-dead-letter-exchange": "",
				"x-dead-letter-routing-key": "mail.dead"}}
		}
	}`, p.Settings())

	p.Kind, p.Region, p.PredefinedQueues = celery.SQS, "eu-west-1", `{"mail":{"url":"https://sqs/1/mail"}}`
	require.JSONEq(t, `{
		"broker_connection_retry_on_startup": true,
		"worker_enable_remote_control": false, "worker_send_task_events": false,
		"broker_transport_options": {
			"visibility_timeout": 900, "wait_time_seconds": 20, "region": "eu-west-1",
			"predefined_queues": {"mail": {"url": "https://sqs/1/mail"}}
		}
	}`, p.Settings())
}
