package pgbouncer_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// watch counts the application's connections at a server until its result is called, which is the largest number seen.
func watch(t *testing.T, server *servers.Postgres) func() int {
	t.Helper()
	conn := server.Superuser(t, "postgres")
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	peak := 0
	wg.Go(func() {
		for ctx.Err() == nil {
			var n int
			err := conn.QueryRow(context.Background(), `SELECT count(*) FROM pg_stat_activity WHERE usename = $1`, login).Scan(&n)
			if err != nil {
				peak = -1
				return
			}
			peak = max(peak, n)
			time.Sleep(5 * time.Millisecond)
		}
	})
	return func() int {
		cancel()
		wg.Wait()
		require.GreaterOrEqual(t, peak, 0, "counting failed")
		return peak
	}
}
