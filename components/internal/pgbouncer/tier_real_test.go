package pgbouncer_test

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
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
	adminPassword  = "the admin's"
	master         = "master"
	masterPassword = "the master's"
	statsPassword  = "statistics"
	mark           = "made by Tenfold for acme/shop/base"
	readerPassword = "the reader's"
)

// login and adminLogin are those of the first generation.
var (
	login      = pgbouncer.LoginName(role, false, 1)
	adminLogin = pgbouncer.LoginName(role, true, 1)
)

// logins are those of the first generation.
func logins() []pgbouncer.Login {
	return []pgbouncer.Login{{Name: login, Password: appPassword}, {Name: adminLogin, Password: adminPassword, Admin: true}}
}

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
	// RDS's master user may create it, by means that PostgreSQL does not have.
	template := d.writer.Superuser(t, "template1")
	execute(t, template, `CREATE EXTENSION pg_stat_statements`)
	require.NoError(t, template.Close(t.Context()))
	out, err := d.bootstrap(t, master, masterPassword, role, logins()...)
	require.NoError(t, err, out)
	for i := range replicas {
		d.replicas = append(d.replicas, d.writer.StartReplica(t, fmt.Sprintf("127.0.0.%d", i+2)))
	}
	return d
}

// bootstrap runs the script of the init container.
func (d *tier) bootstrap(
	t *testing.T, user, userPassword, owner string, logins ...pgbouncer.Login,
) (string, error) {
	t.Helper()
	return d.bootstrapOf(t, user, userPassword, environment{owner: owner, database: database, mark: mark}, logins...)
}

// environment is what one of several on a server says of itself.
type environment struct {
	owner, database, mark string
	shared                bool
	connections           int // 40 if it does not matter
	admin                 int // of connections, for admin logins; 5 if it does not matter
}

func (d *tier) bootstrapOf(
	t *testing.T, user, userPassword string, e environment, logins ...pgbouncer.Login,
) (string, error) {
	t.Helper()
	text, err := pgbouncer.BootstrapLogins(logins...)
	require.NoError(t, err)
	script := strings.ReplaceAll(pgbouncer.BootstrapScript(), "sleep 10", "sleep 0")
	sql := strings.ReplaceAll(pgbouncer.BootstrapSQL(), "lock_timeout = '20s'", "lock_timeout = '1s'")
	return d.writer.Bootstrap(t, user, userPassword, script,
		"BOOTSTRAP_SQL="+sql, "APP_ROLE="+e.owner, "APP_DATABASE="+e.database, "APP_LOGINS="+text,
		fmt.Sprintf("APP_CONNECTIONS=%d", cmp.Or(e.connections, 40)), fmt.Sprintf("APP_ADMIN_CONNECTIONS=%d", cmp.Or(e.admin, 5)),
		"APP_MARK="+e.mark, "APP_SHARED="+strconv.FormatBool(e.shared),
		"APP_EXTENSIONS=citext,pg_trgm,pg_stat_statements", "APP_STATEMENT_TIMEOUT=30s")
}

// pools are small, so that they are the limit and not the machine.
var pools = pgbouncer.Pools{MaxClients: 1000, Size: 10, Min: 2, Reserve: 2, Admin: 2}

// bouncer starts a task with the rendered configuration, in which it replaces what edits say, in pairs.
func (d *tier) bouncer(t *testing.T, pools pgbouncer.Pools, edits ...string) *servers.PgBouncer {
	t.Helper()
	return d.bouncerOf(t, pools, 1, logins(), edits...)
}

// bouncerOf starts a task of a generation of passwords.
func (d *tier) bouncerOf(
	t *testing.T, pools pgbouncer.Pools, generation int, logins []pgbouncer.Login, edits ...string,
) *servers.PgBouncer {
	t.Helper()
	c := pgbouncer.Config{
		ListenPort: 6432, Database: database, Role: role, Generation: generation,
		Writer: d.writer.Host, ServerPort: d.writer.Port,
		AuthFile: pgbouncer.AuthFile, HBAFile: pgbouncer.HBAFile, CAFile: pgbouncer.CAFile, StatsUser: pgbouncer.StatsUser,
		Pools: pools, QueryWaitTimeout: 15, ServerLifetime: 600, ServerIdleTimeout: 300,
	}
	for _, replica := range d.replicas {
		c.Readers = append(c.Readers, replica.Host)
	}
	return d.parts.StartPgBouncer(t, d.writer, servers.PgBouncerTask{
		INI: pgbouncer.Render(c), HBA: pgbouncer.RenderHBA(c), Users: pgbouncer.UserList(statsPassword, logins...),
		Script: pgbouncer.StartScript(), StatsPassword: statsPassword,
	}, edits...)
}

// at is the URL of a database at an address, for the application.
func at(address, database string) string {
	return servers.PgBouncerURL(address, login, appPassword, database)
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
