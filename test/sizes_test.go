package test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/stacks/backend"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// overBudget needs more connections than PgBouncer accepts.
const overBudget = `{"web": {"connections": 100}}`

const overBudgetError = `environment "production-10k": tenfold:overrides.pgbouncer.maxClientConnections is 1000; want at least 4877; ` +
	`web: 6 tasks × 2 while deployed × 2 processes × 2 pools × 100 connections = 4800; ` +
	`worker-bulk: 2 tasks × 2 while deployed × 2 processes × 2 pools × 1 connections = 16; ` +
	`worker-celery: 6 tasks × 2 while deployed × 2 processes × 2 pools × 1 connections = 48; ` +
	`release: 1 tasks × 2 while deployed × 1 processes × 2 pools × 1 connections = 4; ` +
	`beat: 1 tasks × 2 while deployed × 1 processes × 2 pools × 1 connections = 4; ` +
	`4872 connections in all ÷ 1 PgBouncers, one of 2 lost, + 5 admin sessions = 4877`

// The error of sizes that cannot work shows the arithmetic, or what would fit.
func TestImpossibleSizes(t *testing.T) {
	for overrides, want := range map[string]string{
		overBudget: overBudgetError,
		`{"pgbouncer": {"poolSize": 400}}`: `environment "production-10k": tenfold:overrides.database.instanceClass: maxConnections is 901; want at least 3816; per PgBouncer ` +
			`400 for writes + 534 for reads if no replica is left + 2 × 5 in reserve + 5 admin sessions = 949; 2 PgBouncers × 2 while ` +
			`deployed × 949 + 20 for others = 3816; take a larger instance class, or a smaller poolSize`,
		`{"database": {"replicas": 16}}`: `environment "production-10k": tenfold:overrides.database.replicas is 16; want 0 to 15; RDS replicates a PostgreSQL ` +
			`primary 15 times at most`,
		`{"database": {"instanceClass": "db.m7g.huge"}}`: `environment "production-10k": tenfold:overrides.database.instanceClass is "db.m7g.huge"; want a class ` +
			`that RDS offers for PostgreSQL; the nearest are db.m7g.large, db.m6g.large, db.m7i.large`,
		`{"database": {"storageGiB": 100, "maxStorageGiB": 105}}`: `environment "production-10k": tenfold:overrides.database.maxStorageGiB is 105; want 110 to ` +
			`65536; 1.1 × storageGiB 100 is 110`,
		`{"cache": {"nodeType": "cache.m7g.medium"}}`: `environment "production-10k": tenfold:overrides.cache.nodeType is "cache.m7g.medium"; want a node type that ` +
			`can be ordered; the nearest is cache.m7g.large`,
	} {
		t.Run(overrides, func(t *testing.T) {
			values := config(t, "production-10k")
			values["tenfold:overrides"] = overrides
			err := stacktest.RunErr(t, backend.Program, stacktest.Stack("production-10k"), stacktest.Config(values))
			require.EqualError(t, err, "1 error occurred:\n\t* "+want+"\n\n")
		})
	}
}

// The program registers the network and the database before PgBouncer, but the preview of the up already fails.
func TestNothingIsMadeOfImpossibleSizes(t *testing.T) {
	t.Parallel()
	o := checked(t, "production-10k")
	o.Config["tenfold:overrides"] = overBudget
	r := openEnvironment(t, o)
	_, err := r.Up(t.Context())
	require.ErrorContains(t, err, overBudgetError)
	require.Empty(t, resources(t, r))
}
