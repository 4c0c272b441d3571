package test

import (
	"context"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/network"
	"github.com/tenfold-iac/tenfold/components/postgres"
	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// databaseProgram is a program with a database, whose arguments each update may change.
func databaseProgram(args *postgres.Args) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		zones := []string{"us-east-1a", "us-east-1b"}
		net, err := network.New(ctx, "main", network.Args{Zones: zones})
		if err != nil {
			return err
		}
		a := *args
		a.VPCID, a.SubnetIDs, a.Zones = net.VPCID, net.IsolatedSubnetIDs, zones
		_, err = postgres.New(ctx, "database", a)
		return err
	}
}

// advance moves the account to a day, and AWS upgrades what it upgrades until then.
func advance(t *testing.T, r *rehearsal.Rehearsal, day time.Time) (upgraded []string) {
	t.Helper()
	inAccount(t, r, func(ctx context.Context, a *account.Account) (err error) {
		upgraded, err = simulator.Advance(ctx, a, day)
		return err
	})
	return upgraded
}

// databases are the primary and its replicas.
func databases(t *testing.T, r *rehearsal.Rehearsal) map[string]account.Props {
	t.Helper()
	found := map[string]account.Props{}
	for _, res := range resources(t, r) {
		if res.Type == instanceType {
			found[res.Name] = res.Properties
		}
	}
	return found
}

func runningVersions(t *testing.T, r *rehearsal.Rehearsal) map[string]string {
	t.Helper()
	versions := map[string]string{}
	for name, properties := range databases(t, r) {
		versions[name] = properties.String("engineVersionActual")
	}
	return versions
}

// A database that leaves the minor version to AWS sees nothing of AWS's upgrades. One that named the version can leave it
// to AWS later.
func TestUpgradesByAWSAreNoDifference(t *testing.T) {
	t.Parallel()
	args := postgres.Args{InstanceClass: "db.t4g.medium", Replicas: 1, EngineVersion: "17.7"}
	r := openProgram(t, databaseProgram(&args))
	mustUp(t, r)
	args.EngineVersion = ""
	mustUp(t, r)
	require.Equal(t, map[string]string{"database": "17.7", "database-replica-1": "17.7"}, runningVersions(t, r),
		"leaving it to AWS upgrades nothing")
	unchanged(t, r)

	for _, id := range instanceIDs(t, r) {
		inAccount(t, r, func(ctx context.Context, a *account.Account) error { // AWS's campaign of 2026-09
			return a.Change(ctx, "us-east-1", instanceType, id, account.Props{"engineVersion": "17.10", "engineVersionActual": "17.10"})
		})
	}
	require.Zero(t, mustUp(t, r).Counts.Changes())
	_, err := r.Refresh(t.Context())
	require.NoError(t, err)
	require.Zero(t, mustUp(t, r).Counts.Changes(), "17.10 is newer than what AWS takes for 17")
}

// AWS moves what runs a version after its last day.
func TestAWSUpgradesByForce(t *testing.T) {
	t.Parallel()
	args := postgres.Args{InstanceClass: "db.t4g.medium", Replicas: 1}
	r := openProgram(t, databaseProgram(&args))
	mustUp(t, r)
	for _, id := range instanceIDs(t, r) { // as if it had been created before
		inAccount(t, r, func(ctx context.Context, a *account.Account) error {
			return a.Change(ctx, "us-east-1", instanceType, id, account.Props{"engineVersionActual": "17.6"})
		})
	}
	require.Empty(t, advance(t, r, time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC)), "the last day of its support")
	require.Len(t, advance(t, r, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)), 2)
	require.Equal(t, map[string]string{"database": "17.9", "database-replica-1": "17.9"}, runningVersions(t, r))
	require.Zero(t, mustUp(t, r).Counts.Changes())
	_, err := r.Refresh(t.Context())
	require.NoError(t, err)
	require.Zero(t, mustUp(t, r).Counts.Changes())
}

func instanceIDs(t *testing.T, r *rehearsal.Rehearsal) (ids []string) {
	t.Helper()
	for _, res := range resources(t, r) {
		if res.Type == instanceType {
			ids = append(ids, res.ID)
		}
	}
	return ids
}

