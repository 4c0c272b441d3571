package pgbouncer_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// answers are how many reads each server gave, by its address.
type answers map[string]int

// part is the part of all reads that some servers gave, in percent.
func (a answers) part(of ...*servers.Postgres) int {
	sum, part := 0, 0
	for _, n := range a {
		sum += n
	}
	for _, s := range of {
		part += a[s.Host]
	}
	return 100 * part / sum
}

// readThrough reads through the read alias for a while, with clients that each have one connection and open a new one when it
// breaks. It returns who answered, and the reads that failed.
func readThrough(t *testing.T, address string, length time.Duration) (answers, []error) {
	t.Helper()
	const clients = 16
	type result struct {
		host string
		err  error
	}
	results := make(chan result, 100_000)
	end := time.Now().Add(length)
	require.NoError(t, each(clients, clients, func(int) error {
		var conn *pgx.Conn
		for time.Now().Before(end) {
			host, err := readOnce(t.Context(), &conn, address)
			results <- result{host, err}
			if err != nil {
				time.Sleep(20 * time.Millisecond)
			}
		}
		return conn.Close(context.Background())
	}))
	close(results)
	all, failed := answers{}, []error(nil)
	for r := range results {
		if r.err != nil {
			failed = append(failed, r.err)
			continue
		}
		all[r.host]++
	}
	return all, failed
}

func readOnce(ctx context.Context, conn **pgx.Conn, address string) (host string, err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if *conn == nil || (*conn).IsClosed() {
		if *conn, err = pgx.Connect(ctx, at(address, pgbouncer.ReadAlias(database))); err != nil {
			return "", err
		}
	}
	err = (*conn).QueryRow(ctx, `SELECT host(inet_server_addr()) FROM pg_sleep(0.002)`).Scan(&host)
	return host, err
}

// TestReadsReachTheReplicas: the readers carry the most reads; when one dies, and when all do, reads go on; when one is
// back, it carries reads again.
func TestReadsReachTheReplicas(t *testing.T) {
	d := newTier(t, 2)
	first, second := d.replicas[0], d.replicas[1]
	// Connections are young here, so that the test need not wait for the ten minutes after which a pool spreads anew.
	address := d.bouncer(t, pools, "server_lifetime = 600", "server_lifetime = 2").Address

	before, failed := readThrough(t, address, 2*time.Second)
	require.Empty(t, failed)
	require.Greater(t, before.part(first, second), 50, "%v", before)
	require.Greater(t, before.part(first), 15, "%v", before)
	require.Greater(t, before.part(second), 15, "%v", before)

	first.Crash(t)
	during, failed := readThrough(t, address, 2*time.Second)
	require.LessOrEqual(t, len(failed), 2*16, "each client may lose what ran, and no more: %v", errors.Join(failed...))
	require.Zero(t, during[first.Host], "%v", during)
	require.Greater(t, during.part(second), 30, "%v", during)

	second.Crash(t)
	none, failed := readThrough(t, address, 2*time.Second)
	require.LessOrEqual(t, len(failed), 2*16, "%v", errors.Join(failed...))
	require.Equal(t, 100, none.part(d.writer), "%v", none)
	none, failed = readThrough(t, address, 4*time.Second)
	require.Empty(t, failed, "with no replica at all the writer serves, and connections that end are made anew")
	require.Equal(t, 100, none.part(d.writer), "%v", none)

	first.Start(t)
	_, failed = readThrough(t, address, 3*time.Second)
	require.Empty(t, failed)
	back, failed := readThrough(t, address, 2*time.Second)
	require.Empty(t, failed)
	require.Greater(t, back.part(first), 30, "the replica is used again: %v", back)
}

// TestReadsWithoutReplicas: the read alias is there for an application that knows it, and refuses to write.
func TestReadsWithoutReplicas(t *testing.T) {
	d := newTier(t, 0)
	address := d.bouncer(t, pools).Address
	execute(t, connect(t, address, database), `CREATE TABLE notes (id int)`)
	reads := connect(t, address, pgbouncer.ReadAlias(database))
	require.False(t, query[bool](t, reads, `SELECT pg_is_in_recovery()`))
	require.Equal(t, 0, query[int](t, reads, `SELECT count(*)::int FROM notes`))
	_, err := reads.Exec(t.Context(), `INSERT INTO notes VALUES (1)`)
	require.ErrorContains(t, err, "cannot execute INSERT in a read-only transaction")
}

// TestWritesReachTheWriter: and what was written is soon read at the replica.
func TestWritesReachTheWriter(t *testing.T) {
	d := newTier(t, 1)
	address := d.bouncer(t, pools).Address
	writes := connect(t, address, database)
	require.Equal(t, d.writer.Host, query[string](t, writes, `SELECT host(inet_server_addr())`))
	execute(t, writes, `CREATE TABLE notes (id int)`)
	execute(t, writes, `INSERT INTO notes VALUES (7)`)
	replica := d.replicas[0].Superuser(t, database)
	require.Eventually(t, func() bool {
		var id int
		return replica.QueryRow(context.Background(), `SELECT id FROM notes`).Scan(&id) == nil && id == 7
	}, servers.Timeout, 20*time.Millisecond)
	_, err := replica.Exec(t.Context(), `INSERT INTO notes VALUES (8)`)
	require.ErrorContains(t, err, "cannot execute INSERT in a read-only transaction", "the replica takes no writes")
}
