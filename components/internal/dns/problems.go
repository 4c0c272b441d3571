package dns

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/certificate"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// Fields are the arguments of a component that has host names.
type Fields struct {
	Domain                       string
	AlternativeNames             []string
	HostedZoneID, CertificateARN pulumi.StringInput
	DNS                          string
	DNSWeight                    *int
}

// Validate records what is wrong with the arguments.
func Validate(p *component.Problems, f Fields) {
	if f.Domain == "" {
		p.Required("domain", f.HostedZoneID == nil && f.CertificateARN == nil && len(f.AlternativeNames) == 0 && f.DNSWeight == nil,
			"hostedZoneId, certificateArn, alternativeNames and dnsWeight are for a name of your own")
		return
	}
	validateWeight(p, f)
	certificate.ValidateNames(p, f.Domain, f.AlternativeNames)
	switch {
	case !slices.Contains(modes, f.DNS):
		p.Want("dns", f.DNS, fmt.Sprintf("%q, %q or %q", Create, None, Takeover))
	case f.HostedZoneID != nil:
	case f.CertificateARN == nil:
		p.Missing("hostedZoneId", "the certificate of domain is validated there")
	case f.DNS != None:
		p.Missing("hostedZoneId", fmt.Sprintf("the record of domain is created there; or set dns to %q", None))
	}
}

// validateWeight records what is wrong with a weight. A weighted record stands beside others and overwrites none.
func validateWeight(p *component.Problems, f Fields) {
	if f.DNSWeight == nil {
		return
	}
	p.Between("dnsWeight", *f.DNSWeight, 0, MaxWeight)
	if f.DNS != Create {
		p.Want("dns", f.DNS, fmt.Sprintf("%q with dnsWeight; a weighted record overwrites none", Create))
	}
}
