package operator

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

const (
	readerPassword  = `the reader's "own"; $HOME %s`
	consolePassword = "consolePassword"
)

// session is a task after its first container has ended.
type session struct {
	parts *servers.Parts
	dir   string // as the test sees it
	env   []string
}

// prepare runs the first container.
func prepare(t *testing.T, parts *servers.Parts, variables ...string) session {
	t.Helper()
	s := session{parts: parts, dir: filepath.Join(parts.Dir(t), "operator")}
	out, err := parts.Run(t, append(variables, "OPERATOR_DIR="+parts.Inside(s.dir)), "/bin/sh", "-c", script)
	require.NoError(t, err, out)
	require.Empty(t, out, "the log shows nothing")
	return s
}

// command runs what a person types after /tmp/operator/.
func (s session) command(t *testing.T, name string, args ...string) (string, error) {
	t.Helper()
	return s.parts.Run(t, s.env, s.parts.Inside(filepath.Join(s.dir, name)), args...)
}

func (s session) must(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := s.command(t, name, args...)
	require.NoError(t, err, out)
	return out
}

func TestDatabaseCommands(t *testing.T) {
	parts := servers.Find(t)
	server := parts.StartPostgres(t, "127.0.0.1", servers.Port(t))
	admin := server.Superuser(t, "postgres")
	for _, sql := range []string{
		`CREATE ROLE app_reader LOGIN PASSWORD 'the reader''s "own"; $HOME %s'`,
		`ALTER ROLE app_reader SET default_transaction_read_only = on`, `CREATE ROLE app_a LOGIN`, `CREATE ROLE app_admin_a LOGIN`, `CREATE DATABASE shop`,
	} {
		_, err := admin.Exec(t.Context(), sql)
		require.NoError(t, err)
	}
	bouncer := startBouncer(t, parts, server)
	_, port, err := net.SplitHostPort(bouncer.Address)
	require.NoError(t, err)
	s := prepare(t, parts, "DATABASES=reader the-owner console", "CA_FILE="+parts.Inside(server.CA),
		"READER_HOST=127.0.0.1", "READER_PORT="+strconv.Itoa(server.Port), "READER_DATABASE=shop",
		"READER_USERNAME=app_reader", "READER_PASSWORD="+readerPassword, "READER_SSLMODE=verify-full",
		"THE_OWNER_HOST=127.0.0.1", "THE_OWNER_PORT="+strconv.Itoa(server.Port), "THE_OWNER_DATABASE=shop",
		"THE_OWNER_USERNAME="+servers.Superuser, "THE_OWNER_PASSWORD="+servers.SuperuserPassword, "THE_OWNER_SSLMODE=verify-full",
		"CONSOLE_PORT="+port, "CONSOLE_DATABASE=pgbouncer", "CONSOLE_USERNAME=operator",
		"CONSOLE_PASSWORD="+consolePassword, "CONSOLE_SSLMODE=disable")

	const who = `SELECT current_user, current_database(), current_setting('application_name'), ssl FROM pg_stat_ssl
		WHERE pid = pg_backend_pid()`
	require.Equal(t, "app_reader|shop|operator|t\n", s.must(t, "reader", "-Atc", who))
	require.Equal(t, "postgres|shop|operator|t\n", s.must(t, "the-owner", "-Atc", who))
	require.Contains(t, s.must(t, "console", "127.0.0.1", "-c", "SHOW VERSION"), "PgBouncer")
	for _, statement := range []string{"PAUSE", "RESUME", "RECONNECT", "SHOW POOLS"} {
		s.must(t, "console", "127.0.0.1", "-c", statement)
	}
	out, err := s.command(t, "console")
	require.Error(t, err)
	require.Contains(t, out, "the host comes first")

	// A dump goes in by the same names.
	s.must(t, "the-owner", "-c", "CREATE TABLE orders (id int); INSERT INTO orders VALUES (7)")
	service := "PGSERVICEFILE=" + parts.Inside(s.dir) + "/pg_service.conf"
	dump := parts.Inside(parts.Dir(t)) + "/dump"
	parts.MustRun(t, []string{service}, "/usr/bin/pg_dump", "--format=custom", "--file="+dump, "service=the-owner")
	s.must(t, "the-owner", "-c", "DROP TABLE orders")
	parts.MustRun(t, []string{service}, "/usr/bin/pg_restore", "--dbname=service=the-owner", "--no-owner", "--exit-on-error", dump)
	require.Equal(t, "7\n", s.must(t, "the-owner", "-Atc", "SELECT id FROM orders"))
	requireHidden(t, s, readerPassword, servers.SuperuserPassword, consolePassword)
}

