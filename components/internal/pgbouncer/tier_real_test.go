package pgbouncer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

const (
	role           = "app"
	database       = "shop"
	appPassword    = `it's "quoted", with $dollars`
	master         = "master"
	masterPassword = "the master's"
)

// masterSQL makes a master user as RDS has it: no superuser, but one that can make roles and databases.
const masterSQL = `
CREATE ROLE rds_superuser NOLOGIN;
GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO rds_superuser WITH ADMIN OPTION;
CREATE ROLE master LOGIN CREATEDB CREATEROLE PASSWORD 'the master''s' IN ROLE rds_superuser`

// tier is a database with its replicas, prepared as an environment prepares it.
type tier struct {
	parts    *servers.Parts
	writer   *servers.Postgres
	replicas []*servers.Postgres
}

func newTier(t *testing.T, replicas int) *tier {
	t.Helper()
	parts := servers.Find(t)
	d := &tier{parts: parts, writer: parts.StartPostgres(t, "127.0.0.1", servers.Port(t))}
	execute(t, d.writer.Superuser(t, "postgres"), masterSQL)
	out, err := d.bootstrap(t, master, masterPassword, role)
	require.NoError(t, err, out)
	for i := range replicas {
		d.replicas = append(d.replicas, d.writer.StartReplica(t, fmt.Sprintf("127.0.0.%d", i+2)))
	}
	return d
}

// bootstrap runs the script of the init container.
func (d *tier) bootstrap(t *testing.T, user, userPassword, appRole string) (string, error) {
	t.Helper()
	verifier, err := pgbouncer.Verifier(appRole, appPassword)
	require.NoError(t, err)
	script := strings.ReplaceAll(pgbouncer.BootstrapScript(), "sleep 10", "sleep 0")
	return d.writer.Bootstrap(t, user, userPassword, script,
		"BOOTSTRAP_SQL="+pgbouncer.BootstrapSQL(), "APP_ROLE="+appRole, "APP_DATABASE="+database, "APP_VERIFIER="+verifier,
		"APP_EXTENSIONS=citext,pg_trgm", "APP_STATEMENT_TIMEOUT=30s")
}

// pools are small, so that they are the limit and not the machine.
var pools = pgbouncer.Pools{MaxClients: 1000, Size: 10, Min: 2, Reserve: 2}

// bouncer starts a task with the rendered configuration, in which it replaces what edits say, in pairs.
func (d *tier) bouncer(t *testing.T, pools pgbouncer.Pools, edits ...string) *servers.PgBouncer {
	t.Helper()
	c := pgbouncer.Config{
		ListenPort: 6432, Database: database, Writer: d.writer.Host, ServerPort: d.writer.Port,
		AuthFile: pgbouncer.AuthFile, CAFile: pgbouncer.CAFile, StatsUser: pgbouncer.StatsUser,
		Pools: pools, QueryWaitTimeout: 15, ServerLifetime: 600, ServerIdleTimeout: 300,
	}
	for _, replica := range d.replicas {
		c.Readers = append(c.Readers, replica.Host)
	}
	return d.parts.StartPgBouncer(t, d.writer, servers.PgBouncerTask{
		INI: pgbouncer.Render(c), Script: pgbouncer.StartScript(), Role: role, Password: listed(appPassword),
	}, edits...)
}

// listed is a password as it stands between the quotes of the file of users.
func listed(password string) string { return strings.ReplaceAll(password, `"`, `""`) }

// at is the URL of a database at an address, for the application.
func at(address, database string) string {
	return servers.PgBouncerURL(address, role, appPassword, database)
}

func connect(t *testing.T, address, database string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), at(address, database))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func execute(t *testing.T, conn *pgx.Conn, sql string, args ...any) {
	t.Helper()
	_, err := conn.Exec(t.Context(), sql, args...)
	require.NoError(t, err, sql)
}

func query[T any](t *testing.T, conn *pgx.Conn, sql string, args ...any) T {
	t.Helper()
	var value T
	require.NoError(t, conn.QueryRow(t.Context(), sql, args...).Scan(&value), sql)
	return value
}

// column is the first column of all rows.
func column[T any](t *testing.T, conn *pgx.Conn, sql string, args ...any) []T {
	t.Helper()
	rows, err := conn.Query(t.Context(), sql, args...)
	require.NoError(t, err, sql)
	list, err := pgx.CollectRows(rows, pgx.RowTo[T])
	require.NoError(t, err, sql)
	return list
}
