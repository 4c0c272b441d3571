package web

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	login = `{"Sid":"Login","Effect":"Allow","Action":["ecr:GetAuthorizationToken"],"Resource":["*"]},`
	pull  = `{"Sid":"Pull","Effect":"Allow","Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",` +
		`"ecr:GetDownloadUrlForLayer"],"Resource":["arn:aws:ecr:us-east-1:123456789012:repository/shop/web"]},`
	writeLog = `{"Sid":"Log","Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],` +
		`"Resource":["arn:aws:mock:::web-logs:*"]}`
)

func TestExecutionRoleMayStartTheTaskAndNoMore(t *testing.T) {
	rec := runWeb(t, minimal())
	policy := rec.One(t, tasktest.TypeRolePolicy)
	require.Equal(t, "web-execution", policy.Name)
	require.Equal(t, "web-execution-name", policy.Input("role"))
	require.Equal(t, `{"Version":"2012-10-17","Statement":[`+login+pull+writeLog+`]}`, policy.Input("policy"))
	require.Equal(t, `{"Version":"2012-10-17","Statement":[{"Sid":"Tasks","Effect":"Allow",`+
		`"Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":["sts:AssumeRole"]}]}`,
		rec.Named(t, tasktest.TypeRole, "web-execution").Input("assumeRolePolicy"))
}

func TestExecutionRoleReadsExactlyTheGivenSecrets(t *testing.T) {
	policy := runWeb(t, maximal()).Named(t, tasktest.TypeRolePolicy, "web-execution")
	require.Equal(t, `{"Version":"2012-10-17","Statement":[`+login+pull+writeLog+`,`+
		`{"Sid":"Secrets","Effect":"Allow","Action":["secretsmanager:GetSecretValue"],"Resource":["`+tasktest.SecretARN+`"]},`+
		`{"Sid":"Parameters","Effect":"Allow","Action":["ssm:GetParameters"],"Resource":["`+tasktest.ParameterARN+`"]},`+
		`{"Sid":"Keys","Effect":"Allow","Action":["kms:Decrypt"],"Resource":["arn:key"],"Condition":{"StringEquals":`+
		`{"kms:ViaService":["secretsmanager.us-east-1.amazonaws.com","ssm.us-east-1.amazonaws.com"]}}}]}`,
		policy.Input("policy"))
}

func TestTaskRoleMayDoNothingByItself(t *testing.T) {
	rec := runWeb(t, minimal())
	for _, policy := range rec.OfType(tasktest.TypeRolePolicy) {
		require.NotEqual(t, "web-task-name", policy.Input("role"))
	}
	role := rec.Named(t, tasktest.TypeRole, "web-task")
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
	document := rec.Named(t, tasktest.TypeRolePolicy, "web-policy-media")
	require.Equal(t, "web-task-name", document.Input("role"))
	require.Equal(t, `{"Version":"2012-10-17"}`, document.Input("policy"))
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
