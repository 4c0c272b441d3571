package rds_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/rds"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestReplacements(t *testing.T) {
	f := newFixture(t)
	id, _ := f.MustCreate(rds.Instance, "db", f.db(nil))
	for property, value := range map[string]any{
		"engine": "mysql", "dbName": "other", "username": "other", "availabilityZone": "us-east-1c", "kmsKeyId": f.key,
		"storageEncrypted": true, "characterSetName": "UTF8", "snapshotIdentifier": "s", "timezone": "UTC",
		"ncharCharacterSetName": "UTF8", "customIamInstanceProfile": "AWSRDSCustom", "backupTarget": "outposts",
		"restoreToPointInTime": map[string]any{"sourceDbInstanceIdentifier": "x"},
	} {
		changed, replaced, deleteFirst, err := f.Diff(rds.Instance, id, f.db(props{property: value}))
		require.NoError(t, err)
		require.Equal(t, []string{property}, changed, "R28")
		require.Equal(t, []string{property}, replaced, "R28 %s", property)
		require.True(t, deleteFirst, "the identifier is set, so the old one must go first")
	}
	for property, value := range map[string]any{
		"identifier": "renamed", "instanceClass": "db.m7g.xlarge", "engineVersion": "16.13", "multiAz": true,
		"password": "battery-staple", "allocatedStorage": 200, "backupRetentionPeriod": 14,
	} {
		changed, replaced, _, err := f.Diff(rds.Instance, id, f.db(props{property: value}))
		require.NoError(t, err)
		require.Equal(t, []string{property}, changed)
		require.Empty(t, replaced, "R28 %s", property)
	}
}

func TestApplyImmediately(t *testing.T) {
	f := newFixture(t)
	for property, c := range map[string]struct{ was, is any }{
		"allocatedStorage": {100.0, 200}, "identifier": {"orders", "renamed"},
		"instanceClass": {"db.m7g.large", "db.m7g.xlarge"}, "multiAz": {false, true}, "networkType": {"IPV4", "DUAL"},
		"storageType": {"gp3", "gp2"}, "backupRetentionPeriod": {7.0, 0},
		"iamDatabaseAuthenticationEnabled": {false, true}, "caCertIdentifier": {"rds-ca-rsa2048-g1", "rds-ca-ecc384-g1"},
		"dedicatedLogVolume": {false, true},
	} {
		t.Run("R29 "+property, func(t *testing.T) {
			id, _ := f.MustCreate(rds.Instance, "db", f.db(props{"skipFinalSnapshot": true}))
			later := f.db(props{"skipFinalSnapshot": true, property: c.is})
			state, err := f.Update(rds.Instance, id, later)
			require.NoError(t, err)
			require.Equal(t, c.was, state[property], "it waits for the maintenance window")
			changed, _, _, err := f.Diff(rds.Instance, id, later)
			require.NoError(t, err)
			require.Equal(t, []string{property}, changed, "so the next up shows it again")

			later["applyImmediately"] = true
			state, err = f.Update(rds.Instance, id, later)
			require.NoError(t, err)
			require.EqualValues(t, c.is, state[property])
			changed, _, _, err = f.Diff(rds.Instance, id, later)
			require.NoError(t, err)
			require.Empty(t, changed)
			require.NoError(t, f.Delete(rds.Instance, id))
		})
	}
	id, _ := f.MustCreate(rds.Instance, "db", f.db(nil))
	group, _ := f.MustCreate(rds.ParameterGroup, "tuned", props{"family": "postgres16"})
	now := props{
		"backupRetentionPeriod": 14, "parameterGroupName": group, "deletionProtection": true, "monitoringInterval": 60,
		"monitoringRoleArn": f.role, "maxAllocatedStorage": 500, "backupWindow": "05:00-06:00",
		"vpcSecurityGroupIds": []any{f.group}, "performanceInsightsEnabled": true,
	}
	state, err := f.Update(rds.Instance, id, f.db(now))
	require.NoError(t, err)
	for property, want := range now {
		require.EqualValues(t, want, state[property], "R29: %s changes at once", property)
	}
}

func TestRename(t *testing.T) {
	f := newFixture(t)
	id, _ := f.MustCreate(rds.Instance, "db", f.db(nil))
	f.MustCreate(rds.Instance, "taken", f.db(props{"identifier": "taken"}))
	_, err := f.Update(rds.Instance, id, f.db(props{"identifier": "taken", "applyImmediately": true}))
	require.ErrorContains(t, err, "DBInstanceAlreadyExists: DB instance already exists", "R2")
	state, err := f.Update(rds.Instance, id, f.db(props{"identifier": "renamed", "applyImmediately": true}))
	require.NoError(t, err)
	require.Equal(t, "renamed.c8xq2mzk4wfd.us-east-1.rds.amazonaws.com:5432", state["endpoint"])
	require.Equal(t, "arn:aws:rds:us-east-1:123456789012:db:renamed", state["arn"])
	require.Equal(t, id, state["resourceId"])
}

