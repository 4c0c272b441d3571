package celery_test

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// sqsScenarios are those of SQS alone. The loop of prefork is that of threads too.
func sqsScenarios() []scenario {
	all := []scenario{
		{"later", celery.SQS, testLater},
		{"late message", celery.SQS, testLateMessage},
		{"dead letters", celery.SQS, testDeadLetters},
		{"foreign message", celery.SQS, testForeignMessage},
		{"many given back", celery.SQS, testManyGivenBack},
		{"no such queue", celery.SQS, testNoSuchQueue},
		{"beat", celery.SQS, testBeat},
	}
	for _, pool := range []string{celery.Prefork, celery.Gevent} {
		all = append(all, scenario{
			"several queues to " + pool, celery.SQS, func(t *testing.T, s *stage) { testSeveralQueues(t, s, pool) },
		})
	}
	return all
}

// testSeveralQueues: to wait 20 seconds for a message of one queue delays nothing of another one, neither receipts nor
// acknowledgements. And no queue has to wait until another one is empty.
func testSeveralQueues(t *testing.T, s *stage, pool string) {
	s.queues = []string{"empty", "void", "long", "short"}
	w := s.worker()
	w.Pool, w.Concurrency, w.SoftShutdownTimeout, w.StopTimeout = pool, 1, 30, 60
	require.Contains(t, w.Environment()["TENFOLD_WORKER"], `"wait_time_seconds":20`)
	var messages []message
	for n := range 8 {
		messages = append(messages, work(n, 0, "long"))
	}
	s.send(t, append(messages, work(8, 0, "short"), work(9, 0, "short"))...)
	s.launch(t, w)
	s.journal.Await(t, "end", 10)
	s.sqs.awaitLeft(t, "long", [3]int{})
	s.sqs.awaitLeft(t, "short", [3]int{})
	require.Equal(t, servers.Once(10), s.journal.Counts("start"))
	require.Contains(t, s.journal.Numbers("start")[:6], 9, "the two of the short queue are not behind the eight of the long one")
}

// testLater: a task that is due well before the visibility timeout ends waits in the worker. Another one sleeps in its
// queue, up to 12 hours at a time: a worker that ends does not give it back, and it runs once.
func testLater(t *testing.T, s *stage) {
	w := s.worker()
	w.LongestTask, w.VisibilityTimeout = 6, 12
	first := s.launch(t, w)
	first.awaitReady(t)
	before := time.Now()
	var messages []message
	for n, countdown := range []int{3, 20, 100_000} {
		later := work(n, 0, "celery")
		later[2].(map[string]any)["countdown"] = countdown
		messages = append(messages, later)
	}
	s.send(t, messages...)
	s.journal.Await(t, "end", 1)
	require.Equal(t, servers.Once(1), s.journal.Counts("start"))
	require.GreaterOrEqual(t, time.Since(before), 3*time.Second)
	s.sqs.awaitLeft(t, "celery", [3]int{0, 2, 0})
	first.end(t, w.StopTimeout)
	require.Equal(t, [3]int{0, 2, 0}, s.sqs.left(t, "celery"))

	second := s.launch(t, w)
	s.journal.Await(t, "end", 2)
	require.GreaterOrEqual(t, time.Since(before), 20*time.Second)
	s.sqs.awaitLeft(t, "celery", [3]int{0, 1, 0})
	second.end(t, w.StopTimeout)
	require.Equal(t, servers.Once(2), s.journal.Counts("start"))
	require.NotContains(t, first.Log()+second.Log(), "come back late", "it was hidden for longer than SQS can")
}

