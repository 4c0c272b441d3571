package pack

import (
	"fmt"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
)

// check has the thresholds of a policy, and reports its violations.
type check struct {
	thresholds
	preview bool
	manager policyx.PolicyManager
}

// violation reports a property that has a value it must not have. why gives the reason and how to fix it.
func (c check) violation(on *resource, v value, want, why string) {
	c.report(on, "%s is %s; want %s: %s", v.path, v, want, why)
}

// unknown handles an unknown value that the policy needs. A preview stays silent, because the update will know the value.
// An update reports it.
func (c check) unknown(on *resource, v value) {
	if !c.preview {
		c.report(on, "%s could not be checked: its value is unknown or malformed; set a plain value, or check it by hand", v.path)
	}
}

// flag demands that v is want. One that is not set is false.
func (c check) flag(on *resource, v value, want bool, why string) {
	switch got, state := v.flag(); {
	case state == unknown:
		c.unknown(on, v)
	case got != want:
		c.violation(on, v, strconv.FormatBool(want), why)
	}
}

// atLeast demands a number. One that is not set is 0.
func (c check) atLeast(on *resource, v value, minimum int, why string) {
	switch got, state := v.number(); {
	case state == unknown:
		c.unknown(on, v)
	case got < minimum:
		c.violation(on, v, fmt.Sprintf("at least %d", minimum), why)
	}
}

func (c check) report(on *resource, format string, args ...any) {
	c.manager.ReportViolation(fmt.Sprintf(format, args...), on.urn)
}
