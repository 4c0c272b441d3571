package ecs

import (
	"fmt"
	"regexp"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// longestName leaves room, in the 64 characters of a role's name, for "-execution" and the 8 that make it unique.
const longestName = 46

var (
	namePattern   = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	hyphenPattern = regexp.MustCompile(`-(-|$)`)
)

// wantName says what is wanted instead of a name, nothing of a sound one. Hyphens tie a name to what is put before and
// behind it: with one at its end, or two in a row, two names could be one.
func wantName(name string) string {
	switch {
	case !namePattern.MatchString(name):
		return "lower-case letters, digits and hyphens, a letter first"
	case hyphenPattern.MatchString(name):
		return "single hyphens, and none at the end"
	default:
		return ""
	}
}

// checkName looks at a component's name, because clusters, task families, roles and log groups are named after it.
func checkName(p *component.Problems, name string) {
	if want := wantName(name); want != "" {
		p.Want("name", name, want)
	}
	if len(name) > longestName {
		p.Want("name", name, fmt.Sprintf("at most %d characters", longestName),
			"the name of a role has 64, of which -execution and a random suffix need 18")
	}
}

// names checks the names of a list's items, which end the names of children: each is there, valid and unique.
type names map[string]bool

func (n names) check(p *component.Problems, field, name string) {
	switch {
	case name == "":
		p.Missing(field)
	case wantName(name) != "":
		p.Want(field, name, wantName(name))
	case n[name]:
		p.Want(field, name, "a name that no other item has")
	}
	n[name] = true
}
