package rq

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

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// The commands that docs/rq.md gives.
var (
	oneWorker     = []string{"rq", "worker", "celery"}
	workerPool    = []string{"rq", "worker-pool", "--num-workers", "2", "celery"}
	withScheduler = []string{"rq", "worker", "--worker-ttl", "75", "--maintenance-interval", "60", "--with-scheduler", "celery"}
)

// restless looks for lost jobs every second.
var restless = []string{"rq", "worker", "--worker-ttl", "16", "--maintenance-interval", "1", "celery"}

// wrongPassword is what the broker says to one.
const wrongPassword = "invalid username-password pair"

// TestWorkers runs every scenario on a broker of its own, with TLS and a password.
func TestWorkers(t *testing.T) {
	t.Parallel()
	parts := servers.Find(t)
	for name, run := range map[string]func(*testing.T, *stage){
		"documented":             testDocumented,
		"SIGTERM to a worker":    func(t *testing.T, s *stage) { testShutdown(t, s, 1, oneWorker) },
		"SIGTERM to a pool":      func(t *testing.T, s *stage) { testShutdown(t, s, 2, workerPool) },
		"SIGTERM, then SIGKILL":  testKill,
		"SIGTERM at the taking":  testTaken,
		"SIGTERM, several lists": testTakenOfSeveral,
		"failures":               testFailures,
		"retries after a time":   testRetryLater,
		"order":                  testOrder,
		"health":                 testHealth,
		"wrong password":         testPassword,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, newStage(t, parts))
		})
	}
}

// testDocumented: the documentation has these very commands, and they work.
func testDocumented(t *testing.T, s *stage) {
	text, err := os.ReadFile("../../../docs/rq.md")
	require.NoError(t, err)
	for n, command := range [][]string{oneWorker, workerPool, withScheduler} {
		require.True(t, strings.Contains(string(text), "| `"+strings.Join(command, " ")+"` |"), "%v", command)
		w := s.start(t, command...)
		s.enqueue(t, job(n, 0, nil))
		s.journal.Await(t, "end", n+1)
		w.end(t)
	}
	require.Equal(t, servers.Once(3), s.journal.Counts("end"))
}

// testFailures: a job that takes its process with it, and one that takes too long, have failed like others, and are
// tried again when they may be.
func testFailures(t *testing.T, s *stage) {
	w := s.start(t, oneWorker...)
	s.enqueue(t, message{"die", []any{0}, again(2)}, message{"die", []any{1}, nil},
		job(2, 60, options{"job_timeout": 1}), message{"fail", []any{3}, again(1)}, job(4, 0, nil))
	s.journal.Await(t, "end", 1)
	servers.Within(t, servers.Timeout, func() bool { return len(s.members(t, "rq:failed:celery")) == 4 },
		"they have not failed\n%s", servers.Lazy(w.Log))
	w.end(t)
	require.Equal(t, map[int]int{0: 3, 1: 1, 2: 1, 3: 2, 4: 1}, s.journal.Counts("start"))
	require.Equal(t, map[int]int{2: 1, 3: 2}, s.journal.Counts("failed"), "a process that is gone can say nothing")
	require.False(t, s.in(t, "rq:failed:celery", 4))
}

// testRetryLater: what is to be tried again after a time needs a scheduler, and a worker alone is none.
func testRetryLater(t *testing.T, s *stage) {
	w := s.start(t, oneWorker...)
	later := options{"retry": options{"max": 1, "interval": 1}}
	s.enqueue(t, message{"fail", []any{0}, later})
	servers.Within(t, servers.Timeout, func() bool { return s.in(t, "rq:scheduled:celery", 0) }, "it is not scheduled\n%s", servers.Lazy(w.Log))
	s.enqueue(t, job(1, 2, nil), job(2, 0, nil))
	s.journal.Await(t, "end", 2)
	require.True(t, s.in(t, "rq:scheduled:celery", 0))
	require.Equal(t, 1, s.journal.Counts("start")[0])
	w.end(t)

	scheduler := s.start(t, withScheduler...)
	servers.Within(t, servers.Timeout, func() bool { return s.in(t, "rq:failed:celery", 0) }, "it is not tried\n%s", servers.Lazy(scheduler.Log))
	require.Equal(t, 2, s.journal.Counts("start")[0])
	scheduler.end(t)
}

// testOrder: of several queues the first comes first, or with round_robin one after the other.
func testOrder(t *testing.T, s *stage) {
	of := func(number int, queue string) message { return job(number, 0, options{"queue": queue}) }
	s.enqueue(t, of(0, "low"), of(1, "low"), of(2, "high"), of(3, "high"))
	first := s.start(t, "rq", "worker", "high", "low")
	s.journal.Await(t, "end", 4)
	first.end(t)
	s.enqueue(t, of(4, "low"), of(5, "low"), of(6, "high"), of(7, "high"))
	second := s.start(t, "rq", "worker", "--dequeue-strategy", "round_robin", "high", "low")
	s.journal.Await(t, "end", 8)
	second.end(t)
	require.Equal(t, []int{2, 3, 0, 1, 6, 4, 7, 5}, s.journal.Numbers("start"))
}

// testHealth: a worker is healthy once it is connected, and while it works. It is not healthy when no connection of all
// that are made lasts.
func testHealth(t *testing.T, s *stage) {
	s.behind(t)
	w := s.start(t, oneWorker...)
	servers.Within(t, servers.Timeout, func() bool { return w.healthy(t) }, "it is not healthy\n%s", servers.Lazy(w.Log))
	s.enqueue(t, job(0, 5, nil))
	s.journal.Await(t, "start", 1)
	require.True(t, w.healthy(t))
	w.end(t)
	require.Equal(t, 1, s.journal.Counts("end")[0])
	require.False(t, w.healthy(t))

	s.connectRestlessly(t)
	require.False(t, w.healthy(t))
}

// connectRestlessly connects to the broker again and again until the test ends, and is never without a connection.
func (s *stage) connectRestlessly(t *testing.T) {
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

// testPassword: a worker with a wrong password ends, so that it is never healthy; a pool tries for ever, and is not
// healthy either.
func testPassword(t *testing.T, s *stage) {
	s.behind(t)
	one := s.launch(t, "wrong", oneWorker...)
	require.ErrorContains(t, one.Wait(servers.Timeout), "exit status 1")
	require.Contains(t, one.Log(), wrongPassword)
	pool := s.launch(t, "wrong", workerPool...)
	servers.Within(t, 2*servers.Timeout, func() bool { return strings.Count(pool.Log(), wrongPassword) > 2 },
		"it does not try\n%s", servers.Lazy(pool.Log))
	servers.Within(t, 2*servers.Timeout, func() bool { return !pool.healthy(t) }, "it is healthy\n%s", servers.Lazy(pool.Log))
	require.True(t, pool.Running())
}
