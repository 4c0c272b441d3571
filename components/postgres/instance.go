package postgres

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/rds"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	monitoringInterval = 60 // seconds
	insightsRetention  = 7  // days, which are free
	// replicaRetention is how long backups of a replica stay, in days. It has the primary's data and needs none before
	// it is promoted; one day has them on, because RDS reboots an instance to turn them on.
	replicaRetention = 1
)

// fixed are the properties that AWS cannot change in a database, or only by replacing it. Those of the first update
// stay, and those of an imported instance.
var fixed = []string{"dbSubnetGroupName", "identifier", "kmsKeyId", "performanceInsightsKmsKeyId", "username"}

// fixed is what does not change. A major version leaves the minor one to AWS. The engine must not send it again: for an
// instance that was imported or pinned before, AWS would take its own minor version, and refuse it if a newer one runs
// (terraform-provider-aws#39579). A major upgrade is a change all the same.
func (a Args) fixed() []string {
	if a.pinned() || a.AllowMajorVersionUpgrade {
		return fixed
	}
	return append(slices.Clone(fixed), "engineVersion")
}

// newPrimary creates the primary, or imports it.
func (b *builder) newPrimary() error {
	before, err := b.newLogGroups("", b.identifier())
	if err != nil {
		return err
	}
	args := primaryArgs(b.args)
	b.wire(args, b.Name, b.identifier())
	args.VpcSecurityGroupIds = b.primaryGroups()
	args.DbSubnetGroupName = b.subnets.Name
	args.KmsKeyId = b.key.Arn
	args.Password = b.secretVersion.SecretString.ApplyT(passwordOf).(pulumi.StringOutput)
	if !b.args.SkipFinalSnapshot {
		args.FinalSnapshotIdentifier = pulumi.Sprintf("%s-final", b.identifier())
	}
	opts := b.Protected(
		b.watched, b.upgraded, pulumi.DependsOn(append(before, b.monitored)), pulumi.IgnoreChanges(b.args.fixed()))
	if b.imported != nil {
		opts = append(opts, pulumi.Import(pulumi.ID(b.imported.resourceID)))
	}
	b.primary, err = rds.NewInstance(b.Ctx, b.Name, args, opts...)
	return component.Creating("primary", err)
}

// wire sets what comes from other resources and is the same for the primary and for replicas.
func (b *builder) wire(args *rds.InstanceArgs, name string, identifier pulumi.StringOutput) {
	args.Identifier = identifier
	args.ParameterGroupName = b.parameters.Name
	args.VpcSecurityGroupIds = pulumi.StringArray{b.group.ID()}
	args.MonitoringRoleArn = b.monitoring.Arn
	args.PerformanceInsightsKmsKeyId = b.key.Arn
	args.Tags = component.Tags(name)
}

// primaryArgs is what the primary has of itself.
func primaryArgs(a Args) *rds.InstanceArgs {
	args := instanceArgs(a)
	args.Engine = pulumi.String("postgres")
	args.EngineVersion = pulumi.String(a.EngineVersion)
	args.AllowMajorVersionUpgrade = pulumi.Bool(a.AllowMajorVersionUpgrade)
	args.InstanceClass = pulumi.String(a.InstanceClass)
	args.MultiAz = pulumi.Bool(!a.SingleZone)
	args.Username = pulumi.String(a.MasterUsername)
	args.DeletionProtection = pulumi.Bool(!a.AllowDestroy)
	args.SkipFinalSnapshot = pulumi.Bool(a.SkipFinalSnapshot)
	return args
}

// replicaArgs is what a replica has of itself. Engine, user, network and key are the primary's, and RDS refuses them, or
// the final snapshot of a replica. Its version is the primary's when it is created; one that AWS has upgraded since would
// be asked to go back if it were sent again. Replicas hold nothing that the primary does not, and go when
// their number is made smaller: neither RDS nor the engine protects them.
func replicaArgs(a Args, i int) *rds.InstanceArgs {
	args := instanceArgs(a)
	if a.ReplicaEngineVersion != "" {
		args.EngineVersion = pulumi.String(a.ReplicaEngineVersion)
	}
	args.InstanceClass = pulumi.String(a.replicaClass())
	args.BackupRetentionPeriod = pulumi.Int(replicaRetention)
	args.MaintenanceWindow = pulumi.String(a.replicaWindow(i))
	args.MultiAz = pulumi.Bool(false)
	args.DeletionProtection = pulumi.Bool(false)
	args.SkipFinalSnapshot = pulumi.Bool(true)
	return args
}

