package elasticache_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/elasticache"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func userInputs(_ *fixture, changes props) props {
	return simtest.With(props{
		"userId": "App", "userName": "app", "engine": "valkey", "accessString": "on ~* +@all",
		"passwords": list("a-password-of-16-"),
	}, changes)
}

func TestUser(t *testing.T) {
	const none = "InvalidParameterValue: No password was provided. If you want to create/update the user without " +
		"password, please use the NoPasswordRequired flag."
	mode := func(kind string, passwords ...any) map[string]any {
		return map[string]any{"type": kind, "passwords": passwords}
	}
	creates(t, elasticache.User, userInputs, []errorCase{
		{"fits", nil, ""},
		{"engine", props{"engine": "memcached"}, `expected engine to be one of ["redis" "valkey"], got memcached`},
		{"length", props{"userId": strings.Repeat("a", 41)}, "expected length of user_id to be in the range (1 - 40)"},
		{"engine in capitals", props{"engine": "VALKEY"}, ""},
		{
			"passwords",
			props{"passwords": list("a", "b", "c")},
			"Too many passwords: Attribute supports 2 item maximum, but config has 3 declared.",
		},
		{
			"short password",
			props{"passwords": list("short")},
			"expected length of passwords to be in the range (16 - 128), got 5 characters",
		},
		{
			"short password in the mode",
			props{"passwords": nil, "authenticationMode": mode("password", "short")},
			"expected length of passwords to be in the range (16 - 128), got 5 characters",
		},
		{"no password", props{"passwords": nil}, none},
		{"none wanted", props{"passwords": nil, "noPasswordRequired": true}, ""},
		{"mode without password", props{"passwords": nil, "authenticationMode": mode("password")}, none},
		{"mode", props{"passwords": nil, "authenticationMode": mode("password", "a-password-of-16-")}, ""},
		{
			"unknown mode",
			props{"passwords": nil, "authenticationMode": mode("cert")},
			`expected authentication_mode.type to be one of ["password" "no-password-required" "iam"], got cert`,
		},
		{"both", props{"authenticationMode": mode("iam")}, `"authentication_mode": conflicts with passwords`},
		{"password for nothing", props{"noPasswordRequired": true}, "Passwords cannot be given for a user that needs none."},
		{
			"iam",
			props{"passwords": nil, "authenticationMode": mode("iam"), "userName": "other"},
			"The user name and the user ID must be the same for a user that authenticates by IAM.",
		},
		{"iam fits", props{"passwords": nil, "authenticationMode": mode("iam"), "userName": "app", "userId": "app"}, ""},
		{"access string", props{"accessString": "~* +@all"}, `Access String "~* +@all" must include on or off.`},
	})
	f := newFixture(t)
	app := f.live(elasticache.User, userInputs(f, nil))
	require.Equal(t, "app", app.id)
	app.replaces(props{"userId": "new"}, "userId")
	app.replaces(props{"userName": "new"}, "userName")
	app.replaces(props{"accessString": "off", "engine": "VALKEY", "userId": "APP"})
	require.Equal(t, map[string]any{"type": "password", "passwordCount": 1.0}, f.Read(elasticache.User,
		"app")["authenticationMode"])
	_, _, err := f.Create(elasticache.User, "again", userInputs(f, nil))
	require.ErrorContains(t, err, "UserAlreadyExists: User app already exists.")
}

