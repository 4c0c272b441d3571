package redis

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// longestName leaves room, in the 40 characters of a replication group's ID, for a hyphen and 7 random digits.
	longestName      = 32
	longestRetention = 35   // days, of snapshots
	mostGenerations  = 9999 // as many as nobody needs
)

// Settings are the choices that a replication group has with and without cluster mode.
type Settings struct {
	VPCID                             pulumi.StringInput
	SubnetIDs                         pulumi.StringArrayInput
	Engine, EngineVersion, NodeType   string
	MaintenanceWindow, SnapshotWindow string
	SnapshotRetentionDays             int
	LogRetentionDays                  int
	TokenGeneration                   int
	SkipFinalSnapshot                 bool
}

// Check adds what is wrong with the settings.
func (s Settings) Check(p *component.Problems) {
	p.Required("vpcId", s.VPCID != nil)
	CheckSubnets(p, s.SubnetIDs)
	checkEngine(p, s.Engine, s.EngineVersion)
	CheckNode(p, "nodeType", s.NodeType)
	checkWindows(p, s.SnapshotWindow, s.MaintenanceWindow)
	p.Between("snapshotRetentionDays", s.SnapshotRetentionDays, 1, longestRetention)
	p.Between("tokenGeneration", s.TokenGeneration, 1, mostGenerations)
	p.LogRetention("logRetentionDays", s.LogRetentionDays)
}

var namePattern = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// CheckName looks at a component's name, because the replication group is called after it.
func CheckName(p *component.Problems, name string) {
	if len(name) > longestName {
		p.Want("name", name, fmt.Sprintf("at most %d characters", longestName),
			"the ID of a replication group has at most 40, of which a random suffix needs 8")
	}
	if !namePattern.MatchString(name) {
		p.Want("name", name, "lower-case letters, digits and single inner hyphens, a letter first")
	}
}

// CheckSubnets says that subnets are missing, or too few for a failover to another zone.
func CheckSubnets(p *component.Problems, subnets pulumi.StringArrayInput) {
	p.Required("subnetIds", subnets != nil)
	if ids, ok := subnets.(pulumi.StringArray); ok && len(ids) < 2 {
		p.Want("the number of subnetIds", len(ids), "at least 2, in different availability zones")
	}
}

// finalSnapshot names the last snapshot of a group. It takes the random end of a sibling's name, so that an
// environment that is made and destroyed again does not meet the snapshot of its predecessor.
func finalSnapshot(name, sibling string) string {
	return name + "-final-" + sibling[strings.LastIndex(sibling, "-")+1:]
}
