package acm_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/acm"
	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/route53"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func newAccount(t *testing.T) *simtest.Account {
	t.Helper()
	return simtest.New(t, slices.Concat(acm.Types(), route53.Types(), ec2.Types()), acm.Functions())
}

func request(names ...any) model.Props {
	props := model.Props{"domainName": names[0], "validationMethod": "DNS"}
	if len(names) > 1 {
		props["subjectAlternativeNames"] = names[1:]
	}
	return props
}

// prove creates the validation records of a certificate in a zone.
func prove(a *simtest.Account, zone string, certificate model.Props) {
	for i, option := range certificate.Objects("domainValidationOptions") {
		a.MustCreate(route53.Record, "proof"+string(rune('a'+i)), model.Props{
			"zoneId": zone, "name": option["resourceRecordName"], "type": option["resourceRecordType"], "ttl": 60,
			"records": []any{option["resourceRecordValue"]}, "allowOverwrite": true,
		})
	}
}

func TestCertificate(t *testing.T) {
	a := newAccount(t)
	id, state := a.MustCreate(acm.Certificate, "cert", request("example.com", "*.example.com", "api.example.com"))
	require.Regexp(t, `^arn:aws:acm:us-east-1:123456789012:certificate/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, id)
	require.Equal(t, "PENDING_VALIDATION", state["status"])
	options := state.Objects("domainValidationOptions")
	require.Len(t, options, 3)
	require.Regexp(t, `^_[0-9a-f]{32}\.example\.com\.$`, options[0]["resourceRecordName"])
	require.Regexp(t, `^_[0-9a-f]{32}\.[0-9a-f]{10}\.acm-validations\.aws\.$`, options[0]["resourceRecordValue"])
	require.Equal(t, "CNAME", options[0]["resourceRecordType"])
	require.Equal(t, "*.example.com", options[1]["domainName"])
	require.Equal(t, options[0]["resourceRecordName"], options[1]["resourceRecordName"], "a wildcard shares the record")
	require.NotEqual(t, options[0]["resourceRecordName"], options[2]["resourceRecordName"])

	_, alone := a.MustCreate(acm.Certificate, "alone", request("example.com"))
	require.Equal(t, []any{"example.com"}, alone["subjectAlternativeNames"])
	require.Equal(t, options[0]["resourceRecordName"], alone.Objects("domainValidationOptions")[0]["resourceRecordName"],
		"the record of a name is always the same")
}

func TestAZoneOfAnotherAccountProvesACertificate(t *testing.T) {
	const role = "arn:aws:iam::210987654321:role/dns"
	a := newAccount(t)
	require.NoError(t, a.GiveZone(context.Background(), "Z2", "example.com", role))
	there, err := a.AssumeRole(role)
	require.NoError(t, err)
	id, state := a.MustCreate(acm.Certificate, "cert", request("example.com"))
	issue := func() error {
		_, _, err := a.Create(acm.Validation, "issued", model.Props{"certificateArn": id})
		return err
	}
	require.ErrorContains(t, issue(), "PENDING_VALIDATION")
	prove(there, "Z2", state)
	require.NoError(t, issue())
}

func TestCertificateRules(t *testing.T) {
	a := newAccount(t)
	names := make([]any, 12)
	for i := range names {
		names[i] = "n" + strings.Repeat("x", i) + ".example.com"
	}
	_, _, err := a.Create(acm.Certificate, "ten", request(names[:10]...))
	require.NoError(t, err)
	_, _, err = a.Create(acm.Certificate, "eleven", request(names[:11]...))
	require.ErrorContains(t, err, ", LimitExceededException: The number of domain names exceeds the limit of 10", "D13")
	require.NoError(t, a.SetQuota(context.Background(), "namesPerCertificate", 100))
	_, _, err = a.Create(acm.Certificate, "eleven", request(names[:11]...))
	require.NoError(t, err)

	require.Equal(t, []string{"expected length of domain_name to be in the range (1 - 253), got " +
		strings.Repeat("x", 254) + ". Examine values at 'long.domainName'."},
		a.Check(acm.Certificate, "long", request(strings.Repeat("x", 254))), "D13")
	require.Len(t, a.Check(acm.Certificate, "dot", request("example.com.")), 1)
	require.Contains(t, a.Check(acm.Certificate, "phone", model.Props{
		"domainName": "example.com", "validationMethod": "PHONE",
	})[0], "expected validation_method to be one of")
	require.Contains(t, a.Check(acm.Certificate, "none", model.Props{})[0], "Invalid combination of arguments")

	require.NoError(t, a.SetQuota(context.Background(), "certificates", 2))
	_, _, err = a.Create(acm.Certificate, "third", request("example.com"))
	require.ErrorContains(t, err, "LimitExceededException: Cannot request more certificates", "D13")
}

func TestCertificateChanges(t *testing.T) {
	a := newAccount(t)
	id, _ := a.MustCreate(acm.Certificate, "cert", request("example.com", "a.example.com", "b.example.com"))
	tests := []struct {
		name     string
		props    model.Props
		replaced []string
	}{
		{"nothing", request("example.com", "a.example.com", "b.example.com"), nil},
		{"order of names", request("example.com", "b.example.com", "a.example.com"), nil},
		{"domain among the names", request("example.com", "example.com", "a.example.com", "b.example.com"), nil},
		{"D13 another name", request("example.com", "c.example.com"), []string{"subjectAlternativeNames"}},
		{"D13 another domain", request("example.org", "a.example.com", "b.example.com"), []string{"domainName"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			changed, replaced, _, err := a.Diff(acm.Certificate, id, tt.props)
			require.NoError(t, err)
			require.ElementsMatch(t, tt.replaced, replaced)
			require.Len(t, changed, len(tt.replaced))
		})
	}
	for property, value := range map[string]any{"validationMethod": "EMAIL", "keyAlgorithm": "EC_prime256v1"} {
		t.Run("D13 "+property, func(t *testing.T) {
			props := request("example.com", "a.example.com", "b.example.com")
			props[property] = value
			_, replaced, _, err := a.Diff(acm.Certificate, id, props)
			require.NoError(t, err)
			require.Equal(t, []string{property}, replaced)
		})
	}
}

func TestValidation(t *testing.T) {
	ctx := context.Background()
	give := func(t *testing.T, a *simtest.Account, properties map[string]any) string {
		require.NoError(t, a.Seed(ctx, account.Global, route53.Zone, "Z1", properties))
		return "Z1"
	}
	tests := []struct {
		name  string
		names []any
		// prepare creates what issuing the certificate needs.
		prepare func(t *testing.T, a *simtest.Account, certificate model.Props)
		issued  bool
	}{
		{"D11 no record", []any{"example.com"}, func(*testing.T, *simtest.Account, model.Props) {}, false},
		{
			"D11 given zone",
			[]any{"app.example.com", "*.app.example.com"},
			func(t *testing.T, a *simtest.Account, certificate model.Props) {
				prove(a, give(t, a, map[string]any{"name": "example.com"}), certificate)
			}, true,
		},
		{
			"D11 made zone",
			[]any{"example.com", "www.example.com"},
			func(_ *testing.T, a *simtest.Account, certificate model.Props) {
				zone, _ := a.MustCreate(route53.Zone, "zone", model.Props{"name": "example.com."})
				prove(a, zone, certificate)
			}, true,
		},
		{"D11 private zone", []any{"example.com"}, func(t *testing.T, a *simtest.Account, certificate model.Props) {
			vpcs := []any{map[string]any{"vpcId": "vpc-1"}}
			prove(a, give(t, a, map[string]any{"name": "example.com", "vpcs": vpcs}), certificate)
		}, false},
		{"D11 wrong value", []any{"example.com"}, func(t *testing.T, a *simtest.Account, certificate model.Props) {
			option := certificate.Objects("domainValidationOptions")[0]
			a.MustCreate(route53.Record, "proof", model.Props{
				"zoneId": give(t, a, map[string]any{"name": "example.com"}), "name": option["resourceRecordName"],
				"type": "CNAME", "ttl": 60, "records": []any{"elsewhere.example.com"},
			})
		}, false},
		{
			"D11 one record of two",
			[]any{"example.com", "www.example.com"},
			func(t *testing.T, a *simtest.Account, certificate model.Props) {
				certificate["domainValidationOptions"] = certificate.List("domainValidationOptions")[:1]
				prove(a, give(t, a, map[string]any{"name": "example.com"}), certificate)
			}, false,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := newAccount(t)
			arn, certificate := a.MustCreate(acm.Certificate, "cert", request(tt.names...))
			tt.prepare(t, a, certificate)
			_, _, err := a.Create(acm.Validation, "valid", model.Props{"certificateArn": arn})
			if !tt.issued {
				require.ErrorContains(t, err, "waiting for ACM Certificate ("+arn+") to be issued: timeout while waiting for "+
					"state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s)")
				require.Equal(t, "PENDING_VALIDATION", a.Read(acm.Certificate, arn)["status"])
				return
			}
			require.NoError(t, err)
			require.Equal(t, "ISSUED", a.Read(acm.Certificate, arn)["status"])
		})
	}
}

// The apex and its wildcard need one record: making it twice is the usual mistake.
func TestSharedValidationRecord(t *testing.T) {
	a := newAccount(t)
	zone, _ := a.MustCreate(route53.Zone, "zone", model.Props{"name": "example.com"})
	_, certificate := a.MustCreate(acm.Certificate, "cert", request("example.com", "*.example.com"))
	var last error
	for _, option := range certificate.Objects("domainValidationOptions") {
		_, _, last = a.Create(route53.Record, "proof", model.Props{
			"zoneId": zone, "name": option["resourceRecordName"], "type": "CNAME", "ttl": 60,
			"records": []any{option["resourceRecordValue"]},
		})
	}
	require.ErrorContains(t, last, "type='CNAME'] but it already exists]", "D14")
}

func TestValidationNamesItsRecords(t *testing.T) {
	a := newAccount(t)
	zone, _ := a.MustCreate(route53.Zone, "zone", model.Props{"name": "example.com"})
	arn, certificate := a.MustCreate(acm.Certificate, "cert", request("example.com"))
	prove(a, zone, certificate)
	name := strings.TrimSuffix(certificate.String("domainValidationOptions.0.resourceRecordName"), ".")
	_, _, err := a.Create(acm.Validation, "bad", model.Props{
		"certificateArn": arn, "validationRecordFqdns": []any{"x.example.com"},
	})
	require.ErrorContains(t, err, "missing example.com DNS validation record: "+name)
	_, _, err = a.Create(acm.Validation, "good", model.Props{
		"certificateArn": arn, "validationRecordFqdns": []any{name},
	})
	require.NoError(t, err)
	_, _, err = a.Region("us-west-2").Create(acm.Validation, "far", model.Props{"certificateArn": arn})
	require.ErrorContains(t, err, "ResourceNotFoundException: Could not find certificate "+arn)
}

func TestImportedCertificate(t *testing.T) {
	a := newAccount(t)
	_, state := a.MustCreate(acm.Certificate, "own", model.Props{"privateKey": "key", "certificateBody": "body"})
	require.Equal(t, "ISSUED", state["status"])
	require.Equal(t, "IMPORTED", state["type"])
	require.Contains(t, a.Check(acm.Certificate, "own", model.Props{"privateKey": "key"})[0], "certificate_body")
}

func TestGetCertificate(t *testing.T) {
	a := newAccount(t)
	find := func(args model.Props) (model.Props, error) {
		return a.Invoke("aws:acm/getCertificate:getCertificate", args)
	}
	arn, _ := a.MustCreate(acm.Certificate, "cert", request("example.com"))
	_, err := find(model.Props{"domain": "example.com"})
	require.ErrorContains(t, err, `no certificate for domain "example.com" found in this region`, "it is not issued")
	got, err := find(model.Props{"domain": "example.com", "statuses": []any{"PENDING_VALIDATION"}})
	require.NoError(t, err)
	require.Equal(t, arn, got["arn"])
	last, _ := a.MustCreate(acm.Certificate, "last", request("example.com"))
	_, err = find(model.Props{"domain": "example.com", "statuses": []any{"PENDING_VALIDATION"}})
	require.ErrorContains(t, err, `multiple certificates for domain "example.com" found in this region`)
	got, err = find(model.Props{"domain": "example.com", "statuses": []any{"PENDING_VALIDATION"}, "mostRecent": true})
	require.NoError(t, err)
	require.Equal(t, last, got["arn"])
}
