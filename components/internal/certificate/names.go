package certificate

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// maxDomain is what a certificate's common name can hold (RFC 5280).
	maxDomain = 64
	// maxRecord is what DNS allows.
	maxRecord = 253
	// maxAlternatives is AWS's quota of 10 names per certificate less the domain itself.
	maxAlternatives = 9
)

var hostPattern = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$`)

// Names are all host names of a component, the domain first. Without a domain there are none.
func Names(domain string, alternatives []string) []string {
	if domain == "" {
		return nil
	}
	return append([]string{domain}, alternatives...)
}

// ValidateNames records what is wrong with the arguments domain and alternativeNames.
func ValidateNames(p *component.Problems, domain string, alternatives []string) {
	if !hostPattern.MatchString(domain) || len(domain) > maxDomain {
		p.Want("domain", domain,
			fmt.Sprintf("a host name in lower case of at most %d characters, such as app.example.com", maxDomain))
	}
	p.Between("the number of alternativeNames", len(alternatives), 0, maxAlternatives)
	for i, alternative := range alternatives {
		field := fmt.Sprintf("alternativeNames[%d]", i)
		if !hostPattern.MatchString(strings.TrimPrefix(alternative, Wildcard)) || len(alternative) > maxRecord {
			p.Want(field, alternative, "a host name in lower case, such as www.example.com or *.example.com")
		}
		if alternative == domain || slices.Contains(alternatives[:i], alternative) {
			p.Want(field, alternative, "every name once")
		}
	}
}
