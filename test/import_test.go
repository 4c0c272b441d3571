package test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// importFile is the environment of docs/importing.md, in the company's network.
const importFile = inNetworkFile + `  tenfold:import:
    database: legacy
  tenfold:overrides:
    database: {masterUsername: shopkeeper, storageGiB: 50}
`

// environment opens an environment in the company's account. edit may change its file.
func (c company) environment(t *testing.T, edit func(string) string) *rehearsal.Rehearsal {
	t.Helper()
	return inProject(t, c.options, "shop", edit(fill(importFile, c.outputs)))
}

func removing(text string) func(string) string {
	return func(file string) string { return strings.Replace(file, text, "", 1) }
}

func unedited(file string) string { return file }

func TestAnEnvironmentImportsADatabase(t *testing.T) {
	c := newCompany(t)
	for _, tc := range []struct {
		edit func(string) string
		want string
	}{
		{
			removing("masterUsername: shopkeeper, "),
			`tenfold:overrides.database.masterUsername is "postgres"; want "shopkeeper"; the master user of legacy cannot change`,
		},
		{
			func(file string) string { return strings.Replace(file, "database: legacy", "database: none", 1) },
			`tenfold:import.database is "none"; want an RDS instance of this account and region; `,
		},
	} {
		_, err := c.environment(t, tc.edit).Preview(t.Context())
		require.ErrorContains(t, err, tc.want)
	}

	r := c.environment(t, unedited)
	inAccount(t, r, func(ctx context.Context, a *account.Account) error { // aws rds modify-db-instance --multi-az
		return a.Change(ctx, "us-east-1", instanceType, c.database, account.Props{"multiAz": true})
	})
	before := c.imported(t, r)
	result := mustUp(t, r)
	require.Zero(t, result.Counts.Replace+result.Counts.Delete, result.Changed)
	require.Empty(t, result.Violations, "the policies agree")
	require.Equal(t, []string{"legacy", "legacy-replica-1"}, instances(t, r))
	require.Equal(t, before["kmsKeyId"], c.imported(t, r)["kmsKeyId"])
	require.Equal(t, c.imported(t, r)["address"], result.Outputs["databaseEndpoint"].String())

	result = mustUp(t, c.environment(t, removing("  tenfold:import:\n    database: legacy\n")))
	require.Zero(t, result.Counts.Replace+result.Counts.Delete, result.Changed)
	require.NotContains(t, c.imported(t, r).Strings("vpcSecurityGroupIds"), c.group)
	require.Equal(t, []string{"legacy", "legacy-replica-1"}, instances(t, r))
}

// The environment goes on with a database that it has given up, as docs/importing.md says.
func TestAnEnvironmentGivesAnImportedDatabaseUp(t *testing.T) {
	c := newCompany(t)
	r := c.environment(t, unedited)
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		return a.Change(ctx, "us-east-1", instanceType, c.database, account.Props{"multiAz": true})
	})
	outputs := mustUp(t, r).Outputs
	before := c.imported(t, r)
	r = c.environment(t, func(file string) string {
		kept, _, _ := strings.Cut(file, "  tenfold:import:")
		return kept + "    database: {identifier: legacy, masterSecretArn: '" + outputs["databaseMasterSecretArn"].String() +
			"', securityGroupId: " + c.group + "}\n  tenfold:overrides:\n    pgbouncer: {databaseName: app, roleName: app}\n"
	})
	result := mustUp(t, r)
	requireKept(t, before, c.imported(t, r))
	require.Equal(t, []string{"legacy"}, instances(t, r))
	require.Equal(t, outputs["databaseEndpoint"].String(), result.Outputs["databaseEndpoint"].String())
	require.Equal(t, outputs["databaseUrlSecret"].String(), result.Outputs["databaseUrlSecret"].String(), "the application has its URL")
	unchanged(t, r)
}
