package postgres

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/rds"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	importField           = "importIdentifier"
	maxInstanceIdentifier = 63            // RDS's
	maxReplicaSuffix      = "-replica-15" // what replicas are called after the primary
)

var instanceIdentifierPattern = regexp.MustCompile(`^[a-z]([a-z0-9]|-[a-z0-9])*$`)

func (a Args) validateImportIdentifier(p *component.Problems) {
	maximum := maxInstanceIdentifier
	if a.Replicas > 0 {
		maximum -= len(maxReplicaSuffix)
	}
	switch {
	case a.ImportIdentifier == "":
	case !instanceIdentifierPattern.MatchString(a.ImportIdentifier):
		p.Want(importField, a.ImportIdentifier, "the identifier of an RDS instance, such as orders-db")
	case len(a.ImportIdentifier) > maximum:
		p.Want("the length of "+importField, len(a.ImportIdentifier), fmt.Sprintf("at most %d", maximum),
			"replicas are called after it")
	}
}

// importable are the types of storage that turn into the component's own, gp3, without losing IOPS.
var importable = []string{"gp2", "gp3"}

// importProblems are the reasons why an instance cannot be imported, or only by replacing it.
func (a Args) importProblems(found *rds.LookupInstanceResult) component.Problems {
	var p component.Problems
	for _, c := range []struct {
		wrong            bool
		property         string
		got, want, first string
	}{
		{found.Engine != "postgres", "engine", found.Engine, "postgres", ""},
		{found.DbClusterIdentifier != "", "dbClusterIdentifier", found.DbClusterIdentifier, "of none", ""},
		{found.ReplicateSourceDb != "", "replicateSourceDb", found.ReplicateSourceDb, "of none", "promote the replica"},
		{!found.StorageEncrypted, "storageEncrypted", "false", "true", "encrypt it, as docs/importing.md says"},
		{!slices.Contains(importable, found.StorageType), "storageType", found.StorageType, "gp2 or gp3", "change it"},
		{found.Port != port, "port", strconv.Itoa(found.Port), strconv.Itoa(port), "change it, which restarts the database"},
		{
			len(found.MasterUserSecrets) > 0, "manageMasterUserPassword", "true", "false",
			"run aws rds modify-db-instance with --no-manage-master-user-password and --master-user-password",
		},
		{
			found.DatabaseInsightsMode == "advanced", "databaseInsightsMode", "advanced", "standard",
			"change it: the AWS provider cannot if the insights have a key of their own",
		},
	} {
		if c.wrong {
			p.Want(importField, found.DbInstanceIdentifier, fmt.Sprintf("an instance with %s %s", c.property, c.want),
				strings.TrimSuffix(fmt.Sprintf("it is %s; first %s", c.got, c.first), "; first "))
		}
	}
	if len(p) > 0 {
		return p
	}
	a.validateAgreement(&p, found)
	return p
}

// validateAgreement compares the arguments with the instance.
func (a Args) validateAgreement(p *component.Problems, found *rds.LookupInstanceResult) {
	if a.MasterUsername != found.MasterUsername {
		p.Want("masterUsername", a.MasterUsername, strconv.Quote(found.MasterUsername),
			"the master user of "+found.DbInstanceIdentifier+" cannot change")
	}
	if a.BackupRetentionDays < found.BackupRetentionPeriod {
		p.Want("backupRetentionDays", a.BackupRetentionDays, fmt.Sprintf("at least %d", found.BackupRetentionPeriod),
			found.DbInstanceIdentifier+" keeps its backups as long, and RDS deletes older ones at once; lower it in a later update")
	}
	a.validateUpgrade(p, found)
	minMax := minMaxStorage(found.AllocatedStorage)
	if a.MaxStorageGiB < minMax && a.MaxStorageGiB != found.MaxAllocatedStorage {
		p.Want("maxStorageGiB", a.MaxStorageGiB, fmt.Sprintf("at least %d", minMax),
			fmt.Sprintf("%s has %d GiB, and autoscaling must be able to add a tenth", found.DbInstanceIdentifier,
				found.AllocatedStorage))
	}
}

// validateUpgrade refuses an older version, and another major one unless that is allowed.
func (a Args) validateUpgrade(p *component.Problems, found *rds.LookupInstanceResult) {
	now, then := versionNumbers(found.EngineVersion), versionNumbers(a.EngineVersion)
	running := found.DbInstanceIdentifier + " runs " + found.EngineVersion
	switch {
	case !a.pinned() && then[0] == now[0]: // the minor version stays as it is
	case slices.Compare(then, now) < 0:
		p.Want("engineVersion", a.EngineVersion, found.EngineVersion+" or newer", running)
	case then[0] != now[0] && !a.AllowMajorVersionUpgrade:
		p.Want("engineVersion", a.EngineVersion, "the major version "+major(found.EngineVersion),
			running+"; import it first, and upgrade it with a later update")
	}
}

// versionNumbers are the major and the minor version, 0 for one that is missing.
func versionNumbers(version string) []int {
	var major, minor int
	_, _ = fmt.Sscanf(version, "%d.%d", &major, &minor)
	return []int{major, minor}
}

// placementProblems are those that are known once the VPC is, and the subnet group.
func (i *imported) placementProblems(vpcID string, created []string) component.Problems {
	var p component.Problems
	if vpcID != i.vpcID {
		p.Want("vpcId", vpcID, i.vpcID, "it is the VPC of "+i.identifier)
	}
	for _, identifier := range created {
		if identifier != i.identifier {
			p.Want(importField, i.identifier, "none", "this database has been created already: it is "+identifier)
		}
	}
	return p
}
