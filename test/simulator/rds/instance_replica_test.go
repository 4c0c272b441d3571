package rds_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/kms"
	"github.com/tenfold-iac/tenfold/test/simulator/rds"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestReplica(t *testing.T) {
	f := newFixture(t)
	primary, state := f.MustCreate(rds.Instance, "db", f.db(props{
		"multiAz": true, "storageEncrypted": true, "kmsKeyId": f.key, "dbName": "orders", "port": 5433,
	}))
	require.Equal(t, "us-east-1a", state["availabilityZone"])
	one, state := f.MustCreate(rds.Instance, "one", replica("one", props{"allocatedStorage": 500}))
	for property, want := range map[string]any{
		"engine": "postgres", "engineVersion": "16.12", "engineVersionActual": "16.12", "allocatedStorage": 100.0, // R12
		"storageType": "gp3", "iops": 3000.0, "storageEncrypted": true, "kmsKeyId": f.key, "username": "app",
		"dbName": "orders", "dbSubnetGroupName": "main", "availabilityZone": "us-east-1b", "port": 5433.0,
		"backupRetentionPeriod": 0.0, "address": "one.c8xq2mzk4wfd.us-east-1.rds.amazonaws.com",
	} {
		require.Equal(t, want, state[property], property)
	}
	two, state := f.MustCreate(rds.Instance, "two", replica("two", props{
		"replicateSourceDb": "arn:aws:rds:us-east-1:123456789012:db:orders", "dbSubnetGroupName": "main",
	}))
	require.Equal(t, "us-east-1c", state["availabilityZone"], "R11: by its ARN, the primary's group may be named")
	require.Equal(t, []any{"one", "two"}, f.Read(rds.Instance, primary)["replicas"])
	changed, _, _, err := f.Diff(rds.Instance, one, replica("one", nil))
	require.NoError(t, err)
	require.Empty(t, changed)

	f.MustCreate(rds.Instance, "other", f.db(props{"identifier": "other"}))
	_, err = f.Update(rds.Instance, one, replica("one", props{"replicateSourceDb": "other"}))
	require.ErrorContains(t, err, "cannot elect new source database for replication", "R15")
	_, err = f.Update(rds.Instance, two, replica("two", props{"dbSubnetGroupName": "main"}))
	require.NoError(t, err, "R15: another name of the same source")

	state, err = f.Update(rds.Instance, one, replica("one", props{"replicateSourceDb": nil, "backupRetentionPeriod": 1}))
	require.NoError(t, err, "R16")
	require.Equal(t, "", state.String("replicateSourceDb"))
	require.Equal(t, []any{"two"}, f.Read(rds.Instance, primary)["replicas"], "R16")

	require.NoError(t, f.Delete(rds.Instance, two))
	require.Equal(t, []any{}, f.Read(rds.Instance, primary)["replicas"])
}

func TestReplicasOutliveTheirPrimary(t *testing.T) {
	f := newFixture(t)
	primary, _ := f.MustCreate(rds.Instance, "db", f.db(props{"skipFinalSnapshot": true}))
	one, _ := f.MustCreate(rds.Instance, "one", replica("one", nil))
	_, err := f.Update(rds.Instance, primary, f.db(props{
		"skipFinalSnapshot": true, "identifier": "renamed", "applyImmediately": true,
	}))
	require.NoError(t, err)
	require.Equal(t, "renamed", f.Read(rds.Instance, one)["replicateSourceDb"])
	require.NoError(t, f.Delete(rds.Instance, primary))
	require.Nil(t, f.Read(rds.Instance, one)["replicateSourceDb"], "R17: it is promoted")
}

