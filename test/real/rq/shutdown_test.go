package rq

import (
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// testShutdown: the jobs that run when SIGTERM comes end, and run once; no other one begins, and none is lost. A worker
// without a job ends too.
func testShutdown(t *testing.T, s *stage, processes int, command []string) {
	const jobs = 6
	first := s.start(t, command...)
	messages := []message{job(0, 2, nil), job(1, 2, nil)}
	for n := 2; n < jobs; n++ {
		messages = append(messages, job(n, 0.5, nil))
	}
	s.enqueue(t, messages...)
	s.journal.Await(t, "start", processes)
	took := first.end(t)
	begun := s.journal.Counts("start")
	t.Logf("ended after %v and %d jobs", took, len(begun))
	require.Less(t, len(begun), jobs)
	require.Equal(t, begun, s.journal.Counts("end"))
	require.Len(t, s.members(t, "rq:queue:celery"), jobs-len(begun))

	second := s.start(t, command...)
	s.journal.Await(t, "end", jobs)
	second.end(t)
	require.Equal(t, servers.Once(jobs), s.journal.Counts("start"))
	require.Equal(t, servers.Once(jobs), s.journal.Counts("end"))
}

// testKill: of the jobs that run longer than the stop timeout, or whose machine is lost, nothing is known until they
// count as lost, 90 s after the last sign of life. Then the next worker tries again the one that may be, and the other
// one has failed.
func testKill(t *testing.T, s *stage) {
	first := s.start(t, workerPool...)
	s.enqueue(t, job(0, 60, again(1)), job(1, 60, nil))
	s.journal.Await(t, "start", 2)
	started := time.Now()
	first.Signal(syscall.SIGTERM)
	servers.Within(t, servers.Timeout, func() bool { return strings.Count(first.Log(), "warm shut down requested") == 2 },
		"it takes no notice\n%s", servers.Lazy(first.Log))
	first.Signal(syscall.SIGKILL)
	require.Error(t, first.Wait(servers.Timeout))

	early := s.start(t, restless...)
	s.enqueue(t, job(2, 0, nil))
	s.journal.Await(t, "end", 1)
	early.end(t)
	require.Equal(t, servers.Once(3), s.journal.Counts("start"), "not before they count as lost")
	require.Len(t, s.members(t, "rq:wip:celery"), 2)
	for _, lost := range s.store.Nodes[0].Client.ZRangeWithScores(t.Context(), "rq:wip:celery", 0, -1).Val() {
		require.InDelta(t, started.Unix()+90, lost.Score, 20)
	}

	s.pass(t, 2*time.Minute)
	second := s.start(t, oneWorker...)
	s.journal.Await(t, "end", 2)
	second.end(t)
	require.Equal(t, map[int]int{0: 2, 1: 1, 2: 1}, s.journal.Counts("start"))
	require.Equal(t, map[int]int{0: 1, 2: 1}, s.journal.Counts("end"))
	require.Equal(t, map[int]int{0: 1, 1: 1}, s.journal.Counts("failed"))
	require.Equal(t, []string{"job-1"}, s.members(t, "rq:failed:celery"))
	require.Empty(t, s.members(t, "rq:wip:celery"))
}

// pass lets time pass for the jobs that are started.
func (s *stage) pass(t *testing.T, d time.Duration) {
	t.Helper()
	for _, execution := range s.members(t, "rq:wip:celery") {
		client := s.store.Nodes[0].Client
		require.NoError(t, client.ZIncrBy(t.Context(), "rq:wip:celery", -d.Seconds(), execution).Err())
	}
}

// taken starts a worker that takes a job and does not come to begin it, and ends it.
func (s *stage) taken(t *testing.T, number int, queues ...string) {
	t.Helper()
	w := s.start(t, append([]string{"rq", "worker", "--job-class", "rq_shop.Slow"}, queues...)...)
	servers.Within(t, servers.Timeout, func() bool { return s.journal.Counts("taken")[number] == 1 }, "it is not taken\n%s", servers.Lazy(w.Log))
	w.end(t)
}

// testTaken: a worker of one queue that is told to end in the moment of taking a job leaves the job where the others
// find it: once they see it there, and again after a minute.
func testTaken(t *testing.T, s *stage) {
	const list = "rq:queue:celery:intermediate"
	s.enqueue(t, job(0, 0, again(1)), job(1, 0, nil))
	s.taken(t, 0, "celery")
	s.taken(t, 1, "celery")
	require.Equal(t, []string{"job-0", "job-1"}, s.members(t, list))

	client := s.store.Nodes[0].Client
	w := s.start(t, restless...)
	seen := []string{list + ":first_seen:job-0", list + ":first_seen:job-1"}
	servers.Within(t, servers.Timeout, func() bool { return client.Exists(t.Context(), seen...).Val() == 2 },
		"nobody sees them\n%s", servers.Lazy(w.Log))
	require.Empty(t, s.journal.Counts("start"))
	minute := strconv.FormatInt(time.Now().Add(-61*time.Second).Unix(), 10)
	require.NoError(t, client.MSet(t.Context(), seen[0], minute, seen[1], minute).Err())
	s.journal.Await(t, "end", 1)
	servers.Within(t, servers.Timeout, func() bool { return s.in(t, "rq:failed:celery", 1) }, "it has not failed\n%s", servers.Lazy(w.Log))
	w.end(t)
	require.Equal(t, servers.Once(1), s.journal.Counts("start"))
	require.Empty(t, s.journal.Counts("failed"), "it was never begun")
	require.Empty(t, s.members(t, list))
}

// testTakenOfSeveral: a worker of several queues loses the job then, also one that may be tried again. RQ keeps ids in
// lists and sorted sets.
func testTakenOfSeveral(t *testing.T, s *stage) {
	s.enqueue(t, job(0, 0, again(1)), job(1, 0, nil))
	s.taken(t, 0, "celery", "bulk")
	client, found := s.store.Nodes[0].Client, []string{}
	for _, key := range client.Keys(t.Context(), "rq:*").Val() {
		if kind := client.Type(t.Context(), key).Val(); kind == "list" || kind == "zset" {
			found = append(found, s.members(t, key)...)
		}
	}
	require.Equal(t, []string{"job-1"}, found, "the other one is nowhere")
}
