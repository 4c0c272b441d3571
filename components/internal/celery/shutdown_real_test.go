package celery_test

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// testShutdown: task 1 ends within the soft shutdown and runs once. Task 0 does not, and runs again in another worker;
// so does nothing else, and nothing is lost. A task for later, which the worker had too, is not lost either.
func testShutdown(t *testing.T, s *stage, pool string) {
	const tasks = 12
	w := s.worker()
	w.Pool = pool
	first := s.launch(t, w)
	first.awaitReady(t)
	later := work(tasks-1, 0, "celery")
	later[2].(map[string]any)["countdown"] = 7
	messages := []message{work(0, 60, "celery"), work(1, 2, "celery"), later}
	for n := 2; n < tasks-1; n++ {
		messages = append(messages, work(n, 0.05, "celery"))
	}
	s.send(t, messages...)
	s.journal.Await(t, "start", 2)
	took := first.end(t, w.StopTimeout)
	t.Logf("ended after %v", took)
	require.Greater(t, took, time.Duration(w.SoftShutdownTimeout)*time.Second, "the long task has its time")
	require.Equal(t, 1, s.journal.Counts("end")[1], "the short task ends within the soft shutdown")
	require.Zero(t, s.journal.Counts("end")[0])

	second := s.launch(t, w)
	s.journal.Await(t, "end", tasks)
	second.end(t, w.StopTimeout)
	require.Equal(t, servers.Once(tasks), s.journal.Counts("end"))
	starts := servers.Once(tasks)
	starts[0] = 2
	require.Equal(t, starts, s.journal.Counts("start"))
}

// testIdle: a worker without a task ends at once.
func testIdle(t *testing.T, s *stage) {
	w := s.worker()
	w.SoftShutdownTimeout, w.StopTimeout = 60, 90
	idle := s.launch(t, w)
	idle.awaitReady(t)
	require.Less(t, idle.end(t, w.StopTimeout), 10*time.Second)
}

// testKill: the tasks that ran when the worker was killed run again, with RabbitMQ at once and with Redis and SQS
// after the visibility timeout. Nothing else does, and nothing is lost.
func testKill(t *testing.T, s *stage) {
	const tasks = 8
	w := s.worker()
	w.LongestTask, w.VisibilityTimeout = 11, 25
	first := s.launch(t, w)
	first.awaitReady(t)
	var messages []message
	for n := range tasks {
		messages = append(messages, work(n, 0.05, "celery"))
	}
	messages[2], messages[3] = work(2, 60, "celery"), work(3, 60, "celery")
	s.send(t, messages...)
	s.journal.Await(t, "start", 4)
	first.Signal(syscall.SIGKILL)
	killed := time.Now()
	require.Error(t, first.Wait(servers.Timeout))

	if s.kind != celery.RabbitMQ {
		early := s.launch(t, w)
		s.journal.Await(t, "end", tasks-2)
		early.end(t, w.StopTimeout)
		hidden := killed.Add(time.Duration(w.VisibilityTimeout) * time.Second)
		if again := s.journal.Counts("start")[2]; again > 1 { // a busy machine takes that long to start a worker
			require.True(t, time.Now().After(hidden), "not before the visibility timeout")
		}
		time.Sleep(time.Until(hidden))
	}
	second := s.launch(t, w)
	s.journal.Await(t, "end", tasks)
	second.end(t, w.StopTimeout)
	starts := servers.Once(tasks)
	starts[2], starts[3] = 2, 2
	require.Equal(t, starts, s.journal.Counts("start"))
	require.Equal(t, servers.Once(tasks), s.journal.Counts("end"))
}

// testRetries: a task that would be tried for ever is tried again four times, as the limit says, also when it waits
// between; and one that kills its process is not tried again at all. Nobody works on the default queue here.
func testRetries(t *testing.T, s *stage) {
	s.queues = []string{"bulk"}
	w := s.worker()
	w.MaxRetries = 4
	running := s.launch(t, w)
	running.awaitReady(t)
	bulk := map[string]any{"queue": "bulk"}
	s.send(t, message{"retry", []any{0, 0}, bulk}, message{"retry", []any{1, 1}, bulk}, message{"die", []any{2}, bulk})
	servers.Within(t, servers.Timeout, func() bool {
		c := s.journal.Counts("start")
		return c[0] >= 5 && c[1] >= 5 && c[2] >= 1
	}, "they are not tried again: %s", servers.Lazy(func() string { return fmt.Sprint(s.journal.Counts("start"), "\n", running.Log()) }))
	s.send(t, work(3, 0, "bulk"), work(4, 0, "bulk"))
	s.journal.Await(t, "end", 2)
	running.end(t, w.StopTimeout)
	require.Equal(t, map[int]int{0: 5, 1: 5, 2: 1, 3: 1, 4: 1}, s.journal.Counts("start"))
	if s.kind == celery.SQS {
		require.Equal(t, [3]int{}, s.sqs.left(t, "bulk"), "what has failed is acknowledged, and no dead letter")
	}
}

// testLoad: SIGTERM in the middle of many short tasks, at whatever moment it comes. The worker ends as soon as those
// that run have ended, and none of all runs twice.
func testLoad(t *testing.T, s *stage, pool string) {
	tasks := 150
	if s.kind == celery.SQS {
		tasks = 60 // each is two requests over HTTP
	}
	w := s.worker()
	w.Pool = pool
	var messages []message
	for n := range tasks {
		messages = append(messages, work(n, 0.005, "celery"))
	}
	s.send(t, messages...)
	first := s.launch(t, w)
	s.journal.Await(t, "end", tasks/3)
	took := first.end(t, w.StopTimeout)
	t.Logf("ended after %v and %d of %d tasks", took, len(s.journal.Counts("end")), tasks)
	require.Less(t, took, time.Duration(w.SoftShutdownTimeout)*time.Second)
	require.Less(t, len(s.journal.Counts("end")), tasks, "the worker was not in the middle")
	second := s.launch(t, w)
	s.journal.Await(t, "end", tasks)
	second.end(t, w.StopTimeout)
	require.Equal(t, servers.Once(tasks), s.journal.Counts("start"))
	require.Equal(t, servers.Once(tasks), s.journal.Counts("end"))
}

// testTimeLimit: a task that takes longer than the longest one has failed, whatever it or its message says. Its place is free, and it does not run
// again.
func testTimeLimit(t *testing.T, s *stage, pool string) {
	w := s.worker()
	w.Pool, w.Concurrency, w.LongestTask = pool, 1, 2
	running := s.launch(t, w)
	running.awaitReady(t)
	s.send(t, work(0, 60, "celery"), message{"greedy", []any{2, 60}, map[string]any{"queue": "celery"}},
		message{"work", []any{3, 60}, map[string]any{"queue": "celery", "time_limit": 500}}, work(1, 0, "celery"))
	s.journal.Await(t, "end", 1)
	running.end(t, w.StopTimeout)
	require.Equal(t, servers.Once(4), s.journal.Counts("start"))
	require.Equal(t, map[int]int{1: 1}, s.journal.Counts("end"))
	require.Contains(t, running.Log(), "tenfold: time_limit of greedy is 500 s; it is ended after longestTask, 2 s")
}
