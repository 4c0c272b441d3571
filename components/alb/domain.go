package alb

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/certificate"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// certificate makes the listener's certificate and returns its ARN once it is issued.
func (b build) certificate() (pulumi.StringOutput, error) {
	return certificate.New(b.Ctx, b.Name, certificate.Args{
		Names: b.args.names(), HostedZoneID: b.args.HostedZoneID, Options: b.Options(),
	})
}

// names are all host names of the load balancer, the domain first.
func (a Args) names() []string {
	return certificate.Names(a.Domain, a.AlternativeNames)
}

// aliases points the names to the load balancer once it answers. A record that exists already is not overwritten: it
// may be somebody's website. Their logical names have the host name, so that the names can change places.
func (b build) aliases(balancer *lb.LoadBalancer, listener *lb.Listener) error {
	for _, host := range b.args.names() {
		name := b.Name + "-alias-" + strings.Replace(host, certificate.Wildcard, "_wildcard.", 1)
		_, err := route53.NewRecord(b.Ctx, name, &route53.RecordArgs{
			ZoneId: b.args.HostedZoneID,
			Name:   pulumi.String(host),
			Type:   pulumi.String("A"),
			Aliases: route53.RecordAliasArray{route53.RecordAliasArgs{
				Name:                 balancer.DnsName,
				ZoneId:               balancer.ZoneId,
				EvaluateTargetHealth: pulumi.Bool(true),
			}},
		}, b.Options(component.After(listener))...)
		if err != nil {
			return fmt.Errorf("creating alias record for %s: %w", host, err)
		}
	}
	return nil
}
