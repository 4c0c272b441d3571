package job

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // for a machine that has no zones of its own
)

// moment is how at() is written. EventBridge Scheduler takes no zone in it: Args.Timezone is that.
const moment = "2006-01-02T15:04:05"

var (
	// ratePattern does not insist on the unit's number, since EventBridge Scheduler takes "1 minutes" too.
	ratePattern = regexp.MustCompile(`^[1-9]\d* (minute|hour|day)s?$`)
	// zonePattern also keeps out what a disk may hold under another name, such as posix/Europe/Berlin, or
	// europe/berlin on one that does not tell upper from lower case.
	zonePattern = regexp.MustCompile(`^[A-Z][\w+-]*(/[A-Z][\w+-]*)*$`)
)

// cronField is one field of a cron expression: its numbers, the names of the numbers, and what only it can be.
type cronField struct {
	name, allowed string
	low, high     uint64
	names         string
	special       *regexp.Regexp
}

// dayOfMonth and dayOfWeek are the two fields for the day.
const dayOfMonth, dayOfWeek = 2, 4

var cronFields = []cronField{
	{name: "minutes", allowed: "0-59 or *", low: 0, high: 59},
	{name: "hours", allowed: "0-23 or *", low: 0, high: 23},
	{
		name: "day of month", allowed: "1-31, L, LW, nW, * or ?", low: 1, high: 31,
		special: regexp.MustCompile(`^(\?|L|LW|([1-9]|[12]\d|3[01])W)$`),
	},
	{
		name: "month", allowed: "1-12, JAN-DEC or *", low: 1, high: 12,
		names: "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC",
	},
	{
		name: "day of week", allowed: "1-7, SUN-SAT, L, nL, n#m, * or ?", low: 1, high: 7,
		names: "SUN MON TUE WED THU FRI SAT", special: regexp.MustCompile(`^(\?|[1-7]?L|[1-7]#[1-5])$`),
	},
	{name: "year", allowed: "1970-2199 or *", low: 1970, high: 2199},
}

// expressionWants is what EventBridge Scheduler wants of an expression instead, once for each fault.
func expressionWants(expression string) []string {
	kind, body, _ := strings.Cut(expression, "(")
	body, closed := strings.CutSuffix(body, ")")
	switch {
	case closed && kind == "cron":
		return cronWants(body)
	case closed && kind == "rate":
		return unless(ratePattern.MatchString(body), "rate(n minutes), rate(n hours) or rate(n days), n at least 1")
	case closed && kind == "at":
		return unless(isMoment(body), "at(yyyy-mm-ddThh:mm:ss), with a date and a time that exist")
	default:
		return []string{wantExpression(expression)}
	}
}

// wantExpression lists the kinds of expressions. It translates a crontab's.
func wantExpression(text string) string {
	want := "cron(…) with six fields, at(yyyy-mm-ddThh:mm:ss) or rate(…)"
	if meant := fromCrontab(text); meant != "" {
		want += "; write " + meant
	}
	return want
}

func unless(good bool, want string) []string {
	if good {
		return nil
	}
	return []string{want}
}

// isMoment compares with what was read, because time.Parse also takes 5:00:00 and fractions of a second.
func isMoment(text string) bool {
	t, err := time.Parse(moment, text)
	return err == nil && t.Format(moment) == text
}

func cronWants(body string) []string {
	parts := strings.Split(body, " ")
	if len(parts) != len(cronFields) {
		return []string{"six fields, one space apart: minutes, hours, day of month, month, day of week and year"}
	}
	var wants []string
	for i, field := range cronFields {
		if !field.takes(parts[i]) {
			wants = append(wants, fmt.Sprintf("%s %s, or lists, ranges and steps, not %q", field.name, field.allowed, parts[i]))
		}
	}
	open := (parts[dayOfMonth] == "?") != (parts[dayOfWeek] == "?")
	return append(wants, unless(open, "? as exactly one of day of month and day of week")...)
}

// takes reports whether a field can be written so: as something that only it can be, or as a list.
func (f cronField) takes(text string) bool {
	if f.special != nil && f.special.MatchString(text) {
		return true
	}
	for item := range strings.SplitSeq(text, ",") {
		if !f.lists(item) {
			return false
		}
	}
	return true
}

// lists reports whether an item can be in the field's list: a value, a range or *, and perhaps a step.
func (f cronField) lists(item string) bool {
	span, step, stepped := strings.Cut(item, "/")
	if n, err := strconv.ParseUint(step, 10, 16); stepped && (err != nil || n == 0) {
		return false
	}
	low, high, ranged := strings.Cut(span, "-")
	return span == "*" || f.holds(low) && (!ranged || f.holds(high))
}

// holds reports whether a value is one of the field's, by number or by name.
func (f cronField) holds(value string) bool {
	for name := range strings.FieldsSeq(f.names) {
		if strings.EqualFold(name, value) {
			return true
		}
	}
	n, err := strconv.ParseUint(value, 10, 16)
	return err == nil && n >= f.low && n <= f.high
}

// isZone reports whether IANA knows a zone. Local is the one of this machine, and so none.
func isZone(name string) bool {
	if name == "Local" || !zonePattern.MatchString(name) {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}