func TestReplicaRefused(t *testing.T) {
	f := newFixture(t)
	primary, _ := f.MustCreate(rds.Instance, "db", f.db(nil))
	f.MustCreate(rds.Instance, "bare", f.db(props{"identifier": "bare", "backupRetentionPeriod": nil}))
	f.MustCreate(rds.Instance, "kept", f.db(props{
		"identifier": "kept", "password": nil, "manageMasterUserPassword": true,
	}))
	for name, c := range map[string]struct {
		change props
		want   string
	}{
		"fits":   {nil, ""},
		"source": {props{"replicateSourceDb": "none"}, "DBInstanceNotFound: DBInstance none not found."},
		"R8": {
			props{"replicateSourceDb": "bare"},
			"InvalidDBInstanceState: Automated backups are not enabled for this database instance. To enable automated " +
				"backups, use ModifyDBInstance to set the backup retention period to a non-zero value.",
		},
		"R10": {
			props{"password": "correct-horse"},
			combination + "Cannot change master user password on an RDS postgres Read Replica because it uses physical " +
				"replication and therefore cannot differ from its parent.",
		},
		"R11": {
			props{"dbSubnetGroupName": "main"},
			"DBSubnetGroupNotAllowedFault: DbSubnetGroupName should not be specified for read replicas that are created in " +
				"the same region as the master",
		},
		"R13": {props{"backupRetentionPeriod": 7}, ""},
		"managed source": {
			props{"replicateSourceDb": "kept"},
			invalid + "Creating read replicas for source instance with engine postgres where ManageMasterUserPassword is " +
				"enabled is not supported.",
		},
		"managed replica": {
			props{"manageMasterUserPassword": true}, invalid + "ManageMasterUserPassword isn't supported for read replica",
		},
		"R19": {props{"iops": 3000}, "You can't specify IOPS or storage throughput"},
		"R23": {props{"maxAllocatedStorage": 100}, "Max storage size must be greater than storage size"},
		"R46": {
			props{"multiAz": true, "availabilityZone": "us-east-1c"},
			combination + "Requesting a specific availability zone is not valid for Multi-AZ instances.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			id, _, err := f.Create(rds.Instance, "one", replica("one", c.change))
			wanted(t, err, c.want)
			if err == nil {
				require.NoError(t, f.Delete(rds.Instance, id))
			}
		})
	}
	require.NoError(t, f.SetQuota(t.Context(), "replicasPerDatabase", 1))
	f.MustCreate(rds.Instance, "one", replica("one", nil))
	_, _, err := f.Create(rds.Instance, "two", replica("two", nil))
	require.ErrorContains(t, err, invalid+"Read Replica Count has exceeded the maximum of 1", "R18")

	require.NoError(t, f.SetQuota(t.Context(), "replicasPerDatabase", 15))
	require.NoError(t, f.Change(t.Context(), region, rds.Instance, primary, props{"engineVersionActual": "13.9"}))
	_, _, err = f.Create(rds.Instance, "two", replica("two", props{"backupRetentionPeriod": 1}))
	require.ErrorContains(t, err, combination+"DB Backups not supported on a read replica for engine postgres", "R13")
}

func TestReplicaInAnotherRegion(t *testing.T) {
	f := newFixture(t)
	f.MustCreate(rds.Instance, "db", f.db(props{"storageEncrypted": true}))
	far := f.Region("us-west-2")
	west := replica("west", props{"replicateSourceDb": "arn:aws:rds:us-east-1:123456789012:db:orders"})
	_, _, err := far.Create(rds.Instance, "west", west)
	require.ErrorContains(t, err, "InvalidSubnet: No default subnet detected in VPC.")

	network, _ := far.MustCreate(ec2.VPC, "west", props{"cidrBlock": "10.2.0.0/16"})
	var subnets []any
	for i, zone := range []string{"us-west-2a", "us-west-2b"} {
		id, _ := far.MustCreate(ec2.Subnet, zone, props{
			"vpcId": network, "cidrBlock": fmt.Sprintf("10.2.%d.0/24", i), "availabilityZone": zone,
		})
		subnets = append(subnets, id)
	}
	far.MustCreate(rds.SubnetGroup, "west", props{"name": "west", "subnetIds": subnets})
	_, _, err = far.Create(rds.Instance, "west", simtest.With(west, props{"dbSubnetGroupName": "west"}))
	require.ErrorContains(t, err, combination+"A KmsKeyId must be specified for an encrypted read replica in another "+
		"region.", "R49")
	_, key := far.MustCreate(kms.Key, "west", props{})
	_, state := far.MustCreate(rds.Instance, "west", simtest.With(west, props{
		"dbSubnetGroupName": "west", "kmsKeyId": key["arn"],
	}))
	require.Equal(t, "us-west-2a", state["availabilityZone"])
	require.Equal(t, true, state["storageEncrypted"])
	require.Equal(t, "arn:aws:rds:us-west-2:123456789012:db:west", state["arn"])
}