func TestUpgrades(t *testing.T) {
	f := newFixture(t)
	tuned, _ := f.MustCreate(rds.ParameterGroup, "tuned", props{"family": "postgres16"})
	id, _ := f.MustCreate(rds.Instance, "db", f.db(props{"parameterGroupName": tuned}))
	to := func(version string, changes props) props {
		return f.db(simtest.With(props{"engineVersion": version, "parameterGroupName": tuned, "applyImmediately": true}, changes))
	}
	for name, c := range map[string]struct {
		wish props
		want string
	}{
		"R31": {to("16.11", nil), combination + "Cannot upgrade postgres from 16.12 to 16.11"},
		"R31 major": {
			to("15.16", props{"allowMajorVersionUpgrade": true}), combination + "Cannot upgrade postgres from 16.12 to 15.16",
		},
		"R32": {
			to("17.9", nil),
			combination + "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.",
		},
		"R33": {
			to("17.9", props{"allowMajorVersionUpgrade": true}),
			"with DBParameterGroupFamily postgres16 can't be used for this instance. Use a parameter group with " +
				"DBParameterGroupFamily postgres17.",
		},
		"R50": {to("16.99", nil), combination + "Cannot find version 16.99 for postgres"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := f.Update(rds.Instance, id, c.wish)
			wanted(t, err, c.want)
		})
	}
	state, err := f.Update(rds.Instance, id, to("16", nil))
	require.NoError(t, err)
	require.Equal(t, "16", state["engineVersion"], "as it was written")
	require.Equal(t, "16.13", state["engineVersionActual"], "R64: the minor version that AWS prefers")
	state, err = f.Update(rds.Instance, id, to("16.14", nil))
	require.NoError(t, err)
	require.Equal(t, "16.14", state["engineVersionActual"])
	_, err = f.Update(rds.Instance, id, to("16", nil))
	require.ErrorContains(t, err, combination+"Cannot upgrade postgres from 16.14 to 16.13", "R64: which is older by now")
	newer, _ := f.MustCreate(rds.ParameterGroup, "newer", props{"family": "postgres17"})
	state, err = f.Update(rds.Instance, id, to("17.9", props{
		"allowMajorVersionUpgrade": true, "parameterGroupName": newer,
	}))
	require.NoError(t, err)
	require.Equal(t, "17.9", state["engineVersionActual"])
	require.Equal(t, "default:postgres-17", state["optionGroupName"])

	plain, _ := f.MustCreate(rds.Instance, "plain", f.db(props{"identifier": "plain"}))
	state, err = f.Update(rds.Instance, plain, f.db(props{
		"identifier": "plain", "engineVersion": "17.9", "allowMajorVersionUpgrade": true, "applyImmediately": true,
	}))
	require.NoError(t, err)
	require.Equal(t, "default.postgres17", state["parameterGroupName"], "the default group follows the version")
}

func TestMoveToSubnetGroup(t *testing.T) {
	f := newFixture(t)
	id, _ := f.MustCreate(rds.Instance, "db", f.db(nil))
	f.MustCreate(rds.SubnetGroup, "same", props{"name": "same", "subnetIds": []any{f.a, f.b}})
	_, err := f.Update(rds.Instance, id, f.db(props{"dbSubnetGroupName": "same", "applyImmediately": true}))
	require.ErrorContains(t, err, "InvalidVPCNetworkStateFault: You cannot move DB instance orders to subnet group same. "+
		"The specified DB subnet group and DB instance are in the same VPC.")

	other := f.Read(ec2.Subnet, f.other)
	second, _ := f.MustCreate(ec2.Subnet, "second", props{
		"vpcId": other["vpcId"], "cidrBlock": "10.1.1.0/24", "availabilityZone": "us-east-1b",
	})
	f.MustCreate(rds.SubnetGroup, "far", props{"name": "far", "subnetIds": []any{f.other, second}})
	state, err := f.Update(rds.Instance, id, f.db(props{"dbSubnetGroupName": "far", "applyImmediately": true}))
	require.NoError(t, err)
	require.Equal(t, "far", state["dbSubnetGroupName"])
}
