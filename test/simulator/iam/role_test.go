package iam_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/iam"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

const (
	us      = "arn:aws:iam::123456789012:"
	managed = "arn:aws:iam::aws:policy/"
)

func newAccount(t *testing.T) *simtest.Account {
	t.Helper()
	return simtest.New(t, iam.Types(), iam.Functions())
}

func trust(principal string) string {
	return fmt.Sprintf(
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":%s}]}`, principal)
}

func role(changes model.Props) model.Props {
	return simtest.With(model.Props{"name": "run", "assumeRolePolicy": trust(`{"Service":"ecs-tasks.amazonaws.com"}`)}, changes)
}

// document is a policy of one statement; extra is more of the statement's JSON.
func document(extra string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"` + extra + `}]}`
}

// wide is a policy of about n characters.
func wide(n int) string {
	return document(`,"Sid":"` + strings.Repeat("a", n-len(document(`,"Sid":""`))) + `"`)
}

func arns(n int) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = managed + []string{
			"AmazonS3FullAccess", "AmazonSQSFullAccess", "AmazonSNSFullAccess", "AmazonRDSFullAccess", "AmazonVPCFullAccess",
			"AmazonSSMFullAccess", "AmazonMQFullAccess", "AmazonEC2FullAccess", "CloudWatchFullAccess", "IAMFullAccess",
			"ReadOnlyAccess",
		}[i]
	}
	return list
}

func TestRoleRules(t *testing.T) {
	const malformed = "MalformedPolicyDocument: "
	body := func(text string) model.Props { return model.Props{"assumeRolePolicy": text} }
	statement := func(text string) model.Props { return body(`{"Version":"2012-10-17","Statement":[` + text + `]}`) }
	for name, c := range map[string]struct {
		change model.Props
		want   string
	}{
		"fits": {nil, ""},
		"as an object": {model.Props{"assumeRolePolicy": map[string]any{"Statement": []any{map[string]any{
			"Effect": "Allow",
			"Action": "sts:AssumeRole", "Principal": "*",
		}}}}, ""},
		"I1 length": {
			model.Props{"name": strings.Repeat("a", 65)},
			"expected length of name to be in the range (1 - 64)",
		},
		"I1 charset": {model.Props{"name": "a/b"}, `must match [\w+=,.@-]`},
		"I1 prefix": {
			model.Props{"name": nil, "namePrefix": strings.Repeat("a", 39)},
			"expected length of name_prefix to be in the range (1 - 38)",
		},
		"I1 both": {
			model.Props{"namePrefix": "a"},
			`Conflicting configuration arguments: "name": conflicts with name_prefix`,
		},
		"I2 JSON": {body("{"), `"assume_role_policy" contains an invalid JSON: unexpected end of JSON input`},
		"I2 resource": {
			statement(`{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*","Resource":"*"}`),
			malformed + "Has prohibited field Resource",
		},
		"I2 principal": {statement(`{"Effect":"Allow","Action":"sts:AssumeRole"}`), malformed +
			"AssumeRole policy must contain principals"},
		"I2 action": {statement(`{"Effect":"Allow","Action":"s3:GetObject","Principal":"*"}`), malformed +
			"AssumeRole policy may only specify STS AssumeRole actions."},
		"I6 no statement": {body(`{"Version":"2012-10-17"}`), malformed + "Syntax errors in policy."},
		"I3 role": {body(trust(`{"AWS":"` + us + `role/none"}`)), malformed +
			`Invalid principal in policy: "AWS":"` + us + `role/none"`},
		"I3 user": {body(trust(`{"AWS":["` + us + `root","` + us + `user/none"]}`)), malformed +
			`Invalid principal in policy: "AWS":"` + us + `user/none"`},
		"I3 known": {body(trust(`{"AWS":["` + us + `root","` + us +
			`user/tenfold","arn:aws:iam::999999999999:role/x"]}`)), ""},
		"I4 trust": {
			body(trust(`{"Service":"` + strings.Repeat("a", 2048) + `"}`)),
			"LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048",
		},
		"I4 white space": {body(trust(`{"Service":"x"` + strings.Repeat(" ", 2048) + `}`)), ""},
		"I4 inline": {
			model.Props{"inlinePolicies": []any{map[string]any{"name": "a", "policy": wide(10241)}}},
			"LimitExceeded: Maximum policy size of 10240 bytes exceeded for role run",
		},
		"I4 inline fits": {model.Props{"inlinePolicies": []any{map[string]any{"name": "a", "policy": wide(10240)}}}, ""},
		"I5": {
			model.Props{"managedPolicyArns": arns(11)},
			"LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10",
		},
		"I5 fits": {model.Props{"managedPolicyArns": arns(10)}, ""},
		"I7 session": {
			model.Props{"maxSessionDuration": 60},
			"expected max_session_duration to be in the range (3600 - 43200), got 60",
		},
		"I7 quotes": {
			model.Props{"description": "“x”"},
			"cannot contain specially formatted single or double quotes: [“‘]",
		},
		"I7 description": {
			model.Props{"description": strings.Repeat("a", 1001)},
			"expected length of description to be in the range (0 - 1000)",
		},
		"I7 path": {
			model.Props{"path": "/" + strings.Repeat("a", 512)},
			"expected length of path to be in the range (0 - 512)",
		},
		"I13": {model.Props{"managedPolicyArns": []any{managed + "None"}}, "NoSuchEntity: Policy " + managed +
			"None does not exist or is not attachable."},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := newAccount(t).Create(iam.Role, "r", role(c.change))
			if c.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.want)
			}
		})
	}
}

