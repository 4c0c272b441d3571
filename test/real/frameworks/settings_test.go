package frameworks

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// testHealth asks what the load balancer asks each task, by its address.
func (s *stage) testHealth(t *testing.T, w *server) {
	status, body, err := w.ask("10.2.0.17:8000", s.healthCheckPath)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, status, body)
	a, err := w.fetch("/where")
	require.NoError(t, err)
	require.Equal(t, "https", a.Scheme, "it believes the load balancer")
}

// testDatabases writes at the primary and reads at the replica, with statements that drivers prepare, and with rows
// that they fetch little by little.
func (s *stage) testDatabases(t *testing.T, f framework, w *server) {
	var mu sync.Mutex
	readers := map[string]int{}
	require.Empty(t, all(8, func(int) error {
		for range 4 {
			a, err := w.fetch("/where")
			if err != nil || a.Writer != s.writer.Host {
				return fmt.Errorf("written at %q: %w", a.Writer, err)
			}
			mu.Lock()
			readers[a.Reader]++
			mu.Unlock()
		}
		return nil
	}))
	require.Greater(t, readers[s.replica.Host], 32/4, "the replica carries its part: %v", readers)

	require.Empty(t, w.sums(8))
	for i := range 5 {
		_, err := w.fetch("/write?name=%s-%d", f.name, i)
		require.NoError(t, err)
	}
	servers.Within(t, 3*servers.Timeout, func() bool {
		a, err := w.fetch("/notes")
		return err == nil && strings.Count(strings.Join(a.Notes, " "), f.name+"-") == 5
	}, "what was written is not read")
	require.Empty(t, w.reads(8))
}

// sums adds numbers with so many requests at once, each often enough for every driver to prepare its statement.
func (w *server) sums(atOnce int) []error {
	return all(atOnce, func(i int) error {
		for n := range 15 {
			a, err := w.fetch("/sum?a=%d&b=%d", i, n)
			if err != nil || a.Sum != i+n {
				return fmt.Errorf("%d + %d is %d: %w", i, n, a.Sum, err)
			}
		}
		return nil
	})
}

// reads reads all rows with so many requests at once.
func (w *server) reads(atOnce int) []error {
	return all(atOnce, func(int) error {
		for range 5 {
			if _, err := w.fetch("/notes"); err != nil {
				return err
			}
		}
		return nil
	})
}

// testCache keeps values in all shards, for as long as the environment says, and reads them together.
func (s *stage) testCache(t *testing.T, f framework, w *server) {
	a, err := w.fetch("/cache?name=%s", f.name)
	require.NoError(t, err)
	require.Len(t, a.Found, 20)
	for i, value := range a.Found {
		require.Equal(t, fmt.Sprintf("%s:%d", f.name, i), value)
	}
	require.Equal(t, 3, a.Count)
	limit, err := strconv.Atoi(s.variables["CACHE_TTL_PUBLIC"])
	require.NoError(t, err)
	require.InDelta(t, limit, a.TTL, 30)
	for _, shard := range s.cache.Nodes[:shards] {
		size, err := shard.Client.DBSize(t.Context()).Result()
		require.NoError(t, err)
		require.NotZero(t, size, "every shard has its part of the keys")
	}
}

// testCelery sends a task by the broker, with the settings that the workers have.
func (s *stage) testCelery(t *testing.T, f framework, w *server) {
	name := "tasks." + f.name
	a, err := w.fetch("/send?name=%s", name)
	require.NoError(t, err)
	require.Equal(t, 960., a.Options["visibility_timeout"])
	messages, err := s.broker.Nodes[0].Client.LRange(t.Context(), "celery", 0, -1).Result()
	require.NoError(t, err)
	require.Contains(t, strings.Join(messages, "\n"), `"task": "`+name+`"`)
}

// testConnections asks with many requests at once, and counts the connections that the processes hold meanwhile.
func (s *stage) testConnections(t *testing.T, w *server, b *bouncer) {
	number := func(name string) int {
		n, err := strconv.Atoi(s.variables[name])
		require.NoError(t, err)
		return n
	}
	processes, each := number("WEB_CONCURRENCY"), 2*number("DATABASE_POOL_SIZE") // to the primary and to the replicas
	end := time.Now().Add(time.Second)
	done := make(chan []error)
	go func() {
		done <- all(30, func(int) error {
			for time.Now().Before(end) {
				if _, err := w.fetch("/where"); err != nil {
					return err
				}
			}
			return nil
		})
	}()
	peak := 0
	for time.Now().Before(end) {
		peak = max(peak, b.clients(t))
		time.Sleep(10 * time.Millisecond)
	}
	require.Empty(t, <-done)
	t.Logf("at the peak %d connections", peak)
	require.LessOrEqual(t, peak, processes*each)
	require.Greater(t, peak, each, "more than one process was at work")
}
