package pgbouncer_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// each calls fn with 0 to n-1, so many at once, and returns the first error.
func each(n, atOnce int, fn func(int) error) error {
	errs := make(chan error, n)
	turns := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			if err := fn(i); err != nil {
				errs <- fmt.Errorf("client %d: %w", i, err)
			}
		})
	}
	wg.Wait()
	close(errs)
	return <-errs
}

// TestThousandClients holds 1,000 clients open at two PgBouncers, lets all of them work at once, and counts what the
// servers see meanwhile.
func TestThousandClients(t *testing.T) {
	const clients = 1000
	d := newTier(t, 1)
	small := pgbouncer.Pools{MaxClients: clients, Size: 5, Min: 1, Reserve: 1}
	tasks := []*servers.PgBouncer{d.bouncer(t, small), d.bouncer(t, small)}
	names := []string{database, pgbouncer.ReadAlias(database)}

	conns := make([]*pgx.Conn, clients)
	t.Cleanup(func() {
		for _, conn := range conns {
			if conn != nil {
				_ = conn.Close(context.Background())
			}
		}
	})
	require.NoError(t, each(clients, 20, func(i int) (err error) {
		conns[i], err = pgx.Connect(t.Context(), at(tasks[i%2].Address, names[i/2%2]))
		return err
	}))
	writer, replica := watch(t, d.writer), watch(t, d.replicas[0])
	require.NoError(t, each(clients, clients, func(i int) error {
		for range 20 {
			if _, err := conns[i].Exec(t.Context(), `SELECT pg_sleep(0.005)`); err != nil {
				return err
			}
		}
		return nil
	}))

	budget := pgbouncer.Budget{Tasks: len(tasks), Pools: small, Readers: 1}
	limit := len(tasks) * budget.ServerConnections()
	busiest := writer()
	require.LessOrEqual(t, busiest, limit, "the writer has more connections than were budgeted")
	require.Greater(t, busiest, len(tasks)*small.Size, "both pools were at work")
	require.LessOrEqual(t, replica(), limit, "the replica has more connections than were budgeted")
	require.Less(t, limit, 50, "the budget is far below the clients")
	require.Equal(t, 0, query[int](t, d.writer.Superuser(t, "postgres"), `SELECT count(*)::int FROM pg_stat_ssl
		JOIN pg_stat_activity USING (pid) WHERE usename = $1 AND NOT ssl`, login), "all of them are encrypted")
}

// TestPreparedStatements lets clients use statements that they have prepared on connections that change under them.
func TestPreparedStatements(t *testing.T) {
	d := newTier(t, 0)
	small := pgbouncer.Pools{MaxClients: 100, Size: 3}
	require.NoError(t, prepared(t, d.bouncer(t, small).Address))

	without := d.bouncer(t, small, "max_prepared_statements = 200", "max_prepared_statements = 0")
	require.Error(t, prepared(t, without.Address), "the test sees a PgBouncer that knows no prepared statements")
}

// prepared has ten clients take turns on the connections of a pool that is smaller. By default pgx prepares each
// statement at its first use, and uses it by its name from then on.
func prepared(t *testing.T, address string) error {
	conns := make([]*pgx.Conn, 10)
	for i := range conns {
		conns[i] = connect(t, address, database)
	}
	return each(len(conns), len(conns), func(i int) error {
		for n := range 30 {
			var sum, pid int
			if err := conns[i].QueryRow(t.Context(), `SELECT $1::int + $2::int, pg_backend_pid() FROM pg_sleep(0.001)`, i, n).
				Scan(&sum, &pid); err != nil {
				return err
			}
			if sum != i+n {
				return fmt.Errorf("%d + %d is %d", i, n, sum)
			}
		}
		return nil
	})
}

// TestStatistics is what the exporter does: a user that may look, and may do nothing else.
func TestStatistics(t *testing.T) {
	d := newTier(t, 0)
	stats := d.bouncer(t, pools).Console(t)
	rows, err := stats.Query(t.Context(), `SHOW POOLS`)
	require.NoError(t, err)
	list, err := pgx.CollectRows(rows, pgx.RowToMap)
	require.NoError(t, err)
	require.NotEmpty(t, list)
	_, err = stats.Exec(t.Context(), `SHUTDOWN`)
	require.ErrorContains(t, err, "admin access needed")
}
