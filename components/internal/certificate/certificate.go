// Package certificate makes a certificate of AWS Certificate Manager that is validated by DNS.
package certificate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/acm"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// recordTTL is how long resolvers keep a validation record, in seconds. It never changes.
	recordTTL = 300
	// Wildcard begins the name of a certificate for all names of a domain.
	Wildcard = "*."
)

// Args are what a certificate is made of.
type Args struct {
	// Names are its host names, one at least.
	Names []string
	// HostedZoneID is the public zone that they lie in.
	HostedZoneID pulumi.StringInput
	// Options are those of every resource.
	Options []pulumi.ResourceOption
	// Provider is that of the certificate itself: CloudFront wants it in us-east-1. Nil is the environment's own.
	Provider pulumi.ProviderResource
	// ZoneProvider is that of the zone's account; nil for the environment's own.
	ZoneProvider pulumi.ProviderResource
}

// New makes a certificate for the component called name and returns its ARN, which is known only once AWS has issued it:
// nothing can use it earlier. Changing a name replaces it; its user gets the new one before the old one is deleted.
func New(ctx *pulumi.Context, name string, a Args) (pulumi.StringOutput, error) {
	opts := slices.Concat(a.Options, component.With(a.Provider))
	certificate, err := acm.NewCertificate(ctx, name+"-certificate", certificateArgs(name, a), opts...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("creating certificate: %w", err)
	}
	records, err := validationRecords(ctx, name, a, certificate)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	issued, err := acm.NewCertificateValidation(ctx, name+"-validation", &acm.CertificateValidationArgs{
		CertificateArn:        certificate.Arn,
		ValidationRecordFqdns: records,
	}, opts...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("validating certificate: %w", err)
	}
	return issued.CertificateArn, nil
}

// certificateArgs names the domain among the alternative names, where ACM has it too. Without any, the provider would keep the
// old ones: the last alternative name could never be removed.
// Source: terraform-provider-aws, aws_acm_certificate ("To remove all elements of a previously configured list").
func certificateArgs(name string, a Args) *acm.CertificateArgs {
	return &acm.CertificateArgs{
		DomainName: pulumi.String(a.Names[0]), ValidationMethod: pulumi.String("DNS"),
		SubjectAlternativeNames: pulumi.ToStringArray(a.Names),
		Tags:                    component.Tags(name + "-certificate"),
	}
}

// validated are the names that a certificate is validated by. A Wildcard has the record of the name below it.
func validated(names []string) []string {
	var distinct []string
	for _, name := range names {
		if name = strings.TrimPrefix(name, Wildcard); !slices.Contains(distinct, name) {
			distinct = append(distinct, name)
		}
	}
	return distinct
}

// validationRecords makes one record per validated name and returns their names. A destroy leaves them: ACM renews every
// certificate of a name in the account with the same record, and another environment may have one.
// Source: ACM user guide, "DNS validation".
func validationRecords(
	ctx *pulumi.Context, name string, a Args, certificate *acm.Certificate,
) (pulumi.StringArray, error) {
	var fqdns pulumi.StringArray
	opts := append(slices.Concat(a.Options, component.With(a.ZoneProvider)), pulumi.RetainOnDelete(true))
	for _, domain := range validated(a.Names) {
		option := validationOption(certificate.DomainValidationOptions, domain)
		record, err := route53.NewRecord(ctx, name+"-validation-"+domain, validationArgs(a, option), opts...)
		if err != nil {
			return nil, fmt.Errorf("creating validation record for %s: %w", domain, err)
		}
		fqdns = append(fqdns, record.Fqdn)
	}
	return fqdns, nil
}

// validationArgs may overwrite: AWS wants the same record for every certificate of a name in an account, so another
// environment, or another component of this one, may have made it already.
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
		if option.DomainName != nil && strings.TrimPrefix(*option.DomainName, Wildcard) == domain {
			return option, nil
		}
	}
	return acm.CertificateDomainValidationOption{}, fmt.Errorf("the certificate has no validation record for %s", domain)
}
