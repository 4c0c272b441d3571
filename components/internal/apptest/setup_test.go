package apptest

import (
	"context"
	"maps"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/cache"
	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/test/realparts"
)

const (
	role          = "app"
	database      = "app"
	statsPassword = "statistics"
	shards        = 3
)

// stage is what all applications share: the servers, and the environment that an environment gives to its web tasks.
type stage struct {
	parts           *realparts.Parts
	dir             string // holds the applications
	variables       map[string]string
	healthCheckPath string
	writer, replica *realparts.Postgres
	cache, broker   *realparts.Redis
}

func newStage(t *testing.T) *stage {
	t.Helper()
	parts := realparts.Find(t)
	rec := recordEnvironment(t)
	s := &stage{
		parts: parts, dir: parts.Dir(t), variables: containerOf(t, rec, "web-task").variables(t, rec),
		cache: parts.StartRedis(t, realparts.RedisSettings{
			Engine: cache.Valkey, Parameters: map[string]string{"cluster-enabled": "yes"}, Shards: shards,
		}),
		broker: parts.StartRedis(t, realparts.RedisSettings{Engine: cache.Valkey}),
	}
	s.healthCheckPath = rec.Named(t, "aws:lb/targetGroup:TargetGroup", "alb-tg").Input("healthCheck.path").(string)
	s.startDatabase(t)
	// The addresses are AWS's, and so are the authorities of the certificates, which every system trusts. The rest stays.
	for name, store := range map[string]*realparts.Redis{
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
	for _, store := range []*realparts.Redis{s.cache, s.broker} {
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
	s.writer = s.parts.StartPostgres(t, "127.0.0.1", realparts.Port(t))
	verifier, err := pgbouncer.Verifier(role, password)
	require.NoError(t, err)
	s.parts.MustRun(t, append(s.writer.Environment(realparts.Superuser, realparts.SuperuserPassword),
		"BOOTSTRAP_SQL="+pgbouncer.BootstrapSQL(), "APP_ROLE="+role, "APP_DATABASE="+database, "APP_VERIFIER="+verifier,
		"APP_EXTENSIONS=", "APP_STATEMENT_TIMEOUT=60s"), "/bin/sh", "-c", pgbouncer.BootstrapScript())
	_, err = s.writer.Connect(t, role, password, database).Exec(t.Context(),
		`CREATE TABLE notes (id serial PRIMARY KEY, name text NOT NULL)`)
	require.NoError(t, err)
	s.replica = s.writer.StartReplica(t, "127.0.0.2")
}

// bouncer is one task of PgBouncer.
type bouncer struct {
	*realparts.Process
	address         string
	stats, database *pgx.Conn
}

// bouncer starts a PgBouncer with what is rendered for it; only what edits say is replaced, in pairs. Its pools are
// smaller than those of the applications, so that clients change places on the servers.
func (s *stage) bouncer(t *testing.T, edits ...string) *bouncer {
	t.Helper()
	dir, port := s.parts.Dir(t), realparts.Port(t)
	ini := pgbouncer.Render(pgbouncer.Config{
		ListenPort: port, Database: database, Writer: s.writer.Host, Readers: []string{s.replica.Host},
		ServerPort: s.writer.Port, AuthFile: s.parts.Inside(dir) + "/userlist.txt",
		CAFile:    s.parts.Inside(s.parts.Copy(t, dir, s.writer.CA)),
		StatsUser: pgbouncer.StatsUser, Pools: pgbouncer.Pools{MaxClients: 1000, Size: 4, Min: 1, Reserve: 1},
		QueryWaitTimeout: 15, ServerLifetime: 600, ServerIdleTimeout: 300,
	})
	for i, pairs := 0, append([]string{"listen_addr = *", "listen_addr = 127.0.0.1"}, edits...); i < len(pairs); i += 2 {
		require.Contains(t, ini, pairs[i])
		ini = strings.ReplaceAll(ini, pairs[i], pairs[i+1])
	}
	process := s.parts.StartScript(t, dir, pgbouncer.StartScript(), "127.0.0.1", port,
		"PGBOUNCER_INI="+ini, "PGBOUNCER_DIR="+s.parts.Inside(dir), "APP_ROLE="+role, "APP_PASSWORD="+password,
		"STATS_USER="+pgbouncer.StatsUser, "STATS_PASSWORD="+statsPassword)
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	return &bouncer{process, address, console(t, address), s.writer.Superuser(t, "postgres")}
}

// console is a connection that may look at the statistics.
func console(t *testing.T, address string) *pgx.Conn {
	t.Helper()
	config, err := pgx.ParseConfig("postgres://" + address + "/" + pgbouncer.Console + "?sslmode=disable")
	require.NoError(t, err)
	config.User, config.Password = pgbouncer.StatsUser, statsPassword
	config.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	conn, err := pgx.ConnectConfig(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
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
	within(t, func() bool {
		var servers []any
		for _, server := range b.show(t, "SERVERS") {
			if server["database"] == database {
				servers = append(servers, server["remote_pid"])
			}
		}
		var n int
		require.NoError(t, b.database.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity
			WHERE pid = ANY($1) AND state = 'active' AND query LIKE '%pg_sleep%'`, servers).Scan(&n))
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
