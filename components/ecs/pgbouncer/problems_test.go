package pgbouncer

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestSoundPgBouncersHaveNoProblems(t *testing.T) {
	require.NoError(t, required().withDefaults().problems("db").Err("pgbouncer", "db"))
	require.NoError(t, full().withDefaults().problems(strings.Repeat("d", 20)).Err("pgbouncer", "db"))
}

func TestAllThatAPgBouncerLacksIsNamedBeforeAnythingIsCreated(t *testing.T) {
	rec, err := stacktest.Record(bounces(Args{}), answers()...)
	var want []string
	for _, field := range []string{
		"clusterName", "clusterArn", "vpcId", "subnetIds", "region", "image", "writerEndpoint", "databaseSecurityGroupId",
		"masterSecretArn", "maxConnections",
	} {
		want = append(want, `pgbouncer "db": `+field+" is required")
	}
	want = append(want, `pgbouncer "db": clients is required; name web and workers, so that their connections are counted`)
	require.ErrorContains(t, err, strings.Join(want, "\n"))
	require.Empty(t, rec.All())
}

func TestPgBouncerProblems(t *testing.T) {
	text := func(s string) pulumi.StringInput { return pulumi.String(s) }
	for _, tc := range []struct {
		name string
		set  func(*Args)
		want []string
	}{
		{"images", func(a *Args) { a.Image, a.ExporterImage = text("b"), text("e:latest") }, []string{
			`image is "b"; want a tag or digest that never moves; ` +
				`"latest" is another image tomorrow, and a rollback would start that`,
			`exporterImage is "e:latest"; want a tag or digest that never moves; ` +
				`"latest" is another image tomorrow, and a rollback would start that`,
		}},
		{"wiring", func(a *Args) {
			a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a"})
			a.MetricsSecurityGroupID = text("sg")
			a.ReaderEndpoints = []pulumi.StringInput{nil}
		}, []string{
			"the number of subnetIds is 1; want at least 2, in different availability zones",
			"exporterImage is required; metricsSecurityGroupId reads its metrics",
			"readerEndpoints[0] is required",
		}},
		{"names", func(a *Args) {
			a.DatabaseName, a.RoleName, a.Extensions = "Shop", "1", []string{"vector", "pg_cron"}
			a.PasswordGeneration = 10_000
		}, []string{
			`databaseName is "Shop"; want lower-case letters, digits and underscores, a letter first, at most 55`,
			`roleName is "1"; want lower-case letters, digits and underscores, a letter first, at most 55`,
			"passwordGeneration is 10000; want 1 to 9999",
			`extensions is "pg_cron"; want extensions that RDS for PostgreSQL 17 offers without another preloaded library; ` +
				"such as postgis or vector",
		}},
		{"taken names", func(a *Args) { a.DatabaseName, a.RoleName = "pgbouncer", "stats" }, []string{
			`databaseName is "pgbouncer"; want a database of the application's own`,
			`roleName is "stats"; want another name; PgBouncer's statistics are read under this one`,
		}},
		{"maintenance", func(a *Args) { a.DatabaseName = "postgres" }, []string{
			`databaseName is "postgres"; want a database of the application's own`,
		}},
		{"allowed", func(a *Args) { a.AllowFrom = []ecs.AllowFrom{{Name: "B"}} }, []string{
			`allowFrom[0].name is "B"; want lower-case letters, digits and hyphens, a letter first`,
			"allowFrom[0].securityGroupId is required",
		}},
		{"size", func(a *Args) { a.CPU, a.Memory = 512, 512 }, []string{
			"memory is 512; want 1024 to 4096 in steps of 1024 with cpu 512; the nearest valid memory is 1024",
		}},
		{"ports", func(a *Args) { a.Port, a.DatabasePort = 543, 65536 }, []string{
			"databasePort is 65536; want 1 to 65535", "port is 543; want 1024 to 65535; only root listens below",
		}},
		{"times", func(a *Args) {
			a.StatementTimeout, a.QueryWaitTimeout, a.ServerLifetime, a.ServerIdleTimeout = -1, 3601, 59, 9
			a.DeregistrationDelay, a.StopTimeout, a.LogRetentionDays = 3601, 121, 2
		}, []string{
			"statementTimeout is -1; want 1 to 86400", "queryWaitTimeout is 3601; want 1 to 3600",
			"serverLifetime is 59; want 60 to 86400", "serverIdleTimeout is 9; want 10 to 86400",
			"deregistrationDelay is 3601; want 1 to 3600", "stopTimeout is 121; want 2 to 120",
			"logRetentionDays is 2; want a number of days that CloudWatch Logs knows, 1 to 3653; the nearest is 3",
		}},
		{"cut off", func(a *Args) { a.StopTimeout = 30 }, []string{
			"stopTimeout is 30; want more than statementTimeout, 30; a task that ends must not cut a statement off",
		}},
		{"numbers", func(a *Args) {
			a.Tasks, a.MaxClientConnections, a.PoolSize, a.MinPoolSize, a.ReservePoolSize = 1, 9, 501, 502, -1
			a.AdminPoolSize = 101
			a.MaxConnections, a.ReservedConnections = 24, 25
			a.ReaderEndpoints = make([]pulumi.StringInput, 16)
			for i := range a.ReaderEndpoints {
				a.ReaderEndpoints[i] = text("r")
			}
			a.Clients = []Client{{}, {Name: "web", Tasks: 5001, Processes: 1001, Connections: 1001}}
		}, []string{
			"tasks is 1; want 2 to 50; with one task its failure is an outage",
			"the number of readerEndpoints is 16; want 0 to 15", "maxClientConnections is 9; want 10 to 20000",
			"poolSize is 501; want 1 to 500", "minPoolSize is 502; want 1 to 501", "reservePoolSize is -1; want 1 to 500",
			"adminPoolSize is 101; want 1 to 100",
			"maxConnections is 24; want 25 to 8388607", "reservedConnections is 25; want 1 to 24",
			"clients[0].name is required", "clients[0].tasks is 0; want 1 to 5000",
			"clients[0].processes is 0; want 1 to 1000", "clients[0].connections is 0; want 1 to 1000",
			"clients[1].tasks is 5001; want 1 to 5000", "clients[1].processes is 1001; want 1 to 1000",
			"clients[1].connections is 1001; want 1 to 1000",
		}},
		{"budget", func(a *Args) { a.MaxClientConnections, a.MaxConnections = 244, 159 }, []string{
			"maxClientConnections is 244; want at least 245; " +
				"web: 6 tasks × 2 while deployed × 2 processes × 2 pools × 5 connections = 240; " +
				"240 connections in all ÷ 1 PgBouncers, one of 2 lost, + 5 admin sessions = 245",
			"maxConnections is 159; want at least 160; " +
				"per PgBouncer 10 for writes + 10 for reads if no replica is left + 2 × 5 in reserve + 5 admin sessions = 35; " +
				"2 PgBouncers × 2 while deployed × 35 + 20 for others = 160; " +
				"take a larger instance class, or a smaller poolSize",
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			args := required()
			tc.set(&args)
			tasktest.RequireProblems(t, "pgbouncer", "db", args.withDefaults().problems("db"), tc.want)
		})
	}
}

func TestATooLongNameOfAPgBouncerIsRefused(t *testing.T) {
	name := strings.Repeat("d", 21)
	require.EqualError(t, required().withDefaults().problems(name).Err("pgbouncer", "db"),
		`pgbouncer "db": name is "`+name+`"; want at most 20 characters; `+
			"a load balancer's name has at most 32, of which AWS needs 12 for -nlb and a random suffix")
}
