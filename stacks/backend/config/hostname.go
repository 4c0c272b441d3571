package config

import (
	"fmt"
	"regexp"
	"strings"
)

// hostPattern is a host name in lower case, with a dot.
var hostPattern = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$`)

// maxDomain leaves room for "origin." in the 64 characters of a certificate's first name (RFC 5280).
const maxDomain = 64 - len("origin.")

// validateHost checks the form of a host name, and says what was meant. It reports whether the name is valid.
func (r *reader) validateHost(key, name string) bool {
	meant := bareHost(name)
	switch {
	case name == "" || meant == name && hostPattern.MatchString(name):
		return true
	case hostPattern.MatchString(meant):
		r.problem(key, fmt.Sprintf("is %q; want %s, the host name alone in lower case", name, meant))
	default:
		r.problem(key, fmt.Sprintf("is %q; want a host name such as app.example.com", name))
	}
	return false
}

// bareHost is a host name without what people copy along with it: a scheme, a user, a port, a path and a final dot.
func bareHost(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if _, rest, ok := strings.Cut(text, "://"); ok {
		text = rest
	}
	text, _, _ = strings.Cut(text, "/")
	text, _, _ = strings.Cut(text, ":")
	return strings.TrimSuffix(text, ".")
}
