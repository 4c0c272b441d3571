package realtest

import (
	"context"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/realparts"
)

// The commands that docs/rq.md gives.
var (
	rqOne  = []string{"rq", "worker", "celery"}
	rqPool = []string{"rq", "worker-pool", "--num-workers", "2", "celery"}
	rqSoon = []string{"rq", "worker", "--worker-ttl", "75", "--maintenance-interval", "60", "--with-scheduler", "celery"}
)

// restless looks for lost jobs every second.
var restless = []string{"rq", "worker", "--worker-ttl", "16", "--maintenance-interval", "1", "celery"}

// wrongPassword is what the broker says to one.
const wrongPassword = "invalid username-password pair"

// TestWorkersOfRQ runs every scenario on a broker of its own, with TLS and a password.
func TestWorkersOfRQ(t *testing.T) {
	t.Parallel()
	parts := realparts.Find(t)
	for name, run := range map[string]func(*testing.T, *rqStage){
		"documented":             testRQDocumented,
		"SIGTERM to a worker":    func(t *testing.T, s *rqStage) { testRQShutdown(t, s, 1, rqOne) },
		"SIGTERM to a pool":      func(t *testing.T, s *rqStage) { testRQShutdown(t, s, 2, rqPool) },
		"SIGTERM, then SIGKILL":  testRQKill,
		"SIGTERM at the taking":  testRQTaken,
		"SIGTERM, several lists": testRQTakenOfSeveral,
		"failures":               testRQFailures,
		"retries after a time":   testRQRetryLater,
		"order":                  testRQOrder,
		"health":                 testRQHealth,
		"wrong password":         testRQPassword,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, newRQStage(t, parts))
		})
	}
}

// testRQDocumented: the documentation has these very commands, and they work.
func testRQDocumented(t *testing.T, s *rqStage) {
	text, err := os.ReadFile("../../../docs/rq.md")
	require.NoError(t, err)
	for n, command := range [][]string{rqOne, rqPool, rqSoon} {
		require.True(t, strings.Contains(string(text), "| `"+strings.Join(command, " ")+"` |"), "%v", command)
		w := s.start(t, command...)
		s.enqueue(t, job(n, 0, nil))
		s.await(t, "end", n+1)
		w.end(t)
	}
	require.Equal(t, once(3), s.counts("end"))
}

// testRQFailures: a job that takes its process with it, and one that takes too long, have failed like others, and are
// tried again when they may be.
func testRQFailures(t *testing.T, s *rqStage) {
	w := s.start(t, rqOne...)
	s.enqueue(t, message{"die", []any{0}, again(2)}, message{"die", []any{1}, nil},
		job(2, 60, options{"job_timeout": 1}), message{"fail", []any{3}, again(1)}, job(4, 0, nil))
	s.await(t, "end", 1)
	within(t, realparts.Patience, func() bool { return len(s.members(t, "rq:failed:celery")) == 4 },
		"they have not failed\n%s", w.Log)
	w.end(t)
	require.Equal(t, map[int]int{0: 3, 1: 1, 2: 1, 3: 2, 4: 1}, s.counts("start"))
	require.Equal(t, map[int]int{2: 1, 3: 2}, s.counts("failed"), "a process that is gone can say nothing")
	require.False(t, s.in(t, "rq:failed:celery", 4))
}

// testRQRetryLater: what is to be tried again after a time needs a scheduler, and a worker alone is none.
func testRQRetryLater(t *testing.T, s *rqStage) {
	w := s.start(t, rqOne...)
	later := options{"retry": options{"max": 1, "interval": 1}}
	s.enqueue(t, message{"fail", []any{0}, later})
	within(t, realparts.Patience, func() bool { return s.in(t, "rq:scheduled:celery", 0) }, "it is not scheduled\n%s", w.Log)
	s.enqueue(t, job(1, 2, nil), job(2, 0, nil))
	s.await(t, "end", 2)
	require.True(t, s.in(t, "rq:scheduled:celery", 0))
	require.Equal(t, 1, s.counts("start")[0])
	w.end(t)

	scheduler := s.start(t, rqSoon...)
	within(t, realparts.Patience, func() bool { return s.in(t, "rq:failed:celery", 0) }, "it is not tried\n%s", scheduler.Log)
	require.Equal(t, 2, s.counts("start")[0])
	scheduler.end(t)
}

// testRQOrder: of several queues the first comes first, or with round_robin one after the other.
func testRQOrder(t *testing.T, s *rqStage) {
	of := func(number int, queue string) message { return job(number, 0, options{"queue": queue}) }
	s.enqueue(t, of(0, "low"), of(1, "low"), of(2, "high"), of(3, "high"))
	first := s.start(t, "rq", "worker", "high", "low")
	s.await(t, "end", 4)
	first.end(t)
	s.enqueue(t, of(4, "low"), of(5, "low"), of(6, "high"), of(7, "high"))
	second := s.start(t, "rq", "worker", "--dequeue-strategy", "round_robin", "high", "low")
	s.await(t, "end", 8)
	second.end(t)
	require.Equal(t, []int{2, 3, 0, 1, 6, 4, 7, 5}, s.numbers("start"))
}

// testRQHealth: a worker is healthy once it is connected, and while it works. It is not healthy when no connection of all
// that are made lasts.
func testRQHealth(t *testing.T, s *rqStage) {
	s.behind(t)
	w := s.start(t, rqOne...)
	within(t, realparts.Patience, func() bool { return w.healthy(t) }, "it is not healthy\n%s", w.Log)
	s.enqueue(t, job(0, 5, nil))
	s.await(t, "start", 1)
	require.True(t, w.healthy(t))
	w.end(t)
	require.Equal(t, 1, s.counts("end")[0])
	require.False(t, w.healthy(t))

	s.connectRestlessly(t)
	require.False(t, w.healthy(t))
}

// connectRestlessly connects to the broker again and again until the test ends, and is never without a connection.
func (s *rqStage) connectRestlessly(t *testing.T) {
	t.Helper()
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port))
	conn, err := net.Dial("tcp", address)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	t.Cleanup(func() { cancel(); wg.Wait() })
	wg.Go(func() {
		for ; ctx.Err() == nil && err == nil; time.Sleep(100 * time.Millisecond) {
			last := conn
			conn, err = net.Dial("tcp", address)
			_ = last.Close()
		}
		if err == nil {
			_ = conn.Close()
		}
	})
}

// testRQPassword: a worker with a wrong password ends, so that it is never healthy; a pool tries for ever, and is not
// healthy either.
func testRQPassword(t *testing.T, s *rqStage) {
	s.behind(t)
	one := s.launch(t, "wrong", rqOne...)
	require.ErrorContains(t, one.Wait(realparts.Patience), "exit status 1")
	require.Contains(t, one.Log(), wrongPassword)
	pool := s.launch(t, "wrong", rqPool...)
	within(t, 2*realparts.Patience, func() bool { return strings.Count(pool.Log(), wrongPassword) > 2 },
		"it does not try\n%s", pool.Log)
	within(t, 2*realparts.Patience, func() bool { return !pool.healthy(t) }, "it is healthy\n%s", pool.Log)
	require.True(t, pool.Running())
}
