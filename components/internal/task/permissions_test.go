package task

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
)

const (
	secretARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:app-AbCdEf"
	paramARN  = "arn:aws:ssm:us-east-1:123456789012:parameter/app/key"
)

func TestExecutionPolicyIsSortedAndNamesASecretOnce(t *testing.T) {
	got := executionPolicy("cn-north-1", "nginx:1.27", "arn:log",
		[]string{secretARN + ":b::", paramARN + "2", secretARN + ":a::", paramARN, secretARN}, []string{"arn:k2", "arn:k1"})
	require.Equal(t, `{"Version":"2012-10-17","Statement":[{"Sid":"Log","Effect":"Allow","Action":`+
		`["logs:CreateLogStream","logs:PutLogEvents"],"Resource":["arn:log:*"]},`+
		`{"Sid":"Secrets","Effect":"Allow","Action":["secretsmanager:GetSecretValue"],"Resource":["`+secretARN+`"]},`+
		`{"Sid":"Parameters","Effect":"Allow","Action":["ssm:GetParameters"],"Resource":["`+paramARN+`","`+paramARN+`2"]},`+
		`{"Sid":"Keys","Effect":"Allow","Action":["kms:Decrypt"],"Resource":["arn:k1","arn:k2"],"Condition":`+
		`{"StringEquals":{"kms:ViaService":["secretsmanager.cn-north-1.amazonaws.com.cn",`+
		`"ssm.cn-north-1.amazonaws.com.cn"]}}}]}`, got)
}

func TestSecretAccess(t *testing.T) {
	const manager, store = "secretsmanager:GetSecretValue", "ssm:GetParameters"
	for arn, want := range map[string]access{
		secretARN:                      {manager, secretARN},
		secretARN + ":key::":           {manager, secretARN},
		secretARN + ":key:AWSCURRENT:": {manager, secretARN},
		paramARN:                       {store, paramARN},
		"arn:aws-us-gov:ssm:us-gov-west-1:123456789012:parameter/p": {
			store, "arn:aws-us-gov:ssm:us-gov-west-1:123456789012:parameter/p",
		},
	} {
		got, ok := secretAccess(arn)
		require.True(t, ok, arn)
		require.Equal(t, want, got)
	}
	for _, arn := range []string{
		"", "app/key", "hunter2", "arn:aws:ssm:us-east-1:123456789012", "arn:aws:ssm:us-east-1:123456789012:document/d",
		"arn:aws:secretsmanager:us-east-1:123456789012:secret", "arn:aws:secretsmanager:us-east-1:123456789012:secret:",
		secretARN + "*", secretARN[:len(secretARN)-1] + "?", paramARN + "/*", "arn:aws:s3:::bucket", "aws:x:ssm:us-east-1:123456789012:parameter/p",
	} {
		_, ok := secretAccess(arn)
		require.False(t, ok, arn)
	}
}

func TestImagesOfECRArePulledFromTheirOwnRepository(t *testing.T) {
	for image, want := range map[string]string{
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:v1":          "aws:ecr:eu-west-1:123456789012:repository/web",
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com/a/b@sha256:0123": "aws:ecr:eu-west-1:123456789012:repository/a/b",
		"123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/web:v1":      "aws-cn:ecr:cn-north-1:123456789012:repository/web",
		"123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/web:v1": "aws-us-gov:ecr:us-gov-west-1:123456789012:" +
			"repository/web",
		"123456789012.dkr-ecr.us-east-1.on.aws/web:v1": "aws:ecr:us-east-1:123456789012:repository/web",
		"public.ecr.aws/docker/library/python:3.13":    "",
		"python:3.13": "",
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com/*:v1": "",
	} {
		statements := PullStatements(image)
		if want == "" {
			require.Empty(t, statements, image)
			continue
		}
		require.Len(t, statements, 2, image)
		require.Equal(t, aws.List{"arn:" + want}, statements[1].Resource)
	}
}
