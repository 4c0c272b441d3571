package scheduler

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// The three kinds of expressions. The word before the bracket is case-insensitive. A rate accepts both singular and
// plural units: rate(1 minutes).
var (
	kind = regexp.MustCompile(`(?i)^(rate|cron|at)\((.*)\)$`)
	rate = regexp.MustCompile(`(?i)^0*[1-9][0-9]* *(minute|hour|day)s?$`)
	once = regexp.MustCompile(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]` +
		`(:[0-5][0-9])?$`)
)

func expression(c *model.Call) error {
	text := c.New.String("scheduleExpression")
	parts := kind.FindStringSubmatch(text)
	valid := false
	if len(parts) > 0 {
		switch body := parts[2]; strings.ToLower(parts[1]) {
		case "rate":
			valid = rate.MatchString(body)
		case "at":
			valid = once.MatchString(body)
		default:
			valid = cron(body)
		}
	}
	if !valid {
		return model.Errorf(validation, "Invalid Schedule Expression %s.", text)
	}
	return nil
}

// field is one field of a cron expression: its range, the names of its values, and its own wildcards.
type field struct {
	low, high int
	names     string
	special   *regexp.Regexp
}

const dayOfMonth, dayOfWeek = 2, 4

// fields are minutes, hours, day of the month, month, day of the week and year, which may be left out.
var fields = []field{
	{low: 0, high: 59},
	{low: 0, high: 23},
	{low: 1, high: 31, special: regexp.MustCompile(`^(\?|L|LW|([1-9]|[12][0-9]|3[01])W)$`)},
	{low: 1, high: 12, names: "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"},
	{low: 1, high: 7, names: "SUN MON TUE WED THU FRI SAT", special: regexp.MustCompile(`^(\?|L|[1-7]L|[1-7]#[1-5])$`)},
	{low: 1970, high: 2199},
}

// cron reads the fields of a cron expression. Exactly one of the two days must be open (?).
func cron(body string) bool {
	parts := strings.Fields(body)
	if len(parts) != len(fields) && len(parts) != len(fields)-1 {
		return false
	}
	for i, part := range parts {
		if !fields[i].takes(part) {
			return false
		}
	}
	return (parts[dayOfMonth] == "?") != (parts[dayOfWeek] == "?")
}

// takes reports whether a field has a valid form: a list of values, ranges and steps.
func (f field) takes(text string) bool {
	if f.special != nil && f.special.MatchString(strings.ToUpper(text)) {
		return true
	}
	for item := range strings.SplitSeq(text, ",") {
		span, step, stepped := strings.Cut(item, "/")
		if n, err := strconv.Atoi(step); stepped && (err != nil || n < 1) {
			return false
		}
		low, high, ranged := strings.Cut(span, "-")
		if span != "*" && (!f.holds(low) || ranged && !f.holds(high)) {
			return false
		}
	}
	return true
}

// holds reports whether a value is valid in the field, by number or by name.
func (f field) holds(value string) bool {
	for name := range strings.FieldsSeq(f.names) {
		if strings.EqualFold(name, value) {
			return true
		}
	}
	n, err := strconv.Atoi(value)
	return err == nil && n >= f.low && n <= f.high
}
