package frameworks

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// short is a chain that a test can wait for. Its keep-alive is longer than the servers' own of 2 and 5 seconds.
var short = chain{graceful: 6, stop: 60, keepAlive: 6}

// atOnce is how many of the applications run at a time. What they do most is wait.
const atOnce = 6

// TestApplications runs each application with its settings, and once more without some of them.
func TestApplications(t *testing.T) {
	s := newStage(t)
	var wg sync.WaitGroup
	slots := make(chan struct{}, atOnce)
	for _, test := range []struct {
		name string
		run  func(*testing.T, framework)
	}{{"", s.testCareful}, {"careless ", s.testCareless}} {
		for _, f := range frameworks() {
			wg.Go(func() {
				slots <- struct{}{}
				defer func() { <-slots }()
				t.Run(test.name+f.name, func(t *testing.T) { test.run(t, f) })
			})
		}
	}
	wg.Wait()
}

// testCareful uses an application with all its settings, from its start to its end.
func (s *stage) testCareful(t *testing.T, f framework) {
	b, next := s.bouncer(t), s.bouncer(t)
	balancer := servers.NewBalancer(t, b.Address)
	w := s.serve(t, f.build(t, s.parts), balancer.Address(), short, map[string]string{"FORWARDED_ALLOW_IPS": "*"})
	idle := w.idle(t)
	t.Run("health check", func(t *testing.T) { s.testHealth(t, w) })
	t.Run("databases", func(t *testing.T) { s.testDatabases(t, f, w) })
	t.Run("cache", func(t *testing.T) { s.testCache(t, f, w) })
	t.Run("Celery", func(t *testing.T) { s.testCelery(t, f, w) })
	t.Run("connections", func(t *testing.T) { s.testConnections(t, w, b) })
	t.Run("restart of PgBouncer", func(t *testing.T) {
		require.Empty(t, restart(t, w, b, next, balancer))
	})
	t.Run("keep-alive", func(t *testing.T) { testKeepAlive(t, w, idle) })
	t.Run("SIGTERM", func(t *testing.T) { testShutdown(t, w, next) })
}
