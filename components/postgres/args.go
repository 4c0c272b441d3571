package postgres

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Args says what a database looks like. No change of any of it replaces the instance.
type Args struct {
	// VPCID is the VPC of the subnets.
	// Required.
	VPCID pulumi.StringInput `pulumi:"vpcId"`
	// SubnetIDs are isolated subnets in at least two availability zones.
	// Required.
	SubnetIDs pulumi.StringArrayInput `pulumi:"subnetIds"`
	// AllowFrom are the security groups that may connect, each by a rule of its own. Whoever connects may as well add
	// its rule to SecurityGroupID itself.
	// Default: none.
	AllowFrom []AllowFrom `pulumi:"allowFrom,optional"`

	// EngineVersion is PostgreSQL's version, major and minor: 14.1 to 18, minor versions newer than this package
	// included. AWS never changes the primary's by itself. A new major version needs AllowMajorVersionUpgrade.
	// Default: "17.6".
	EngineVersion string `pulumi:"engineVersion,optional"`
	// AllowMajorVersionUpgrade lets EngineVersion be of another major version than the one that runs. The upgrade
	// stops the database for minutes and cannot be taken back but from a snapshot. Set Replicas to 0 first and back
	// after.
	// Default: false.
	AllowMajorVersionUpgrade bool `pulumi:"allowMajorVersionUpgrade,optional"`
	// InstanceClass is the size of the primary, and of its standby: db.m7g.large has 2 processors and 8 GiB.
	// Required.
	InstanceClass string `pulumi:"instanceClass"`
	// SingleZone leaves the standby in a second zone out, which halves the price of the primary and makes the loss
	// of a zone, and each change of size, an outage.
	// Default: false.
	SingleZone bool `pulumi:"singleZone,optional"`

	// StorageGiB is the storage to start with, in GiB: 20 to 59578. RDS adds to it up to MaxStorageGiB, and it can
	// never be made smaller. From 400 GiB on RDS spreads it over four volumes: 12,000 operations per second instead
	// of 3,000.
	// Default: 100.
	StorageGiB int `pulumi:"storageGiB,optional"`
	// MaxStorageGiB is the end of storage autoscaling, in GiB: at least 1.1 times StorageGiB and at most 65536.
	// When it is not set it is twice StorageGiB.
	// Default: 200.
	MaxStorageGiB int `pulumi:"maxStorageGiB,optional"`
	// IOPS is input and output operations per second, 12000 to 64000; only with StorageGiB of 400 and more. When it
	// is not set there are 12000, and 3000 below 400 GiB, which cost nothing. Storage that has yet to grow to 400
	// GiB must do so first: set IOPS in an update after that.
	// Default: none.
	IOPS int `pulumi:"iops,optional"`
	// Throughput is MiB per second, 500 to 4000 and at most a quarter of IOPS; only with StorageGiB of 400 and
	// more. When it is not set there are 500, and 125 below 400 GiB, which cost nothing.
	// Default: none.
	Throughput int `pulumi:"throughput,optional"`

	// Replicas is the number of read replicas, 0 to 15.
	// Default: none.
	Replicas int `pulumi:"replicas,optional"`
	// ReplicaClass is the size of each replica, with at least the memory of InstanceClass: a replica that is promoted
	// must carry what the primary did. When it is not set it is InstanceClass.
	// Default: none.
	ReplicaClass string `pulumi:"replicaClass,optional"`
	// Zones are the names of the availability zones of SubnetIDs, such as us-east-1a: at least two when there are
	// replicas. New replicas are spread over those that the primary is not in; those that exist stay where they are.
	// Default: none.
	Zones []string `pulumi:"zones,optional"`

	// MasterUsername is the user that creates roles and databases, 1 to 63 letters, digits and underscores
	// beginning with a letter. The application has a role of its own. It is taken when the database is created; a
	// later change has no effect, since AWS would replace the database.
	// Default: "postgres".
	MasterUsername string `pulumi:"masterUsername,optional"`

	// PasswordVersion is counted up to have another master password, from 0 to 9999. Who has read the secret before
	// must read it again.
	// Default: none.
	PasswordVersion int `pulumi:"passwordVersion,optional"`

	// BackupRetentionDays is how far back the database can be restored to any second, in days: 7 to 35. Automated
	// backups go with the instance; the final snapshot and BackupCopy stay.
	// Default: 7.
	BackupRetentionDays int `pulumi:"backupRetentionDays,optional"`
	// BackupWindow is when the daily backup starts, in UTC, at least 30 minutes and outside of MaintenanceWindow.
	// Default: "02:00-03:00".
	BackupWindow string `pulumi:"backupWindow,optional"`
	// MaintenanceWindow is when AWS and, without ApplyImmediately, changes of size may stop an instance for a
	// failover, in UTC: at least 30 minutes and at most a day.
	// Default: "sun:04:00-sun:05:00".
	MaintenanceWindow string `pulumi:"maintenanceWindow,optional"`
	// ApplyImmediately makes changes of size now instead of in the next MaintenanceWindow: a failover of one to two
	// minutes, or with SingleZone an outage of some more. Without it every update until then shows the change again.
	// Default: false.
	ApplyImmediately bool `pulumi:"applyImmediately,optional"`
	// BackupCopy copies a daily snapshot to another region with AWS Backup.
	// Default: none.
	BackupCopy *BackupCopy `pulumi:"backupCopy,optional"`

	// AllowDestroy removes the protection of the engine and that of AWS. The key and the master password can then be
	// recovered for 7 days after a destroy, instead of 30. It must be applied with an update before the destroy.
	// Default: false.
	AllowDestroy bool `pulumi:"allowDestroy,optional"`
	// SkipFinalSnapshot destroys the data with the database.
	// Default: false.
	SkipFinalSnapshot bool `pulumi:"skipFinalSnapshot,optional"`
	// LogRetentionDays is how long PostgreSQL's logs are kept, in days: 1 to 3653, of the values that CloudWatch Logs
	// accepts.
	// Default: 30.
	LogRetentionDays int `pulumi:"logRetentionDays,optional"`
	// Parameters are further parameters of PostgreSQL, or other values for those that the component sets. Static ones
	// wait for the next restart.
	// Default: none.
	Parameters map[string]string `pulumi:"parameters,optional"`
}

