package backend

import (
	"os"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/stacks/backend/config"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// What is wrong with a part of the base is said by the key that the file has, with its line.
func TestWhatIsWrongWithABaseIsSaidByItsKey(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.MkdirAll("environments", 0o755))
	require.NoError(t, os.WriteFile(fileName, []byte("config:\n  tenfold:tier: 10k\n  tenfold:base: staging\n"), 0o644))
	require.NoError(t, stacktest.RunErr(t, func(ctx *pulumi.Context) error {
		f := find(ctx, config.Config{Base: "staging"})
		f.want(false, "network.vpcId", "is %q; want a VPC", "vpc-1")
		require.EqualError(t, f.err(), `environment "dev": tenfold:base is "staging", whose network.vpcId is "vpc-1"; want a VPC `+
			`(environments/Pulumi.dev.yaml:3)`)
		return nil
	}, stacktest.Stack("dev")))
}

// Two environments that use one server take no logins of each other, unless their files say so.
func TestNamesOnAServerOfOthers(t *testing.T) {
	c := config.Config{Environment: "prod"}
	require.Empty(t, ownNames(c).Sizes.PgBouncer.RoleName, "the default of a server of its own")
	c.Existing.Database.Identifier = "shop"
	require.Equal(t, "app_prod", ownNames(c).Sizes.PgBouncer.RoleName)
	require.Equal(t, "app_prod", ownNames(c).Sizes.PgBouncer.DatabaseName)
	c.Sizes.PgBouncer.RoleName, c.Sizes.PgBouncer.DatabaseName = "app", "shop"
	require.Equal(t, "app", ownNames(c).Sizes.PgBouncer.RoleName)
	require.Equal(t, "shop", ownNames(c).Sizes.PgBouncer.DatabaseName)
}

// No two environments share a database, and every name fits PostgreSQL.
func TestDatabaseName(t *testing.T) {
	for environment, want := range map[string]string{
		"pr-42":                 "app_pr_42",
		"pr_42":                 "app_pr_42_eadbb43f",
		"Staging":               "app_staging_72efb0b9",
		strings.Repeat("x", 51): "app_" + strings.Repeat("x", 51),
		strings.Repeat("x", 52): "app_" + strings.Repeat("x", 42) + "_dea18d90",
	} {
		require.Equal(t, want, databaseName(environment), environment)
		require.LessOrEqual(t, len(databaseName(environment)), maxDatabaseName)
	}
}
