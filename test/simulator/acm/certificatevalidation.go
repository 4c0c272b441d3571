package acm

import (
	"slices"
	"strings"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func validation() *model.Type {
	return &model.Type{
		Token: Validation, Service: service, Noun: "ACM Certificate Validation", Modeled: true,
		Actions: model.Actions{
			Create: "DescribeCertificate", Read: "DescribeCertificate", Delete: "DescribeCertificate",
		},
		NewID:    func(*model.Call) string { return time.Now().UTC().String() },
		Links:    []string{"certificateArn"},
		Replaces: []model.Replace{{Properties: []string{"certificateArn", "validationRecordFqdns"}}},
		Rules: []model.Rule{
			model.Refers("certificateArn", Certificate, "ResourceNotFoundException", "Could not find certificate %s."),
			{On: model.Create, Test: recordsAreNamed},
			{ID: "D11", On: model.Create, Test: recordsExist},
		},
		Created: validated,
	}
}

// recordsAreNamed requires that validationRecordFqdns, if set, contains every validation record.
func recordsAreNamed(c *model.Call) error {
	given := c.New.Strings("validationRecordFqdns")
	for i, fqdn := range given {
		given[i] = plainName(fqdn)
	}
	for _, option := range c.Props(Certificate, c.New.String("certificateArn")).Objects("domainValidationOptions") {
		name := plainName(option.String("resourceRecordName"))
		if len(given) > 0 && !slices.Contains(given, name) {
			return model.Providerf("missing %s DNS validation record: %s", option.String("domainName"), name)
		}
	}
	return nil
}

// recordsExist fails at once where the real provider waits until its timeout. The certificate stays unissued while a
// record is missing from the account's public zones.
func recordsExist(c *model.Call) error {
	arn := c.New.String("certificateArn")
	props := c.Props(Certificate, arn)
	options := props.Objects("domainValidationOptions")
	stands := props.String("status") == issued || len(options) > 0
	for _, option := range options {
		stands = stands && answers(c, option)
	}
	if !stands {
		return model.Providerf("waiting for ACM Certificate (%s) to be issued: timeout while waiting for state to "+
			"become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s)", arn)
	}
	return nil
}

// answers reports whether a record of a public zone, of any account, matches a validation option.
func answers(c *model.Call, option model.Props) bool {
	value := plainName(option.String("resourceRecordValue"))
	return slices.ContainsFunc(c.FindAnywhere(record, "fqdn", plainName(option.String("resourceRecordName"))),
		func(r *account.Resource) bool {
			props := r.Properties
			z := c.Tx.Get(r.Region, zone, props.String("zoneId"))
			return z != nil && !z.Properties.Has("vpcs") && props.String("type") == "CNAME" &&
				slices.ContainsFunc(props.Strings("records"), func(v string) bool { return plainName(v) == value })
		})
}

// plainName returns a DNS name in lower case without its trailing dot.
func plainName(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }

// validated issues the certificate.
func validated(c *model.Call) error {
	r := c.Get(Certificate, c.State.String("certificateArn"))
	if r.Properties.String("status") != issued {
		issue(r.Properties)
		c.Put(r)
	}
	return nil
}