// startBouncer starts a PgBouncer with a console for the operator.
func startBouncer(t *testing.T, parts *servers.Parts, server *servers.Postgres) *servers.PgBouncer {
	t.Helper()
	c := pgbouncer.Config{
		ListenPort: 6432, Database: "shop", Role: "app", Generation: 1, Writer: server.Host, ServerPort: server.Port,
		AuthFile: pgbouncer.AuthFile, HBAFile: pgbouncer.HBAFile, CAFile: pgbouncer.CAFile, StatsUser: pgbouncer.StatsUser,
		ConsoleUser: pgbouncer.ConsoleUser, Pools: pgbouncer.Pools{MaxClients: 100, Size: 2, Min: 1, Reserve: 1, Admin: 1},
		QueryWaitTimeout: 15, ServerLifetime: 600, ServerIdleTimeout: 300,
	}
	return parts.StartPgBouncer(t, server, servers.PgBouncerTask{
		INI: pgbouncer.Render(c), HBA: pgbouncer.RenderHBA(c), Script: pgbouncer.StartScript(), StatsPassword: "s",
		Users: pgbouncer.UserList("s", pgbouncer.Login{Name: pgbouncer.ConsoleUser, Password: consolePassword}),
	})
}

func TestStoreCommands(t *testing.T) {
	parts := servers.Find(t)
	cache := parts.StartRedis(t, servers.RedisSettings{
		Engine: "valkey", Shards: 3, Parameters: map[string]string{"cluster-enabled": "yes"},
	})
	broker := parts.StartRedis(t, servers.RedisSettings{Engine: "valkey"})
	url := func(r *servers.Redis) string {
		return "rediss://:" + servers.RedisPassword + "@127.0.0.1:" + strconv.Itoa(r.Nodes[0].Port) + "/0?ssl_cert_reqs=required"
	}
	s := prepare(t, parts, "STORES=cache broker", "CACHE_URL="+url(cache), "BROKER_URL="+url(broker))
	for name, store := range map[string]*servers.Redis{"cache": cache, "broker": broker} {
		s.env = []string{"SSL_CERT_FILE=" + parts.Inside(store.CA)} // whose authority no system knows
		require.Equal(t, "PONG\n", s.must(t, name, "PING"))
		require.Equal(t, "OK\nOK\nOK\n", s.must(t, name, "SET", "a", "1")+s.must(t, name, "SET", "b", "2")+s.must(t, name, "SET", "c", "3"),
			"the client follows the slots of a cluster")
	}
	s.env = nil
	out, _ := s.command(t, "cache", "PING")
	require.NotContains(t, out, "PONG", "a certificate that nobody knows is refused")
	requireHidden(t, s, servers.RedisPassword)
}

// requireHidden requires that only root reads what the first container wrote, and that no command shows a password.
func requireHidden(t *testing.T, s session, passwords ...string) {
	t.Helper()
	entries, err := os.ReadDir(s.dir)
	require.NoError(t, err)
	for _, entry := range entries {
		info, err := entry.Info()
		require.NoError(t, err)
		require.Zero(t, info.Mode()&0o077, entry.Name())
		text, err := os.ReadFile(filepath.Join(s.dir, entry.Name()))
		require.NoError(t, err)
		if strings.HasPrefix(string(text), "#!") {
			for _, password := range passwords {
				require.NotContains(t, string(text), password)
			}
		}
	}
}
