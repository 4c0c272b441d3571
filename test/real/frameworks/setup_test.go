// Package frameworks proves docs/application.md: FastAPI, Django and Flask with the settings of the page, and with the
// environment that Tenfold gives to the web tasks, on real servers.
package frameworks

import (
	"maps"
	"net/url"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/cache"
	"github.com/tenfold-iac/tenfold/test/real/servers"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	role     = "app"
	database = "app"
	shards   = 3
)

// stage is what all applications share: the servers, and the environment that an environment gives to its web tasks.
type stage struct {
	parts           *servers.Parts
	dir             string // holds the applications
	variables       map[string]string
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
		parts: parts, dir: parts.Dir(t), variables: containerOf(t, rec, "web-task", "web").variables(t, rec),
		cache: parts.StartRedis(t, servers.RedisSettings{
			Engine: cache.Valkey, Parameters: map[string]string{"cluster-enabled": "yes"}, Shards: shards,
		}),
		broker: parts.StartRedis(t, servers.RedisSettings{Engine: cache.Valkey}),
	}
	s.healthCheckPath = rec.Named(t, "aws:lb/targetGroup:TargetGroup", "alb-tg").Input("healthCheck.path").(string)
	s.startDatabase(t)
	// The addresses are AWS's, and so are the authorities of the certificates, which every system trusts. The rest stays.
	for name, store := range map[string]*servers.Redis{
		"CACHE_URL": s.cache, "BROKER_URL": s.broker, "CELERY_BROKER_URL": s.broker,
	} {
		s.variables[name] = moved(t, s.variables[name], store.Nodes[0].Address())
	}
	s.variables["SSL_CERT_FILE"] = s.trust(t)
	s.variables["PYTHONPATH"], s.variables["PYTHONDONTWRITEBYTECODE"] = parts.Inside(s.dir), "1"
	return s
}

// trust is a file with the authorities of both stores.
func (s *stage) trust(t *testing.T) string {
	t.Helper()
	var all []byte
	for _, store := range []*servers.Redis{s.cache, s.broker} {
		text, err := os.ReadFile(store.CA)
		require.NoError(t, err)
		all = append(all, text...)
	}
	return s.parts.Inside(s.parts.Write(t, s.dir, "trust.pem", string(all)))
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
		"BOOTSTRAP_SQL", "APP_ROLE", "APP_DATABASE", "APP_VERIFIER", "APP_EXTENSIONS", "APP_STATEMENT_TIMEOUT",
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
		INI: c.variable(t, s.pgbouncer, "PGBOUNCER_INI"), Script: c.script(t),
		Role: c.variable(t, s.pgbouncer, "APP_ROLE"), Password: c.variable(t, s.pgbouncer, "APP_PASSWORD"),
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

// environment is what a process finds: the environment's variables with these over them.
func (s *stage) environment(over map[string]string) []string {
	all := maps.Clone(s.variables)
	maps.Copy(all, over)
	var list []string
	for name, value := range all {
		list = append(list, name+"="+value)
	}
	return list
}
