package storage

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/acm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

func TestUploadPolicy(t *testing.T) {
	require.JSONEq(t, `{
		"Version": "2012-10-17",
		"Statement": [
			{
				"Sid": "Uploads", "Effect": "Allow", "Resource": ["arn:b/*"],
				"Action": ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListMultipartUploadParts",
					"s3:PutObject"]
			},
			{"Sid": "ListUploads", "Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": ["arn:b"]},
			{
				"Sid": "UploadsKey", "Effect": "Allow", "Resource": ["arn:k"],
				"Action": ["kms:Decrypt", "kms:GenerateDataKey"]
			}
		]
	}`, uploadPolicy("arn:b", "arn:k"))
}

func TestBucketPolicy(t *testing.T) {
	const refusal = `{
		"Sid": "TLSOnly", "Effect": "Deny", "Principal": "*", "Action": ["s3:*"], "Resource": ["arn:b", "arn:b/*"],
		"Condition": {"Bool": {"aws:SecureTransport": "false"}}
	}`
	require.JSONEq(t, `{"Version": "2012-10-17", "Statement": [`+refusal+`]}`, bucketPolicy("arn:b", "arn:d", nil))

	const own = `"Principal": {"Service": "cloudfront.amazonaws.com"},
		"Condition": {"StringEquals": {"AWS:SourceArn": "arn:d"}}`
	require.JSONEq(t, `{"Version": "2012-10-17", "Statement": [`+refusal+`,
		{"Sid": "CloudFrontReads", "Effect": "Allow", "Action": ["s3:GetObject"],
			"Resource": ["arn:b/a/*", "arn:b/c"], `+own+`},
		{"Sid": "CloudFrontLooks", "Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": ["arn:b"], `+own+`}
	]}`, bucketPolicy("arn:b", "arn:d", []string{"/a/*", "/c"}))
}

func TestKeyPolicyOfAnotherPartition(t *testing.T) {
	text := keyPolicy("aws-cn", "123456789012", true)
	require.Contains(t, text, `"AWS":"arn:aws-cn:iam::123456789012:root"`)
	require.Contains(t, text, `"AWS:SourceArn":"arn:aws-cn:cloudfront::123456789012:distribution/*"`)
}

func TestValidatedNamesAreDistinct(t *testing.T) {
	require.Equal(t, []string{"example.com", "app.example.com"},
		validated([]string{"example.com", "*.example.com", "app.example.com"}))
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
	require.Equal(t, "tenfold-production-1-0-files", metricName("tenfold", "production-1.0", "files"))
	long := metricName("tenfold", strings.Repeat("s", 200), "files")
	require.Len(t, long, 128)
	require.NotEqual(t, long, metricName("tenfold", strings.Repeat("s", 200), "files2"))
}
