package aws

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDocumentKeepsTheFormOfEachValue(t *testing.T) {
	require.Equal(t, `{"Version":"2012-10-17","Statement":[`+
		`{"Sid":"Read","Effect":"Allow","Action":["s3:GetObject"],"Resource":"arn"},`+
		`{"Sid":"TLSOnly","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["a","b"],`+
		`"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`,
		Document(Allow("Read", List{"s3:GetObject"}, One("arn")), TLSOnly(One("s3:*"), List{"a", "b"})))
}

func TestTrustLeavesOutWhatIsEmpty(t *testing.T) {
	require.Equal(t, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",`+
		`"Principal":{"Service":"backup.amazonaws.com"},"Action":"sts:AssumeRole"}]}`,
		Trust("", "backup.amazonaws.com", AssumeRole, nil))
	require.Equal(t, `{"Version":"2012-10-17","Statement":[{"Sid":"Tasks","Effect":"Allow",`+
		`"Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":["sts:AssumeRole"],`+
		`"Condition":{"StringEquals":{"aws:SourceAccount":["1"]}}}]}`,
		Trust("Tasks", "ecs-tasks.amazonaws.com", List{"sts:AssumeRole"},
			Condition{"StringEquals": {"aws:SourceAccount": List{"1"}}}))
}

func TestInListsWritesEveryValueAsAListAndChangesACopy(t *testing.T) {
	statement := keyLogs("aws", "us-east-1", "1")
	require.Equal(t, `{"Version":"2012-10-17","Statement":[{"Sid":"Logs","Effect":"Allow",`+
		`"Principal":{"Service":"logs.us-east-1.amazonaws.com"},`+
		`"Action":["kms:Decrypt*","kms:Describe*","kms:Encrypt*","kms:GenerateDataKey*","kms:ReEncrypt*"],`+
		`"Resource":["*"],"Condition":{"ArnLike":{"kms:EncryptionContext:aws:logs:arn":`+
		`["arn:aws:logs:us-east-1:1:log-group:*"]}}}]}`, Document(statement.InLists()))
	require.Equal(t, keyLogs("aws", "us-east-1", "1"), statement)
	require.JSONEq(t, `{"Version":"2012-10-17","Statement":[{"Sid":"Sign","Effect":"Allow","Action":["kms:Sign"]}]}`,
		Document(Statement{Sid: "Sign", Effect: "Allow", Action: One("kms:Sign")}.InLists()))
}

func TestDenyIsForEveryoneUnlessItNamesAPrincipal(t *testing.T) {
	deny := Deny("No", One("sqs:*"), One("queue"))
	require.Equal(t, Any, deny.Principal)
	require.Equal(t, Identity("*"), deny.By(Identity("*")).Principal)
}

func TestKeyPolicyOfOtherPartitions(t *testing.T) {
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
	}`, Document(KeyOwner("aws-cn", "123456789012"), keyLogs("aws-cn", "cn-north-1", "123456789012")))
}
