package postgres_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/postgres"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestPrimary(t *testing.T) {
	primary := run(t, args()).One(t, instanceType)
	inputs := map[string]any{}
	for key := range primary.Inputs {
		inputs[string(key)] = primary.Input(string(key))
	}
	delete(inputs, "password") // see TestPasswordIsSecret
	delete(inputs, "__defaults")
	require.Equal(t, map[string]any{
		"identifier": "main-name", "engine": "postgres", "engineVersion": "17", "allowMajorVersionUpgrade": false,
		"autoMinorVersionUpgrade": true, "instanceClass": "db.m7g.large", "multiAz": true, "port": 5432,
		"publiclyAccessible": false, "dbSubnetGroupName": "main-name", "vpcSecurityGroupIds": []any{"main-sg-id"},
		"storageType": "gp3", "allocatedStorage": 100, "maxAllocatedStorage": 200, "storageEncrypted": true,
		"kmsKeyId": "arn:aws:mock:::main-key", "username": "postgres", "parameterGroupName": "main-parameters-name",
		"backupRetentionPeriod": 7, "backupWindow": "02:00-03:00", "copyTagsToSnapshot": true,
		"maintenanceWindow": "sun:04:00-sun:05:00", "applyImmediately": false, "deletionProtection": true,
		"skipFinalSnapshot": false, "finalSnapshotIdentifier": "main-name-final",
		"enabledCloudwatchLogsExports": []any{"postgresql", "upgrade"}, "monitoringInterval": 60,
		"monitoringRoleArn": "arn:aws:mock:::main-monitoring", "databaseInsightsMode": "standard",
		"performanceInsightsEnabled": true, "performanceInsightsRetentionPeriod": 7,
		"performanceInsightsKmsKeyId": "arn:aws:mock:::main-key", "tags": map[string]any{"Name": "main"},
	}, inputs)
	require.Equal(t, []string{
		"dbSubnetGroupName", "identifier", "kmsKeyId", "performanceInsightsKmsKeyId", "username", "engineVersion",
	}, primary.IgnoreChanges)
	require.True(t, primary.Protect)
}

func TestReplica(t *testing.T) {
	replica := run(t, replicated(1)).Named(t, instanceType, "main-replica-1")
	inputs := map[string]any{}
	for key := range replica.Inputs {
		inputs[string(key)] = replica.Input(string(key))
	}
	delete(inputs, "__defaults")
	// Without engine, version, user, password, subnet group, key and final snapshot, all of which RDS refuses.
	require.Equal(t, map[string]any{
		"identifier": "main-name-replica-1", "replicateSourceDb": "main-name", "autoMinorVersionUpgrade": true,
		"availabilityZone": "us-east-1a", "instanceClass": "db.m7g.large", "multiAz": false, "port": 5432,
		"publiclyAccessible": false, "vpcSecurityGroupIds": []any{"main-sg-id"}, "storageType": "gp3",
		"allocatedStorage": 100, "maxAllocatedStorage": 200, "storageEncrypted": true,
		"parameterGroupName": "main-parameters-name", "backupRetentionPeriod": 1, "backupWindow": "02:00-03:00",
		"copyTagsToSnapshot": true, "maintenanceWindow": "sat:04:00-sat:05:00", "applyImmediately": false,
		"deletionProtection": false, "skipFinalSnapshot": true,
		"enabledCloudwatchLogsExports": []any{"postgresql", "upgrade"}, "monitoringInterval": 60,
		"monitoringRoleArn": "arn:aws:mock:::main-monitoring", "databaseInsightsMode": "standard",
		"performanceInsightsEnabled": true, "performanceInsightsRetentionPeriod": 7,
		"performanceInsightsKmsKeyId": "arn:aws:mock:::main-key", "tags": map[string]any{"Name": "main-replica-1"},
	}, inputs)
	require.Equal(t, []string{"availabilityZone", "identifier"}, replica.IgnoreChanges)
	require.True(t, replica.DeleteBeforeReplace)
	require.False(t, replica.Protect)
}

// A major version leaves the minor one to AWS. A full one is the program's. Replicas keep what they have unless they have a version of their own.
func TestVersions(t *testing.T) {
	for name, c := range map[string]struct {
		change           func(*postgres.Args)
		primary, replica any
		automatic, left  bool
	}{
		"major": {func(a *postgres.Args) { a.EngineVersion = "16" }, "16", nil, true, true},
		"a new major version": {
			func(a *postgres.Args) { a.EngineVersion, a.AllowMajorVersionUpgrade = "18", true }, "18", nil, true, false,
		},
		"full": {func(a *postgres.Args) { a.EngineVersion = "17.9" }, "17.9", nil, false, false},
		"replicas first": {
			func(a *postgres.Args) { a.EngineVersion, a.ReplicaEngineVersion = "17.9", "17.10" }, "17.9", "17.10", false, false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := replicated(1)
			c.change(&a)
			rec := run(t, a)
			primary, replica := rec.Named(t, instanceType, "main"), rec.Named(t, instanceType, "main-replica-1")
			require.Equal(t, c.primary, primary.Input("engineVersion"))
			require.Equal(t, c.replica, replica.Input("engineVersion"))
			require.Equal(t, c.automatic, primary.Input("autoMinorVersionUpgrade"))
			require.Equal(t, c.automatic, replica.Input("autoMinorVersionUpgrade"))
			require.Equal(t, c.left, slices.Contains(primary.IgnoreChanges, "engineVersion"))
		})
	}
}

