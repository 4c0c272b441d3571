package pgbouncer

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
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
	require.Len(t, drawn, 3)
	require.ElementsMatch(t, []any{"Drawn1", "Drawn2", "Drawn3"}, []any{drawn["app"], drawn["admin"], drawn["stats"]})

	calls := rec.Calls("aws:secretsmanager/getRandomPassword:getRandomPassword")
	require.Len(t, calls, 3)
	for _, call := range calls {
		require.Equal(t, 40, call.Input("passwordLength"))
		require.Equal(t, true, call.Input("excludePunctuation"))
	}
}

// Each generation has a version of its own, and the previous one stays.
func TestRotationKeepsThePreviousPasswords(t *testing.T) {
	for generation, want := range map[int][]string{1: {"db-passwords"}, 2: {"db-passwords-2", "db-passwords"}, 9: {"db-passwords-9", "db-passwords-8"}} {
		args := required()
		args.PasswordGeneration = generation
		rec := runBouncer(t, args)
		var versions []string
		for _, version := range rec.OfType(tasktest.TypeSecretVersion) {
			if version.Input("secretId") == "db-passwords-id" {
				versions = append(versions, version.Name)
			}
		}
		require.ElementsMatch(t, want, versions)
		newest, ok := tasktest.Decode(t, rec.Named(t, tasktest.TypeSecretVersion, want[0]), "secretString").(map[string]any)
		require.True(t, ok)
		url, ok := tasktest.Decode(t, rec.Named(t, tasktest.TypeSecretVersion, "db-url"), "secretString").(map[string]any)
		require.True(t, ok)
		require.Equal(t, newest["app"], url["password"], "clients get the newest")
	}
}

const (
	newest   = `{"app":"App2","admin":"Admin2","stats":"Stats2"}`
	previous = `{"app":"App1","admin":"Admin1","stats":"Stats1"}`
)

// PgBouncer knows the passwords of both generations, in the names that take turns.
func TestUsersOfTwoGenerations(t *testing.T) {
	args := full().withDefaults()
	args.PasswordGeneration = 2
	kept, err := readPasswords([]string{newest, previous})
	require.NoError(t, err)
	text, err := usersText(args, "", kept)
	require.NoError(t, err)
	logins, err := pgbouncer.BootstrapLogins(
		pgbouncer.Login{Name: "seller_b", Password: "App2"}, pgbouncer.Login{Name: "seller_admin_b", Password: "Admin2", Admin: true},
		pgbouncer.Login{Name: "seller_a", Password: "App1"}, pgbouncer.Login{Name: "seller_admin_a", Password: "Admin1", Admin: true})
	require.NoError(t, err)
	want, err := json.Marshal(map[string]string{
		"logins": logins,
		"userlist": `"seller_b" "App2"` + "\n" + `"seller_admin_b" "Admin2"` + "\n" +
			`"seller_a" "App1"` + "\n" + `"seller_admin_a" "Admin1"` + "\n" + `"stats" "Stats2"` + "\n",
		"stats_url": "postgresql://stats:Stats2@127.0.0.1:6000/pgbouncer?sslmode=disable",
	})
	require.NoError(t, err)
	require.JSONEq(t, string(want), text)

	_, err = readPasswords([]string{"torn"})
	require.ErrorContains(t, err, "reading the kept passwords: ")
	_, err = readPasswords([]string{`{"app":"a","stats":"s"}`})
	require.EqualError(t, err, "the kept passwords are of v0.1, which had no admin; raise passwordGeneration by one")
	kept, err = readPasswords([]string{newest, `{"app":"a","stats":"s"}`})
	require.NoError(t, err)
	text, err = usersText(args, "", kept)
	require.NoError(t, err)
	require.Contains(t, text, "seller_a")
	require.NotContains(t, text, "seller_admin_a")
}

func TestURLs(t *testing.T) {
	args := full().withDefaults()
	args.PasswordGeneration = 2
	kept := []passwords{{App: "p@ss/w:rd", Admin: "Admin2"}, {App: "App1"}}
	text, err := urlText(args, "nlb.aws", kept)
	require.NoError(t, err)
	require.JSONEq(t, `{
		"username": "seller_b", "password": "p@ss/w:rd", "host": "nlb.aws", "port": 6000, "dbname": "shop",
		"url": "postgresql://seller_b:p%40ss%2Fw%3Ard@nlb.aws:6000/shop",
		"read_url": "postgresql://seller_b:p%40ss%2Fw%3Ard@nlb.aws:6000/shop_ro"
	}`, text)
	text, err = adminText(args, "nlb.aws", kept)
	require.NoError(t, err)
	require.JSONEq(t, `{
		"username": "seller_admin_b", "password": "Admin2", "host": "nlb.aws", "port": 6000, "dbname": "shop_admin",
		"url": "postgresql://seller_admin_b:Admin2@nlb.aws:6000/shop_admin"
	}`, text)
}

// Clients read a new password only once every PgBouncer knows it, and not when ECS has rolled these back.
func TestURLsFollowTheTasks(t *testing.T) {
	rec := runBouncer(t, required())
	for _, name := range []string{"db-url", "db-admin"} {
		version := rec.Named(t, tasktest.TypeSecretVersion, name)
		require.Equal(t, name+"-id", version.Input("secretId"))
		require.Empty(t, version.IgnoreChanges)
		require.True(t, version.IsSecret("secretString"))
		require.Contains(t, version.SecretOutputs, "secretString")
		for _, before := range []stacktest.Resource{
			rec.Named(t, tasktest.TypeSecretVersion, "db-passwords"), rec.One(t, typeNLB), rec.One(t, "aws:ecs/service:Service"),
		} {
			require.Contains(t, version.DependsOn, before.URN)
		}
		text, ok := tasktest.Decode(t, version, "secretString").(map[string]any)
		require.True(t, ok)
		require.Equal(t, "db-nlb.us-east-1.elb.amazonaws.com", text["host"])
		require.Contains(t, text["password"], "Drawn")
	}
	rolledBack, err := stacktest.Record(bounces(required()), append(answers(), stacktest.Function(tasktest.GetService,
		func(resource.PropertyMap) (resource.PropertyMap, error) {
			return resource.PropertyMap{"taskDefinition": resource.NewProperty("arn:aws:mock:::db-task:0")}, nil
		}))...)
	require.ErrorContains(t, err, "ECS rolled the deployment back")
	var versions []string
	for _, version := range rolledBack.OfType(tasktest.TypeSecretVersion) {
		versions = append(versions, version.Name)
	}
	require.ElementsMatch(t, []string{"db-passwords", "db-users"}, versions)
}

func TestSecretsAreEncryptedAndRestorable(t *testing.T) {
	for _, name := range []string{"db-passwords", "db-users", "db-url", "db-admin"} {
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
			"Resource": ["`+usersARN+`", "`+masterARN+`"]},
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
