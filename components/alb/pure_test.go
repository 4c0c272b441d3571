package alb

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/acm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

func TestLogPolicy(t *testing.T) {
	got, err := logPolicy("arn:aws:s3:::logs", "123456789012")
	require.NoError(t, err)
	require.JSONEq(t, `{
		"Version": "2012-10-17",
		"Statement": [
			{
				"Sid": "AccessLogs", "Effect": "Allow", "Action": "s3:PutObject",
				"Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
				"Resource": "arn:aws:s3:::logs/AWSLogs/123456789012/*"
			},
			{
				"Sid": "TLSOnly", "Effect": "Deny", "Action": "s3:*", "Principal": "*",
				"Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
				"Condition": {"Bool": {"aws:SecureTransport": "false"}}
			}
		]
	}`, got)
}

func TestValidatedNamesAreDistinct(t *testing.T) {
	require.Equal(t, []string{"example.com", "app.example.com"},
		validated([]string{"example.com", "*.example.com", "app.example.com"}))
	require.Equal(t, []string{"example.com"}, validated([]string{"*.example.com", "example.com"}))
	require.Empty(t, validated(nil))
}

func TestNamesAreOnlyThoseOfADomain(t *testing.T) {
	require.Equal(t, []string{"a.io", "b.io"}, Args{Domain: "a.io", AlternativeNames: []string{"b.io"}}.names())
	require.Empty(t, Args{}.names())
}

func TestValidationOptionIsFoundByNameNotByPlace(t *testing.T) {
	option := func(domain, record string) acm.CertificateDomainValidationOption {
		return acm.CertificateDomainValidationOption{
			DomainName: pulumi.StringRef(domain), ResourceRecordName: pulumi.StringRef(record),
		}
	}
	options := []acm.CertificateDomainValidationOption{{}, option("*.b.io", "_1.b.io."), option("a.io", "_2.a.io.")}

	for domain, want := range map[string]string{"a.io": "_2.a.io.", "b.io": "_1.b.io."} {
		got, err := optionFor(options, domain)
		require.NoError(t, err)
		require.Equal(t, want, *got.ResourceRecordName)
	}
	_, err := optionFor(options, "c.io")
	require.EqualError(t, err, "the certificate has no validation record for c.io")
}

func TestMetricNameKeepsEnvironmentsApart(t *testing.T) {
	require.Equal(t, "tenfold-production-1-0-web", metricName("tenfold", "production-1.0", "web"))
	long := metricName("tenfold", strings.Repeat("s", 200), "web")
	require.Len(t, long, 128)
	require.NotEqual(t, long, metricName("tenfold", strings.Repeat("s", 200), "web2"))
}
