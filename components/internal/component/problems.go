package component

import (
	"errors"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/internal/refusal"
)

// Problems collects everything that is wrong with the arguments of one component, so that a user sees all of it at
// once. The zero value is ready for use.
type Problems []problem

type problem struct{ field, reason string }

// Want records that a field has a value that is not allowed. field is named as the user types it, want says what is
// allowed, and the optional hint says how to get there.
func (p *Problems) Want(field string, got any, want string, hint ...string) {
	p.add(field, fmt.Sprintf("is %s; want %s", quote(got), want), hint)
}

// Missing records that a required field is not set.
func (p *Problems) Missing(field string, hint ...string) {
	p.add(field, "is required", hint)
}

// Between records a problem unless low <= got <= high.
func (p *Problems) Between(field string, got, low, high int, hint ...string) {
	if got < low || got > high {
		p.Want(field, got, fmt.Sprintf("%d to %d", low, high), hint...)
	}
}

// Required records a problem unless set is true.
func (p *Problems) Required(field string, set bool, hint ...string) {
	if !set {
		p.Missing(field, hint...)
	}
}

// Length records a problem unless a text has at most max characters. hint says where the limit comes from.
func (p *Problems) Length(field, text string, max int, hint string) {
	if len(text) > max {
		p.Want(field, text, fmt.Sprintf("at most %d characters", max), hint)
	}
}

// Identifier records a problem unless a name is an identifier of at most max characters.
func (p *Problems) Identifier(field, name string, max int, hint string) {
	p.Length(field, name, max, hint)
	if !IsIdentifier(name) {
		p.Want(field, name, "lower-case letters, digits and single inner hyphens, a letter first")
	}
}

// DailyWindow reads a window of the day, and records a problem unless it lasts min minutes or more. It reports whether
// the text is a window at all.
func (p *Problems) DailyWindow(field, text string, min int) (Window, bool) {
	window, ok := ParseDaily(text)
	if !ok || window.Length < min {
		p.Want(field, text, fmt.Sprintf("a window of at least %d minutes in UTC, such as 03:00-04:00", min))
	}
	return window, ok
}

// WeeklyWindow reads a window of the week, and records a problem unless it lasts min minutes to a day. It reports whether
// the text is a window at all.
func (p *Problems) WeeklyWindow(field, text string, min int) (Window, bool) {
	window, ok := ParseWeekly(text)
	if !ok || window.Length < min || window.Length > Day {
		p.Want(field, text, fmt.Sprintf("a window of %d minutes to 24 hours in UTC, such as sun:05:00-sun:06:00", min))
	}
	return window, ok
}

// Placement records what is missing of a VPC and of subnets for a failover to another availability zone.
func (p *Problems) Placement(vpcID pulumi.StringInput, subnetIDs pulumi.StringArrayInput) {
	p.Required("vpcId", vpcID != nil)
	p.Required("subnetIds", subnetIDs != nil)
	if ids, ok := subnetIDs.(pulumi.StringArray); ok && len(ids) < 2 {
		p.Want("the number of subnetIds", len(ids), "at least 2, in different availability zones")
	}
}

// Err is nil when there is no problem. Otherwise it joins one refusal.Refusal per problem. Each is a line with its whole
// prefix, because the engine prints the lines of an error apart from each other.
func (p Problems) Err(kind, name string) error {
	errs := make([]error, len(p))
	for i, one := range p {
		errs[i] = &refusal.Refusal{Kind: kind, Name: name, Field: one.field, Reason: one.reason}
	}
	return errors.Join(errs...)
}

func (p *Problems) add(field, reason string, hint []string) {
	for _, h := range hint {
		reason += "; " + h
	}
	*p = append(*p, problem{field, reason})
}

func quote(v any) string {
	if s, ok := v.(string); ok {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprint(v)
}
