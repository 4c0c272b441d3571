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

// laterScenarios are those of tasks for later on Redis.
func laterScenarios() []scenario {
	all := []scenario{
		{"later than the visibility timeout", celery.Redis, testLongerThanVisibility},
		{"later on a full broker", celery.Redis, testLaterWhenFull},
		{"no worker hoards", celery.Redis, testHoard},
	}
	for name, edit := range kills {
		all = append(all, scenario{
			"SIGKILL " + name, celery.Redis, func(t *testing.T, s *stage) { testLaterKilled(t, s, edit[0], edit[1]) },
		})
	}
	return all
}

// countdown is a task that is due in so many seconds.
func countdown(number, seconds int) message {
	m := work(number, 0, "celery")
	m[2].(map[string]any)["countdown"] = seconds
	return m
}

// waiting is how many messages wait in Redis for their time, and held how many workers have.
func (s *stage) waiting(t *testing.T) int64 {
	t.Helper()
	return s.store.Nodes[0].Client.ZCard(t.Context(), "tenfold:later:celery").Val()
}

func (s *stage) held(t *testing.T) int64 {
	t.Helper()
	return s.store.Nodes[0].Client.HLen(t.Context(), "unacked").Val()
}

// testLongerThanVisibility: a countdown, an eta without a zone, one with a priority, and a retry, each longer than the visibility
// timeout. No worker has them meanwhile, and each runs once and not before its time, whoever comes and goes.
func testLongerThanVisibility(t *testing.T, s *stage) {
	w := s.worker()
	w.VisibilityTimeout, w.MaxRetries = 5, 1
	first := s.launch(t, w)
	first.awaitReady(t)
	sent := time.Now()
	naive := work(1, 0, "celery")
	naive[2].(map[string]any)["eta"] = sent.UTC().Add(25 * time.Second).Format("2006-01-02T15:04:05")
	urgent := countdown(2, 25)
	urgent[2].(map[string]any)["priority"] = 9
	s.send(t, countdown(0, 25), naive, urgent, message{"retry", []any{3, 25}, map[string]any{"queue": "celery"}})
	servers.Within(t, servers.Timeout, func() bool { return s.waiting(t) == 3 && s.held(t) == 0 }, "%s", servers.Lazy(first.Log))
	require.Equal(t, int64(1), s.store.Nodes[0].Client.ZCard(t.Context(), "tenfold:later:celery\x06\x169").Val())

	time.Sleep(time.Until(sent.Add(10 * time.Second))) // the visibility timeout is over, and a worker looks as it starts
	second := s.launch(t, w)
	second.awaitReady(t)
	if started := s.journal.Counts("start"); time.Since(sent) < 25*time.Second { // a busy machine takes that long
		require.Equal(t, map[int]int{3: 1}, started, "it was early")
	}
	s.journal.Await(t, "end", 3)
	require.Greater(t, time.Since(sent), 24*time.Second)
	servers.Within(t, servers.Timeout, func() bool { return s.journal.Counts("start")[3] == 2 }, "%s", servers.Lazy(first.Log))
	third := s.launch(t, w)
	third.awaitReady(t)
	require.Equal(t, map[int]int{0: 1, 1: 1, 2: 1, 3: 2}, s.journal.Counts("start"))
	require.Zero(t, s.waiting(t))
	for _, running := range []*worker{first, second, third} {
		running.end(t, w.StopTimeout)
	}
}

// testLaterWhenFull: a broker that takes no more messages can be emptied.
func testLaterWhenFull(t *testing.T, s *stage) {
	running := s.launch(t, s.worker())
	running.awaitReady(t)
	s.send(t, countdown(0, 20))
	servers.Within(t, servers.Timeout, func() bool { return s.waiting(t) == 1 }, "%s", servers.Lazy(running.Log))
	require.NoError(t, s.store.Nodes[0].Client.ConfigSet(t.Context(), "maxmemory", "1").Err())
	servers.Within(t, servers.Timeout, func() bool { return s.waiting(t) == 0 }, "%s", servers.Lazy(running.Log))
	require.NoError(t, s.store.Nodes[0].Client.ConfigSet(t.Context(), "maxmemory", "64mb").Err())
	s.journal.Await(t, "end", 1)
	running.end(t, 14)
}

