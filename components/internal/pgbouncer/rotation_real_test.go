package pgbouncer_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// loginOf is the application's login of one generation.
func loginOf(generation int) pgbouncer.Login {
	return pgbouncer.Login{
		Name: pgbouncer.LoginName(role, false, generation), Password: fmt.Sprintf("generation %d", generation),
	}
}

// loginsOf are all logins that PgBouncer knows in a generation: its own and those of the previous one.
func loginsOf(generation int) (list []pgbouncer.Login) {
	for n := generation; n > 0 && n > generation-2; n-- {
		list = append(list, loginOf(n), pgbouncer.Login{
			Name: pgbouncer.LoginName(role, true, n), Password: fmt.Sprintf("admin %d", n), Admin: true,
		})
	}
	return list
}

// load is a part of the application: it writes and reads, and often makes new connections.
type load struct {
	done   atomic.Int64
	mu     sync.Mutex
	failed []error
	stop   func()
}

func startLoad(t *testing.T, address string, l pgbouncer.Login) *load {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	started, running := &load{}, sync.WaitGroup{}
	started.stop = func() { cancel(); running.Wait() }
	for name, sql := range map[string]string{
		database:                      `INSERT INTO payments SELECT FROM pg_sleep(0.002)`,
		pgbouncer.ReadAlias(database): `SELECT count(*) FROM payments, pg_sleep(0.002)`,
	} {
		config, err := pgxpool.ParseConfig(servers.PgBouncerURL(address, l.Name, l.Password, name))
		require.NoError(t, err)
		config.MaxConns, config.MaxConnLifetime, config.HealthCheckPeriod = 8, 100*time.Millisecond, 50*time.Millisecond
		pool, err := pgxpool.NewWithConfig(t.Context(), config)
		require.NoError(t, err)
		t.Cleanup(pool.Close)
		for range config.MaxConns {
			running.Go(func() { started.keepQuerying(ctx, pool, sql) })
		}
	}
	return started
}

func (l *load) keepQuerying(ctx context.Context, pool *pgxpool.Pool, sql string) {
	for ctx.Err() == nil {
		if _, err := pool.Exec(context.WithoutCancel(ctx), sql); err != nil {
			l.mu.Lock()
			l.failed = append(l.failed, err)
			l.mu.Unlock()
		}
		l.done.Add(1)
	}
}

// goesOn requires that the load has done something since the last time, and that nothing has ever failed.
func (l *load) goesOn(t *testing.T, when string) {
	t.Helper()
	before := l.done.Load()
	servers.Within(t, servers.Timeout, func() bool { return l.done.Load() > before+50 }, "no queries %s", when)
	l.mu.Lock()
	defer l.mu.Unlock()
	require.Empty(t, l.failed, when)
}

// rotate deploys PgBouncer with a generation of passwords, as ECS does: each new task bootstraps while the old ones serve,
// the balancer then knows both, and the old ones end once clients have had the time to leave.
func (d *tier) rotate(
	t *testing.T, balancer *servers.Balancer, old []*servers.PgBouncer, generation int, l *load,
) (tasks []*servers.PgBouncer) {
	t.Helper()
	for range old {
		out, err := d.bootstrap(t, master, masterPassword, role, loginsOf(generation)...)
		require.NoError(t, err, out)
		l.goesOn(t, "after the bootstrap, at the old tasks")
		task := d.bouncerOf(t, pools, generation, loginsOf(generation))
		balancer.Add(task.Address)
		tasks = append(tasks, task)
	}
	l.goesOn(t, "at old and new tasks")
	for _, task := range old {
		balancer.Remove(task.Address)
	}
	time.Sleep(time.Second)
	for _, task := range old {
		task.Signal(syscall.SIGTERM)
		require.NoError(t, task.Wait(servers.Timeout))
	}
	l.goesOn(t, "at the new tasks")
	return tasks
}

func connectAs(t *testing.T, address string, l pgbouncer.Login) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), servers.PgBouncerURL(address, l.Name, l.Password, database))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func connects(t *testing.T, address string, l pgbouncer.Login) error {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), servers.PgBouncerURL(address, l.Name, l.Password, database))
	if err != nil {
		return err
	}
	defer func() { require.NoError(t, conn.Close(t.Context())) }()
	return conn.Ping(t.Context())
}

// TestRotationUnderLoad rotates twice. No query fails: clients keep the old password until they are deployed, too. The
// second rotation ends the first password.
func TestRotationUnderLoad(t *testing.T) {
	d := newTier(t, 1)
	out, err := d.bootstrap(t, master, masterPassword, role, loginsOf(1)...)
	require.NoError(t, err, out)
	first := []*servers.PgBouncer{d.bouncerOf(t, pools, 1, loginsOf(1)), d.bouncerOf(t, pools, 1, loginsOf(1))}
	balancer := servers.NewBalancer(t, first[0].Address, first[1].Address)
	execute(t, connectAs(t, balancer.Address(), loginOf(1)), `CREATE TABLE payments (id bigint GENERATED ALWAYS AS IDENTITY)`)

	oldest := startLoad(t, balancer.Address(), loginOf(1))
	oldest.goesOn(t, "before the rotation")
	second := d.rotate(t, balancer, first, 2, oldest)
	newer := startLoad(t, balancer.Address(), loginOf(2)) // web and workers get the new URL
	newer.goesOn(t, "with the new password")
	oldest.goesOn(t, "with the old password")
	oldest.stop()

	third := d.rotate(t, balancer, second, 3, newer)
	newer.stop()
	require.ErrorContains(t, connects(t, third[0].Address, loginOf(1)), "SASL authentication failed")
	_, err = pgx.Connect(t.Context(), d.writer.URL(loginOf(1).Name, loginOf(1).Password, database))
	require.ErrorContains(t, err, "password authentication failed")
	require.NoError(t, connects(t, third[0].Address, loginOf(2)))
	require.NoError(t, connects(t, third[0].Address, loginOf(3)))
	require.Equal(t, []string{"payments"}, column[string](t, d.writer.Superuser(t, database), owned, role))
}

// TestRotationRolledBack: ECS rolls PgBouncer back, and the secret holds both generations. Tasks of the old task
// definition that start now still admit the clients, which have the old password.
func TestRotationRolledBack(t *testing.T) {
	d := newTier(t, 0)
	for _, generation := range []int{1, 2} {
		out, err := d.bootstrap(t, master, masterPassword, role, loginsOf(generation)...)
		require.NoError(t, err, out)
	}
	rolledBack := d.bouncerOf(t, pools, 1, loginsOf(2))
	require.NoError(t, connects(t, rolledBack.Address, loginOf(1)))
	require.NoError(t, connects(t, rolledBack.Address, loginOf(2)))
}
