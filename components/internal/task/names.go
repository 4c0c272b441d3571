package task

import (
	"fmt"
	"regexp"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// MaxName is the longest name of a component. A role's name has 64 characters: "-execution" and the random suffix
// need 18 of them.
const MaxName = 46

// MaxItem is the longest name of an item of a list. With it and a component's name, the policy of a role has at most the 128
// characters that IAM allows.
const MaxItem = 63

var (
	namePattern   = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	hyphenPattern = regexp.MustCompile(`-(-|$)`)
)

// wantName says what is wanted instead of an invalid name, and nothing for a valid one. Names are joined by hyphens: with
// a hyphen at the end, or two in a row, two names could become the same.
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

// ValidateName validates a component's name. Clusters, task families, roles and log groups are named after it.
func ValidateName(p *component.Problems, name string) {
	if want := wantName(name); want != "" {
		p.Want("name", name, want)
	}
	if len(name) > MaxName {
		p.Want("name", name, fmt.Sprintf("at most %d characters", MaxName),
			"the name of a role has 64, of which -execution and a random suffix need 18")
	}
}

// Names are the names of a list's items that were seen so far. They end the names of children.
type Names map[string]bool

// Validate records a name that is missing, invalid or not unique.
func (n Names) Validate(p *component.Problems, field, name string) {
	switch {
	case name == "":
		p.Missing(field)
	case wantName(name) != "":
		p.Want(field, name, wantName(name))
	case len(name) > MaxItem:
		p.Want(field, name, fmt.Sprintf("at most %d characters", MaxItem))
	case n[name]:
		p.Want(field, name, "a name that no other item has")
	}
	n[name] = true
}
