package pgbouncer

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestPasswordsAreDrawnOnceAndKept(t *testing.T) {
	rec := runBouncer(t, required())
	version := rec.Named(t, tasktest.TypeSecretVersion, "db-passwords")
	require.Equal(t, []string{"secretString"}, version.IgnoreChanges)
	require.True(t, version.IsSecret("secretString"))
	require.Equal(t, "db-passwords-id", version.Input("secretId"))
	drawn, ok := tasktest.Decode(t, version, "secretString").(map[string]any)
	require.True(t, ok)
	require.Len(t, drawn, 2)
	require.ElementsMatch(t, []any{"Drawn1", "Drawn2"}, []any{drawn["app"], drawn["stats"]})

	calls := rec.Calls("aws:secretsmanager/getRandomPassword:getRandomPassword")
	require.Len(t, calls, 2)
	for _, call := range calls {
		require.Equal(t, 40, call.Input("passwordLength"))
		require.Equal(t, true, call.Input("excludePunctuation"))
	}
}

// The URLs are made of the passwords that are kept, and not of those that are drawn in each update.
func TestTheURLsFollowTheKeptPasswordsAndTheLoadBalancer(t *testing.T) {
	args := full().withDefaults()
	text, err := connectionText(args, "nlb.aws", `{"app":"Kept1","stats":"Kept2"}`)
	require.NoError(t, err)
	verifier, err := pgbouncer.Verifier("seller", "Kept1")
	require.NoError(t, err)
	require.JSONEq(t, `{
		"username": "seller", "password": "Kept1", "host": "nlb.aws", "port": 6000, "dbname": "shop",
		"url": "postgresql://seller:Kept1@nlb.aws:6000/shop",
		"read_url": "postgresql://seller:Kept1@nlb.aws:6000/shop_ro",
		"verifier": "`+verifier+`", "stats_password": "Kept2",
		"stats_url": "postgresql://stats:Kept2@127.0.0.1:6000/pgbouncer?sslmode=disable"
	}`, text)

	_, err = connectionText(args, "nlb.aws", "torn")
	require.ErrorContains(t, err, "reading the kept passwords: ")
}

func TestTheURLsAreASecretOfTheirOwn(t *testing.T) {
	rec := runBouncer(t, required())
	version := rec.Named(t, tasktest.TypeSecretVersion, "db-url")
	require.Equal(t, "db-url-id", version.Input("secretId"))
	require.Empty(t, version.IgnoreChanges)
	require.True(t, version.IsSecret("secretString"))
	require.Contains(t, version.SecretOutputs, "secretString")
	require.Contains(t, version.DependsOn, rec.Named(t, tasktest.TypeSecretVersion, "db-passwords").URN)
	require.Contains(t, version.DependsOn, rec.One(t, typeNLB).URN)
	text, ok := tasktest.Decode(t, version, "secretString").(map[string]any)
	require.True(t, ok)
	require.Equal(t, "db-nlb.us-east-1.elb.amazonaws.com", text["host"])
	require.Contains(t, text["password"], "Drawn")
}

func TestSecretsAreEncryptedAndRestorable(t *testing.T) {
	for _, name := range []string{"db-passwords", "db-url"} {
		secret := runBouncer(t, required()).Named(t, tasktest.TypeSecret, name)
		require.False(t, secret.Has("kmsKeyId"))
		require.Equal(t, 30, secret.Input("recoveryWindowInDays"))
		secret = runBouncer(t, full()).Named(t, tasktest.TypeSecret, name)
		require.Equal(t, "arn:key-of-mine", secret.Input("kmsKeyId"))
		require.Equal(t, 7, secret.Input("recoveryWindowInDays"))
	}
}

// The tasks may do nothing; what starts them may read two secrets and no other.
func TestPgBouncerPermissions(t *testing.T) {
	rec := runBouncer(t, full())
	grant := rec.One(t, "aws:iam/rolePolicy:RolePolicy")
	require.Equal(t, "db-execution-name", grant.Input("role"))
	require.Equal(t, "arn:aws:mock:::db-execution", rec.One(t, tasktest.TypeTaskDefinition).Input("executionRoleArn"))
	require.Equal(t, "arn:aws:mock:::db-task", rec.One(t, tasktest.TypeTaskDefinition).Input("taskRoleArn"))
	require.JSONEq(t, `{"Version": "2012-10-17", "Statement": [
		{"Sid": "Login0", "Effect": "Allow", "Action": ["ecr:GetAuthorizationToken"], "Resource": ["*"]},
		{"Sid": "Pull0", "Effect": "Allow", "Action": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage",
			"ecr:GetDownloadUrlForLayer"], "Resource": ["arn:aws:ecr:us-east-1:123456789012:repository/shop/pgbouncer"]},
		{"Sid": "Log", "Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
			"Resource": ["arn:aws:mock:::db-logs:*"]},
		{"Sid": "Secrets", "Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"],
			"Resource": ["`+urlARN+`", "`+masterARN+`"]},
		{"Sid": "Keys", "Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": ["arn:key-of-mine", "arn:key-of-rds"],
			"Condition": {"StringEquals": {"kms:ViaService": ["secretsmanager.us-east-1.amazonaws.com"]}}}
	]}`, grant.Input("policy").(string))

	text := bouncerPolicy("us-east-1", []string{bouncerImage, bouncerImage}, "log", []string{masterARN}, nil)
	for _, sid := range []string{"Login0", "Pull0", "Login1", "Pull1"} {
		require.Contains(t, text, `"Sid":"`+sid+`"`)
	}
	require.NotContains(t, text, "kms")
}

// A master secret that is known only later is checked then.
func TestAMasterSecretOfNoSecretsManager(t *testing.T) {
	args := required()
	args.MasterSecretARN = pulumi.String("hello").ToStringOutput()
	require.ErrorContains(t, stacktest.RunErr(t, bounces(args), answers()...),
		`pgbouncer "db": masterSecretArn is "hello"; want the ARN of a Secrets Manager secret`)
}
