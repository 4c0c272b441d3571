package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/storage"
)

const (
	// originPrefix begins the load balancer's own names, for the certificate that CloudFront verifies.
	originPrefix = "origin."
	// maxAlternatives is ACM's quota of 10 names per certificate less the domain itself.
	maxAlternatives = 9
	wildcard        = "*."
)

// Names are the host names that users see, the domain first.
func (c Config) Names() []string {
	if c.Domain == "" {
		return nil
	}
	return append([]string{c.Domain}, c.AlternativeNames...)
}

// OriginNames are the names of the load balancer that CloudFront verifies: those of the given certificate, or one for each
// name that users see, so that the names can change places.
func (c Config) OriginNames() []string {
	if c.Certificates.ALB != "" {
		return c.Names()
	}
	var names []string
	for _, name := range c.Names() {
		if !strings.HasPrefix(name, wildcard) {
			names = append(names, originPrefix+name)
		}
	}
	return names
}

// validateDomain checks the names, and where their certificates and records come from.
func (r *reader) validateDomain(c Config) {
	if c.Domain == "" {
		r.validateNoDomain()
		return
	}
	if !r.validateHost("tenfold:zone", c.Zone) {
		return
	}
	r.validateRecords(c)
	r.validateCertificates(c)
	r.validateNames(c)
}

// validateRecords checks where the records are created, if they are.
func (r *reader) validateRecords(c Config) {
	switch {
	case c.Zone == "" && c.ZoneRole != "":
		r.problem("tenfold:zone", "is required with tenfold:zoneRole")
	case !hostPattern.MatchString(c.Domain):
	case c.Zone == "" && c.Certificates == (Certificates{}):
		r.problem("tenfold:zone", "is required with tenfold:domain; set the public hosted zone of "+c.Domain+
			", or tenfold:certificates")
	case c.Zone == "" && c.DNS != storage.DNSNone && !r.rejected("tenfold:dns"):
		r.problem("tenfold:dns", fmt.Sprintf("is %q; want %q without tenfold:zone", c.DNS, storage.DNSNone))
	}
	if c.DNSWeight != nil && c.DNS != storage.DNSCreate && !r.rejected("tenfold:dns") {
		r.problem("tenfold:dns", fmt.Sprintf("is %q; want %q with tenfold:dnsWeight: a weighted record overwrites none", c.DNS,
			storage.DNSCreate))
	}
}

// validateCertificates checks the region of the load balancer's.
func (r *reader) validateCertificates(c Config) {
	if arn := c.Certificates.ALB; arn != "" && !strings.HasPrefix(arn, "arn:aws:acm:"+c.Region+":") {
		r.problem("tenfold:certificates.alb", fmt.Sprintf("is %q; want a certificate in %s, the region of the load balancer",
			arn, c.Region))
	}
}

// validateNoDomain rejects what only a domain needs.
func (r *reader) validateNoDomain() {
	for _, key := range []string{"tenfold:alternativeNames", "tenfold:certificates", "tenfold:dns", "tenfold:dnsWeight", "tenfold:zone", "tenfold:zoneRole"} {
		if _, set := r.ctx.GetConfig(key); set {
			r.problem("tenfold:domain", "is required with "+key)
		}
	}
}

// validateNames checks each name, and that certificates can hold them.
func (r *reader) validateNames(c Config) {
	if got := len(c.AlternativeNames); got > maxAlternatives {
		r.problem("tenfold:alternativeNames", fmt.Sprintf("names %d; want at most %d", got, maxAlternatives))
	}
	for i, name := range c.Names() {
		key := "tenfold:domain"
		if i > 0 {
			key = fmt.Sprintf("tenfold:alternativeNames[%d]", i-1)
		}
		r.validateName(c, key, name)
		if slices.Contains(c.Names()[:i], name) {
			r.problem(key, fmt.Sprintf("is %q again; want every name once", name))
		}
	}
}

// validateName checks the form of a name, and that it is in the zone.
func (r *reader) validateName(c Config, key, name string) {
	host := name
	if key != "tenfold:domain" {
		host = strings.TrimPrefix(name, wildcard)
	}
	switch {
	case !r.validateHost(key, host):
	case c.Zone != "" && host != c.Zone && !strings.HasSuffix(host, "."+c.Zone):
		r.problem(key, fmt.Sprintf("is %q; want a name in the zone %s", name, c.Zone))
	case len(host) > maxDomain:
		r.problem(key, fmt.Sprintf("is %q; want at most %d characters: the load balancer's certificate is for %s%s, and its "+
			"name has at most 64", name, maxDomain, originPrefix, host))
	}
}
