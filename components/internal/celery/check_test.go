package celery_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

func problems(check func(*component.Problems)) string {
	var p component.Problems
	check(&p)
	if err := p.Err("worker", "w"); err != nil {
		return err.Error()
	}
	return ""
}

func TestCheckWorker(t *testing.T) {
	const stop = "want softShutdownTimeout, 60, + 10 to 120; " +
		"after the soft shutdown the worker gives back what has not ended, and exits; then ECS kills it"
	for want, change := range map[string]func(*celery.Worker){
		`app is required; it is Celery's -A, such as "shop.celery:app"`: func(w *celery.Worker) { w.App = "" },
		`broker is "kafka"; want "redis" or "rabbitmq" or "sqs"`:        func(w *celery.Worker) { w.Kind = "kafka" },
		`queueOrder is "any"; want "roundRobin" or "ordered"`: func(w *celery.Worker) {
			w.QueueOrder = "any"
		},
		`queueOrder is "ordered"; want "roundRobin" with rabbitmq; ` +
			`it delivers each queue independently; give the urgent one a worker of its own`: func(w *celery.Worker) {
			w.Kind, w.QueueOrder = celery.RabbitMQ, celery.Ordered
		},
		`queueOrder is "ordered"; want "roundRobin" with sqs; ` +
			`it delivers each queue independently; give the urgent one a worker of its own`: func(w *celery.Worker) {
			w.Kind, w.QueueOrder = celery.SQS, celery.Ordered
		},
		`pool is "solo"; want "prefork" or "threads" or "gevent"`: func(w *celery.Worker) { w.Pool = "solo" },
		`prefetch is 101; want 1 to 100`: func(w *celery.Worker) {
			w.Prefetch, w.LongestTask = 101, 1
		},
		`maxTasksPerChild is -1; want 0 to 1000000`: func(w *celery.Worker) { w.MaxTasksPerChild = -1 },
		`maxTasksPerChild is 9; want 0 with the pool "threads"; it has no processes`: func(w *celery.Worker) {
			w.Pool, w.MaxTasksPerChild = celery.Threads, 9
		},
		`maxRetries is -1; want 0 to 1000`: func(w *celery.Worker) { w.MaxRetries = -1 },
		`softShutdownTimeout is 0; want 1 to 110`: func(w *celery.Worker) {
			w.SoftShutdownTimeout = 0
		},
		`softShutdownTimeout is 120; want 1 to 110`: func(w *celery.Worker) { w.SoftShutdownTimeout = 120 },
		`longestTask is 300; want at least 1 and less than the broker's visibilityTimeout, 200, ÷ 200; no number is; ` +
			`raise that visibilityTimeout, or let a process hold less than 200 by a lower prefetch or fewer queues`: func(
			w *celery.Worker,
		) {
			w.Kind, w.Prefetch, w.VisibilityTimeout = celery.RabbitMQ, 100, 200
		},
		`stopTimeout is 60; ` + stop:  func(w *celery.Worker) { w.StopTimeout = 60 },
		`stopTimeout is 69; ` + stop:  func(w *celery.Worker) { w.StopTimeout = 69 },
		`stopTimeout is 121; ` + stop: func(w *celery.Worker) { w.StopTimeout = 121 },
	} {
		w := usual()
		change(&w)
		require.Equal(t, `worker "w": `+want, problems(w.Validate))
	}
}

// TestCheckLongestTask: a message waits behind all that its process holds. RabbitMQ counts these for each queue, and
// with SQS a worker may hold one more for each of its queues but the first.
func TestCheckLongestTask(t *testing.T) {
	for _, c := range []struct {
		kind                             string
		prefetch, longestTask, want, per int
	}{
		{celery.Redis, 1, 0, 899, 1},
		{celery.Redis, 1, 900, 899, 1},
		{celery.SQS, 3, 300, 224, 4},
		{celery.SQS, 1, 450, 449, 2},
		{celery.RabbitMQ, 2, 300, 224, 4},
	} {
		w := usual()
		w.Kind, w.Prefetch, w.LongestTask = c.kind, c.prefetch, c.longestTask
		require.Equal(t, fmt.Sprintf(`worker "w": longestTask is %d; want 1 to %d: less than the broker's `+
			`visibilityTimeout, 900, ÷ %d; a message that has waited for longer behind the %d that a process may hold goes to `+
			`another worker as well`, c.longestTask, c.want, c.per, c.per), problems(w.Validate))
	}
}

// TestHeldOfSQS: the more processes there are, the fewer of them hold one more.
func TestHeldOfSQS(t *testing.T) {
	for _, c := range []struct{ queues, concurrency, held int }{
		{1, 1, 1}, {1, 4, 1}, {2, 1, 2}, {2, 4, 2}, {5, 1, 5}, {5, 2, 3}, {5, 4, 2}, {5, 3, 3},
	} {
		w := usual()
		w.Kind, w.Queues, w.Concurrency = celery.SQS, []string{"a", "b", "c", "d", "e"}[:c.queues], c.concurrency
		w.LongestTask = 899 / c.held
		require.Empty(t, problems(w.Validate), c)
		w.LongestTask++
		require.Contains(t, problems(w.Validate), fmt.Sprintf("÷ %d;", c.held), c)
	}
}

func TestCheckTakes(t *testing.T) {
	for _, change := range []func(*celery.Worker){
		func(*celery.Worker) {},
		func(w *celery.Worker) { w.StopTimeout = 70 },
		func(w *celery.Worker) { w.SoftShutdownTimeout, w.StopTimeout = 110, 120 },
		func(w *celery.Worker) { w.LongestTask = 899 },
		func(w *celery.Worker) { w.Kind = celery.RabbitMQ },
		func(w *celery.Worker) { w.Kind = celery.SQS },
		func(w *celery.Worker) { w.QueueOrder = celery.Ordered },
		func(w *celery.Worker) { w.Pool, w.Concurrency = celery.Gevent, 1000 },
		func(w *celery.Worker) { w.MaxTasksPerChild = 1000 },
		func(w *celery.Worker) { w.MaxRetries = 0 },
	} {
		w := usual()
		change(&w)
		require.Empty(t, problems(w.Validate))
	}
}

func TestCheckCollectsAll(t *testing.T) {
	var p component.Problems
	celery.Worker{}.Validate(&p)
	require.Len(t, p, 8)
}