func TestUserGroup(t *testing.T) {
	base := func(f *fixture, changes props) props {
		f.MustCreate(elasticache.User, "app", userInputs(f, nil))
		f.MustCreate(elasticache.User, "twin", userInputs(f, props{"userId": "twin"}))
		f.MustCreate(elasticache.User, "old", userInputs(f, props{"userId": "old", "engine": "redis", "userName": "default"}))
		return simtest.With(props{"userGroupId": "Team", "engine": "valkey", "userIds": list("app")}, changes)
	}
	creates(t, elasticache.UserGroup, base, []errorCase{
		{"fits", nil, ""},
		{"unknown engine", props{"engine": "memcached"}, `expected engine to be one of ["redis" "valkey"], got memcached`},
		{
			"length",
			props{"userGroupId": strings.Repeat("a", 41)},
			"expected length of user_group_id to be in the range (1 - 40)",
		},
		{"none", props{"userIds": list("gone")}, "UserNotFound: User gone not found."},
		{
			"twice",
			props{"userIds": list("app", "twin")},
			"DuplicateUserName: A user with the name app is in the user group already.",
		},
		{
			"engine",
			props{"engine": "redis", "userIds": list("app", "old")},
			"User app of engine valkey cannot be in a user group of engine redis.",
		},
		{
			"default",
			props{"engine": "redis", "userIds": nil},
			"DefaultUserRequired: User group needs to contain a user with the user name default.",
		},
		{"own default", props{"engine": "redis", "userIds": list("old")}, ""},
		{"AWS's default", props{"engine": "Redis", "userIds": list("default")}, ""},
	})
	f := newFixture(t)
	team := f.live(elasticache.UserGroup, base(f, nil))
	team.replaces(props{"userGroupId": "new"}, "userGroupId")
	team.replaces(props{"userIds": list(), "engine": "Valkey", "userGroupId": "TEAM"})
	_, _, err := f.Create(elasticache.UserGroup, "again", team.inputs)
	require.ErrorContains(t, err, "UserGroupAlreadyExists: User Group team already exists.")
	cache, _ := f.MustCreate(elasticache.ReplicationGroup, "c", f.cache(props{"userGroupIds": list("team")}))
	require.ErrorContains(t, f.Delete(elasticache.UserGroup, team.id),
		"InvalidUserGroupState: User group team is associated to replication groups and cannot be deleted.")
	require.NoError(t, f.Delete(elasticache.User, "app"))
	require.Empty(t, f.Read(elasticache.UserGroup, team.id)["userIds"], "a deleted user leaves its groups")
	require.NoError(t, f.Delete(elasticache.ReplicationGroup, cache))
	require.NoError(t, f.Delete(elasticache.UserGroup, team.id))
}

func TestDefaultUserStays(t *testing.T) {
	f := newFixture(t)
	f.MustCreate(elasticache.User, "d", userInputs(f, props{"userId": "d", "userName": "default", "engine": "redis"}))
	group, _ := f.MustCreate(elasticache.UserGroup, "g", props{
		"userGroupId": "g", "engine": "redis", "userIds": list("d"),
	})
	require.ErrorContains(t, f.Delete(elasticache.User, "d"),
		"DefaultUserAssociatedToUserGroup: Default user d is associated with user groups.")
	require.NoError(t, f.Delete(elasticache.UserGroup, group))
	require.NoError(t, f.Delete(elasticache.User, "d"))
}

func TestUserGroupAssociation(t *testing.T) {
	f := newFixture(t)
	f.MustCreate(elasticache.User, "app", userInputs(f, nil))
	f.MustCreate(elasticache.UserGroup, "g", props{"userGroupId": "g", "engine": "valkey"})
	inputs := props{"userGroupId": "g", "userId": "app"}
	for want, changes := range map[string]props{
		"UserGroupNotFound: User Group x not found.": {"userGroupId": "x"},
		"UserNotFound: User x not found.":            {"userId": "x"},
	} {
		_, _, err := f.Create(elasticache.UserGroupAssociation, "a", simtest.With(inputs, changes))
		require.ErrorContains(t, err, want)
	}
	a := f.live(elasticache.UserGroupAssociation, inputs)
	require.Equal(t, "g,app", a.id)
	require.Equal(t, list("app"), f.Read(elasticache.UserGroup, "g")["userIds"])
	a.replaces(props{"userId": "x"}, "userId")
	a.replaces(props{"userGroupId": "x"}, "userGroupId")
	_, _, err := f.Create(elasticache.UserGroupAssociation, "b", inputs)
	require.ErrorContains(t, err, "DuplicateUserName: A user with the name app is in the user group already.")
	require.NoError(t, f.Delete(elasticache.UserGroupAssociation, a.id))
	require.Empty(t, f.Read(elasticache.UserGroup, "g")["userIds"])
}
