package postgres

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// maxName leaves room, in the 50 characters of a backup vault's name, for "-backup" and the 8 that make a name
	// unique. Everything else that is called after the component has more.
	maxName     = 50 - 7 - 8
	maxUsername = 63 // PostgreSQL's

	maxReplicas                = 15
	minRetention, maxRetention = 7, 35 // days
	maxCopyRetention           = 36500 // days
	maxPasswordVersion         = 9999
)

var (
	versionPattern  = regexp.MustCompile(`^[1-9][0-9](\.[1-9][0-9]?)?$`)
	usernamePattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)
)

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	p.Identifier("name", name, maxName,
		`a backup vault is called after it, with "-backup" and 8 more, and AWS allows 50`)
	p.Placement(a.VPCID, a.SubnetIDs)
	a.validateAllowFrom(&p)
	a.validateImportIdentifier(&p)
	a.validateEngine(&p)
	a.validateStorage(&p)
	a.validateReplicas(&p)
	a.validateUsername(&p)
	p.Between("passwordVersion", a.PasswordVersion, 0, maxPasswordVersion)
	p.Between("backupRetentionDays", a.BackupRetentionDays, minRetention, maxRetention)
	a.validateWindows(&p)
	if a.BackupCopy != nil {
		p.Required("backupCopy.vaultArn", a.BackupCopy.VaultARN != nil, "name a backup vault in another region")
		p.Between("backupCopy.retentionDays", a.BackupCopy.RetentionDays, 1, maxCopyRetention)
	}
	p.LogRetention("logRetentionDays", a.LogRetentionDays)
	a.validateParameters(&p)
	return p
}

func (a Args) validateAllowFrom(p *component.Problems) {
	for i, from := range a.AllowFrom {
		field := fmt.Sprintf("allowFrom[%d]", i)
		if !component.IsSuffix(from.Name) {
			p.Want(field+".name", from.Name, "lower-case letters, digits and inner hyphens, such as pgbouncer")
		}
		same := func(other AllowFrom) bool { return other.Name == from.Name }
		if slices.ContainsFunc(a.AllowFrom[:i], same) {
			p.Want(field+".name", from.Name, "a name that is not in the list yet")
		}
		p.Required(field+".securityGroupId", from.SecurityGroupID != nil)
	}
}

// majors are the major versions that RDS creates, as of 2026-11-30.
var majors = []string{"14", "15", "16", "17", "18"}

func (a Args) validateEngine(p *component.Problems) {
	validateVersion(p, "engineVersion", a.EngineVersion)
	a.validateReplicaVersion(p)
	if a.InstanceClass == "" {
		p.Missing("instanceClass", "db.m7g.large has 2 processors and 8 GiB")
		return
	}
	validateClass(p, "instanceClass", a.InstanceClass)
}

// validateVersion accepts minor versions that AWS creates no more: what runs them goes on. It accepts newer ones: they close
// holes, and must not wait for this package.
func validateVersion(p *component.Problems, field, version string) {
	const want = `a version that RDS creates, 14 to 18: a major one, such as "` + DefaultVersion + `", or a full one, such as "17.9"`
	if !versionPattern.MatchString(version) || !slices.Contains(majors, major(version)) {
		p.Want(field, version, want)
	}
}

func (a Args) validateReplicaVersion(p *component.Problems) {
	const field = "replicaEngineVersion"
	switch {
	case a.ReplicaEngineVersion == "":
	case !a.pinned():
		p.Want(field, a.ReplicaEngineVersion, "none with a major engineVersion", "AWS upgrades the replicas before their primary then")
	case major(a.ReplicaEngineVersion) != major(a.EngineVersion),
		slices.Compare(versionNumbers(a.ReplicaEngineVersion), versionNumbers(a.EngineVersion)) < 0:
		p.Want(field, a.ReplicaEngineVersion, fmt.Sprintf("a minor version of %s, engineVersion %s or newer", major(a.EngineVersion),
			a.EngineVersion), "RDS upgrades replicas before their primary")
	default:
		validateVersion(p, field, a.ReplicaEngineVersion)
	}
}

func validateClass(p *component.Problems, field, name string) {
	if _, ok := classes[name]; !ok {
		p.Want(field, name, orderable, nearestHint(name))
	}
}

// major is the major version of a version that has no problems.
func major(version string) string {
	number, _, _ := strings.Cut(version, ".")
	return number
}

func (a Args) validateReplicas(p *component.Problems) {
	p.Between("replicas", a.Replicas, 0, maxReplicas, "RDS replicates a PostgreSQL primary 15 times at most")
	for i, zone := range a.Zones {
		field := fmt.Sprintf("zones[%d]", i)
		switch {
		case !component.IsZone(zone):
			p.Want(field, zone, "the name of an availability zone such as us-east-1a")
		case slices.Contains(a.Zones[:i], zone):
			p.Want(field, zone, "a zone that is not in the list yet")
		}
	}
	if a.Replicas > 0 && len(a.Zones) < 2 {
		p.Want("the number of zones", len(a.Zones), "at least 2 with replicas",
			"a replica beside the primary goes down with it")
	}
	if a.ReplicaClass == "" {
		return
	}
	validateClass(p, "replicaClass", a.ReplicaClass)
	primary, okPrimary := classes[a.InstanceClass]
	replica, ok := classes[a.ReplicaClass]
	if ok && okPrimary && replica.memoryGiB < primary.memoryGiB {
		p.Want("replicaClass", a.ReplicaClass,
			fmt.Sprintf("at least the memory of instanceClass %s: %d GiB", a.InstanceClass, primary.memoryGiB),
			fmt.Sprintf("it has %d GiB; a replica that is promoted must carry what the primary did", replica.memoryGiB))
	}
}

// reservedUsers are those that RDS keeps for itself or PostgreSQL has no user of.
var reservedUsers = []string{"admin", "rdsadmin", "rdsrepladmin", "rdstopmgr", "public", "none"}

func (a Args) validateUsername(p *component.Problems) {
	const field = "masterUsername"
	lower := strings.ToLower(a.MasterUsername)
	switch {
	case !usernamePattern.MatchString(a.MasterUsername):
		p.Want(field, a.MasterUsername, "letters, digits and underscores, beginning with a letter")
	case len(a.MasterUsername) > maxUsername:
		p.Want("the length of "+field, len(a.MasterUsername), fmt.Sprintf("at most %d", maxUsername))
	case slices.Contains(reservedUsers, lower), strings.HasPrefix(lower, "pg_"), strings.HasPrefix(lower, "rds_"):
		p.Want(field, a.MasterUsername, "a name that neither RDS nor PostgreSQL has reserved, such as postgres")
	}
}
