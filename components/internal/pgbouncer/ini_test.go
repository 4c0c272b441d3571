package pgbouncer_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
)

func config(readers ...string) pgbouncer.Config {
	return pgbouncer.Config{
		ListenPort: 6432, Database: "app", Role: "shop", Generation: 1, Writer: "w.rds", Readers: readers, ServerPort: 5432,
		AuthFile: "/tmp/users", HBAFile: "/tmp/hba", CAFile: "/ca.pem", StatsUser: "stats",
		Pools:            pgbouncer.Pools{MaxClients: 1000, Size: 10, Min: 2, Reserve: 5, Admin: 3},
		QueryWaitTimeout: 15, ServerLifetime: 1800, ServerIdleTimeout: 300,
	}
}

// The whole text: each line of it was chosen.
const wholeINI = `[databases]
app = host=w.rds port=5432 dbname=app user=shop_a pool_size=10
app_ro = host=r1.rds,r2.rds,r1.rds,r2.rds,w.rds port=5432 dbname=app user=shop_a pool_size=25 load_balance_hosts=round-robin ` +
	`connect_query='SET default_transaction_read_only = on'
app_admin = host=w.rds port=5432 dbname=app user=shop_admin_a pool_mode=session pool_size=3 min_pool_size=0 max_db_connections=3

[pgbouncer]
listen_addr = *
listen_port = 6432
unix_socket_dir = 
so_reuseport = 1
auth_type = hba
auth_hba_file = /tmp/hba
auth_file = /tmp/users
max_client_conn = 1000
ignore_startup_parameters = extra_float_digits,statement_timeout,lock_timeout,` +
	`idle_in_transaction_session_timeout,jit
pool_mode = transaction
max_prepared_statements = 200
default_pool_size = 10
min_pool_size = 2
reserve_pool_size = 5
reserve_pool_timeout = 3
query_wait_timeout = 15
server_tls_sslmode = verify-ca
server_tls_ca_file = /ca.pem
server_tls_protocols = tlsv1.2,tlsv1.3
server_lifetime = 1800
server_idle_timeout = 300
server_check_query = select 1
server_check_delay = 10
server_connect_timeout = 3
server_login_retry = 0.2
dns_max_ttl = 5
dns_nxdomain_ttl = 5
tcp_keepalive = 1
tcp_keepidle = 60
tcp_keepintvl = 10
tcp_keepcnt = 3
tcp_user_timeout = 30000
stats_users = stats
admin_users = 
log_connections = 0
log_disconnections = 0
log_pooler_errors = 1
log_stats = 1
stats_period = 60
`

func TestRender(t *testing.T) {
	require.Equal(t, wholeINI, pgbouncer.Render(config("r1.rds", "r2.rds")))
}

// PgBouncer logs in by the newest password, and admits both names.
func TestLoginsTakeTurns(t *testing.T) {
	c := config()
	c.Generation = 2
	require.Contains(t, pgbouncer.Render(c), "\napp = host=w.rds port=5432 dbname=app user=shop_b ")
	require.Contains(t, pgbouncer.Render(c), "user=shop_admin_b pool_mode=session")
	for generation, want := range []string{"", "shop_a", "shop_b", "shop_a"} {
		if generation > 0 {
			require.Equal(t, want, pgbouncer.LoginName("shop", false, generation))
		}
	}
	want := `host app,app_ro shop_a,shop_b all scram-sha-256
host app_admin shop_admin_a,shop_admin_b all scram-sha-256
host pgbouncer stats all scram-sha-256
`
	require.Equal(t, want, pgbouncer.RenderHBA(c))
	c.Generation = 1
	require.Equal(t, want, pgbouncer.RenderHBA(c))
}

// The console is for looking only, unless the environment has an operator.
func TestConsoleUserIsAnAdmin(t *testing.T) {
	c := config()
	c.ConsoleUser = "operator"
	require.Contains(t, pgbouncer.Render(c), "\nadmin_users = operator\n")
	require.Contains(t, pgbouncer.RenderHBA(c), "\nhost pgbouncer stats,operator all scram-sha-256\n")
}

// With one host, PgBouncer 1.24 can compare its name with the certificate.
func TestTheNameOfTheOnlyHostIsVerified(t *testing.T) {
	require.Contains(t, pgbouncer.Render(config()), "\nserver_tls_sslmode = verify-full\n")
	require.Contains(t, pgbouncer.Render(config("r")), "\nserver_tls_sslmode = verify-ca\n")
}

// alias is what the line of the read alias says about a key.
func alias(t *testing.T, readers []string, key string) string {
	t.Helper()
	line := strings.Split(pgbouncer.Render(config(readers...)), "\n")[2]
	for _, word := range strings.Fields(line) {
		if value, ok := strings.CutPrefix(word, key+"="); ok {
			return value
		}
	}
	t.Fatalf("%s is not in %s", key, line)
	return ""
}

func TestReadsHaveTheWriterLastAndForAQuarterAtTheMost(t *testing.T) {
	for _, tc := range []struct {
		readers     []string
		hosts, size string
	}{
		{nil, "w.rds", "10"},
		{[]string{"a"}, "a,a,a,w.rds", "14"},
		{[]string{"a", "b"}, "a,b,a,b,w.rds", "25"},
		{[]string{"a", "b", "c"}, "a,b,c,w.rds", "40"},
		{[]string{"a", "b", "c", "d"}, "a,b,c,d,w.rds", "50"},
	} {
		require.Equal(t, tc.hosts, alias(t, tc.readers, "host"))
		require.Equal(t, tc.size, alias(t, tc.readers, "pool_size"), tc.hosts)
	}
}

// With as many connections as the alias's pool, each reader has the pool size that was asked for.
func TestEachReaderGetsThePoolSize(t *testing.T) {
	for readers := 1; readers <= 15; readers++ {
		for _, size := range []int{1, 7, 10, 50} {
			names := make([]string, readers)
			for i := range names {
				names[i] = string(rune('a' + i))
			}
			hosts := strings.Split(alias(t, names, "host"), ",")
			require.LessOrEqual(t, 4, len(hosts))
			counts := map[string]int{}
			for i := range (pgbouncer.Pools{Size: size}).ReadSize(readers) {
				counts[hosts[i%len(hosts)]]++
			}
			for _, name := range names {
				require.GreaterOrEqual(t, counts[name], size, "%d readers, pool of %d", readers, size)
				require.LessOrEqual(t, counts[name], size+1, "%d readers, pool of %d", readers, size)
			}
		}
	}
}
