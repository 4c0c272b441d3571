package redis

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// MinWindow is the minimum length of a maintenance window, in minutes.
	MinWindow = component.Hour

	// maxName leaves room, in the 40 characters of a replication group's ID, for a hyphen and 7 random digits.
	maxName       = 32
	maxRetention  = 35 // days, of snapshots
	maxGeneration = 9999
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

// Validate records what is wrong with the settings.
func (s Settings) Validate(p *component.Problems) {
	p.Placement(s.VPCID, s.SubnetIDs)
	validateEngine(p, s.Engine, s.EngineVersion)
	validateNode(p, "nodeType", s.NodeType)
	validateWindows(p, s.SnapshotWindow, s.MaintenanceWindow)
	p.Between("snapshotRetentionDays", s.SnapshotRetentionDays, 1, maxRetention)
	p.Between("tokenGeneration", s.TokenGeneration, 1, maxGeneration)
	p.LogRetention("logRetentionDays", s.LogRetentionDays)
}

// validateWindows also records windows that overlap, which AWS rejects.
func validateWindows(p *component.Problems, snapshot, maintenance string) {
	daily, okDaily := p.DailyWindow("snapshotWindow", snapshot, MinWindow)
	weekly, okWeekly := p.WeeklyWindow("maintenanceWindow", maintenance, MinWindow)
	if okDaily && okWeekly && weekly.Length <= component.Day && weekly.OverlapsDaily(daily) {
		p.Want("snapshotWindow", snapshot, fmt.Sprintf("a window that does not overlap maintenanceWindow, %q", maintenance))
	}
}

// ValidateName checks a component's name, because the replication group is named after it.
func ValidateName(p *component.Problems, name string) {
	p.Identifier("name", name, maxName, "the ID of a replication group has at most 40, of which a random suffix needs 8")
}

// finalSnapshot names the last snapshot of a group. It takes the random end of a sibling's name, so that an
// environment that is made and destroyed again does not meet the snapshot of its predecessor.
func finalSnapshot(name, sibling string) string {
	return name + "-final-" + sibling[strings.LastIndex(sibling, "-")+1:]
}
