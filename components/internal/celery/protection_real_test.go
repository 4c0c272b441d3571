package celery_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// agent stands in for the agent of ECS.
type agent struct {
	*httptest.Server
	mu     sync.Mutex
	asked  []string
	times  []time.Time
	answer string
}

func newAgent(t *testing.T) *agent {
	t.Helper()
	a := &agent{answer: `{"protection":{"ProtectionEnabled":true}}`}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		a.mu.Lock()
		defer a.mu.Unlock()
		a.asked = append(a.asked, r.Method+" "+r.URL.Path+" "+r.Header.Get("Content-Type")+" "+string(body))
		a.times = append(a.times, time.Now())
		_, _ = io.WriteString(w, a.answer)
	}))
	t.Cleanup(a.Close)
	return a
}

func (a *agent) requests() ([]string, []time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]string{}, a.asked...), append([]time.Time{}, a.times...)
}

const (
	protect = `PUT /api/task-protection/v1/state application/json {"ProtectionEnabled": true, "ExpiresInMinutes": 2}`
	release = `PUT /api/task-protection/v1/state application/json {"ProtectionEnabled": false}`
)

// testProtection: tasks that end within the soft shutdown are not protected. A longer one is, from the time on when it
// has run for as long, until it ends. A worker whose agent refuses works on and says so once.
func testProtection(t *testing.T, s *stage) {
	a := newAgent(t)
	s.variables = append(s.variables, "ECS_AGENT_URI="+a.URL+"/api")
	w := s.worker()
	w.SoftShutdownTimeout = 3
	running := s.launch(t, w)
	running.awaitReady(t)
	s.send(t, work(0, 1.5, "celery"), work(1, 1.5, "celery"), work(2, 1, "celery"), work(3, 1, "celery"))
	s.journal.Await(t, "end", 4)
	asked, _ := a.requests()
	require.Empty(t, asked, "no task was long")

	s.send(t, work(4, 6, "celery"))
	s.journal.Await(t, "start", 5)
	start := time.Now()
	s.journal.Await(t, "end", 5)
	servers.Within(t, servers.Timeout, func() bool { asked, _ := a.requests(); return len(asked) == 2 }, "%s", servers.Lazy(running.Log))
	asked, times := a.requests()
	require.Equal(t, []string{protect, release}, asked)
	require.Greater(t, times[0].Sub(start), time.Second, "not from the beginning on")
	require.Greater(t, times[1].Sub(times[0]), time.Second, "long before the task ends")

	a.mu.Lock()
	a.answer = `{"failure":{"Reason":"TASK_NOT_VALID"}}`
	a.mu.Unlock()
	s.send(t, work(5, 4, "celery"), work(6, 4, "celery"))
	s.journal.Await(t, "end", 7)
	require.Contains(t, running.Log(), "no protection from scale-in")
	require.Contains(t, running.Log(), "TASK_NOT_VALID")
	running.end(t, w.StopTimeout)
}

// testRenewedProtection: a worker that always has a long task is left without protection after the length of a longest
// task, and then protected again. The window of a minute is one of 2 seconds here.
func testRenewedProtection(t *testing.T, s *stage) {
	a := newAgent(t)
	s.variables = append(s.variables, "ECS_AGENT_URI="+a.URL+"/api")
	w := s.worker()
	running := s.launch(t, w, `"after":4,"longest":100,"window":60`, `"after":1,"longest":3,"window":2`)
	running.awaitReady(t)
	s.send(t, work(0, 10, "celery"))
	s.journal.Await(t, "end", 1)
	servers.Within(t, servers.Timeout, func() bool { asked, _ := a.requests(); return len(asked) >= 4 }, "%s", servers.Lazy(running.Log))
	asked, times := a.requests()
	once := `PUT /api/task-protection/v1/state application/json {"ProtectionEnabled": true, "ExpiresInMinutes": 1}`
	require.Equal(t, []string{once, release, once, release}, asked)
	require.InDelta(t, 3, times[1].Sub(times[0]).Seconds(), 2)
	require.InDelta(t, 2, times[2].Sub(times[1]).Seconds(), 1.8)
	running.end(t, w.StopTimeout)
}