// instanceArgs is what the primary and replicas have in common.
func instanceArgs(a Args) *rds.InstanceArgs {
	args := &rds.InstanceArgs{
		AutoMinorVersionUpgrade:            pulumi.Bool(!a.pinned()),
		Port:                               pulumi.Int(port),
		PubliclyAccessible:                 pulumi.Bool(false),
		StorageType:                        pulumi.String("gp3"),
		StorageEncrypted:                   pulumi.Bool(true),
		AllocatedStorage:                   pulumi.Int(a.StorageGiB),
		MaxAllocatedStorage:                pulumi.Int(a.MaxStorageGiB),
		BackupRetentionPeriod:              pulumi.Int(a.BackupRetentionDays),
		BackupWindow:                       pulumi.String(a.BackupWindow),
		CopyTagsToSnapshot:                 pulumi.Bool(true),
		MaintenanceWindow:                  pulumi.String(a.MaintenanceWindow),
		ApplyImmediately:                   pulumi.Bool(a.ApplyImmediately),
		EnabledCloudwatchLogsExports:       pulumi.ToStringArray(logExports),
		MonitoringInterval:                 pulumi.Int(monitoringInterval),
		DatabaseInsightsMode:               pulumi.String("standard"),
		PerformanceInsightsEnabled:         pulumi.Bool(true),
		PerformanceInsightsRetentionPeriod: pulumi.Int(insightsRetention),
	}
	if iops, throughput := a.performance(); iops != 0 {
		args.Iops, args.StorageThroughput = pulumi.Int(iops), pulumi.Int(throughput)
	}
	return args
}

// newReplicas creates the replicas one after the other: each begins with a snapshot of the primary, and RDS takes
// one at a time.
func (b *builder) newReplicas() error {
	b.Keep = false // replicas, and copies of backups, are never somebody else's
	for i := range b.args.Replicas {
		if err := b.newReplica(i); err != nil {
			return err
		}
	}
	return nil
}

// newReplica creates the replica of an index. Its zone is chosen once, because another one would replace it. Should it
// ever be replaced, then its name must be free first.
func (b *builder) newReplica(i int) error {
	role := fmt.Sprintf("replica-%d", i+1)
	name, identifier := b.Child(role), pulumi.Sprintf("%s-%s", b.identifier(), role)
	before, err := b.newLogGroups(role+"-", identifier)
	if err != nil {
		return err
	}
	if i > 0 {
		before = append(before, b.replicas[i-1])
	}
	args := replicaArgs(b.args, i)
	b.wire(args, name, identifier)
	followStorage(args, b.args, b.primary.AllocatedStorage)
	args.ReplicateSourceDb = b.primary.Identifier
	args.AvailabilityZone = b.primary.AvailabilityZone.ApplyT(func(primary string) string {
		return replicaZone(primary, b.args.Zones, i)
	}).(pulumi.StringOutput)
	replica, err := rds.NewInstance(b.Ctx, name, args, b.Options(
		b.watched, pulumi.DependsOn(append(before, b.monitored)), pulumi.IgnoreChanges([]string{"availabilityZone", "identifier"}),
		pulumi.DeleteBeforeReplace(true))...)
	b.replicas = append(b.replicas, replica)
	return component.Creating("replica "+name, err)
}

// replicaZone is the zone of the replica of an index: those that the primary is not in, by turns.
func replicaZone(primary string, zones []string, i int) string {
	var others []string
	for _, zone := range zones {
		if zone != primary {
			others = append(others, zone)
		}
	}
	return others[i%len(others)]
}
