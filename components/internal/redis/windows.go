package redis

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	minutesPerHour = 60
	minutesPerDay  = 24 * minutesPerHour
	minutesPerWeek = 7 * minutesPerDay
	shortestWindow = minutesPerHour
)

// window is a time in minutes, from the start of the day or of the week, and how long it lasts.
type window struct{ start, length int }

var (
	days          = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	longDays      = []string{"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"}
	dailyPattern  = regexp.MustCompile(`^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$`)
	weeklyPattern = regexp.MustCompile(`^(` + dayPattern + `):([\d:]{5})-(` + dayPattern + `):([\d:]{5})$`)
	dayPattern    = strings.Join(days, "|")
)

// checkWindows looks at the form of both windows and that they never meet: AWS refuses windows that do.
func checkWindows(p *component.Problems, snapshot, maintenance string) {
	daily, okDaily := parseDaily(snapshot)
	if !okDaily {
		p.Want("snapshotWindow", snapshot, "a window of at least 1 hour in UTC, such as 03:00-04:00")
	}
	weekly, okWeekly := checkMaintenance(p, maintenance)
	if okDaily && okWeekly && meets(daily, weekly) {
		p.Want("snapshotWindow", snapshot, fmt.Sprintf("a window that does not overlap maintenanceWindow, %q", maintenance))
	}
}

// checkMaintenance looks at the form of a weekly window.
func checkMaintenance(p *component.Problems, text string) (weekly window, ok bool) {
	weekly, ok = parseWeekly(text)
	if !ok {
		p.Want("maintenanceWindow", text, "a window of 1 to 24 hours in UTC, such as sun:05:00-sun:06:00")
	}
	return weekly, ok
}

// MaintenanceStart is the day and the time at which a valid weekly window begins, as Amazon MQ writes them: "SUNDAY"
// and "05:00".
func MaintenanceStart(text string) (day, clock string) {
	match := weeklyPattern.FindStringSubmatch(text)
	if match == nil {
		return "", ""
	}
	return longDays[slices.Index(days, match[1])], match[2]
}

func parseDaily(text string) (window, bool) {
	if !dailyPattern.MatchString(text) {
		return window{}, false
	}
	from, to, _ := strings.Cut(text, "-")
	w := window{start: minutes(from)}
	w.length = mod(minutes(to)-w.start, minutesPerDay)
	return w, w.length >= shortestWindow
}

func parseWeekly(text string) (window, bool) {
	match := weeklyPattern.FindStringSubmatch(text)
	if match == nil || !dailyPattern.MatchString(match[2]+"-"+match[4]) {
		return window{}, false
	}
	w := window{start: slices.Index(days, match[1])*minutesPerDay + minutes(match[2])}
	end := slices.Index(days, match[3])*minutesPerDay + minutes(match[4])
	w.length = mod(end-w.start, minutesPerWeek)
	return w, w.length >= shortestWindow && w.length <= minutesPerDay
}

// minutes reads "05:30".
func minutes(clock string) int {
	hours, rest, _ := strings.Cut(clock, ":")
	h, errH := strconv.Atoi(hours)
	m, errM := strconv.Atoi(rest)
	if errH != nil || errM != nil {
		return 0
	}
	return h*minutesPerHour + m
}

// meets reports whether the daily window of any day overlaps the weekly one.
func meets(daily, weekly window) bool {
	for day := range len(days) {
		start := day*minutesPerDay + daily.start
		if mod(start-weekly.start, minutesPerWeek) < weekly.length ||
			mod(weekly.start-start, minutesPerWeek) < daily.length {
			return true
		}
	}
	return false
}

func mod(a, n int) int { return ((a % n) + n) % n }

// CheckMaintenance is for a store that has no other window.
func CheckMaintenance(p *component.Problems, text string) { checkMaintenance(p, text) }
