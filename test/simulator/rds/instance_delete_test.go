package rds_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/rds"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestDestroyLeavesTheFinalSnapshot(t *testing.T) {
	f := newFixture(t)
	final := props{
		"finalSnapshotIdentifier": "orders-final", "storageEncrypted": true, "kmsKeyId": f.key,
		"copyTagsToSnapshot": true, "tags": map[string]any{"team": "shop"},
	}
	id, _ := f.MustCreate(rds.Instance, "db", f.db(final))
	require.NoError(t, f.Delete(rds.Instance, id))
	require.Empty(t, f.left(t, rds.Instance))
	require.Equal(t, []string{"orders-final"}, f.left(t, rds.Snapshot))
	found, err := f.Invoke("aws:rds/getSnapshot:getSnapshot", props{"dbSnapshotIdentifier": "orders-final"})
	require.NoError(t, err)
	for property, want := range map[string]any{
		"dbInstanceIdentifier": "orders", "encrypted": true, "kmsKeyId": f.key, "engine": "postgres", "engineVersion": "16.12",
		"allocatedStorage": 100.0, "snapshotType": "manual", "status": "available", "vpcId": f.vpc, "storageType": "gp3",
		"dbSnapshotArn": "arn:aws:rds:us-east-1:123456789012:snapshot:orders-final",
		"tags":          map[string]any{"team": "shop"},
	} {
		require.Equal(t, want, found[property], property)
	}

	id, _ = f.MustCreate(rds.Instance, "db", f.db(final))
	require.ErrorContains(t, f.Delete(rds.Instance, id), "DBSnapshotAlreadyExists: Cannot create the snapshot because a "+
		"snapshot with the identifier orders-final already exists.", "R26")
	require.Equal(t, []string{id}, f.left(t, rds.Instance))
	_, err = f.Update(rds.Instance, id, f.db(simtest.With(final, props{"finalSnapshotIdentifier": "orders-final-2"})))
	require.NoError(t, err)
	require.NoError(t, f.Delete(rds.Instance, id))
	require.Equal(t, []string{"orders-final", "orders-final-2"}, f.left(t, rds.Snapshot))

	id, state := f.MustCreate(rds.Instance, "db", f.db(props{
		"snapshotIdentifier": "orders-final", "engine": nil, "engineVersion": nil, "allocatedStorage": nil, "username": nil,
		"password": nil, "storageType": nil, "skipFinalSnapshot": true,
	}))
	for property, want := range map[string]any{
		"allocatedStorage": 100.0, "engineVersion": "16.12", "storageEncrypted": true, "kmsKeyId": f.key, "storageType": "gp3",
	} {
		require.Equal(t, want, state[property], property)
	}
	require.NoError(t, f.Delete(rds.Instance, id))
	require.Len(t, f.left(t, rds.Snapshot), 2, "no snapshot was wanted")
	_, _, err = f.Create(rds.Instance, "db", f.db(props{"snapshotIdentifier": "none"}))
	require.ErrorContains(t, err, "DBSnapshotNotFound: DBSnapshot none not found.")
}

func TestDeleteRefused(t *testing.T) {
	f := newFixture(t)
	for name, c := range map[string]struct {
		made props
		want string
	}{
		"R24": {nil, "final_snapshot_identifier is required when skip_final_snapshot is false"},
		"R27": {
			props{"skipFinalSnapshot": true, "deletionProtection": true},
			combination + "Cannot delete protected DB Instance, please disable deletion protection and try again.",
		},
		"R27 at once": {
			props{"skipFinalSnapshot": true, "deletionProtection": true, "applyImmediately": true},
			"Cannot delete protected DB Instance",
		},
		"fits": {props{"skipFinalSnapshot": true}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			id, _ := f.MustCreate(rds.Instance, "db", f.db(c.made))
			wanted(t, f.Delete(rds.Instance, id), c.want)
			if c.want == "" {
				return
			}
			_, err := f.Update(rds.Instance, id, f.db(props{"skipFinalSnapshot": true}))
			require.NoError(t, err)
			require.NoError(t, f.Delete(rds.Instance, id))
		})
	}
	id, _ := f.MustCreate(rds.Instance, "db", f.db(props{"skipFinalSnapshot": true, "applyImmediately": true}))
	require.NoError(t, f.Change(t.Context(), region, rds.Instance, id, props{"deletionProtection": true}))
	require.NoError(t, f.Delete(rds.Instance, id), "R27: the provider takes off what the program does not want")

	f.MustCreate(rds.Instance, "db", f.db(nil))
	one, _ := f.MustCreate(rds.Instance, "one", replica("one", props{
		"skipFinalSnapshot": nil, "finalSnapshotIdentifier": "one-final",
	}))
	require.ErrorContains(t, f.Delete(rds.Instance, one), "cannot create final snapshot for read replica", "R14")
	two, _ := f.MustCreate(rds.Instance, "two", replica("two", props{"skipFinalSnapshot": nil}))
	require.ErrorContains(t, f.Delete(rds.Instance, two), "final_snapshot_identifier is required", "R14")
}

