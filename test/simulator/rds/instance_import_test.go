package rds_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/rds"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

// An import knows what the API tells, and the provider decides to take no final snapshot.
func TestAnInstanceIsImported(t *testing.T) {
	f := newFixture(t)
	id, state := f.MustCreate(rds.Instance, "db", f.db(props{
		"applyImmediately": true, "finalSnapshotIdentifier": "orders-final", "deleteAutomatedBackups": false,
	}))
	for _, name := range []string{"orders", id} {
		gotID, inputs, imported := f.Import(rds.Instance, name)
		require.Equal(t, id, gotID)
		for _, unread := range []string{"password", "applyImmediately", "finalSnapshotIdentifier"} {
			require.True(t, state.Has(unread), unread)
			require.False(t, imported.Has(unread), unread)
			require.False(t, inputs.Has(unread), unread)
		}
		require.Equal(t, true, imported["skipFinalSnapshot"])
		require.Equal(t, true, inputs["skipFinalSnapshot"])
		require.Equal(t, true, imported["deleteAutomatedBackups"])
		require.Equal(t, "app", inputs["username"])
		require.Equal(t, state["arn"], imported["arn"])
	}
	gotID, _, _ := f.Import(rds.Instance, "none")
	require.Empty(t, gotID)
	require.Equal(t, "correct-horse", f.Read(rds.Instance, id)["password"], "a refresh keeps what the program knows")
}

// RestoreDBInstanceFromDBSnapshot takes no key, so a program that names another one replaces the database.
func TestASnapshotKeepsItsKey(t *testing.T) {
	f := newFixture(t)
	f.MustCreate(rds.Instance, "db", f.db(props{"storageEncrypted": true, "kmsKeyId": f.key}))
	f.MustCreate(rds.Snapshot, "last", props{"dbInstanceIdentifier": "orders", "dbSnapshotIdentifier": "last"})
	restored := f.db(props{
		"identifier": "restored", "snapshotIdentifier": "last", "engine": nil, "engineVersion": nil, "allocatedStorage": nil,
		"username": nil, "storageEncrypted": true, "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:alias/aws/rds",
	})
	id, state := f.MustCreate(rds.Instance, "restored", restored)
	require.Equal(t, f.key, state["kmsKeyId"])
	_, replaced, _, err := f.Diff(rds.Instance, id, restored)
	require.NoError(t, err)
	require.Equal(t, []string{"kmsKeyId"}, replaced)
	_, replaced, _, err = f.Diff(rds.Instance, id, simtest.With(restored, props{"kmsKeyId": f.key}))
	require.NoError(t, err)
	require.Empty(t, replaced)
}

func TestFindingInstances(t *testing.T) {
	f := newFixture(t)
	_, state := f.MustCreate(rds.Instance, "db", f.db(nil))
	const token = "aws:rds/getInstances:getInstances"
	by := func(filter string, values ...any) props {
		return props{"filters": []any{map[string]any{"name": filter, "values": values}}}
	}
	found, err := f.Invoke(token, by("db-instance-id", "orders", "none"))
	require.NoError(t, err)
	require.Equal(t, []any{"orders"}, found["instanceIdentifiers"])
	require.Equal(t, []any{state["arn"]}, found["instanceArns"])
	found, err = f.Invoke(token, by("db-instance-id", "none"))
	require.NoError(t, err)
	require.Empty(t, found["instanceIdentifiers"])
	_, err = f.Invoke(token, by("engine", "postgres"))
	require.ErrorContains(t, err, `the simulated account does not model the filter "engine" of DescribeDBInstances`)

	found, err = f.Invoke("aws:rds/getSubnetGroup:getSubnetGroup", props{"name": "main"})
	require.NoError(t, err)
	require.Equal(t, f.vpc, found["vpcId"])
	require.Equal(t, []any{f.a, f.b, f.c}, found["subnetIds"])
	_, err = f.Invoke("aws:rds/getSubnetGroup:getSubnetGroup", props{"name": "none"})
	require.ErrorContains(t, err, "reading RDS DB Subnet Group (none): couldn't find resource")
}
