package ecs

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	typeRole       = "aws:iam/role:Role"
	typeRolePolicy = "aws:iam/rolePolicy:RolePolicy"

	login = `{"Sid":"Login","Effect":"Allow","Action":["ecr:GetAuthorizationToken"],"Resource":["*"]},`
	pull  = `{"Sid":"Pull","Effect":"Allow","Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",` +
		`"ecr:GetDownloadUrlForLayer"],"Resource":["arn:aws:ecr:us-east-1:123456789012:repository/shop/web"]},`
	writeLog = `{"Sid":"Log","Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],` +
		`"Resource":["arn:aws:mock:::web-logs:*"]}`
)

func TestExecutionRoleMayStartTheTaskAndNoMore(t *testing.T) {
	rec := runWeb(t, minimal())
	policy := rec.One(t, typeRolePolicy)
	require.Equal(t, "web-execution", policy.Name)
	require.Equal(t, "web-execution-name", policy.Input("role"))
	require.Equal(t, `{"Version":"2012-10-17","Statement":[`+login+pull+writeLog+`]}`, policy.Input("policy"))
	require.Equal(t, `{"Version":"2012-10-17","Statement":[{"Sid":"Tasks","Effect":"Allow",`+
		`"Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":["sts:AssumeRole"]}]}`,
		rec.Named(t, typeRole, "web-execution").Input("assumeRolePolicy"))
}

func TestExecutionRoleReadsExactlyTheGivenSecrets(t *testing.T) {
	policy := runWeb(t, maximal()).Named(t, typeRolePolicy, "web-execution")
	require.Equal(t, `{"Version":"2012-10-17","Statement":[`+login+pull+writeLog+`,`+
		`{"Sid":"Secrets","Effect":"Allow","Action":["secretsmanager:GetSecretValue"],"Resource":["`+secretARN+`"]},`+
		`{"Sid":"Parameters","Effect":"Allow","Action":["ssm:GetParameters"],"Resource":["`+paramARN+`"]},`+
		`{"Sid":"Keys","Effect":"Allow","Action":["kms:Decrypt"],"Resource":["arn:key"],"Condition":{"StringEquals":`+
		`{"kms:ViaService":["secretsmanager.us-east-1.amazonaws.com","ssm.us-east-1.amazonaws.com"]}}}]}`,
		policy.Input("policy"))
}

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

func TestTaskRoleMayDoNothingByItself(t *testing.T) {
	rec := runWeb(t, minimal())
	for _, policy := range rec.OfType(typeRolePolicy) {
		require.NotEqual(t, "web-task-name", policy.Input("role"))
	}
	role := rec.Named(t, typeRole, "web-task")
	require.False(t, role.Has("managedPolicyArns"))
	require.False(t, role.Has("inlinePolicies"))
	require.Equal(t, `{"Version":"2012-10-17","Statement":[{"Sid":"Tasks","Effect":"Allow",`+
		`"Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":["sts:AssumeRole"],`+
		`"Condition":{"StringEquals":{"aws:SourceAccount":["123456789012"]}}}]}`, role.Input("assumeRolePolicy"))
}

func TestTaskPolicies(t *testing.T) {
	rec := runWeb(t, maximal())
	attachment := rec.One(t, "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
	require.Equal(t, "web-policy-managed", attachment.Name)
	require.Equal(t, "web-task-name", attachment.Input("role"))
	require.Equal(t, "arn:aws:iam::aws:policy/Some", attachment.Input("policyArn"))
	document := rec.Named(t, typeRolePolicy, "web-policy-media")
	require.Equal(t, "web-task-name", document.Input("role"))
	require.Equal(t, `{"Version":"2012-10-17"}`, document.Input("policy"))
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
		"arn:aws:s3:::bucket", "aws:x:ssm:us-east-1:123456789012:parameter/p",
	} {
		_, ok := secretAccess(arn)
		require.False(t, ok, arn)
	}
}

// An ARN that is known only during the update is checked then.
func TestAComputedSecretThatIsNoARNFailsTheUpdate(t *testing.T) {
	args := minimal()
	args.Task.Secrets = map[string]pulumi.StringInput{"TOKEN": pulumi.String("hunter2").ToStringOutput()}
	err := stacktest.RunErr(t, unused(args))
	require.ErrorContains(t, err, `web "web": task.secrets.TOKEN is no ARN that ECS can read a secret from; `+
		"want that of a Secrets Manager secret or of a Systems Manager parameter; such as arn:aws:secretsmanager:")
	require.NotContains(t, err.Error(), "hunter2")
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
	} {
		statements := pullStatements(image)
		if want == "" {
			require.Empty(t, statements, image)
			continue
		}
		require.Len(t, statements, 2, image)
		require.Equal(t, []string{"arn:" + want}, statements[1].Resource)
	}
}