// testLateMessage: what SQS hands to a worker that has begun to end goes back at once.
func testLateMessage(t *testing.T, s *stage) {
	w := s.worker()
	w.SoftShutdownTimeout, w.StopTimeout = 30, 60
	running := s.launch(t, w)
	running.awaitReady(t)
	running.Signal(syscall.SIGTERM)
	servers.Within(t, servers.Timeout, func() bool { return strings.Contains(running.Log(), "running tasks have 30 seconds") },
		"it does not end: %s", servers.Lazy(running.Log))
	s.send(t, work(0, 0, "celery"))
	require.NoError(t, running.Wait(time.Minute))
	require.Empty(t, s.journal.Counts("start"))
	require.Equal(t, [3]int{1, 0, 0}, s.sqs.left(t, "celery"))
	require.Equal(t, 2, s.sqs.Receives(t, s.sqs.url(t, "celery")), "nobody had asked for it")
}

// testDeadLetters: to be given back counts as a receipt. A task that outlives the soft shutdown of as many workers as
// maxReceiveCount says goes to the dead-letter queue, and no worker gets it any more.
func testDeadLetters(t *testing.T, s *stage) {
	w := s.worker()
	w.SoftShutdownTimeout = 1
	s.send(t, work(0, 60, "celery"))
	for range maxReceives {
		s.journal.Clear(t) // each time it takes long
		running := s.launch(t, w)
		s.journal.Await(t, "start", 1)
		running.end(t, w.StopTimeout)
		require.Equal(t, [3]int{1, 0, 0}, s.sqs.left(t, "celery"), "it is given back at once")
	}
	last := s.launch(t, w)
	s.sqs.awaitLeft(t, "celery", [3]int{0, 0, 1})
	last.end(t, w.StopTimeout)
	require.Equal(t, servers.Once(1), s.journal.Counts("start"))
	require.Empty(t, s.journal.Counts("end"))
}

// testForeignMessage: what is not Celery's, and a task that the application does not know, go to the dead-letter queue,
// and the worker works on.
func testForeignMessage(t *testing.T, s *stage) {
	w := s.worker()
	w.LongestTask, w.VisibilityTimeout = 3, 4
	running := s.launch(t, w)
	running.awaitReady(t)
	for _, body := range []string{"no JSON", `["no object"]`, `{"headers": {"eta": "tomorrow"}}`} {
		s.sqs.Send(t, s.sqs.url(t, "celery"), body)
	}
	s.send(t, message{"unknown", []any{}, map[string]any{"queue": "celery"}}, work(0, 0, "celery"))
	s.journal.Await(t, "end", 1)
	s.sqs.awaitLeft(t, "celery", [3]int{0, 0, 4})
	running.end(t, w.StopTimeout)
}

// testManyGivenBack: more than one request can give back.
func testManyGivenBack(t *testing.T, s *stage) {
	const running, tasks = 25, 30
	w := s.worker()
	w.Pool, w.Concurrency, w.SoftShutdownTimeout = celery.Gevent, running, 1
	var messages []message
	for n := range tasks {
		messages = append(messages, work(n, 60, "celery"))
	}
	s.send(t, messages...)
	busy := s.launch(t, w)
	s.journal.Await(t, "start", running)
	busy.end(t, w.StopTimeout)
	require.Equal(t, servers.Once(running), s.journal.Counts("start"))
	require.Equal(t, [3]int{tasks, 0, 0}, s.sqs.left(t, "celery"))
}

// testNoSuchQueue: a worker that SQS refuses ends, and a new one does not start.
func testNoSuchQueue(t *testing.T, s *stage) {
	url := s.sqs.CreateQueue(t, "gone", map[string]string{})
	s.sqs.urls["celery"] = url
	refused := s.launch(t, s.worker())
	refused.awaitReady(t)
	s.sqs.DeleteQueue(t, url)
	require.Error(t, refused.Wait(2*servers.Timeout))
	require.False(t, refused.Running(), refused.Log())
	require.Contains(t, refused.Log(), "tenfold: nothing can be received from celery: QueueDoesNotExist")
	require.Contains(t, refused.Log(), "Unrecoverable error: QueueDoesNotExist")
}
