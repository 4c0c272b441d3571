package pgbouncer

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
)

func TestPgBouncerTask(t *testing.T) {
	task := runBouncer(t, required()).One(t, tasktest.TypeTaskDefinition)
	for path, want := range map[string]any{
		"family": "test-db", "requiresCompatibilities": []any{"FARGATE"}, "networkMode": "awsvpc",
		"runtimePlatform": map[string]any{"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"},
		"cpu":             "512", "memory": "1024", "volumes": []any{map[string]any{"name": "scratch"}},
	} {
		require.Equal(t, want, task.Input(path), path)
	}
}

func TestBootstrapContainer(t *testing.T) {
	c := tasktest.Containers(t, runBouncer(t, full()))["bootstrap"]
	require.Equal(t, false, c["essential"])
	require.Equal(t, true, c["readonlyRootFilesystem"])
	require.Equal(t, bouncerImage, c["image"])
	require.Equal(t, []any{"sh", "-c", pgbouncer.BootstrapScript()}, c["command"])
	require.Equal(t, map[string]any{
		"APP_ADMIN_CONNECTIONS": "30", "APP_CONNECTIONS": "300", "APP_DATABASE": "shop", "APP_EXTENSIONS": "pg_stat_statements,pg_trgm,vector", "APP_MARK": "made by Tenfold for organization/tenfold/test", "APP_ROLE": "seller", "APP_SHARED": "true", "APP_STATEMENT_TIMEOUT": "30s",
		"BOOTSTRAP_SQL": pgbouncer.BootstrapSQL(), "PGCONNECT_TIMEOUT": "10", "PGDATABASE": "postgres", "PGHOST": "w.rds",
		"PGPORT": "5433", "PGSSLMODE": "verify-full", "PGSSLROOTCERT": "/etc/ssl/certs/rds-global-bundle.pem",
		"SECRET_VERSION": "db-users-id",
	}, tasktest.Values(c, "environment", "value"))
	require.Equal(t, map[string]any{
		"APP_LOGINS": usersARN + ":logins::", "PGPASSWORD": masterARN + ":password::", "PGUSER": masterARN + ":username::",
	}, tasktest.Values(c, "secrets", "valueFrom"))
}

func TestBouncerContainer(t *testing.T) {
	args := full()
	c := tasktest.Containers(t, runBouncer(t, args))["pgbouncer"]
	ini := pgbouncer.Render(args.withDefaults().config("w.rds", []string{"r1.rds", "r2.rds"}))
	for key, want := range map[string]any{
		"essential": true, "readonlyRootFilesystem": true, "image": bouncerImage, "stopTimeout": 120.0,
		"command":         []any{"sh", "-c", pgbouncer.StartScript()},
		"dependsOn":       []any{map[string]any{"containerName": "bootstrap", "condition": "SUCCESS"}},
		"portMappings":    []any{map[string]any{"containerPort": 6000.0, "protocol": "tcp"}},
		"linuxParameters": map[string]any{"initProcessEnabled": true},
		"mountPoints":     []any{map[string]any{"sourceVolume": "scratch", "containerPath": "/tmp", "readOnly": false}},
		"ulimits":         []any{map[string]any{"name": "nofile", "softLimit": 65535.0, "hardLimit": 65535.0}},
	} {
		require.Equal(t, want, c[key], key)
	}
	require.Equal(t, map[string]any{
		"PGBOUNCER_DIR": "/tmp/pgbouncer", "PGBOUNCER_INI": ini,
		"PGBOUNCER_HBA": "host shop,shop_ro seller_a,seller_b all scram-sha-256\n" +
			"host shop_admin seller_admin_a,seller_admin_b all scram-sha-256\nhost pgbouncer stats all scram-sha-256\n",
	}, tasktest.Values(c, "environment", "value"))
	require.Equal(t, map[string]any{"PGBOUNCER_USERS": usersARN + ":userlist::"},
		tasktest.Values(c, "secrets", "valueFrom"))
}

func TestSettingsFollowTheArguments(t *testing.T) {
	args := full().withDefaults()
	require.Equal(t, pgbouncer.Config{
		ListenPort: 6000, Database: "shop", Role: "seller", Generation: 1, Writer: "w", Readers: []string{"r"}, ServerPort: 5433,
		AuthFile: "/tmp/pgbouncer/userlist.txt", HBAFile: "/tmp/pgbouncer/hba.conf", CAFile: "/etc/ssl/certs/rds-global-bundle.pem", StatsUser: "stats",
		Pools:            pgbouncer.Pools{MaxClients: 1000, Size: 10, Min: 2, Reserve: 5, Admin: 5},
		QueryWaitTimeout: 15, ServerLifetime: 600, ServerIdleTimeout: 300,
	}, args.config("w", []string{"r"}))
}

// PgBouncer does not end with its exporter, and does without one.
func TestExporterContainer(t *testing.T) {
	c := tasktest.Containers(t, runBouncer(t, full()))["exporter"]
	require.Equal(t, false, c["essential"])
	require.Equal(t, true, c["readonlyRootFilesystem"])
	require.Equal(t, "quay.io/prometheuscommunity/pgbouncer-exporter:v0.10.2", c["image"])
	require.Equal(t, []any{map[string]any{"containerName": "pgbouncer", "condition": "START"}}, c["dependsOn"])
	require.Equal(t, []any{map[string]any{"containerPort": 9127.0, "protocol": "tcp"}}, c["portMappings"])
	require.Equal(t, map[string]any{"PGBOUNCER_EXPORTER_CONNECTION_STRING": usersARN + ":stats_url::"},
		tasktest.Values(c, "secrets", "valueFrom"))
	require.Len(t, tasktest.Containers(t, runBouncer(t, required())), 2)
}