func TestRoleState(t *testing.T) {
	a := newAccount(t)
	id, state := a.MustCreate(iam.Role, "r", role(model.Props{"path": "/app/"}))
	require.Equal(t, "run", id)
	require.Equal(t, us+"role/app/run", state["arn"])
	_, _, err := a.Create(iam.Role, "r2", role(nil))
	require.ErrorContains(t, err, "StatusCode: 409", "I10")
	require.ErrorContains(t, err, "EntityAlreadyExists: Role with name run already exists.", "I10")
	_, _, err = a.Region("eu-west-1").Create(iam.Role, "r3", role(nil))
	require.ErrorContains(t, err, "EntityAlreadyExists", "a role belongs to no region")

	reordered := `{ "Statement": [ {"Principal": {"Service": ["ecs-tasks.amazonaws.com"]},
		"Action": ["sts:AssumeRole"], "Effect": "Allow"} ], "Version": "2012-10-17" }`
	changed, _, _, err := a.Diff(iam.Role, id, role(model.Props{"path": "/app/", "assumeRolePolicy": reordered}))
	require.NoError(t, err)
	require.Empty(t, changed)
	for property, c := range map[string]struct {
		value    any
		replaced bool
	}{
		"path": {"/", true}, "name": {"other", true}, "assumeRolePolicy": {trust(`"*"`), false}, "description": {"x", false},
	} {
		changed, replaced, _, err := a.Diff(iam.Role, id,
			role(simtest.With(model.Props{"path": "/app/"}, model.Props{property: c.value})))
		require.NoError(t, err)
		require.Equal(t, []string{property}, changed)
		require.Equal(t, c.replaced, len(replaced) > 0, "I8 %s", property)
	}
	found, err := a.Invoke("aws:iam/getRole:getRole", model.Props{"name": "run"})
	require.NoError(t, err)
	require.Equal(t, state["arn"], found["arn"])
	_, err = a.Invoke("aws:iam/getRole:getRole", model.Props{"name": "none"})
	require.ErrorContains(t, err, "reading IAM Role (none): couldn't find resource")
}

func TestRoleDelete(t *testing.T) {
	for name, c := range map[string]struct {
		token string
		props model.Props
		want  string
	}{
		"I9 attached": {
			iam.Attachment,
			model.Props{"role": "run", "policyArn": managed + "ReadOnlyAccess"},
			"DeleteConflict: Cannot delete entity, must detach all policies first.",
		},
		"I9 inline": {
			iam.RolePolicy,
			model.Props{"role": "run", "policy": document("")},
			"DeleteConflict: Cannot delete entity, must delete policies first.",
		},
		"I9 profile": {
			iam.InstanceProfile,
			model.Props{"role": "run"},
			"DeleteConflict: Cannot delete entity, must remove roles from instance profile first.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			id, _ := a.MustCreate(iam.Role, "r", role(nil))
			other, _ := a.MustCreate(c.token, "o", c.props)
			require.ErrorContains(t, a.Delete(iam.Role, id), c.want)
			require.NoError(t, a.Delete(c.token, other))
			require.NoError(t, a.Delete(iam.Role, id))
		})
	}
	t.Run("I9 by force", func(t *testing.T) {
		a := newAccount(t)
		id, _ := a.MustCreate(iam.Role, "r", role(model.Props{"forceDetachPolicies": true}))
		a.MustCreate(iam.Attachment, "a", model.Props{"role": "run", "policyArn": managed + "ReadOnlyAccess"})
		require.NoError(t, a.Delete(iam.Role, id))
		left, err := a.Resources(t.Context())
		require.NoError(t, err)
		require.Empty(t, left)
	})
}

func TestRoleQuota(t *testing.T) {
	a := newAccount(t)
	require.NoError(t, a.SetQuota(t.Context(), "roles", 1))
	a.MustCreate(iam.Role, "r", role(nil))
	_, _, err := a.Create(iam.Role, "r2", role(model.Props{"name": "two"}))
	require.ErrorContains(t, err, "LimitExceeded: Cannot exceed quota for RolesPerAccount: 1000", "I15")
	require.NoError(t, a.Do(t.Context(), func(tx *account.Tx) error {
		require.Equal(t, 1, tx.Count(account.Global, iam.Role))
		return nil
	}))
}
