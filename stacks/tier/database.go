package tier

// Database sizes PostgreSQL.
type Database struct {
	// Instance class of the primary and its replicas.
	InstanceClass string `json:"instanceClass" example:"db.m7g.large"`
	// Number of read replicas, 0 to 15.
	Replicas int `json:"replicas"`
	// Initial storage, in GiB.
	StorageGiB int `json:"storageGiB" min:"1"`
	// Limit of storage autoscaling, in GiB.
	MaxStorageGiB int `json:"maxStorageGiB" min:"1"`
	// Days for which the database can be restored to any second.
	BackupRetentionDays int `json:"backupRetentionDays" min:"1"`
	// Run without a standby: cheaper, but without failover.
	SingleZone bool `json:"singleZone"`
	// Extensions to create as the master user, besides pg_stat_statements. Migrations can create trusted ones, such as
	// pg_trgm and citext, themselves.
	Extensions               []string          `json:"extensions,omitempty" values:"extension" example:"[postgis, vector]"`
	EngineVersion            string            `json:"engineVersion,omitempty" example:"'17'"`
	ReplicaEngineVersion     string            `json:"replicaEngineVersion,omitempty" example:"'17.10'"`
	AllowMajorVersionUpgrade bool              `json:"allowMajorVersionUpgrade,omitempty"`
	IOPS                     int               `json:"iops,omitempty"`
	Throughput               int               `json:"throughput,omitempty"`
	ReplicaClass             string            `json:"replicaClass,omitempty" example:"db.m7g.large"`
	MasterUsername           string            `json:"masterUsername,omitempty"`
	PasswordVersion          int               `json:"passwordVersion,omitempty"`
	BackupWindow             string            `json:"backupWindow,omitempty" example:"'02:00-03:00'"`
	MaintenanceWindow        string            `json:"maintenanceWindow,omitempty" example:"'sun:04:00-sun:05:00'"`
	BackupCopy               *BackupCopy       `json:"backupCopy,omitempty" example:"{vaultArn: 'arn:aws:backup:eu-west-1:123456789012:backup-vault:copies'}"`
	Parameters               map[string]string `json:"parameters,omitempty" example:"{work_mem: '16384'}"`
	// Days to keep logs. If not set, logRetentionDays of the whole tier.
	LogRetentionDays int `json:"logRetentionDays,omitempty"`
	// Further security groups that may connect, such as that of a reporting tool.
	AllowFrom []AllowFrom `json:"allowFrom,omitempty" example:"[{name: reports, securityGroupId: sg-0123456789abcdef0}]"`
}

// BackupCopy says where snapshots of the database are copied.
type BackupCopy struct {
	VaultARN      string `json:"vaultArn" required:"true"`
	Start         string `json:"start,omitempty" example:"'06:00'"`
	RetentionDays int    `json:"retentionDays,omitempty"`
}

// AllowFrom is a security group that may connect.
type AllowFrom struct {
	Name            string `json:"name" required:"true" names:"true"`
	SecurityGroupID string `json:"securityGroupId" required:"true" pattern:"^sg-[0-9a-f]{8,17}$" want:"the ID of a security group, such as sg-0123456789abcdef0"`
}
