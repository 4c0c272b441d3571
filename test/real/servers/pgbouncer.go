package servers

import (
	"context"
	"net"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// StatsUser opens the console of every PgBouncer, for reading.
const StatsUser = "stats"

// PgBouncerTask is what the container of PgBouncer gets from its task definition.
type PgBouncerTask struct {
	// INI, HBA and Users are the variables PGBOUNCER_INI, with the port and the paths of the container, PGBOUNCER_HBA and
	// PGBOUNCER_USERS.
	INI, HBA, Users string
	// Script is the shell script that the container runs.
	Script string
	// StatsPassword is that of StatsUser among Users.
	StatsPassword string
}

// PgBouncer is one running task of PgBouncer.
type PgBouncer struct {
	*Process
	Address string // where clients reach it

	statsPassword string
}

// StartPgBouncer starts a task in front of a server and its replicas. It replaces the port and the paths in INI, and
// then what edits say, in pairs.
func (p *Parts) StartPgBouncer(tb testing.TB, server *Postgres, task PgBouncerTask, edits ...string) *PgBouncer {
	tb.Helper()
	dir, port := p.Dir(tb), strconv.Itoa(Port(tb))
	in, ini := p.Inside(dir), task.INI
	for i, pairs := 0, append([]string{
		"listen_addr = *", "listen_addr = 127.0.0.1", "listen_port = 6432", "listen_port = " + port,
		"/tmp/pgbouncer/", in + "/", "/etc/ssl/certs/rds-global-bundle.pem", p.Inside(p.Copy(tb, dir, server.CA)),
	}, edits...); i < len(pairs); i += 2 {
		require.Contains(tb, ini, pairs[i])
		ini = strings.ReplaceAll(ini, pairs[i], pairs[i+1])
	}
	b := &PgBouncer{Address: net.JoinHostPort("127.0.0.1", port), statsPassword: task.StatsPassword}
	b.Process = p.StartScript(tb, dir, task.Script, b.Address, "PGBOUNCER_INI="+ini, "PGBOUNCER_DIR="+in,
		"PGBOUNCER_HBA="+task.HBA, "PGBOUNCER_USERS="+task.Users)
	return b
}

// Console opens a connection that may read the statistics.
func (b *PgBouncer) Console(tb testing.TB) *pgx.Conn {
	tb.Helper()
	config, err := pgx.ParseConfig(PgBouncerURL(b.Address, StatsUser, b.statsPassword, "pgbouncer"))
	require.NoError(tb, err)
	config.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	conn, err := pgx.ConnectConfig(tb.Context(), config)
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// PgBouncerURL is how a client reaches a database through a PgBouncer, or through a balancer in front of several.
func PgBouncerURL(address, role, password, database string) string {
	u := url.URL{
		Scheme: "postgres", Host: address, User: url.UserPassword(role, password), Path: database,
		RawQuery: "sslmode=disable&connect_timeout=15",
	}
	return u.String()
}

// Bootstrap runs the script of a task's init container on the server, as user, and returns what it printed.
func (s *Postgres) Bootstrap(
	tb testing.TB, user, password, script string, variables ...string,
) (string, error) {
	tb.Helper()
	return s.parts.Run(tb, append(s.Environment(user, password), variables...), "/bin/sh", "-c", script)
}
