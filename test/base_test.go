package test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// pullRequestFile is the environment in docs/shared-base.md, with a domain for the policies.
func pullRequestFile(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile("../docs/shared-base.md")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(page), "`environments/Pulumi.pr-42.yaml`:\n\n```yaml\n")
	require.True(t, found)
	file, _, found := strings.Cut(rest, "```")
	require.True(t, found)
	return file
}

// onStaging opens the environment of a pull request in the account of staging, which leaves connections to others.
func onStaging(t *testing.T, reserved string) (owner, pr *rehearsal.Rehearsal) {
	t.Helper()
	staging := options(t, "staging")
	staging.Config["tenfold:overrides"] = `{"network": {"cidr": "10.1.0.0/16"}, "pgbouncer": {"reservedConnections": ` + reserved + `}}`
	owner = openEnvironment(t, staging)
	mustUp(t, owner)
	return owner, inProject(t, staging, "pr-42", pullRequestFile(t))
}

// The environment of a pull request makes no network, no database server and no cache. Destroyed, it leaves nothing.
func TestAnEnvironmentOnABase(t *testing.T) {
	t.Parallel()
	owner, pr := onStaging(t, "220")
	before := len(resources(t, owner))
	report, err := pr.Rehearse(t.Context())
	require.NoError(t, err)
	require.Equal(t, report.Steps[0].Counts.Create, report.Steps[1].Counts.Same)
	groups := 0
	for _, change := range report.Steps[0].Changed {
		require.NotContains(t, []string{"aws:ec2/vpc:Vpc", "aws:ec2/natGateway:NatGateway", "aws:rds/instance:Instance"}, change.Type)
		if change.Type == "aws:elasticache/replicationGroup:ReplicationGroup" {
			groups++
			require.Equal(t, "broker", change.Name)
		}
	}
	require.Equal(t, 1, groups)
	requireDroppedAtLast(t, pr)
	require.Len(t, resources(t, owner), before)
	require.Zero(t, mustUp(t, owner).Counts.Changes())
}

// requireDroppedAtLast requires that the database was dropped after PgBouncer was gone, and before its subnets' rules went.
func requireDroppedAtLast(t *testing.T, pr *rehearsal.Rehearsal) {
	t.Helper()
	at := map[string]int{}
	inAccount(t, pr, func(ctx context.Context, a *account.Account) error {
		calls, err := a.Calls(ctx)
		for _, call := range calls {
			at[call.Action+" "+call.URN[strings.LastIndex(call.URN, ":")+1:]] = call.Seq
		}
		return err
	})
	dropped := at["Invoke dropdb-run"]
	require.Positive(t, dropped)
	require.Greater(t, dropped, at["DeleteService pgbouncer"])
	require.Positive(t, at["DeleteService pgbouncer"])
	require.Greater(t, at["DeregisterTaskDefinition dropdb-task"], dropped)
}

func TestABaseIsCheckedInThePreview(t *testing.T) {
	t.Parallel()
	_, pr := onStaging(t, "40")
	_, err := pr.Preview(t.Context())
	require.EqualError(t, err, `preview of "pr-42": environment "pr-42": tenfold:base: maxConnections is 901; want at least 989; per `+
		"PgBouncer 5 for writes + 7 for reads if no replica is left + 2 × 5 in reserve + 5 admin sessions = 27; 2 PgBouncers × 2 while "+
		"deployed × 27 + 881 for others = 989; take a larger instance class, or a smaller poolSize; or raise "+
		"overrides.pgbouncer.reservedConnections in the file of staging by the difference, and run pulumi up -s staging")
}
