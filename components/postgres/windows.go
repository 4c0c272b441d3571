package postgres

import (
	"fmt"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const minWindow = 30 // minutes, for both windows

func (a Args) validateWindows(p *component.Problems) {
	backup, okBackup := p.DailyWindow("backupWindow", a.BackupWindow, minWindow)
	maintenance, okMaintenance := p.WeeklyWindow("maintenanceWindow", a.MaintenanceWindow, minWindow)
	if !okBackup || !okMaintenance {
		return
	}
	if maintenance.OverlapsDaily(backup) {
		p.Want("backupWindow", a.BackupWindow, "a time outside of maintenanceWindow, "+a.MaintenanceWindow)
	}
	if a.BackupCopy != nil {
		a.validateCopyStart(p, backup, maintenance)
	}
}

// replicaWindow is the maintenance window of the replica of an index: at the primary's hour, one to six days earlier. So
// no two of the first six replicas, nor the primary, restart on one day. Replicas come first: PostgreSQL wants their
// minor version raised before the primary's, and a larger class in them before it (RDS User Guide, "Upgrades of the
// PostgreSQL DB engine"; PostgreSQL, "Hot Standby").
func (a Args) replicaWindow(i int) string {
	window, _ := component.ParseWeekly(a.MaintenanceWindow)
	return window.Earlier((i%6 + 1) * component.Day).Weekly()
}

// validateCopyStart keeps AWS Backup out of the times in which RDS takes no snapshot.
func (a Args) validateCopyStart(p *component.Problems, backup, maintenance component.Window) {
	at, ok := component.ParseTime(a.BackupCopy.Start)
	if !ok {
		p.Want("backupCopy.start", a.BackupCopy.Start, "a time of the day in UTC, such as 06:00")
		return
	}
	start := component.Window{Start: at, Length: 1}
	closed := func(w component.Window) component.Window {
		return component.Window{Start: w.Start - component.Hour, Length: w.Length + component.Hour}
	}
	if closed(backup).Overlaps(start, component.Day) || closed(maintenance).OverlapsDaily(start) {
		p.Want("backupCopy.start", a.BackupCopy.Start,
			fmt.Sprintf("a time outside of backupWindow, %s, of maintenanceWindow, %s, and of the hour before each",
				a.BackupWindow, a.MaintenanceWindow))
	}
}
