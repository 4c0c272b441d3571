package component

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Minutes of the clock and of the calendar.
const (
	Hour = 60
	Day  = 24 * Hour
	Week = 7 * Day
)

// Window is a span of time in minutes. It starts some minutes after the beginning of a day or of a week, in UTC, and may
// reach into the next one.
type Window struct{ Start, Length int }

const clock = `([01][0-9]|2[0-3]):([0-5][0-9])`

var (
	days          = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	weekday       = "(" + strings.Join(days, "|") + "):"
	timePattern   = regexp.MustCompile("^" + clock + "$")
	dailyPattern  = regexp.MustCompile("^" + clock + "-" + clock + "$")
	weeklyPattern = regexp.MustCompile("^" + weekday + clock + "-" + weekday + clock + "$")
)

// ParseTime reads a time of the day such as "06:00" as minutes.
func ParseTime(text string) (int, bool) {
	m := timePattern.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	return minutes(m[1], m[2]), true
}

// ParseDaily reads a window of the day such as "02:00-03:00". A window that ends before it starts ends on the next day.
func ParseDaily(text string) (Window, bool) {
	m := dailyPattern.FindStringSubmatch(text)
	if m == nil {
		return Window{}, false
	}
	start, end := minutes(m[1], m[2]), minutes(m[3], m[4])
	return Window{start, modulo(end-start, Day)}, true
}

// ParseWeekly reads a window of the week such as "sun:04:00-sun:05:00".
func ParseWeekly(text string) (Window, bool) {
	m := weeklyPattern.FindStringSubmatch(text)
	if m == nil {
		return Window{}, false
	}
	start := slices.Index(days, m[1])*Day + minutes(m[2], m[3])
	end := slices.Index(days, m[4])*Day + minutes(m[5], m[6])
	return Window{start, modulo(end-start, Week)}, true
}

// minutes takes two numbers that a pattern has matched.
func minutes(hours, rest string) int {
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi(rest)
	return h*Hour + m
}

func modulo(n, by int) int { return ((n % by) + by) % by }

// Overlaps reports whether two windows of one cycle, Day or Week, have a minute in common.
func (w Window) Overlaps(other Window, cycle int) bool {
	return modulo(other.Start-w.Start, cycle) < w.Length || modulo(w.Start-other.Start, cycle) < other.Length
}

// OverlapsDaily reports whether a window of the week has a minute in common with a window that recurs each day.
func (w Window) OverlapsDaily(daily Window) bool {
	for day := range days {
		if w.Overlaps(Window{day*Day + daily.Start, daily.Length}, Week) {
			return true
		}
	}
	return false
}

// Earlier is a window of the week that starts so many minutes sooner.
func (w Window) Earlier(minutes int) Window { return Window{modulo(w.Start-minutes, Week), w.Length} }

// Weekly is the text of a window of the week, such as "sun:04:00-sun:05:00".
func (w Window) Weekly() string { return weekly(w.Start) + "-" + weekly(w.Start+w.Length) }

func weekly(at int) string {
	at = modulo(at, Week)
	return fmt.Sprintf("%s:%02d:%02d", days[at/Day], at%Day/Hour, at%Hour)
}
