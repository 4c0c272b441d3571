package component

import (
	"errors"
	"fmt"
)

// Problems collects everything that is wrong with the arguments of one component, so that a user sees all of it at
// once. The zero value is ready for use.
type Problems []problem

type problem struct{ text string }

// Want records that a field has a value that is not allowed. field is named as the user types it, want says what is
// allowed, and the optional hint says how to get there.
func (p *Problems) Want(field string, got any, want string, hint ...string) {
	p.add(fmt.Sprintf("%s is %s; want %s", field, quote(got), want), hint)
}

// Missing records that a required field is not set.
func (p *Problems) Missing(field string, hint ...string) {
	p.add(field+" is required", hint)
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

// Err is nil when there is no problem. Otherwise it is one line per problem, each with its whole prefix, because the
// engine prints the lines of an error apart from each other.
func (p Problems) Err(kind, name string) error {
	errs := make([]error, len(p))
	for i, one := range p {
		errs[i] = fmt.Errorf("%s %q: %s", kind, name, one.text)
	}
	return errors.Join(errs...)
}

func (p *Problems) add(text string, hint []string) {
	for _, h := range hint {
		text += "; " + h
	}
	*p = append(*p, problem{text})
}

func quote(v any) string {
	if s, ok := v.(string); ok {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprint(v)
}
