package celery_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// testSettings asks the running worker for what it has in the end, against the settings of its application.
func testSettings(t *testing.T, s *stage) {
	want := map[string]any{
		"task_acks_late": true, "task_reject_on_worker_lost": false, "task_time_limit": 100.,
		"worker_prefetch_multiplier":   1.,
		"worker_soft_shutdown_timeout": 4., "worker_enable_soft_shutdown_on_idle": false,
		"worker_cancel_long_running_tasks_on_connection_loss": true, "broker_connection_retry_on_startup": true,
		"broker_transport_options": map[string]any{
			"visibility_timeout": 900., "queue_order_strategy": "round_robin", "socket_connect_timeout": 5.,
			"socket_timeout": 30., "socket_keepalive": true, "health_check_interval": 11.,
			"socket_keepalive_options": map[string]any{"4": 60., "5": 10., "6": 3.},
		},
		"task_default_queue_type": "classic",
		// Whether they are acknowledged late, and the limit of their retries: a task's own word wins, but for a limit that
		// is higher than the worker's. Celery's own tasks are as they were.
		"work": []any{true, 2.}, "retry": []any{true, 2.}, "modest": []any{true, 1.}, "careful": []any{false, 2.},
		"celery.chord_unlock": []any{true, nil},
		"queues":              map[string]any{"celery": []any{"direct", nil}, "bulk": []any{"direct", nil}},
	}
	switch s.kind {
	case celery.SQS:
		want["broker_transport_options"] = map[string]any{
			"visibility_timeout": 900., "wait_time_seconds": 4., "region": "eu-west-1",
			"predefined_queues": map[string]any{"bulk": map[string]any{"url": s.sqs.url(t, "bulk")}},
		}
	case celery.RabbitMQ:
		quorum := func(name string) []any {
			return []any{"topic", map[string]any{
				"x-queue-type": "quorum", "x-delivery-limit": 20., "x-dead-letter-exchange": "", "x-dead-letter-routing-key": name + ".dead",
			}}
		}
		want["broker_transport_options"] = map[string]any{"confirm_publish": true}
		want["task_default_queue_type"] = "quorum"
		want["queues"] = map[string]any{"celery": quorum("celery"), "bulk": quorum("bulk")}
	}
	var keys []string
	for key := range want {
		switch key {
		case "work", "retry", "modest", "careful", "celery.chord_unlock", "queues":
		default:
			keys = append(keys, key)
		}
	}
	s.queues = []string{"bulk"}
	running := s.launch(t, s.worker())
	running.awaitReady(t)
	s.send(t, message{"settings", []any{keys}, map[string]any{"queue": "bulk"}})
	servers.Within(t, servers.Timeout, func() bool { return len(s.journal.Lines("settings")) == 1 }, "%s", servers.Lazy(running.Log))
	var got map[string]any
	require.NoError(t, json.Unmarshal([]byte(s.journal.Lines("settings")[0]), &got))
	require.Equal(t, want, got)
	running.end(t, 14)
}

// testQueueOrder: with Ordered each queue waits until those before it are empty, and with RoundRobin they take turns,
// beginning with any.
func testQueueOrder(t *testing.T, s *stage) {
	s.queues = []string{"urgent", "mail", "celery", "reports", "bulk"}
	queues := len(s.queues)
	for _, order := range []string{celery.Ordered, celery.RoundRobin} {
		s.journal.Clear(t)
		var messages []message
		for n := range 2 * queues {
			messages = append(messages, work(n, 0, s.queues[n/2]))
		}
		s.send(t, messages...)
		w := s.worker()
		w.QueueOrder, w.Concurrency = order, 1
		running := s.launch(t, w)
		s.journal.Await(t, "end", 2*queues)
		running.end(t, w.StopTimeout)
		started := s.journal.Numbers("start")
		if order == celery.Ordered {
			require.Equal(t, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, started)
			continue
		}
		require.ElementsMatch(t, []int{0, 2, 4, 6, 8}, started[:queues], "the first of each queue")
		require.ElementsMatch(t, []int{1, 3, 5, 7, 9}, started[queues:])
	}
}

// testHealth: a worker is healthy when it is connected, and no more when its loop has not turned for two minutes.
func testHealth(t *testing.T, s *stage) {
	w := s.worker()
	running := s.launch(t, w)
	require.False(t, running.healthy(t), "it has only just begun to start")
	running.awaitReady(t)
	require.True(t, running.healthy(t))
	ago := func(d time.Duration) time.Time { return time.Now().Add(-d) }
	require.NoError(t, os.Chtimes(running.alive, ago(110*time.Second), ago(110*time.Second)))
	require.True(t, running.healthy(t))
	require.NoError(t, os.Chtimes(running.alive, ago(130*time.Second), ago(130*time.Second)))
	require.False(t, running.healthy(t))
	servers.Within(t, servers.Timeout, func() bool { return running.healthy(t) }, "nothing touches the file%s", servers.Lazy(running.Log))
	require.Less(t, running.end(t, w.StopTimeout), 3*time.Second, "it had no task to wait for")
}

// testBrokenApp: an application that cannot be imported, and a Celery that is too old, end the worker at once.
func testBrokenApp(t *testing.T, s *stage) {
	s.parts.Write(t, s.dir, "broken.py", "import celery\nraise ValueError('no such shop')\n")
	s.parts.Write(t, s.dir, "old.py", "import celery\ncelery.VERSION = celery.VERSION._replace(minor=4)\n"+
		"celery.__version__ = '5.4.0'\nimport tenfold_worker\n")
	w := s.worker()
	w.App = "broken"
	broken := s.launch(t, w)
	require.Error(t, broken.Wait(servers.Timeout))
	require.False(t, broken.Running())
	require.Contains(t, broken.Log(), "ValueError: no such shop")
	require.NoFileExists(t, broken.alive)
	require.False(t, broken.healthy(t))

	paths := s.parts.Inside(s.dir) + ":" + s.parts.Inside(filepath.Dir(broken.alive))
	out, err := s.parts.Run(t, append(broken.env, "PYTHONPATH="+paths), "/usr/bin/python3", "-c", "import old")
	require.Error(t, err)
	require.Equal(t, "tenfold: Celery is 5.4.0; want 5.5 or later\n", out)
}
