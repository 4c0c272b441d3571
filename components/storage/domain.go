package storage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/acm"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudfront"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// recordTTL is how long resolvers keep a validation record, in seconds. It never changes.
	recordTTL = 300
	wildcard  = "*."
)

// certificate makes a certificate in us-east-1 and returns its ARN, which is known only once AWS has issued it: a
// distribution cannot use it earlier. It is nil without a domain. Changing a name replaces it; the distribution gets
// the new one before the old one is deleted.
func (b build) certificate() (pulumi.StringPtrInput, error) {
	if b.args.Domain == "" {
		return nil, nil
	}
	name := b.name + "-certificate"
	args := certificateArgs(b.args)
	args.Tags = component.Tags(name)
	certificate, err := acm.NewCertificate(b.ctx, name, args, b.inUSEast1()...)
	if err != nil {
		return nil, fmt.Errorf("creating certificate: %w", err)
	}
	records, err := b.validationRecords(certificate)
	if err != nil {
		return nil, err
	}
	issued, err := acm.NewCertificateValidation(b.ctx, b.name+"-validation", &acm.CertificateValidationArgs{
		CertificateArn:        certificate.Arn,
		ValidationRecordFqdns: records,
	}, b.inUSEast1()...)
	if err != nil {
		return nil, fmt.Errorf("validating certificate: %w", err)
	}
	return issued.CertificateArn, nil
}

func certificateArgs(a Args) *acm.CertificateArgs {
	args := &acm.CertificateArgs{DomainName: pulumi.String(a.Domain), ValidationMethod: pulumi.String("DNS")}
	if len(a.AlternativeNames) > 0 {
		args.SubjectAlternativeNames = pulumi.ToStringArray(a.AlternativeNames)
	}
	return args
}

// validated are the names that a certificate is validated by. A wildcard has the record of the name below it.
func validated(names []string) []string {
	var distinct []string
	for _, name := range names {
		if name = strings.TrimPrefix(name, wildcard); !slices.Contains(distinct, name) {
			distinct = append(distinct, name)
		}
	}
	return distinct
}

// validationRecords makes one record per validated name and returns their names.
func (b build) validationRecords(certificate *acm.Certificate) (pulumi.StringArray, error) {
	var fqdns pulumi.StringArray
	for _, domain := range validated(b.args.names()) {
		option := validationOption(certificate.DomainValidationOptions, domain)
		name := b.name + "-validation-" + domain
		record, err := route53.NewRecord(b.ctx, name, validationArgs(b.args, option), b.options()...)
		if err != nil {
			return nil, fmt.Errorf("creating validation record for %s: %w", domain, err)
		}
		fqdns = append(fqdns, record.Fqdn)
	}
	return fqdns, nil
}

// validationArgs may overwrite: AWS wants the same record for every certificate of a name in an account, so a load
// balancer's certificate may have made it already.
func validationArgs(a Args, option acm.CertificateDomainValidationOptionOutput) *route53.RecordArgs {
	return &route53.RecordArgs{
		ZoneId:         a.HostedZoneID,
		Name:           option.ResourceRecordName().Elem(),
		Type:           option.ResourceRecordType().Elem(),
		Records:        pulumi.StringArray{option.ResourceRecordValue().Elem()},
		Ttl:            pulumi.Int(recordTTL),
		AllowOverwrite: pulumi.Bool(true),
	}
}

func validationOption(
	options acm.CertificateDomainValidationOptionArrayOutput, domain string,
) acm.CertificateDomainValidationOptionOutput {
	return options.ApplyT(func(all []acm.CertificateDomainValidationOption) (
		acm.CertificateDomainValidationOption, error,
	) {
		return optionFor(all, domain)
	}).(acm.CertificateDomainValidationOptionOutput)
}

// optionFor finds how a name is validated. AWS does not promise the order of the names.
func optionFor(
	options []acm.CertificateDomainValidationOption, domain string,
) (acm.CertificateDomainValidationOption, error) {
	for _, option := range options {
		if option.DomainName != nil && strings.TrimPrefix(*option.DomainName, wildcard) == domain {
			return option, nil
		}
	}
	return acm.CertificateDomainValidationOption{}, fmt.Errorf("the certificate has no validation record for %s", domain)
}

// aliasKinds are the records of a name, and the roles that name them.
var aliasKinds = []struct{ role, record string }{{"alias", "A"}, {"alias6", "AAAA"}}

// aliases points the names to the distribution, for IPv4 and for IPv6. A record that exists already is not overwritten:
// it may be somebody's website. Their logical names have the host name, so that the names can change places.
func (b build) aliases(distribution *cloudfront.Distribution) error {
	for _, host := range b.args.names() {
		for _, kind := range aliasKinds {
			name := b.name + "-" + kind.role + "-" + strings.Replace(host, wildcard, "_wildcard.", 1)
			_, err := route53.NewRecord(b.ctx, name, aliasArgs(b.args, host, kind.record, distribution), b.options()...)
			if err != nil {
				return fmt.Errorf("creating alias record %s for %s: %w", kind.record, host, err)
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
