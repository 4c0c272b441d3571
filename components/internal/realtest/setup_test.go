// Package realtest proves what components render against the real PostgreSQL and the real PgBouncer.
package realtest

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/test/realparts"
)

const (
	role           = "app"
	database       = "shop"
	password       = `it's "quoted", with $dollars`
	statsPassword  = "statistics"
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
	parts    *realparts.Parts
	writer   *realparts.Postgres
	replicas []*realparts.Postgres
}

func newTier(t *testing.T, replicas int) *tier {
	t.Helper()
	parts := realparts.Find(t)
	d := &tier{parts: parts, writer: parts.StartPostgres(t, "127.0.0.1", realparts.Port(t))}
	exec(t, d.writer.Superuser(t, "postgres"), masterSQL)
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
	verifier, err := pgbouncer.Verifier(appRole, password)
	require.NoError(t, err)
	script := strings.ReplaceAll(pgbouncer.BootstrapScript(), "sleep 10", "sleep 0")
	return d.parts.Run(t, append(d.writer.Environment(user, userPassword),
		"BOOTSTRAP_SQL="+pgbouncer.BootstrapSQL(), "APP_ROLE="+appRole, "APP_DATABASE="+database, "APP_VERIFIER="+verifier,
		"APP_EXTENSIONS=citext,pg_trgm", "APP_STATEMENT_TIMEOUT=30s"), "/bin/sh", "-c", script)
}

// bouncer is one task of PgBouncer.
type bouncer struct {
	*realparts.Process
	address string
}

// pools are small, so that they are the limit and not the machine.
var pools = pgbouncer.Pools{MaxClients: 1000, Size: 10, Min: 2, Reserve: 2}

// bouncer starts a PgBouncer by the script of its container. The configuration is the rendered one; only what edits say
// is replaced, in pairs.
func (d *tier) bouncer(t *testing.T, pools pgbouncer.Pools, edits ...string) bouncer {
	t.Helper()
	dir, port := d.parts.Dir(t), realparts.Port(t)
	c := pgbouncer.Config{
		ListenPort: port, Database: database, Writer: d.writer.Host, ServerPort: d.writer.Port,
		AuthFile: d.parts.Inside(dir) + "/userlist.txt", CAFile: d.parts.Inside(d.parts.Copy(t, dir, d.writer.CA)),
		StatsUser: pgbouncer.StatsUser, Pools: pools, QueryWaitTimeout: 15, ServerLifetime: 600, ServerIdleTimeout: 300,
	}
	for _, replica := range d.replicas {
		c.Readers = append(c.Readers, replica.Host)
	}
	ini := pgbouncer.Render(c)
	for i, pairs := 0, append([]string{"listen_addr = *", "listen_addr = 127.0.0.1"}, edits...); i < len(pairs); i += 2 {
		require.Contains(t, ini, pairs[i])
		ini = strings.ReplaceAll(ini, pairs[i], pairs[i+1])
	}
	return bouncer{d.parts.StartScript(t, dir, pgbouncer.StartScript(), "127.0.0.1", port,
		"PGBOUNCER_INI="+ini, "PGBOUNCER_DIR="+d.parts.Inside(dir), "APP_ROLE="+role, "APP_PASSWORD="+listed(password),
		"STATS_USER="+pgbouncer.StatsUser, "STATS_PASSWORD="+statsPassword), net.JoinHostPort("127.0.0.1", strconv.Itoa(port))}
}

// listed is a password as it stands between the quotes of the file of users.
func listed(password string) string { return strings.ReplaceAll(password, `"`, `""`) }

// at is the URL of a database at an address, for the application.
func at(address, database string) string {
	u := url.URL{
		Scheme: "postgres", Host: address, Path: database, User: url.UserPassword(role, password), RawQuery: "sslmode=disable&connect_timeout=15",
	}
	return u.String()
}

func connect(t *testing.T, address, database string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), at(address, database))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func exec(t *testing.T, conn *pgx.Conn, sql string, args ...any) {
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
