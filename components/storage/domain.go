package storage

import (
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudfront"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/certificate"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// newCertificate creates the distribution's certificate in us-east-1 and returns its ARN once it is issued. It is nil without
// a domain.
func (b *builder) newCertificate() (pulumi.StringPtrInput, error) {
	if b.args.Domain == "" {
		return nil, nil
	}
	arn, err := certificate.New(b.Ctx, b.Name, certificate.Args{
		Names: b.args.names(), HostedZoneID: b.args.HostedZoneID, Options: b.Options(),
		Provider: []pulumi.ResourceOption{pulumi.Provider(b.args.USEast1)},
	})
	if err != nil {
		return nil, err
	}
	return arn, nil
}

// aliasKinds are the records of a name, and the roles that name them.
var aliasKinds = []struct{ role, record string }{{"alias", "A"}, {"alias6", "AAAA"}}

// newAliases points the names to the distribution, for IPv4 and for IPv6. A record that exists already is not overwritten:
// it may be somebody's website. Their logical names have the host name, so that the names can change places.
func (b *builder) newAliases() error {
	for _, host := range b.args.names() {
		for _, kind := range aliasKinds {
			name := b.Name + "-" + kind.role + "-" + strings.Replace(host, certificate.Wildcard, "_wildcard.", 1)
			_, err := route53.NewRecord(b.Ctx, name, aliasArgs(b.args, host, kind.record, b.distribution), b.Options()...)
			if err != nil {
				return component.Creating("alias record "+kind.record+" for "+host, err)
			}
		}
	}
	return nil
}

// aliasArgs does not evaluate the target's health: AWS refuses that for a distribution.
func aliasArgs(a Args, host, kind string, distribution *cloudfront.Distribution) *route53.RecordArgs {
	return &route53.RecordArgs{
		ZoneId: a.HostedZoneID,
		Name:   pulumi.String(host),
		Type:   pulumi.String(kind),
		Aliases: route53.RecordAliasArray{route53.RecordAliasArgs{
			Name:                 distribution.DomainName,
			ZoneId:               distribution.HostedZoneId,
			EvaluateTargetHealth: pulumi.Bool(false),
		}},
	}
}
