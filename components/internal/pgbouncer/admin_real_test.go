package pgbouncer_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// connectAdmin opens a session for migrations and jobs.
func connectAdmin(t *testing.T, address string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), servers.PgBouncerURL(address, adminLogin, adminPassword, pgbouncer.AdminAlias(database)))
	require.NoError(t, err)
	return conn
}

// What an admin session makes belongs to the application, and what outlasts a transaction holds in it.
func TestAdminSession(t *testing.T) {
	d := newTier(t, 1)
	address := d.bouncer(t, pools).Address
	execute(t, d.writer.Superuser(t, "postgres"), `ALTER ROLE `+login+` SET statement_timeout = '1s'`)
	admin, app := connectAdmin(t, address), connect(t, address, database)
	require.Equal(t, d.writer.Host, query[string](t, admin, `SELECT host(inet_server_addr())`))
	require.Equal(t, "app app_admin_a 0 5s 5min", query[string](t, admin, session))

	_, err := app.Exec(t.Context(), `SELECT pg_sleep(1.5)`)
	require.ErrorContains(t, err, "canceling statement due to statement timeout")
	for _, statement := range []string{
		`SELECT pg_sleep(1.5)`,
		`CREATE EXTENSION hstore`,                           // which is trusted
		`CREATE EXTENSION IF NOT EXISTS pg_stat_statements`, // which is not, and there
		`CREATE SCHEMA reports`,
		`CREATE TABLE orders (id int PRIMARY KEY, attributes hstore)`,
		`CREATE INDEX CONCURRENTLY orders_attributes ON orders USING gin (attributes)`,
		`REINDEX INDEX CONCURRENTLY orders_attributes`,
		`VACUUM ANALYZE orders`,
		`SET statement_timeout = '1h'`,
		`CREATE TEMPORARY TABLE part (id int)`,
	} {
		execute(t, admin, statement)
	}
	require.Equal(t, "1h", query[string](t, admin, `SHOW statement_timeout`))
	execute(t, app, `INSERT INTO orders VALUES (1, 'colour=>red')`)
	execute(t, app, `ALTER TABLE orders ADD COLUMN note text`)
	execute(t, app, `DROP INDEX orders_attributes`)
	execute(t, app, `CREATE TABLE reports.daily (id int)`)

	execute(t, app, `BEGIN`)
	execute(t, app, `LOCK TABLE orders`)
	_, err = admin.Exec(t.Context(), `ALTER TABLE orders ADD COLUMN late text`)
	require.ErrorContains(t, err, "canceling statement due to lock timeout")
}

// A session leaves nothing to the next one on the same connection, and above all not another role: PgBouncer sends
// DISCARD ALL, which makes the login the owner again.
func TestAdminSessionsAreClean(t *testing.T) {
	d := newTier(t, 0)
	one := pools
	one.Admin = 1
	address := d.bouncer(t, one).Address
	var backends []int
	for _, dirt := range []string{`DISCARD ALL`, `SET ROLE NONE`, `SET statement_timeout = '1s'`, `SELECT 1`} {
		conn := connectAdmin(t, address)
		require.Equal(t, "app app_admin_a 0 5s 5min", query[string](t, conn, session))
		require.Equal(t, 0, query[int](t, conn, `SELECT count(*)::int FROM pg_class WHERE relname = 'left_over'`))
		backends = append(backends, query[int](t, conn, `SELECT pg_backend_pid()`))
		execute(t, conn, `CREATE TEMPORARY TABLE left_over (id int)`)
		execute(t, conn, dirt)
		require.NoError(t, conn.Close(t.Context()))
	}
	require.Equal(t, backends[0], backends[len(backends)-1], "all of them had one connection")
}

// Each user reaches its own databases: PgBouncer would log in to the server for anybody.
func TestUsersReachTheirDatabasesOnly(t *testing.T) {
	d := newTier(t, 0)
	address := d.bouncer(t, pools).Address
	for _, tc := range []struct{ user, password, database, want string }{
		{login, appPassword, pgbouncer.AdminAlias(database), "no authentication method is found"},
		{login, appPassword, pgbouncer.Console, "not allowed"},
		{adminLogin, adminPassword, database, "no authentication method is found"},
		{adminLogin, adminPassword, pgbouncer.ReadAlias(database), "no authentication method is found"},
		{pgbouncer.StatsUser, statsPassword, database, "no authentication method is found"},
		{pgbouncer.StatsUser, statsPassword, pgbouncer.AdminAlias(database), "no authentication method is found"},
	} {
		_, err := pgx.Connect(t.Context(), servers.PgBouncerURL(address, tc.user, tc.password, tc.database))
		require.ErrorContains(t, err, tc.want, "%s at %s", tc.user, tc.database)
	}
}