// From 400 GiB on the IOPS are always set: otherwise the provider sends those of the small volume.
func TestIOPSGoWithLargeStorage(t *testing.T) {
	for storage, want := range map[int]map[string]any{
		399: {"iops": nil, "storageThroughput": nil}, 400: {"iops": 12000, "storageThroughput": 500},
	} {
		a := replicated(1)
		a.StorageGiB = storage
		rec := run(t, a)
		for _, name := range []string{"main", "main-replica-1"} {
			stacktest.RequireInputs(t, rec.Named(t, instanceType, name), want)
		}
	}
	a := replicated(1)
	a.StorageGiB = 500
	waiting := stacktest.Outputs(instanceType, func(stacktest.Resource) resource.PropertyMap {
		return resource.PropertyMap{"allocatedStorage": resource.NewProperty(100.0), "availabilityZone": resource.NewProperty("us-east-1b")}
	})
	stacktest.RequireInputs(t, run(t, a, waiting).Named(t, instanceType, "main-replica-1"), map[string]any{
		"allocatedStorage": 100, "iops": nil, "storageThroughput": nil,
	})
}

// Replicas are made one after the other, and after the primary.
func TestReplicasAreSerialised(t *testing.T) {
	rec := run(t, replicated(3))
	require.NotContains(t, rec.Named(t, instanceType, "main-replica-1").WaitsFor(), "Instance main-replica-2")
	require.Contains(t, rec.Named(t, instanceType, "main-replica-1").WaitsFor(), "Instance main")
	require.Contains(t, rec.Named(t, instanceType, "main-replica-2").WaitsFor(), "Instance main-replica-1")
	require.Contains(t, rec.Named(t, instanceType, "main-replica-3").WaitsFor(), "Instance main-replica-2")
}

// The primary is in us-east-1b.
func TestReplicasAreSpreadOverTheOtherZones(t *testing.T) {
	rec := run(t, replicated(4))
	for i, want := range []string{"us-east-1a", "us-east-1c", "us-east-1a", "us-east-1c"} {
		name := fmt.Sprintf("main-replica-%d", i+1)
		require.Equal(t, want, rec.Named(t, instanceType, name).Input("availabilityZone"), name)
	}
	rec = run(t, replicated(1), stacktest.Preview())
	require.Equal(t, stacktest.Unknown, rec.Named(t, instanceType, "main-replica-1").Input("availabilityZone"))
}

func TestChoicesOfReplicas(t *testing.T) {
	a := replicated(1)
	a.ReplicaClass, a.StorageGiB, a.IOPS, a.ApplyImmediately = "db.r7g.large", 400, 20000, true
	rec := run(t, a)
	for name, class := range map[string]string{"main": "db.m7g.large", "main-replica-1": "db.r7g.large"} {
		stacktest.RequireInputs(t, rec.Named(t, instanceType, name), map[string]any{
			"instanceClass": class, "iops": 20000, "storageThroughput": 500, "allocatedStorage": 400,
			"maxAllocatedStorage": 800, "applyImmediately": true,
		})
	}
}

// RDS makes a log group that is missing by itself, without a retention. And what needs the role's permissions must not
// come before them.
func TestInstancesWaitForLogGroupsAndPermissions(t *testing.T) {
	rec := run(t, replicated(1))
	for _, name := range []string{"main", "main-replica-1"} {
		require.Subset(t, rec.Named(t, instanceType, name).WaitsFor(), []string{
			"LogGroup " + name + "-log-postgresql", "LogGroup " + name + "-log-upgrade",
			"RolePolicyAttachment main-monitoring",
		})
	}
}

func TestAllowDestroy(t *testing.T) {
	held := []string{keyType, subnetGroupType, secretType, vaultType}
	for _, allow := range []bool{false, true} {
		a := everything()
		a.AllowDestroy = allow
		rec := run(t, a)
		primary := rec.Named(t, instanceType, "main")
		require.Equal(t, !allow, primary.Input("deletionProtection"))
		require.Equal(t, !allow, primary.Protect)
		require.Equal(t, allow, rec.One(t, vaultType).Input("forceDestroy"))
		require.Equal(t, false, primary.Input("skipFinalSnapshot"))
		for _, typ := range held {
			require.Equal(t, !allow, rec.One(t, typ).Protect, typ)
		}
	}
}

