package pgbouncer_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// ledger is what the clients of a restart keep account of.
type ledger struct {
	mu           sync.Mutex
	acknowledged []string
	refused      int     // transactions that could not begin, and were tried again
	broken       []error // transactions that had begun, and failed
	silence      time.Duration
	last         time.Time
}

func (l *ledger) note(id string, begun bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case err == nil:
		l.acknowledged = append(l.acknowledged, id)
		if !l.last.IsZero() {
			l.silence = max(l.silence, time.Since(l.last))
		}
		l.last = time.Now()
	case begun:
		l.broken = append(l.broken, fmt.Errorf("%s: %w", id, err))
	default:
		l.refused++
	}
}

// pay is one transaction of several steps, as an application has them.
func pay(ctx context.Context, pool *pgxpool.Pool, id string) (begun bool, err error) {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return false, err
	}
	defer func() { _ = tx.Rollback(context.Background()) }() // does nothing after the commit
	if _, err := tx.Exec(ctx, `INSERT INTO payments (id) VALUES ($1)`, id); err != nil {
		return true, err
	}
	if _, err := tx.Exec(ctx, `SELECT pg_sleep(0.02)`); err != nil {
		return true, err
	}
	return true, tx.Commit(ctx)
}

// keepPaying pays with many clients until the context ends.
func keepPaying(ctx context.Context, pool *pgxpool.Pool, clients int) *ledger {
	l := &ledger{}
	_ = each(clients, clients, func(i int) error {
		for n := 0; ctx.Err() == nil; n++ {
			id := fmt.Sprintf("%d-%d", i, n)
			begun, err := pay(context.WithoutCancel(ctx), pool, id)
			l.note(id, begun, err)
			if err != nil {
				time.Sleep(10 * time.Millisecond)
			}
		}
		return nil
	})
	return l
}

// restart is the rolling deployment of the service: for each task a new one comes, the balancer sends new connections to
// it and none to the old one, and the old one gets the signal and ends within the stop timeout.
func restart(t *testing.T, d *tier, balancer *servers.Balancer, tasks []*servers.PgBouncer, signal syscall.Signal) {
	t.Helper()
	for _, old := range tasks {
		balancer.Add(d.bouncer(t, pools).Address)
		balancer.Remove(old.Address)
		time.Sleep(300 * time.Millisecond)
		old.Signal(signal)
		err := old.Wait(servers.Timeout)
		require.False(t, old.Running())
		if signal == syscall.SIGTERM {
			require.NoError(t, err, "it ends by itself")
		}
		time.Sleep(300 * time.Millisecond)
	}
}

const payers = 16

// restarted restarts two PgBouncers behind a balancer under load. It returns what the clients saw, and what the database
// holds in the end.
func restarted(t *testing.T, signal syscall.Signal) (l *ledger, kept []string) {
	t.Helper()
	d := newTier(t, 0)
	tasks := []*servers.PgBouncer{d.bouncer(t, pools), d.bouncer(t, pools)}
	balancer := servers.NewBalancer(t, tasks[0].Address, tasks[1].Address)
	execute(t, d.writer.Connect(t, login, appPassword, database), `CREATE TABLE payments (id text PRIMARY KEY)`)

	config, err := pgxpool.ParseConfig(at(balancer.Address(), database))
	require.NoError(t, err)
	config.MaxConns = payers
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(pool.Close)

	ctx, stop := context.WithCancel(t.Context())
	done := make(chan *ledger)
	go func() { done <- keepPaying(ctx, pool, payers) }()
	time.Sleep(500 * time.Millisecond)
	restart(t, d, balancer, tasks, signal)
	stop()
	l = <-done
	t.Logf("%d transactions acknowledged, %d not begun, %d cut off; at the most %v without an acknowledgement",
		len(l.acknowledged), l.refused, len(l.broken), l.silence)
	return l, column[string](t, d.writer.Connect(t, login, appPassword, database), `SELECT id FROM payments`)
}

func TestRestartUnderLoad(t *testing.T) {
	l, kept := restarted(t, syscall.SIGTERM)
	require.Empty(t, l.broken, "a transaction that had begun was cut off: %v", errors.Join(l.broken...))
	require.Greater(t, len(l.acknowledged), 100)
	require.LessOrEqual(t, l.refused, 2*2*payers, "each client may meet a closed connection at each restart")
	require.Less(t, l.silence, 2*time.Second)
	require.ElementsMatch(t, l.acknowledged, kept, "what was acknowledged is there, and nothing else")
}

// TestRestartByForce shows that the test above sees transactions that are cut off. Even so, none is lost that was
// acknowledged.
func TestRestartByForce(t *testing.T) {
	l, kept := restarted(t, syscall.SIGKILL)
	require.NotEmpty(t, l.broken)
	require.Subset(t, kept, l.acknowledged)
}
