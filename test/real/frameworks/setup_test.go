// Package frameworks proves docs/application.md: FastAPI, Django and Flask with the settings of the page, and with the
// environment that Tenfold gives to the web tasks, on real servers.
package frameworks

import (
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/cache"
	"github.com/tenfold-iac/tenfold/test/real/servers"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	owner    = "app"
	role     = "app_a" // the login of the first passwords
	database = "app"
	shards   = 3
)

// stage is what all applications share: the servers, and the environment that an environment gives to its web tasks.
type stage struct {
	parts           *servers.Parts
	variables       map[string]string
	trust           string // the authorities of the stores
	healthCheckPath string
	pgbouncer       *stacktest.Recording
	writer, replica *servers.Postgres
	cache, broker   *servers.Redis
}

func newStage(t *testing.T) *stage {
	t.Helper()
	parts := servers.Find(t)
	rec := recordEnvironment(t)
	s := &stage{
		parts: parts, variables: containerOf(t, rec, "web-task", "web").variables(t, rec),
		cache: parts.StartRedis(t, servers.RedisSettings{
			Engine: cache.Valkey, Parameters: map[string]string{"cluster-enabled": "yes"}, Shards: shards,
		}),
		broker: parts.StartRedis(t, servers.RedisSettings{Engine: cache.Valkey}),
	}
	s.healthCheckPath = rec.Named(t, "aws:lb/targetGroup:TargetGroup", "alb-tg").Input("healthCheck.path").(string)
	s.startDatabase(t)
	s.connect(t, s.variables, "")
	for _, store := range []*servers.Redis{s.cache, s.broker} {
		text, err := os.ReadFile(store.CA)
		require.NoError(t, err)
		s.trust += string(text)
	}
	s.migrate(t)
	return s
}

// migrate makes the tables of the examples, by their release commands.
func (s *stage) migrate(t *testing.T) {
	t.Helper()
	b := s.bouncer(t)
	for _, f := range frameworks() {
		if f.example != "" {
			s.deploy(t, f.example, 1000, b.Address).release(t)
		}
	}
}

// certificates is where a container has the authorities of AWS's certificates: where the stores' authority is here.
const certificates = "trust.pem"

// connect replaces the addresses, which are AWS's: of the stores, and of the databases unless databases is empty.
func (s *stage) connect(t *testing.T, variables map[string]string, databases string) {
	t.Helper()
	addresses := map[string]string{
		"CACHE_URL": s.cache.Nodes[0].Address(), "BROKER_URL": s.broker.Nodes[0].Address(),
		"CELERY_BROKER_URL": s.broker.Nodes[0].Address(),
	}
	if databases != "" {
		for _, name := range []string{"DATABASE_URL", "DATABASE_READ_URL", "DATABASE_ADMIN_URL"} {
			addresses[name] = databases
		}
	}
	for name, address := range addresses {
		if variables[name] != "" {
			variables[name] = moved(t, variables[name], address)
		}
	}
}

// container is a container with an image in the environment of a web task, with these variables over it.
func (s *stage) container(t *testing.T, i image, over map[string]string) *servers.Container {
	t.Helper()
	all := maps.Clone(s.variables)
	maps.Copy(all, over)
	return s.run(t, i, all)
}

// run is a container with an image. AWS gives it the credentials of its role. It trusts the authorities of AWS's
// certificates, which here are those of the stores.
func (s *stage) run(t *testing.T, i image, variables map[string]string) *servers.Container {
	t.Helper()
	path := filepath.Join(i.dir, certificates)
	require.NoError(t, os.WriteFile(path, []byte(s.trust), 0o644)) //nolint:gosec // containers read it
	env := append([]string{
		"SSL_CERT_FILE=" + servers.WorkDir + "/" + certificates, "AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret",
		"AWS_SESSION_TOKEN=token",
	}, i.env...)
	for name, value := range variables {
		env = append(env, name+"="+value)
	}
	return s.parts.NewContainer(t, i.dir, i.user, env)
}

