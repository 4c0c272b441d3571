package store

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestKeyPolicy(t *testing.T) {
	got, err := keyPolicy("aws-cn", "cn-north-1", "123456789012")
	require.NoError(t, err)
	require.JSONEq(t, `{
		"Version": "2012-10-17",
		"Statement": [
			{
				"Sid": "Account", "Effect": "Allow", "Action": "kms:*", "Resource": "*",
				"Principal": {"AWS": "arn:aws-cn:iam::123456789012:root"}
			},
			{
				"Sid": "Logs", "Effect": "Allow", "Resource": "*",
				"Action": ["kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
				"Principal": {"Service": "logs.cn-north-1.amazonaws.com"},
				"Condition": {"ArnLike": {
					"kms:EncryptionContext:aws:logs:arn": "arn:aws-cn:logs:cn-north-1:123456789012:log-group:*"
				}}
			}
		]
	}`, got)
}