// evalLine is where the module runs its scripts.
const evalLine = "            return client.eval(script, len(keys), *keys, *args)\n"

// kills are the moments at which a worker is killed: what replaces a line of the module. The only other one is that in
// which Redis delivers a message, which Worker's comment names.
var kills = map[string][2]string{
	"before a task for later moves": {evalLine, hangIf("script == PUT_OFF") + evalLine},
	"after a task for later has moved": {
		evalLine, strings.Replace(evalLine, "return", "got =", 1) + hangIf("script == PUT_OFF") + "            return got\n",
	},
	"before a due task moves": {
		evalLine, hangIf("script == BRING_BACK and client.zcount(keys[1], 0, args[0])") + evalLine,
	},
	"when a due task has come again": {
		"        if wait <= 0:\n", hangIf("wait < 0") + "        if wait <= 0:\n",
	},
}

func hangIf(condition string) string {
	indent := strings.Repeat(" ", 12)
	if strings.HasPrefix(condition, "wait") {
		indent = indent[4:]
	}
	// It hangs there until it is killed, and says so first.
	return indent + "if " + condition + ": __import__('shop').note('stuck', 0); time.sleep(600)\n"
}

// testLaterKilled: whenever the worker is killed, the task is in Redis, in one place, and runs once.
func testLaterKilled(t *testing.T, s *stage, line, replacement string) {
	w := s.worker()
	w.Pool, w.VisibilityTimeout = celery.Threads, 5
	require.Equal(t, 1, strings.Count(w.Environment()["TENFOLD_REDIS"], line))
	killed := s.launch(t, w, line, replacement)
	killed.awaitReady(t)
	s.send(t, countdown(0, 6))
	s.journal.Await(t, "stuck", 1)
	killed.Signal(syscall.SIGKILL)
	require.Error(t, killed.Wait(servers.Timeout))
	require.Empty(t, s.journal.Counts("start"), "%s", killed.Log())
	require.Equal(t, 1, s.kept(t), "%s", killed.Log())

	time.Sleep(time.Duration(w.VisibilityTimeout) * time.Second)
	for range 2 {
		next := s.launch(t, w)
		next.awaitReady(t)
		s.journal.Await(t, "end", 1)
		time.Sleep(time.Second)
		next.end(t, w.StopTimeout)
	}
	require.Equal(t, servers.Once(1), s.journal.Counts("start"))
	require.Zero(t, s.kept(t))
}

// kept is how many messages Redis has, in whatever place.
func (s *stage) kept(t *testing.T) int {
	t.Helper()
	return int(s.waiting(t) + s.held(t) + s.store.Nodes[0].Client.LLen(t.Context(), "celery").Val())
}

// testHoard: a worker that comes first takes no more than it can work on, whatever tasks for later it gets, and leaves
// the rest to a second one.
func testHoard(t *testing.T, s *stage) {
	const tasks = 24
	w := s.worker()
	first := s.launch(t, w)
	first.awaitReady(t)
	var messages []message
	for n := range tasks {
		m := countdown(n, 40)
		m[1] = []any{n, 1}
		messages = append(messages, m)
	}
	s.send(t, messages...)
	servers.Within(t, servers.Timeout, func() bool { return s.waiting(t)+s.held(t) == tasks }, "%s", servers.Lazy(first.Log))
	second := s.launch(t, w)
	second.awaitReady(t)
	maxHeld := int64(0)
	servers.Within(t, servers.Timeout, func() bool {
		maxHeld = max(maxHeld, s.held(t))
		return len(s.journal.Counts("end")) == tasks
	}, "%s", servers.Lazy(first.Log))
	require.LessOrEqual(t, maxHeld, int64(2*w.Concurrency))
	for _, running := range []*worker{first, second} {
		require.NotZero(t, strings.Count(running.Log(), "succeeded in"), "%s", running.Log())
	}
	first.end(t, w.StopTimeout)
	second.end(t, w.StopTimeout)
	require.Equal(t, servers.Once(tasks), s.journal.Counts("start"))
}
