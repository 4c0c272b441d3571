package acm

import (
	"crypto/x509"
	"encoding/pem"
	"slices"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

func certificate() *model.Type {
	return &model.Type{
		Token: Certificate, Service: service, Noun: "ACM Certificate", Modeled: true,
		Actions: model.Actions{Create: "RequestCertificate", Read: "DescribeCertificate", Update: "UpdateCertificateOptions"},
		NewID:   newCertificateARN, ARN: "{id}",
		Links:    []string{"domainName"},
		Defaults: model.Props{"keyAlgorithm": "RSA_2048", "pendingRenewal": false, "renewalEligibility": "INELIGIBLE"},
		Computed: []string{"subjectAlternativeNames", "domainValidationOptions", "validationEmails", "renewalSummaries"},
		Replaces: []model.Replace{{Rule: "D13", Properties: []string{
			"domainName", "subjectAlternativeNames", "validationMethod", "keyAlgorithm", "certificateAuthorityArn",
			"validationOptions",
		}}},
		Plan: planCertificate,
		Rules: []model.Rule{
			model.Length("domainName", 1, 253).As("D13"),
			model.Lacks("domainName", `\.$`, "invalid value for %[1]s (cannot end with a period)"),
			model.OneOf("validationMethod", "DNS", "EMAIL", "NONE"),
			model.ExactlyOne("domainName", "privateKey"),
			model.With("privateKey", "certificateBody"),
			{ID: "D13", On: model.Create, Test: nameQuota},
			model.Limit("certificates", 2500, "LimitExceededException",
				"Cannot request more certificates in this account. Contact Customer Service for details.").As("D13"),
			model.Free(users, "ResourceInUseException", "Certificate %s in account "+account.ID+" is in use.").As("D12"),
		},
		Fill: fillCertificate,
	}
}

// users are the properties by which other resources refer to a certificate.
var users = []model.Use{
	{Token: "aws:lb/listener:Listener", Property: "certificateArn"},
	{Token: "aws:lb/listenerCertificate:ListenerCertificate", Property: "certificateArn"},
	{Token: "aws:cloudfront/distribution:Distribution", Property: "viewerCertificate.acmCertificateArn"},
}

// names are the distinct names of a certificate, its domain first.
func names(p model.Props) []string {
	all := p.Values("domainName")
	for _, name := range p.Strings("subjectAlternativeNames") {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

func nameQuota(c *model.Call) error {
	if limit := c.Quota("namesPerCertificate", 10); len(names(c.New)) > limit {
		return model.Errorf("LimitExceededException",
			"The number of domain names exceeds the limit of %d domain names per certificate.", limit)
	}
	return nil
}

func newCertificateARN(c *model.Call) string {
	return c.Expand("arn:{partition}:acm:{region}:{account}:certificate/") + model.UUID()
}

// planCertificate ignores the order of alternative names. The domain itself is always one of them.
func planCertificate(c *model.Call, d *model.Diff) error {
	before, after := names(c.Old), names(c.New)
	slices.Sort(before)
	slices.Sort(after)
	if slices.Equal(before, after) && !schema.IsUnknown(c.New["subjectAlternativeNames"]) {
		same := func(name string) bool { return name == "subjectAlternativeNames" }
		d.Changed, d.Replace = slices.DeleteFunc(d.Changed, same), slices.DeleteFunc(d.Replace, same)
	}
	return nil
}

func fillCertificate(c *model.Call) error {
	switch {
	case c.State.Has("privateKey"):
		fillImported(c.State)
	case c.State.Has("certificateAuthorityArn"):
		c.State.Default("type", "PRIVATE")
		issue(c.State)
	default:
		c.State.Default("type", "AMAZON_ISSUED")
		c.State.Default("status", pending)
	}
	c.State.Default("validationMethod", "NONE")
	c.State.Default("options", map[string]any{"certificateTransparencyLoggingPreference": "ENABLED"})
	c.State.Default("subjectAlternativeNames", []any{c.State.String("domainName")})
	c.State.Default("domainValidationOptions", validationOptions(c.State))
	return nil
}

// fillImported reads the names and the dates of an imported certificate.
func fillImported(state model.Props) {
	state.Default("type", "IMPORTED")
	state["status"] = issued
	block, _ := pem.Decode([]byte(state.String("certificateBody")))
	if block == nil {
		return
	}
	if parsed, err := x509.ParseCertificate(block.Bytes); err == nil {
		state["domainName"] = parsed.Subject.CommonName
		state["notBefore"], state["notAfter"] = stamp(parsed.NotBefore), stamp(parsed.NotAfter)
	}
}

// validity is the lifetime of a certificate: 13 months.
const validity = 395 * 24 * time.Hour

// issue sets the state of an issued certificate.
func issue(state model.Props) {
	state["status"] = issued
	state["notBefore"], state["notAfter"] = stamp(time.Now()), stamp(time.Now().Add(validity))
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
