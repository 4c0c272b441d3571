package queuedepth

import (
	_ "embed" // for the jobs
	"slices"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/internal/queuedepth/names"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

//go:embed testdata/rq_jobs.py
var rqJobs string

// startRQ starts a broker whose Python is RQ's.
func startRQ(t *testing.T) *store {
	t.Helper()
	s := startStore(t, "valkey")
	s.app = s.parts.Inside(s.parts.Write(t, s.parts.Dir(t), "rq_jobs.py", rqJobs))
	return s
}

// size is how many members a sorted set has.
func (s *store) size(t *testing.T, key string) int64 {
	t.Helper()
	return s.ZCard(t.Context(), key).Val()
}

// pass lets time pass for the registry of started jobs.
func (s *store) pass(t *testing.T, key string, d time.Duration) {
	t.Helper()
	started, err := s.ZRange(t.Context(), key, 0, -1).Result()
	require.NoError(t, err)
	require.NotEmpty(t, started)
	for _, execution := range started {
		require.NoError(t, s.ZIncrBy(t.Context(), key, -d.Seconds(), execution).Err())
	}
}

// TestDepthOfRQ has RQ put jobs in and work on them. What has failed, and what is scheduled for later, is no backlog.
func TestDepthOfRQ(t *testing.T) {
	t.Parallel()
	s := startRQ(t)
	p := s.sampler(names.RQ, "none", "one", "thousand", "long", "later")
	want := numbers{"none": {}, "one": {}, "thousand": {}, "long": {}, "later": {}}
	require.Equal(t, want, p.numbers(t))

	before := time.Now()
	s.python(t, "send", "one", "1")
	after := time.Now()
	s.python(t, "send", "thousand", "1000", ",", "send", "long", "5", "60", ",",
		"later", "later", "3600", ",", "failing", "later", "3600", ",", "failing", "none")
	for range 3 {
		s.holding(t, "running", 1, "work", "long")
	}
	want["one"], want["thousand"], want["long"] = [2]int64{1}, [2]int64{1000}, [2]int64{2, 3}
	want["later"], want["none"] = [2]int64{1}, [2]int64{1}
	require.Equal(t, want, p.numbers(t))

	s.python(t, "work", "none", "burst", ",", "work", "later", "burst")
	require.Equal(t, int64(1), s.size(t, "rq:failed:none"))
	require.Equal(t, int64(2), s.size(t, "rq:scheduled:later"), "one of them is to be tried again")
	want["later"], want["none"] = [2]int64{}, [2]int64{}
	taken, err := p.take(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, numbersOf(taken))
	require.GreaterOrEqual(t, taken.queues[1].age, taken.taken.Sub(after))
	require.LessOrEqual(t, taken.queues[1].age, taken.taken.Sub(before))
	require.Zero(t, taken.queues[4].age)
	requirePublished(t, s, want)
}

// requirePublished wants the program to publish the same.
func requirePublished(t *testing.T, s *store, want numbers) {
	t.Helper()
	p := launch(t, s.url(), "QUEUES=none,one,thousand,long,later", "LIBRARY=rq", "INTERVAL=1s")
	within(t, servers.Timeout, func() bool { return len(p.lines(t)) >= len(want) }, "no sample")
	got := numbers{}
	for _, line := range p.lines(t)[:len(want)] {
		got[line.Queue] = [2]int64{line.Depth, line.Tasks}
	}
	require.Equal(t, want, got)
}

// TestDueJobsOfRQ wait until a scheduler of RQ puts them into the list, and their age says so when none does.
func TestDueJobsOfRQ(t *testing.T) {
	t.Parallel()
	s := startRQ(t)
	p := s.sampler(names.RQ, "mail")
	s.python(t, "later", "mail", "3600", "-40", "-20", ",", "send", "mail", "1")
	taken, err := p.take(t.Context())
	require.NoError(t, err)
	require.Equal(t, numbers{"mail": {3, 0}}, numbersOf(taken))
	due := s.ZRangeWithScores(t.Context(), "rq:scheduled:mail", 0, 0).Val()[0].Score
	require.InDelta(t, taken.taken.Sub(time.UnixMilli(int64(1000*due))).Seconds(), taken.queues[0].age.Seconds(), 0.001)
	require.GreaterOrEqual(t, taken.queues[0].age, 40*time.Second)

	s.python(t, "work", "mail", "burst")
	require.Equal(t, numbers{"mail": {2, 0}}, p.numbers(t), "a worker alone does not take them")
}

// TestJobsOfRQThatAreDueSoon wake a service that has no tasks, and count for no more than that.
func TestJobsOfRQThatAreDueSoon(t *testing.T) {
	t.Parallel()
	s := startRQ(t)
	p := s.sampler(names.RQ, "mail")
	s.python(t, "later", "mail", "300", "310", "3600")
	taken, err := p.take(t.Context())
	require.NoError(t, err)
	require.Equal(t, []queueSample{{queue: "mail", depth: 1, later: 3}}, taken.queues)
	s.python(t, "send", "mail", "4")
	require.Equal(t, numbers{"mail": {4, 0}}, p.numbers(t))
}

// TestLostJobsOfRQ are those of workers that were killed. They wait for another worker, which finds them.
func TestLostJobsOfRQ(t *testing.T) {
	t.Parallel()
	s := startRQ(t)
	p := s.sampler(names.RQ, "begun", "taken")
	s.python(t, "send", "begun", "1", "60", ",", "send", "taken", "2")
	workers := []*servers.Process{
		s.holding(t, "running", 1, "work", "begun"), s.holding(t, "taken", 1, "work", "taken", "slow"),
	}
	require.Equal(t, numbers{"begun": {0, 1}, "taken": {2, 0}}, p.numbers(t))
	require.Equal(t, int64(1), s.LLen(t.Context(), "rq:queue:taken").Val(), "the other one is nowhere else")
	for _, worker := range workers {
		worker.Signal(9)
		require.Error(t, worker.Wait(servers.Timeout))
	}
	require.Equal(t, numbers{"begun": {0, 1}, "taken": {2, 0}}, p.numbers(t), "nobody knows yet")

	begun := s.ZRangeWithScores(t.Context(), "rq:wip:begun", 0, -1).Val()
	require.Len(t, begun, 1)
	require.InDelta(t, time.Now().Unix()+90, begun[0].Score, servers.Timeout.Seconds())
	s.pass(t, "rq:wip:begun", 2*time.Minute)
	taken, err := p.take(t.Context())
	require.NoError(t, err)
	require.Equal(t, numbers{"begun": {1, 0}, "taken": {2, 0}}, numbersOf(taken))
	require.InDelta(t, taken.taken.Sub(time.Unix(int64(begun[0].Score)-120, 0)).Seconds(),
		taken.queues[0].age.Seconds(), 0.001)

	s.python(t, "work", "begun", "burst")
	require.Equal(t, numbers{"begun": {}, "taken": {2, 0}}, p.numbers(t))
	require.Equal(t, int64(1), s.size(t, "rq:failed:begun"))
}

// TestTakenJobsOfRQAreBounded: as many are looked at as of Celery's.
func TestTakenJobsOfRQAreBounded(t *testing.T) {
	t.Parallel()
	s := startRQ(t)
	ids := slices.Repeat([]any{"job"}, maxActive+1)
	require.NoError(t, s.RPush(t.Context(), "rq:queue:mail:intermediate", ids...).Err())
	p := s.sampler(names.RQ, "mail")
	require.Equal(t, numbers{"mail": {maxActive, 0}}, p.numbers(t))
	require.NoError(t, s.ZAdd(t.Context(), "rq:executions:job", redis.Z{Member: "execution"}).Err())
	require.Equal(t, numbers{"mail": {}}, p.numbers(t), "it has begun")
}
