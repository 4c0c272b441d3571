package elasticache

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

const (
	hour = 60
	day  = 24 * hour
	week = 7 * day

	// minWindow is the minimum length of a window, in minutes.
	minWindow = 60
	// maxRetention is the maximum number of days for automatic snapshots.
	maxRetention = 35
)

var (
	daily  = regexp.MustCompile(`^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$`)
	weekly = regexp.MustCompile(`^(?i)(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):([0-5]\d)-` +
		`(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):([0-5]\d)$`)
)

func windowRules() []model.Rule {
	return []model.Rule{
		model.Between("snapshotRetentionLimit", 0, maxRetention).As("C19"),
		{ID: "C19", On: model.Check, Test: windowShape("maintenanceWindow", weekly, "ddd:hh24:mi-ddd:hh24:mi")},
		{ID: "C19", On: model.Check, Test: windowShape("snapshotWindow", daily, "hh24:mi-hh24:mi")},
		{ID: "C19", On: model.Write, Test: windowsFit},
	}
}

func windowShape(property string, shape *regexp.Regexp, format string) func(*model.Call) error {
	return func(c *model.Call) error {
		if c.New.Known(property) && !shape.MatchString(c.New.String(property)) {
			return model.Invalidf(property, "%q must satisfy the format of %q.", schema.Snake(property), format)
		}
		return nil
	}
}

// window is a recurring span of minutes.
type window struct{ start, length int }

// windowOf reads a daily or weekly window, by minutes from the start of the day or of Monday.
func windowOf(text string) window {
	from, to, _ := strings.Cut(strings.ToLower(text), "-")
	cycle := day
	if strings.Count(from, ":") > 1 {
		cycle = week
	}
	start := minutes(from)
	return window{start, ((minutes(to)-start)%cycle + cycle) % cycle}
}

// minutes reads hh:mi or ddd:hh:mi.
func minutes(text string) int {
	parts := strings.Split(text, ":")
	total := 0
	if len(parts) == 3 {
		total = strings.Index("mon tue wed thu fri sat sun", parts[0]) / 4 * day
		parts = parts[1:]
	}
	for i, unit := range []int{hour, 1} {
		if n, err := strconv.Atoi(parts[min(i, len(parts)-1)]); err == nil {
			total += n * unit
		}
	}
	return total
}

// overlap reports whether a daily window overlaps a weekly one on any day.
func overlap(snapshot, maintenance window) bool {
	for start := snapshot.start; start < week; start += day {
		after, before := (maintenance.start-start+week)%week, (start-maintenance.start+week)%week
		if after < snapshot.length || before < maintenance.length {
			return true
		}
	}
	return false
}

func windowsFit(c *model.Call) error {
	snapshot, maintenance := c.State.String("snapshotWindow"), c.State.String("maintenanceWindow")
	switch {
	case snapshot != "" && windowOf(snapshot).length < minWindow:
		return model.Errorf(badValue, "The snapshot window must be at least %d minutes.", minWindow)
	case maintenance != "" && windowOf(maintenance).length < minWindow:
		return model.Errorf(badValue, "The maintenance window must be at least %d minutes.", minWindow)
	case snapshot != "" && maintenance != "" && overlap(windowOf(snapshot), windowOf(maintenance)):
		return model.Errorf(badValue, "snapshot window and maintenance window must not overlap")
	}
	return nil
}

// fillWindows chooses the windows that are not set: one hour each, without overlap.
func fillWindows(c *model.Call) {
	if !c.State.Has("maintenanceWindow") {
		snapshot := c.State.String("snapshotWindow")
		c.State["maintenanceWindow"] = freeHour("sun:", 5, func(w window) bool {
			return snapshot != "" && overlap(windowOf(snapshot), w)
		})
	}
	if !c.State.Has("snapshotWindow") {
		maintenance := windowOf(c.State.String("maintenanceWindow"))
		c.State["snapshotWindow"] = freeHour("", 3, func(w window) bool { return overlap(w, maintenance) })
	}
}

// freeHour returns the first free window of an hour, from a wanted hour of the day on.
func freeHour(prefix string, wanted int, taken func(window) bool) string {
	text := ""
	for i := range 23 {
		from := (wanted + i) % 23
		text = fmt.Sprintf("%[1]s%02[2]d:00-%[1]s%02[3]d:00", prefix, from, from+1)
		if !taken(windowOf(text)) {
			break
		}
	}
	return text
}
