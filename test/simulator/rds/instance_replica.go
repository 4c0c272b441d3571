package rds

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// originOf returns the source of a new instance: its primary, a snapshot or an instance at a point in time. It is nil
// for a new database and for updates.
func originOf(c *model.Call) *account.Resource {
	if c.Op != model.Create {
		return nil
	}
	if ref := c.New.String("snapshotIdentifier"); ref != "" {
		return c.Get(Snapshot, ref[strings.LastIndex(ref, ":")+1:])
	}
	if ref := c.New.String("restoreToPointInTime.sourceDbInstanceIdentifier"); ref != "" {
		return instanceOf(c, ref)
	}
	if ref := c.New.String("replicateSourceDb"); ref != "" {
		return instanceOf(c, ref)
	}
	return nil
}

// sameSource allows the promotion of a replica, which removes its source, and rejects another source.
func sameSource(c *model.Call) error {
	now := c.New.String("replicateSourceDb")
	if now == "" || now == c.Old.String("replicateSourceDb") {
		return nil
	}
	if a, b := instanceOf(c, now), instanceOf(c, c.Old.String("replicateSourceDb")); a != nil && b != nil && a.ID == b.ID {
		return nil
	}
	return model.Providerf("cannot elect new source database for replication")
}

// sourceReady is the rule for the source of a replica or of a point-in-time restore.
func sourceReady(c *model.Call) error {
	ref := c.New.String("replicateSourceDb")
	if ref == "" {
		ref = c.New.String("restoreToPointInTime.sourceDbInstanceIdentifier")
	}
	if ref == "" {
		return nil
	}
	source := instanceOf(c, ref)
	if source == nil {
		return model.Errorf("DBInstanceNotFound", "DBInstance %s not found.", ref)
	}
	if source.Properties.Int("backupRetentionPeriod") == 0 {
		return model.Errorf("InvalidDBInstanceState", "Automated backups are not enabled for this database instance. To "+
			"enable automated backups, use ModifyDBInstance to set the backup retention period to a non-zero value.")
	}
	return nil
}

func snapshotExists(c *model.Call) error {
	if ref := c.New.String("snapshotIdentifier"); ref != "" && originOf(c) == nil {
		return model.Errorf("DBSnapshotNotFound", "DBSnapshot %s not found.", ref)
	}
	return nil
}

// sourceUnmanaged is RDS's rule for a replica's primary. Source: RDS User Guide, "Limitations for Secrets Manager
// integration"; the text is from terraform-aws-rds#532.
func sourceUnmanaged(c *model.Call) error {
	if !c.New.Has("replicateSourceDb") {
		return nil
	}
	if c.New.Bool("manageMasterUserPassword") {
		return model.Errorf(invalid, "ManageMasterUserPassword isn't supported for read replica")
	}
	if originOf(c).Properties.Has("masterUserSecrets") {
		return model.Errorf(invalid, "Creating read replicas for source instance with engine %s where "+
			"ManageMasterUserPassword is enabled is not supported.", postgres)
	}
	return nil
}

// maxReplicas is the maximum number of replicas per instance.
const maxReplicas = 15

func replicaCount(c *model.Call) error {
	if !c.New.Has("replicateSourceDb") {
		return nil
	}
	followers := len(originOf(c).Properties.Strings("replicas"))
	if maximum := c.Quota("replicasPerDatabase", maxReplicas); followers >= maximum {
		return model.Errorf(invalid, "Read Replica Count has exceeded the maximum of %d", maximum)
	}
	return nil
}

func replicaBackups(c *model.Call) error {
	const first = 14 // the first version whose replicas can have backups
	version, _ := strconv.Atoi(major(versionFor(c)))
	if c.New.Has("replicateSourceDb") && c.New.Int("backupRetentionPeriod") > 0 && version < first {
		return model.Errorf(combination, "DB Backups not supported on a read replica for engine %s", postgres)
	}
	return nil
}

// replicaPassword rejects a password, because the provider would set it by an update right after the create.
func replicaPassword(c *model.Call) error {
	if c.New.Has("replicateSourceDb") && c.Changed("password") {
		return model.Errorf(combination, "Cannot change master user password on an RDS %s Read Replica because it uses "+
			"physical replication and therefore cannot differ from its parent.", postgres)
	}
	return nil
}

// inherited are the properties that a copy always gets from its source.
var inherited = []string{"engine", "allocatedStorage", "licenseModel", "storageEncrypted"}

// inherit completes a copy with its source's properties.
func inherit(c *model.Call) {
	origin := originOf(c)
	if origin == nil {
		return
	}
	from := origin.Properties
	for _, property := range inherited {
		if from[property] != nil {
			c.State[property] = from[property]
		}
	}
	if from["encrypted"] != nil { // as a snapshot calls it
		c.State["storageEncrypted"] = from["encrypted"]
	}
	if origin.Type == Snapshot && from.Has("kmsKeyId") {
		// RestoreDBInstanceFromDBSnapshot takes no key: the data keeps the snapshot's (terraform-provider-aws#15390).
		c.State["kmsKeyId"] = from["kmsKeyId"]
	}
	for _, property := range []string{
		"kmsKeyId", "storageType", "iops", "storageThroughput", "port", "username", "dbName",
	} {
		if from.Has(property) {
			c.State.Default(property, from[property])
		}
	}
	if c.New.Has("replicateSourceDb") && origin.Region == c.Region {
		c.State.Default("dbSubnetGroupName", from["dbSubnetGroupName"])
		c.State.Default("parameterGroupName", from["parameterGroupName"])
	}
}

// follow updates the primary's list of replicas.
func follow(c *model.Call) {
	was, is := c.Old.String("replicateSourceDb"), c.State.String("replicateSourceDb")
	before, now := c.Old.String("identifier"), c.State.String("identifier")
	if was == is && before == now {
		return
	}
	relist(c, was, before, "")
	relist(c, is, "", now)
	if before == "" || before == now {
		return
	}
	for _, replica := range c.Find(Instance, "replicateSourceDb", before) {
		replica.Properties["replicateSourceDb"] = now
		c.Put(replica)
	}
}

// relist removes a replica from its primary's list, or adds it.
func relist(c *model.Call, source, drop, add string) {
	primary := instanceOf(c, source)
	if source == "" || primary == nil {
		return
	}
	list := primary.Properties.Strings("replicas")
	list = slices.DeleteFunc(list, func(replica string) bool { return replica == drop })
	if add != "" {
		list = append(list, add)
	}
	primary.Properties["replicas"] = list
	c.Put(primary)
}
