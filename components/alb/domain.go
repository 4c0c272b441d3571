package alb

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/certificate"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/dns"
)

// certificateARN is the listener's certificate: the given one, or a new one once it is issued.
func (b *builder) certificateARN() (pulumi.StringOutput, error) {
	if b.args.CertificateARN != nil {
		return b.args.CertificateARN.ToStringOutput(), nil
	}
	return certificate.New(b.Ctx, b.Name, certificate.Args{
		Names: b.args.names(), HostedZoneID: b.args.HostedZoneID, Options: b.Options(), ZoneProvider: b.args.ZoneProvider,
	})
}

// names are all host names of the load balancer, the domain first.
func (a Args) names() []string {
	return certificate.Names(a.Domain, a.AlternativeNames)
}

// newAliases points the names to the load balancer once it answers.
func (b *builder) newAliases() error {
	return dns.NewAliases(dns.Args{
		Base: b.Base, Mode: b.args.DNS, Names: b.args.names(), Kinds: dns.IPv4, HostedZoneID: b.args.HostedZoneID,
		Provider: b.args.ZoneProvider,
		Target: route53.RecordAliasArgs{
			Name:                 component.OnceExist(b.balancer.DnsName, b.listener.Arn),
			ZoneId:               b.balancer.ZoneId,
			EvaluateTargetHealth: pulumi.Bool(true),
		},
	})
}