// AllowFrom is a security group that may connect.
type AllowFrom struct {
	// Name is what the rule is called after, such as pgbouncer: lower-case letters, digits and inner hyphens.
	// Required.
	Name string `pulumi:"name"`
	// SecurityGroupID is the group of the clients.
	// Required.
	SecurityGroupID pulumi.StringInput `pulumi:"securityGroupId"`
}

// BackupCopy says where snapshots are copied to.
type BackupCopy struct {
	// VaultARN is a backup vault in another region, encrypted with a key of that region.
	// Required.
	VaultARN pulumi.StringInput `pulumi:"vaultArn"`
	// Start is when the snapshot is taken, in UTC, such as "06:00". RDS refuses it within the backup and the
	// maintenance window and within the hour before.
	// Default: "06:00".
	Start string `pulumi:"start,optional"`
	// RetentionDays is how long copies are kept, in days: 1 to 36500.
	// Default: 35.
	RetentionDays int `pulumi:"retentionDays,optional"`
}

const (
	defaultVersion       = "17.6"
	defaultStorage       = 100 // GiB
	defaultRetention     = 7   // days
	defaultCopyRetention = 35  // days
	defaultLogRetention  = 30  // days
)

func (a Args) withDefaults() Args {
	a.EngineVersion = cmp.Or(a.EngineVersion, defaultVersion)
	a.StorageGiB = cmp.Or(a.StorageGiB, defaultStorage)
	a.MaxStorageGiB = cmp.Or(a.MaxStorageGiB, min(2*a.StorageGiB, maxStorage))
	a.MasterUsername = cmp.Or(a.MasterUsername, "postgres")
	a.BackupRetentionDays = cmp.Or(a.BackupRetentionDays, defaultRetention)
	a.BackupWindow = cmp.Or(a.BackupWindow, "02:00-03:00")
	a.MaintenanceWindow = cmp.Or(a.MaintenanceWindow, "sun:04:00-sun:05:00")
	a.LogRetentionDays = cmp.Or(a.LogRetentionDays, defaultLogRetention)
	if a.BackupCopy != nil {
		copied := a.BackupCopy.withDefaults()
		a.BackupCopy = &copied
	}
	return a
}

func (c BackupCopy) withDefaults() BackupCopy {
	c.Start = cmp.Or(c.Start, "06:00")
	c.RetentionDays = cmp.Or(c.RetentionDays, defaultCopyRetention)
	return c
}

// replicaClass is the class that replicas have.
func (a Args) replicaClass() string {
	return cmp.Or(a.ReplicaClass, a.InstanceClass)
}
