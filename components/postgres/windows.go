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
