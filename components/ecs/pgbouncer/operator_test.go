package pgbouncer

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
)

func TestNoLoginsOfPeopleByDefault(t *testing.T) {
	rec := runBouncer(t, required())
	for _, secret := range rec.OfType(tasktest.TypeSecret) {
		require.NotEqual(t, "db-operator", secret.Name)
	}
	text := tasktest.Decode(t, rec.Named(t, tasktest.TypeSecretVersion, "db-users"), "secretString").(map[string]any)
	require.NotContains(t, text["logins"], "reader\":true")
	require.NotContains(t, text["userlist"], "operator")
}

// People have passwords of their own, in a secret that only they read. PgBouncer knows the console's, the database the
// reader's.
func TestLoginsOfPeople(t *testing.T) {
	args := required()
	args.Operator = true
	rec := runBouncer(t, args)
	version := rec.Named(t, tasktest.TypeSecretVersion, "db-operator")
	require.Equal(t, "db-operator-id", version.Input("secretId"))
	require.Equal(t, []string{"secretString"}, version.IgnoreChanges)
	require.True(t, version.IsSecret("secretString"))
	people := tasktest.Decode(t, version, "secretString").(map[string]any)
	require.Len(t, people, 4)
	require.Equal(t, "app_reader", people["reader_username"])
	require.Equal(t, "operator", people["console_username"])
	require.NotEqual(t, people["reader_password"], people["console_password"])

	users := tasktest.Decode(t, rec.Named(t, tasktest.TypeSecretVersion, "db-users"), "secretString").(map[string]any)
	require.Contains(t, users["logins"], `{"name":"app_reader","verifier":"SCRAM-SHA-256$4096:`)
	require.Contains(t, users["logins"], `"admin":false,"reader":true}`)
	require.NotContains(t, users["logins"], `"operator"`)
	require.Contains(t, users["userlist"], `"operator" "`+people["console_password"].(string)+`"`)
	require.NotContains(t, users["userlist"], "app_reader")
	require.Equal(t, "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-operator-AbCdEf",
		rec.Probed(t, "outputs").Input("operatorSecretArn"))

	definition := tasktest.Decode(t, rec.One(t, tasktest.TypeTaskDefinition), "containerDefinitions").([]any)
	variables := map[any]any{}
	for _, one := range definition[1].(map[string]any)["environment"].([]any) {
		variables[one.(map[string]any)["name"]] = one.(map[string]any)["value"]
	}
	require.Contains(t, variables["PGBOUNCER_INI"], "\nadmin_users = operator\n")
	require.Contains(t, variables["PGBOUNCER_HBA"], "host pgbouncer stats,operator all scram-sha-256\n")
	require.NotContains(t, rec.One(t, "aws:iam/rolePolicy:RolePolicy").Input("policy"), "db-operator",
		"PgBouncer's tasks do not read it")
}

// A new generation is a new password of people too.
func TestLoginsOfPeopleAreRotated(t *testing.T) {
	args := required()
	args.Operator, args.PasswordGeneration = true, 2
	rec := runBouncer(t, args)
	require.Equal(t, "db-operator-id", rec.Named(t, tasktest.TypeSecretVersion, "db-operator-2").Input("secretId"))

	for _, torn := range []string{"", "{}", `{"reader_password":"r"}`} {
		_, err := usersText(args, torn, []passwords{{App: "a", Admin: "b", Stats: "c"}})
		require.EqualError(t, err, "the secret of the operator's logins was changed by hand; raise passwordGeneration by one")
	}
}
