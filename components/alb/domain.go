package alb

import (
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/certificate"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// newCertificate creates the listener's certificate and returns its ARN once it is issued.
func (b *builder) newCertificate() (pulumi.StringOutput, error) {
	return certificate.New(b.Ctx, b.Name, certificate.Args{
		Names: b.args.names(), HostedZoneID: b.args.HostedZoneID, Options: b.Options(),
	})
}

// names are all host names of the load balancer, the domain first.
func (a Args) names() []string {
	return certificate.Names(a.Domain, a.AlternativeNames)
}

// newAliases points the names to the load balancer once it answers. A record that exists already is not overwritten: it
// may be somebody's website. Their logical names have the host name, so that the names can change places.
func (b *builder) newAliases() error {
	for _, host := range b.args.names() {
		name := b.Name + "-alias-" + strings.Replace(host, certificate.Wildcard, "_wildcard.", 1)
		_, err := route53.NewRecord(b.Ctx, name, &route53.RecordArgs{
			ZoneId: b.args.HostedZoneID,
			Name:   pulumi.String(host),
			Type:   pulumi.String("A"),
			Aliases: route53.RecordAliasArray{route53.RecordAliasArgs{
				Name:                 b.balancer.DnsName,
				ZoneId:               b.balancer.ZoneId,
				EvaluateTargetHealth: pulumi.Bool(true),
			}},
		}, b.Options(component.After(b.listener))...)
		if err != nil {
			return component.Creating("alias record for "+host, err)
		}
	}
	return nil
}