// A replica that AWS has moved ahead is not asked to go back.
func TestReplicasThatAreAheadStay(t *testing.T) {
	t.Parallel()
	args := postgres.Args{InstanceClass: "db.t4g.medium", Replicas: 1}
	r := openProgram(t, databaseProgram(&args))
	mustUp(t, r)
	for _, res := range resources(t, r) {
		if res.Type == instanceType && res.Name == "database" {
			inAccount(t, r, func(ctx context.Context, a *account.Account) error {
				return a.Change(ctx, "us-east-1", instanceType, res.ID, account.Props{"engineVersionActual": "17.7"})
			})
		}
	}
	_, err := r.Refresh(t.Context())
	require.NoError(t, err)
	args.EngineVersion = "17.7"
	mustUp(t, r)
	require.Equal(t, map[string]string{"database": "17.7", "database-replica-1": "17.9"}, runningVersions(t, r))
	unchanged(t, r)
}

// The hook compares with what runs: a component whose own update failed half way says what it wanted, not what it has.
func TestAMajorVersionNeedsBothKeys(t *testing.T) {
	t.Parallel()
	args := postgres.Args{InstanceClass: "db.t4g.medium"}
	r := openProgram(t, databaseProgram(&args))
	mustUp(t, r)
	args.EngineVersion, args.AllowMajorVersionUpgrade = "18", true
	for range 2 {
		_, err := r.Up(t.Context())
		require.ErrorContains(t, err, `postgres "database": engineVersion is "18"; want the major version 17; 17.9 runs; to upgrade it now, `+
			"set allowMajorVersionUpgrade and applyImmediately")
	}
	args.EngineVersion, args.AllowMajorVersionUpgrade = "", false
	mustUp(t, r)
	require.Equal(t, map[string]string{"database": "17.9"}, runningVersions(t, r))
	args.EngineVersion, args.AllowMajorVersionUpgrade, args.ApplyImmediately = "18", true, true
	mustUp(t, r)
	require.Equal(t, map[string]string{"database": "18.3"}, runningVersions(t, r))
	args.AllowMajorVersionUpgrade, args.ApplyImmediately = false, false
	mustUp(t, r)
	unchanged(t, r)
}

// RDS rejects the primary's upgrade before that of its replicas.
func TestReplicasAreUpgradedBeforeTheirPrimary(t *testing.T) {
	t.Parallel()
	args := postgres.Args{InstanceClass: "db.t4g.medium", Replicas: 1, EngineVersion: "17.7", ApplyImmediately: true}
	r := openProgram(t, databaseProgram(&args))
	mustUp(t, r)
	args.EngineVersion = "17.9"
	_, err := r.Up(t.Context())
	require.ErrorContains(t, err, "DBUpgradeDependencyFailure: One or more of the DB Instance's read replicas need to be upgraded")
	args.EngineVersion, args.ReplicaEngineVersion = "17.7", "17.9"
	mustUp(t, r)
	args.EngineVersion, args.ReplicaEngineVersion = "17.9", ""
	mustUp(t, r)
	require.Equal(t, map[string]string{"database": "17.9", "database-replica-1": "17.9"}, runningVersions(t, r))
	unchanged(t, r)
}

// Storage grows beyond 400 GiB, the primary first, also when it waits for the maintenance window.
func TestStorageGrowsInTheWindow(t *testing.T) {
	t.Parallel()
	args := postgres.Args{InstanceClass: "db.t4g.medium", Replicas: 1, StorageGiB: 100}
	r := openProgram(t, databaseProgram(&args))
	mustUp(t, r)
	args.StorageGiB, args.Replicas = 500, 2
	mustUp(t, r)
	for name, properties := range databases(t, r) {
		require.Equal(t, []int{100, 3000}, []int{properties.Int("allocatedStorage"), properties.Int("iops")}, name)
	}
	inAccount(t, r, func(ctx context.Context, a *account.Account) error { // the primary's window
		for _, res := range resources(t, r) {
			if res.Type == instanceType && res.Name == "database" {
				return a.Change(ctx, res.Region, res.Type, res.ID, account.Props{
					"allocatedStorage": 500.0, "iops": 12000.0, "storageThroughput": 500.0,
				})
			}
		}
		return nil
	})
	_, err := r.Refresh(t.Context())
	require.NoError(t, err)
	args.ApplyImmediately = true
	mustUp(t, r)
	for name, properties := range databases(t, r) {
		require.Equal(t, []int{500, 12000}, []int{properties.Int("allocatedStorage"), properties.Int("iops")}, name)
	}
	unchanged(t, r)
}
