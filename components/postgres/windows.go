package postgres

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	hour = 60 // minutes
	day  = 24 * hour
	week = 7 * day

	shortestWindow = 30 // minutes, for both windows
)

// window is a span of minutes. It begins after the start of a day, or of the week; it may reach into the next one.
type window struct{ start, length int }

var (
	clock         = `([01][0-9]|2[0-3]):([0-5][0-9])`
	days          = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	weekday       = "(" + strings.Join(days, "|") + "):"
	timePattern   = regexp.MustCompile("^" + clock + "$")
	dailyPattern  = regexp.MustCompile("^" + clock + "-" + clock + "$")
	weeklyPattern = regexp.MustCompile("^" + weekday + clock + "-" + weekday + clock + "$")
)

// parseTime reads "06:00" as minutes of the day.
func parseTime(text string) (int, bool) {
	m := timePattern.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	return minutes(m[1], m[2]), true
}

// parseDaily reads "02:00-03:00". A window that ends before it starts ends on the next day.
func parseDaily(text string) (window, bool) {
	m := dailyPattern.FindStringSubmatch(text)
	if m == nil {
		return window{}, false
	}
	start, end := minutes(m[1], m[2]), minutes(m[3], m[4])
	return window{start, modulo(end-start, day)}, true
}

// parseWeekly reads "sun:04:00-sun:05:00".
func parseWeekly(text string) (window, bool) {
	m := weeklyPattern.FindStringSubmatch(text)
	if m == nil {
		return window{}, false
	}
	start := slices.Index(days, m[1])*day + minutes(m[2], m[3])
	end := slices.Index(days, m[4])*day + minutes(m[5], m[6])
	return window{start, modulo(end-start, week)}, true
}

// minutes takes two numbers that a pattern has matched.
func minutes(hours, rest string) int {
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi(rest)
	return h*hour + m
}

func modulo(n, by int) int { return ((n % by) + by) % by }

// meets reports whether two windows of one cycle have a minute in common.
func (w window) meets(other window, cycle int) bool {
	return modulo(other.start-w.start, cycle) < w.length || modulo(w.start-other.start, cycle) < other.length
}

// meetsDaily reports whether a window of the week has a minute in common with one that comes back each day.
func (w window) meetsDaily(daily window) bool {
	for d := range days {
		if w.meets(window{d*day + daily.start, daily.length}, week) {
			return true
		}
	}
	return false
}

func (a Args) windowProblems(p *component.Problems) {
	backup, okBackup := parseDaily(a.BackupWindow)
	if !okBackup || backup.length < shortestWindow {
		p.Want("backupWindow", a.BackupWindow, "at least 30 minutes of a day in UTC, such as 02:00-03:00")
	}
	maintenance, okMaintenance := parseWeekly(a.MaintenanceWindow)
	if !okMaintenance || maintenance.length < shortestWindow || maintenance.length > day {
		p.Want("maintenanceWindow", a.MaintenanceWindow,
			"at least 30 minutes and at most a day of the week in UTC, such as sun:04:00-sun:05:00")
	}
	if !okBackup || !okMaintenance {
		return
	}
	if maintenance.meetsDaily(backup) {
		p.Want("backupWindow", a.BackupWindow, "a time outside of maintenanceWindow, "+a.MaintenanceWindow)
	}
	if a.BackupCopy != nil {
		a.copyStartProblems(p, backup, maintenance)
	}
}

// copyStartProblems keeps AWS Backup out of the times in which RDS takes no snapshot.
func (a Args) copyStartProblems(p *component.Problems, backup, maintenance window) {
	at, ok := parseTime(a.BackupCopy.Start)
	if !ok {
		p.Want("backupCopy.start", a.BackupCopy.Start, "a time of the day in UTC, such as 06:00")
		return
	}
	start := window{at, 1}
	closed := func(w window) window { return window{w.start - hour, w.length + hour} }
	if closed(backup).meets(start, day) || closed(maintenance).meetsDaily(start) {
		p.Want("backupCopy.start", a.BackupCopy.Start,
			fmt.Sprintf("a time outside of backupWindow, %s, of maintenanceWindow, %s, and of the hour before each",
				a.BackupWindow, a.MaintenanceWindow))
	}
}
