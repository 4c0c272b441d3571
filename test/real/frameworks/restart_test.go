package frameworks

import (
	"net"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// restart is what a deployment does to one PgBouncer: a new one comes, the balancer sends new connections there, and
// the old one gets the signal. It finishes what runs, which here are two requests of the application and a transaction
// that holds it up, so that it refuses what is new for as long as the test wants. restart returns what failed.
func restart(t *testing.T, w *server, old, next *bouncer, balancer *servers.Balancer) (failed []error) {
	t.Helper()
	load := func(atOnce int) {
		failed = append(failed, all(atOnce, func(int) error {
			_, err := w.fetch("/where")
			return err
		})...)
	}
	load(60) // so that every thread and pool is connected to the old one
	require.Empty(t, failed, "before the restart")
	balancer.Add(next.Address)
	balancer.Remove(old.Address)
	held := hold(t, old.Address)
	running := make(chan []error)
	go func() {
		running <- all(2, func(int) error {
			_, err := w.fetch("/sleep?seconds=2")
			return err
		})
	}()
	old.awaitSleeping(t, 2)
	old.Signal(syscall.SIGTERM)
	servers.Within(t, 3*servers.Timeout, func() bool {
		_, err := net.Dial("tcp", old.Address)
		return err != nil
	}, "the old PgBouncer goes on listening")
	for range 3 {
		load(8)
	}
	require.Empty(t, <-running, "what ran was finished")
	require.True(t, old.Running(), "it waits for the transaction")
	require.NoError(t, held.Commit(t.Context()))
	require.NoError(t, old.Wait(servers.Timeout), "it ends by itself")
	for range 3 {
		load(8)
	}
	return failed
}

// hold is a transaction that runs.
func hold(t *testing.T, address string) pgx.Tx {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), "postgres://"+role+":"+password+"@"+address+"/"+database+"?sslmode=disable")
	require.NoError(t, err)
	tx, err := conn.Begin(t.Context())
	require.NoError(t, err)
	_, err = tx.Exec(t.Context(), "SELECT 1")
	require.NoError(t, err)
	return tx
}