// startDatabase makes a primary and a replica, and prepares them as a task of PgBouncer does.
func (s *stage) startDatabase(t *testing.T) {
	t.Helper()
	u, err := url.Parse(s.variables["DATABASE_URL"])
	require.NoError(t, err)
	require.Equal(t, []string{role, "/" + database}, []string{u.User.Username(), u.Path})
	s.writer = s.parts.StartPostgres(t, "127.0.0.1", servers.Port(t))
	s.pgbouncer = recordPgBouncer(t, s.writer.Port)
	bootstrap := containerOf(t, s.pgbouncer, "pgbouncer-task", "bootstrap")
	var variables []string
	for _, name := range []string{
		"BOOTSTRAP_SQL", "APP_ROLE", "APP_DATABASE", "APP_LOGINS", "APP_EXTENSIONS", "APP_STATEMENT_TIMEOUT", "APP_MARK",
		"APP_SHARED", "APP_CONNECTIONS", "APP_ADMIN_CONNECTIONS",
	} {
		variables = append(variables, name+"="+bootstrap.variable(t, s.pgbouncer, name))
	}
	out, err := s.writer.Bootstrap(t, servers.Superuser, servers.SuperuserPassword, bootstrap.script(t), variables...)
	require.NoError(t, err, out)
	_, err = s.writer.Connect(t, role, password, database).Exec(t.Context(),
		`CREATE TABLE notes (id serial PRIMARY KEY, name text NOT NULL)`)
	require.NoError(t, err)
	s.replica = s.writer.StartReplica(t, "127.0.0.2")
}

// bouncer is one task of PgBouncer.
type bouncer struct {
	*servers.PgBouncer
	stats, database *pgx.Conn
}

// bouncer starts a task with what the component renders for it, in which it replaces what edits say, in pairs.
func (s *stage) bouncer(t *testing.T, edits ...string) *bouncer {
	t.Helper()
	c := containerOf(t, s.pgbouncer, "pgbouncer-task", "pgbouncer")
	started := s.parts.StartPgBouncer(t, s.writer, servers.PgBouncerTask{
		INI: c.variable(t, s.pgbouncer, "PGBOUNCER_INI"), HBA: c.variable(t, s.pgbouncer, "PGBOUNCER_HBA"),
		Users: c.variable(t, s.pgbouncer, "PGBOUNCER_USERS"), Script: c.script(t), StatsPassword: password,
	}, edits...)
	return &bouncer{started, started.Console(t), s.writer.Superuser(t, "postgres")}
}

// show is a table of the statistics.
func (b *bouncer) show(t *testing.T, table string) []map[string]any {
	t.Helper()
	rows, err := b.stats.Query(t.Context(), "SHOW "+table)
	require.NoError(t, err)
	list, err := pgx.CollectRows(rows, pgx.RowToMap)
	require.NoError(t, err)
	return list
}

// clients is the number of connections that the application holds.
func (b *bouncer) clients(t *testing.T) int {
	t.Helper()
	n := 0
	for _, client := range b.show(t, "CLIENTS") {
		if client["user"] == role {
			n++
		}
	}
	return n
}

// awaitSleeping waits until so many of the statements sleep that run through this PgBouncer at the primary.
func (b *bouncer) awaitSleeping(t *testing.T, want int) {
	t.Helper()
	servers.Within(t, 3*servers.Timeout, func() bool {
		var pids []any
		for _, server := range b.show(t, "SERVERS") {
			if server["database"] == database {
				pids = append(pids, server["remote_pid"])
			}
		}
		var n int
		require.NoError(t, b.database.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity
			WHERE pid = ANY($1) AND state = 'active' AND query LIKE '%pg_sleep%'`, pids).Scan(&n))
		return n == want
	}, "there are not %d requests in flight", want)
}
