package alb

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLogPolicy(t *testing.T) {
	got := logPolicy("arn:aws:s3:::logs", "123456789012")
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