func TestSnapshot(t *testing.T) {
	f := newFixture(t)
	f.MustCreate(rds.Instance, "db", f.db(props{"storageEncrypted": true}))
	taken := props{"dbInstanceIdentifier": "orders", "dbSnapshotIdentifier": "before"}
	id, state := f.MustCreate(rds.Snapshot, "before", taken)
	require.Equal(t, "before", id)
	require.Equal(t, "arn:aws:rds:us-east-1:123456789012:snapshot:before", state["dbSnapshotArn"])
	require.Equal(t, "16.12", state["engineVersion"])
	require.Equal(t, true, state["encrypted"])
	_, _, err := f.Create(rds.Snapshot, "again", taken)
	require.ErrorContains(t, err, "DBSnapshotAlreadyExists: Cannot create the snapshot because a snapshot with the "+
		"identifier before already exists.", "R26")
	_, _, err = f.Create(rds.Snapshot, "none", simtest.With(taken, props{"dbInstanceIdentifier": "none"}))
	require.ErrorContains(t, err, "DBInstanceNotFound: DBInstance none not found.")
	_, replaced, _, err := f.Diff(rds.Snapshot, id, simtest.With(taken, props{"dbSnapshotIdentifier": "after"}))
	require.NoError(t, err)
	require.Equal(t, []string{"dbSnapshotIdentifier"}, replaced)

	require.NoError(t, f.SetQuota(t.Context(), "databaseSnapshots", 1))
	const full = "SnapshotQuotaExceeded: The request cannot be processed because it would exceed the maximum number of " +
		"snapshots."
	_, _, err = f.Create(rds.Snapshot, "after", simtest.With(taken, props{"dbSnapshotIdentifier": "after"}))
	require.ErrorContains(t, err, full, "R56")
	last, _ := f.MustCreate(rds.Instance, "last", f.db(props{"identifier": "last", "finalSnapshotIdentifier": "last"}))
	require.ErrorContains(t, f.Delete(rds.Instance, last), full, "R56")
	require.NoError(t, f.Delete(rds.Snapshot, id))
	require.NoError(t, f.Delete(rds.Instance, last))
}

func TestRestoreToPointInTime(t *testing.T) {
	f := newFixture(t)
	f.MustCreate(rds.Instance, "db", f.db(nil))
	f.MustCreate(rds.Instance, "bare", f.db(props{"identifier": "bare", "backupRetentionPeriod": 0}))
	restored := func(from string) props {
		return f.db(props{
			"identifier": "restored", "engine": nil, "engineVersion": nil, "allocatedStorage": nil, "username": nil,
			"password": nil, "restoreToPointInTime": map[string]any{
				"sourceDbInstanceIdentifier": from, "useLatestRestorableTime": true,
			},
		})
	}
	_, _, err := f.Create(rds.Instance, "restored", restored("bare"))
	require.ErrorContains(t, err, "InvalidDBInstanceState: Automated backups are not enabled", "R8")
	_, state := f.MustCreate(rds.Instance, "restored", restored("orders"))
	require.Equal(t, "app", state["username"])
	require.Equal(t, 100.0, state["allocatedStorage"])
}
