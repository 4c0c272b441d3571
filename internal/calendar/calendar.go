// Package calendar knows which versions AWS stops creating, and when. AWS moves what still runs such a version to a
// later one in a maintenance window after its last day. calendar.json holds the facts, each with its source and the day
// on which that source was last read.
package calendar

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed calendar.json
var text []byte

// Products that have versions.
const (
	PostgreSQL = "RDS for PostgreSQL"
	Valkey     = "ElastiCache for Valkey"
	Redis      = "ElastiCache for Redis OSS"
	RabbitMQ   = "Amazon MQ for RabbitMQ"
	ActiveMQ   = "Amazon MQ for ActiveMQ"
	Lambda     = "Lambda runtime"
)

// Notice is how long before its last day a version counts as ending soon.
const Notice = 90 * 24 * time.Hour

// maxAge is the age from which a fact must be read again.
const maxAge = 365 * 24 * time.Hour

// Date is a day in UTC, as 2026-10-01. The zero value is no day.
type Date struct{ time.Time }

// UnmarshalJSON reads a day.
func (d *Date) UnmarshalJSON(data []byte) error {
	day, err := strconv.Unquote(string(data))
	if err == nil {
		d.Time, err = time.Parse(time.DateOnly, day)
	}
	return err
}

// String returns the day as 2026-10-01, or "" if there is none.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Format(time.DateOnly)
}

// by reports whether the day has come.
func (d Date) by(day time.Time) bool { return !d.IsZero() && !day.Before(d.Time) }

// Fact is what AWS has announced for some versions of a product.
type Fact struct {
	Product  string   `json:"product"`
	Versions []string `json:"versions"`
	// Closes is the first day on which AWS creates none. The zero day means that AWS goes on creating them.
	Closes Date `json:"closes"`
	// Ends is the last day of standard support. AWS upgrades what runs them after it, or charges for extended support.
	Ends Date `json:"ends"`
	// Source is where AWS says so, and Seen the day on which it was last read. The zero day means that nobody has read it: the
	// days are what the product's rule makes likely, and nothing may be refused for them.
	Source string `json:"source"`
	Seen   Date   `json:"seen"`
}

type file struct {
	Day       Date                         `json:"day"`
	Preferred map[string]map[string]string `json:"preferred"`
	Facts     []Fact                       `json:"facts"`
}

var read = sync.OnceValues(func() (file, error) {
	var f file
	err := json.Unmarshal(text, &f)
	return f, err
})

// facts are those of calendar.json. A test holds that it can be read.
func facts() file {
	f, _ := read()
	return f
}

// Day is the day on which the calendar as a whole was last compared with AWS.
func Day() time.Time { return facts().Day.Time }

// Facts lists everything that AWS has announced.
func Facts() []Fact { return slices.Clone(facts().Facts) }

// Of returns what AWS has announced for a version. ok is false if there is nothing.
func Of(product, version string) (fact Fact, ok bool) {
	at := slices.IndexFunc(facts().Facts, func(f Fact) bool {
		return f.Product == product && slices.Contains(f.Versions, version)
	})
	if at < 0 {
		return Fact{}, false
	}
	return facts().Facts[at], true
}

// Closed reports whether AWS no longer creates a version on a day.
func Closed(product, version string, day time.Time) bool {
	fact, ok := Of(product, version)
	return ok && fact.Closes.by(day)
}

// Preferred is the minor version that AWS takes for a major version, "" if that is not known. It is not always the
// newest one.
func Preferred(product, major string) string { return facts().Preferred[product][major] }

// ClosedText says why a version cannot be created, for a hint. It is "" if the version can be created on that day.
func ClosedText(product, version string, day time.Time) string {
	fact, _ := Of(product, version)
	if !fact.Closes.by(day) {
		return ""
	}
	return fmt.Sprintf("AWS has not created %s %s since %s, and upgrades what runs it after %s", product, version, fact.Closes,
		fact.Ends)
}

// minor reports whether a version has no extended support: of PostgreSQL, only major versions have.
func minor(product, version string) bool {
	return product == PostgreSQL && strings.Contains(version, ".")
}

// SoonText says that a version ends within the notice period, or has ended without being closed. It is "" otherwise.
func SoonText(product, version string, day time.Time) string {
	fact, _ := Of(product, version)
	switch last := fact.Ends.Time; {
	case last.IsZero() || fact.Closes.by(day) || day.Add(Notice).Before(last):
		return ""
	case fact.Closes.IsZero() && minor(product, version):
		return fmt.Sprintf("the support of %s %s ends on %s; after that day, AWS upgrades what runs it", product, version, fact.Ends)
	case day.After(last):
		return fmt.Sprintf("the standard support of %s %s ended on %s, and AWS charges for extended support", product, version, fact.Ends)
	case fact.Closes.IsZero():
		return fmt.Sprintf("the standard support of %s %s ends on %s; from then on, AWS charges for extended support", product, version,
			fact.Ends)
	default:
		return fmt.Sprintf("the support of %s %s ends on %s, and AWS creates none from %s on; after its end, AWS upgrades what runs it",
			product, version, fact.Ends, fact.Closes)
	}
}

// Stale lists the facts whose source was last read more than a year before a day, or never.
func Stale(day time.Time) []Fact {
	return slices.DeleteFunc(Facts(), func(f Fact) bool { return day.Sub(f.Seen.Time) <= maxAge })
}

// Listing says which facts must be read again, one line each.
func Listing(day time.Time) string {
	var lines []string
	for _, f := range Stale(day) {
		lines = append(lines, fmt.Sprintf("%s %s: last seen %s, in %s\n", f.Product, strings.Join(f.Versions, " "),
			cmp.Or(f.Seen.String(), "never"), f.Source))
	}
	return strings.Join(lines, "")
}
