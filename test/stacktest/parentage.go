package stacktest

import (
	"errors"
	"fmt"
	"strings"
)

// checkParentage returns one error per resource that stands outside of every component, and per child whose name does
// not begin with the name of its component.
func checkParentage(resources []Resource, s *settings) error {
	byURN := map[string]Resource{}
	for _, r := range resources {
		byURN[r.URN] = r
	}
	var errs []error
	for _, r := range resources {
		errs = append(errs, checkPlace(r, byURN, s))
	}
	return errors.Join(errs...)
}

func checkPlace(r Resource, byURN map[string]Resource, s *settings) error {
	component, ok := componentOf(r, byURN)
	switch {
	case !ok && mayBeTopLevel(r, s):
		return nil
	case !ok:
		return fmt.Errorf("%s %q has no component above it; pass pulumi.Parent, or stacktest.TopLevel(%q)",
			r.Type, r.Name, r.Type)
	case !belongsTo(r.Name, component.Name):
		return fmt.Errorf("%s %q is a child of %s %q; want a name that begins with %q",
			r.Type, r.Name, component.Type, component.Name, component.Name+"-")
	default:
		return nil
	}
}

// componentOf finds the nearest component above a resource.
func componentOf(r Resource, byURN map[string]Resource) (Resource, bool) {
	for {
		parent, ok := byURN[r.Parent]
		if !ok || !parent.Custom {
			return parent, ok
		}
		r = parent
	}
}

func mayBeTopLevel(r Resource, s *settings) bool {
	return !r.Custom || r.Read || isProvider(r) || s.mayBeTopLevel(r.Type)
}

func belongsTo(child, component string) bool {
	return child == component || strings.HasPrefix(child, component+"-")
}

func isProvider(r Resource) bool {
	return strings.HasPrefix(r.Type, "pulumi:providers:")
}