func TestSkipFinalSnapshot(t *testing.T) {
	a := args()
	a.SkipFinalSnapshot = true
	primary := run(t, a).One(t, instanceType)
	require.Equal(t, true, primary.Input("skipFinalSnapshot"))
	require.False(t, primary.Has("finalSnapshotIdentifier"))
}

// changes has a change of every argument.
var changes = map[string]func(*postgres.Args){
	"VPCID":     func(a *postgres.Args) { a.VPCID = pulumi.String("vpc-2") },
	"SubnetIDs": func(a *postgres.Args) { a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-x", "subnet-y"}) },
	"AllowFrom": func(a *postgres.Args) {
		a.AllowFrom = []postgres.AllowFrom{{Name: "web", SecurityGroupID: pulumi.String("sg-web")}}
	},
	// Another instance than the one that was created is rejected: see TestWhereAnInstanceCannotBeImported.
	"ImportIdentifier":         func(a *postgres.Args) { a.ImportIdentifier, a.MasterUsername = "main-name", "shopkeeper" },
	"EngineVersion":            func(a *postgres.Args) { a.EngineVersion = "18.1" },
	"ReplicaEngineVersion":     func(a *postgres.Args) { a.EngineVersion, a.ReplicaEngineVersion = "17.9", "17.10" },
	"AllowMajorVersionUpgrade": func(a *postgres.Args) { a.AllowMajorVersionUpgrade = true },
	"InstanceClass":            func(a *postgres.Args) { a.InstanceClass = "db.m7g.2xlarge" },
	"SingleZone":               func(a *postgres.Args) { a.SingleZone = true },
	"StorageGiB":               func(a *postgres.Args) { a.StorageGiB = 500 },
	"MaxStorageGiB":            func(a *postgres.Args) { a.MaxStorageGiB = 1000 },
	"IOPS":                     func(a *postgres.Args) { a.StorageGiB, a.IOPS = 500, 20000 },
	"Throughput":               func(a *postgres.Args) { a.StorageGiB, a.Throughput = 500, 1000 },
	"Replicas":                 func(a *postgres.Args) { a.Replicas = 4 },
	"ReplicaClass":             func(a *postgres.Args) { a.ReplicaClass = "db.r7g.large" },
	"Zones":                    func(a *postgres.Args) { a.Zones = []string{"us-east-1d", "us-east-1e"} },
	"MasterUsername":           func(a *postgres.Args) { a.MasterUsername = "root" },
	"PasswordVersion":          func(a *postgres.Args) { a.PasswordVersion = 1 },
	"BackupRetentionDays":      func(a *postgres.Args) { a.BackupRetentionDays = 35 },
	"BackupWindow":             func(a *postgres.Args) { a.BackupWindow = "10:00-11:00" },
	"MaintenanceWindow":        func(a *postgres.Args) { a.MaintenanceWindow = "mon:04:00-mon:05:00" },
	"ApplyImmediately":         func(a *postgres.Args) { a.ApplyImmediately = true },
	"BackupCopy": func(a *postgres.Args) {
		a.BackupCopy = &postgres.BackupCopy{VaultARN: pulumi.String("arn")}
	},
	"AllowDestroy":      func(a *postgres.Args) { a.AllowDestroy = true },
	"SkipFinalSnapshot": func(a *postgres.Args) { a.SkipFinalSnapshot = true },
	"LogRetentionDays":  func(a *postgres.Args) { a.LogRetentionDays = 90 },
	"Parameters":        func(a *postgres.Args) { a.Parameters = map[string]string{"work_mem": "8192"} },
}

// replacing are the properties of an instance whose change replaces it, or gives it another name.
var replacing = []string{
	"identifier", "engine", "dbName", "username", "availabilityZone", "kmsKeyId", "storageEncrypted", "characterSetName",
	"snapshotIdentifier", "restoreToPointInTime", "timezone", "ncharCharacterSetName", "customIamInstanceProfile",
	"backupTarget", "replicateSourceDb",
}

func TestNoChangeReplacesAnInstance(t *testing.T) {
	require.Len(t, changes, reflect.TypeFor[postgres.Args]().NumField(), "every argument has a change")
	before := run(t, replicated(2))
	for field, change := range changes {
		_, ok := reflect.TypeFor[postgres.Args]().FieldByName(field)
		require.True(t, ok, field)
		a := replicated(2)
		change(&a)
		after := run(t, a)
		for _, name := range []string{"main", "main-replica-1", "main-replica-2"} {
			old, instance := before.Named(t, instanceType, name), after.Named(t, instanceType, name)
			for _, property := range replacing {
				if slices.Contains(instance.IgnoreChanges, property) {
					continue
				}
				require.Equal(t, old.Input(property), instance.Input(property), "%s: %s of %s", field, property, name)
			}
		}
		for _, typ := range []string{subnetGroupType, keyType, secretType} {
			require.False(t, after.One(t, typ).Has("name"), "%s: %s", field, typ)
		}
	}
}
