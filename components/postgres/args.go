package postgres

import (
	"cmp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Args are the arguments of New. No change of them replaces the instance.
type Args struct {
	// VPCID is the VPC of the subnets.
	// Required.
	VPCID pulumi.StringInput `pulumi:"vpcId"`
	// SubnetIDs are isolated subnets in at least two availability zones.
	// Required.
	SubnetIDs pulumi.StringArrayInput `pulumi:"subnetIds"`
	// AllowFrom are the security groups that may connect, each by its own rule. A client may also add its rule to
	// SecurityGroupID itself. Default: none.
	AllowFrom []AllowFrom `pulumi:"allowFrom,optional"`

	// ImportIdentifier is the identifier of an RDS instance that exists already. The first update imports it as the
	// primary, instead of creating one. It is for a database that New has not created yet, and docs/importing.md says
	// what must agree. For as long as it is set, a destroy forgets the instance, and AWS keeps it. Removing it later detaches
	// the security groups that the instance had before, and a destroy then deletes the instance. Default: none.
	ImportIdentifier string `pulumi:"importIdentifier,optional"`

	// EngineVersion is PostgreSQL's version, 14 to 18. Of a major version, such as "17", AWS chooses the minor version
	// and upgrades it in MaintenanceWindow. A full version, such as "17.9", stays until AWS retires it. A new major
	// version needs AllowMajorVersionUpgrade and ApplyImmediately. Default: "17".
	EngineVersion string `pulumi:"engineVersion,optional"`
	// ReplicaEngineVersion is the version of the replicas, with a full EngineVersion: the same or a newer minor version.
	// RDS upgrades replicas before their primary, so raise this one first, in an update of its own. If it is not set, a
	// replica keeps the version that it has. Default: none.
	ReplicaEngineVersion string `pulumi:"replicaEngineVersion,optional"`
	// AllowMajorVersionUpgrade lets EngineVersion name another major version than the running one, together
	// with ApplyImmediately. Remove it once the new version runs. The upgrade stops
	// the database for minutes, and only a snapshot can undo it. Set Replicas to 0 before it and back after it.
	// Default: false.
	AllowMajorVersionUpgrade bool `pulumi:"allowMajorVersionUpgrade,optional"`
	// InstanceClass is the class of the primary and of its standby: db.m7g.large has 2 vCPU and 8 GiB. Required.
	InstanceClass string `pulumi:"instanceClass"`
	// SingleZone removes the standby in a second zone. It halves the price of the primary, but the loss of a zone, and
	// each change of size, is an outage. Default: false.
	SingleZone bool `pulumi:"singleZone,optional"`

	// StorageGiB is the initial storage, in GiB: 20 to 59578. RDS extends it up to MaxStorageGiB, and it can never
	// shrink. From 400 GiB, RDS spreads it over four volumes: 12,000 IOPS instead of 3,000. Default: 100.
	StorageGiB int `pulumi:"storageGiB,optional"`
	// MaxStorageGiB is the limit of storage autoscaling, in GiB: at least 1.1 times StorageGiB and at most 65536. If it
	// is not set, it is twice StorageGiB. Default: 200.
	MaxStorageGiB int `pulumi:"maxStorageGiB,optional"`
	// IOPS are input and output operations per second, 12000 to 64000; only with StorageGiB of 400 or more. If it is
	// not set, there are 12000, and 3000 below 400 GiB, at no cost. Default: none.
	IOPS int `pulumi:"iops,optional"`
	// Throughput is in MiB per second, 500 to 4000 and at most a quarter of IOPS; only with StorageGiB of 400 or more.
	// If it is not set, there are 500, and 125 below 400 GiB, at no cost. Default: none.
	Throughput int `pulumi:"throughput,optional"`

	// Replicas is the number of read replicas, 0 to 15.
	// Default: none.
	Replicas int `pulumi:"replicas,optional"`
	// ReplicaClass is the class of each replica, with at least the memory of InstanceClass: a promoted replica must
	// carry the primary's load. If it is not set, it is InstanceClass. Default: none.
	ReplicaClass string `pulumi:"replicaClass,optional"`
	// Zones are the names of the availability zones of SubnetIDs, such as us-east-1a: at least two when there are
	// replicas. New replicas are spread over the zones without the primary. Existing ones stay where they are. Default:
	// none.
	Zones []string `pulumi:"zones,optional"`

	// MasterUsername is the user that creates roles and databases: 1 to 63 letters, digits and underscores, beginning
	// with a letter. The application has its own role. The name applies when the database is created. A later change
	// has no effect, because AWS would replace the database. Default: "postgres".
	MasterUsername string `pulumi:"masterUsername,optional"`

	// PasswordVersion creates another master password when you raise it, from 0 to 9999. Clients that have read the
	// secret must read it again. Default: none.
	PasswordVersion int `pulumi:"passwordVersion,optional"`

	// BackupRetentionDays is how far back the database can be restored to any second, in days: 7 to 35. Automated
	// backups are deleted with the instance. The final snapshot and BackupCopy's snapshots stay. Default: 7.
	BackupRetentionDays int `pulumi:"backupRetentionDays,optional"`
	// BackupWindow is when the daily backup starts, in UTC, at least 30 minutes and outside of MaintenanceWindow.
	// Default: "02:00-03:00".
	BackupWindow string `pulumi:"backupWindow,optional"`
	// MaintenanceWindow is when AWS may stop the primary for a failover, in UTC: at least 30 minutes and at most a day.
	// Replicas have the same hours on earlier days, the first one day earlier. Without ApplyImmediately, changes of size wait for it, too. Default: "sun:04:00-sun:05:00".
	MaintenanceWindow string `pulumi:"maintenanceWindow,optional"`
	// ApplyImmediately applies changes of size now instead of in the next MaintenanceWindow. That is a failover of one
	// to two minutes, or with SingleZone a longer outage. Without it, every update until the window shows the change
	// again. Default: false.
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
	// LogRetentionDays is how long PostgreSQL's logs are kept, in days: 1 to 3653, one of the values that CloudWatch
	// Logs accepts. Default: 30.
	LogRetentionDays int `pulumi:"logRetentionDays,optional"`
	// Parameters are further parameters of PostgreSQL, or other values for those that the component sets. Static ones
	// take effect at the next restart. Default: none.
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

// BackupCopy says where snapshots are copied.
type BackupCopy struct {
	// VaultARN is a backup vault in another region, encrypted with a key of that region.
	// Required.
	VaultARN pulumi.StringInput `pulumi:"vaultArn"`
	// Start is when the snapshot is taken, in UTC, such as "06:00". RDS rejects it within the backup and the
	// maintenance window, and within the hour before them. Default: "06:00".
	Start string `pulumi:"start,optional"`
	// RetentionDays is how long copies are kept, in days: 1 to 36500.
	// Default: 35.
	RetentionDays int `pulumi:"retentionDays,optional"`
}

// DefaultVersion is the version of PostgreSQL when Args.EngineVersion is not set.
const DefaultVersion = "17"

const (
	defaultStorage       = 100 // GiB
	defaultRetention     = 7   // days
	defaultCopyRetention = 35  // days
	defaultLogRetention  = 30  // days
)

func (a Args) withDefaults() Args {
	a.EngineVersion = cmp.Or(a.EngineVersion, DefaultVersion)
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

// pinned reports whether EngineVersion names a minor version, which AWS then leaves alone.
func (a Args) pinned() bool { return strings.Contains(a.EngineVersion, ".") }

// replicaClass is the class that replicas have.
func (a Args) replicaClass() string {
	return cmp.Or(a.ReplicaClass, a.InstanceClass)
}
