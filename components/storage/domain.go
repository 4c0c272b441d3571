package storage

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/certificate"
	"github.com/tenfold-iac/tenfold/components/internal/dns"
)

// certificateARN is the distribution's certificate: the given one, or a new one in us-east-1 once it is issued. It is nil
// without a domain.
func (b *builder) certificateARN() (pulumi.StringPtrInput, error) {
	if b.args.Domain == "" {
		return nil, nil
	}
	if b.args.CertificateARN != nil {
		return b.args.CertificateARN.ToStringOutput().ToStringPtrOutput(), nil
	}
	arn, err := certificate.New(b.Ctx, b.Name, certificate.Args{
		Names: b.args.names(), HostedZoneID: b.args.HostedZoneID, Options: b.Options(), ZoneProvider: b.args.ZoneProvider,
		Provider: b.args.USEast1,
	})
	if err != nil {
		return nil, err
	}
	return arn, nil
}

// newAliases creates the records, unless NewRecords does.
func (b *builder) newAliases() error {
	if b.args.DeferRecords {
		return nil
	}
	return b.newRecords()
}

// NewRecords creates the records of the names, which [Args.DeferRecords] has left out. The options say what they wait for. A
// record that exists moves to the distribution no earlier.
func (s *Storage) NewRecords(after ...pulumi.ResourceOption) error {
	return s.made.newRecords(after...)
}

// newRecords points the names to the distribution, for IPv4 and for IPv6. They do not evaluate the target's health: AWS
// refuses that for a distribution.
func (b *builder) newRecords(after ...pulumi.ResourceOption) error {
	return dns.NewAliases(dns.Args{
		Base: b.Base, Mode: b.args.DNS, Names: b.args.names(), Kinds: dns.IPv4AndIPv6, HostedZoneID: b.args.HostedZoneID,
		Provider: b.args.ZoneProvider, Weight: b.args.DNSWeight, After: after,
		Target: route53.RecordAliasArgs{
			Name:                 b.distribution.DomainName,
			ZoneId:               b.distribution.HostedZoneId,
			EvaluateTargetHealth: pulumi.Bool(false),
		},
	})
}
