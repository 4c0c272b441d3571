package storage

import (
	"testing"

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
