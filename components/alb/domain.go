package alb

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/acm"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// recordTTL is how long resolvers keep a validation record, in seconds. It never changes.
	recordTTL = 300
	wildcard  = "*."
)

// certificate makes a certificate and returns its ARN, which is known only once AWS has issued it: a listener cannot
// use it earlier. Changing a name replaces it; the listener gets the new one before the old one is deleted.
func (b build) certificate() (pulumi.StringOutput, error) {
	name := b.name + "-certificate"
	args := certificateArgs(b.args)
	args.Tags = component.Tags(name)
	certificate, err := acm.NewCertificate(b.ctx, name, args, b.options()...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("creating certificate: %w", err)
	}
	records, err := b.validationRecords(certificate)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	issued, err := acm.NewCertificateValidation(b.ctx, b.name+"-validation", &acm.CertificateValidationArgs{
		CertificateArn:        certificate.Arn,
		ValidationRecordFqdns: records,
	}, b.options()...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("validating certificate: %w", err)
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

// names are all host names of the load balancer, the domain first.
func (a Args) names() []string {
	if a.Domain == "" {
		return nil
	}
	return append([]string{a.Domain}, a.AlternativeNames...)
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

// validationArgs may overwrite: AWS wants the same record for every certificate of a name in an account, so another
// environment, or CloudFront's certificate, may have made it already.
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

// aliases points the names to the load balancer once it answers. A record that exists already is not overwritten: it
// may be somebody's website. Their logical names have the host name, so that the names can change places.
func (b build) aliases(balancer *lb.LoadBalancer, listener *lb.Listener) error {
	for _, host := range b.args.names() {
		name := b.name + "-alias-" + strings.Replace(host, wildcard, "_wildcard.", 1)
		_, err := route53.NewRecord(b.ctx, name, &route53.RecordArgs{
			ZoneId: b.args.HostedZoneID,
			Name:   pulumi.String(host),
			Type:   pulumi.String("A"),
			Aliases: route53.RecordAliasArray{route53.RecordAliasArgs{
				Name:                 balancer.DnsName,
				ZoneId:               balancer.ZoneId,
				EvaluateTargetHealth: pulumi.Bool(true),
			}},
		}, b.options(after(listener))...)
		if err != nil {
			return fmt.Errorf("creating alias record for %s: %w", host, err)
		}
	}
	return nil
}
