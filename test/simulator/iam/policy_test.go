package iam_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/iam"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestPolicyDocuments(t *testing.T) {
	const malformed = "MalformedPolicyDocument: "
	one := func(statement string) string { return `{"Version":"2012-10-17","Statement":` + statement + `}` }
	for name, c := range map[string]struct{ document, want string }{
		"fits":       {document(""), ""},
		"fits alone": {one(`{"Effect":"Deny","NotAction":"*","NotResource":"arn:aws:s3:::x"}`), ""},
		"JSON":       {"nope", `"policy" contains an invalid JSON: invalid character`},
		"I6 version": {`{"Version":"2020-01-01","Statement":[]}`, malformed +
			"Policy document must be version 2012-10-17 or greater."},
		"I6 nothing":   {`{"Version":"2012-10-17","Statement":[]}`, malformed + "Syntax errors in policy."},
		"I6 effect":    {one(`{"Effect":"allow","Action":"*","Resource":"*"}`), malformed + "Syntax errors in policy."},
		"I6 field":     {document(`,"Foo":1`), malformed + "Syntax errors in policy."},
		"I6 actions":   {one(`{"Effect":"Allow","Resource":"*"}`), malformed + "Policy statement must contain actions."},
		"I6 resources": {one(`{"Effect":"Allow","Action":"*"}`), malformed + "Policy statement must contain resources."},
		"I6 vendor": {one(`{"Effect":"Allow","Action":"GetObject","Resource":"*"}`), malformed +
			"Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
		"I6 ARN": {one(`{"Effect":"Allow","Action":"*","Resource":"bucket"}`), malformed +
			`Resource bucket must be in ARN format or "*".`},
		"I6 Sid": {one(
			`[{"Sid":"A","Effect":"Allow","Action":"*","Resource":"*"},` +
				`{"Sid":"A","Effect":"Allow","Action":"*","Resource":"*"}]`,
		), malformed + "Statement IDs (SID) in a single policy must be unique."},
		"I6 principal":  {document(`,"Principal":"*"`), malformed + "Policy document should not specify a principal."},
		"I4 size":       {wide(6145), "LimitExceeded: Cannot exceed quota for PolicySize: 6144"},
		"I4 size fits":  {wide(6144), ""},
		"I4 with space": {wide(6144) + strings.Repeat(" ", 100), ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := newAccount(t).Create(iam.Policy, "p", model.Props{"name": "p", "policy": c.document})
			if c.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.want)
			}
		})
	}
}

func TestPolicy(t *testing.T) {
	a := newAccount(t)
	props := model.Props{"name": "read", "policy": document(""), "description": "x"}
	id, state := a.MustCreate(iam.Policy, "p", props)
	require.Equal(t, us+"policy/read", id)
	require.Equal(t, id, state["arn"])
	_, _, err := a.Create(iam.Policy, "p2", props)
	require.ErrorContains(t, err,
		"EntityAlreadyExists: A policy called read already exists. Duplicate names are not allowed.", "I10")

	for property, c := range map[string]struct {
		value    any
		replaced bool
	}{
		"name": {"b", true}, "path": {"/x/", true}, "description": {"y", true}, "policy": {document(`,"Sid":"A"`), false},
	} {
		changed, replaced, _, err := a.Diff(iam.Policy, id, simtest.With(props, model.Props{property: c.value}))
		require.NoError(t, err)
		require.Equal(t, []string{property}, changed)
		require.Equal(t, c.replaced, len(replaced) > 0, "I11 %s", property)
	}

	role1, _ := a.MustCreate(iam.Role, "r", role(nil))
	attachment, _ := a.MustCreate(iam.Attachment, "a", model.Props{"role": role1, "policyArn": id})
	require.Regexp(t, `^run-\d{14}`, attachment)
	require.ErrorContains(t, a.Delete(iam.Policy, id), "DeleteConflict: Cannot delete a policy attached to entities.",
		"I11")
	require.NoError(t, a.Delete(iam.Attachment, attachment))
	lists, _ := a.MustCreate(iam.Role, "r2", role(model.Props{"name": "lists", "managedPolicyArns": []any{id}}))
	require.ErrorContains(t, a.Delete(iam.Policy, id), "DeleteConflict: Cannot delete a policy attached to entities.",
		"I11")
	require.NoError(t, a.Delete(iam.Role, lists))
	require.NoError(t, a.Delete(iam.Policy, id))
}

func TestPolicyQuota(t *testing.T) {
	a := newAccount(t)
	require.NoError(t, a.SetQuota(t.Context(), "policies", 1))
	a.MustCreate(iam.Policy, "p", model.Props{"policy": document("")})
	_, _, err := a.Create(iam.Policy, "q", model.Props{"policy": document("")})
	require.ErrorContains(t, err, "LimitExceeded: Cannot exceed quota for PoliciesPerAccount: 1500", "I15")
}

func TestRolePolicy(t *testing.T) {
	for name, c := range map[string]struct {
		change model.Props
		want   string
	}{
		"fits": {nil, ""},
		"I4 all together": {
			model.Props{"policy": wide(5121)},
			"LimitExceeded: Maximum policy size of 10240 bytes exceeded for role run",
		},
		"I6":      {model.Props{"policy": `{"Statement":[]}`}, "MalformedPolicyDocument: Syntax errors in policy."},
		"I14":     {model.Props{"role": us + "role/run"}, `"role" must be the role's name not its ARN`},
		"no role": {model.Props{"role": "none"}, "NoSuchEntity: The role with name none cannot be found."},
		"JSON":    {model.Props{"policy": "{"}, `"policy" contains an invalid JSON`},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.MustCreate(iam.Role, "r", role(nil))
			a.MustCreate(iam.RolePolicy, "first", model.Props{"name": "first", "role": "run", "policy": wide(5120)})
			id, _, err := a.Create(iam.RolePolicy, "p",
				simtest.With(model.Props{"name": "p", "role": "run", "policy": wide(5120)}, c.change))
			if c.want != "" {
				require.ErrorContains(t, err, c.want)
				return
			}
			require.NoError(t, err)
			require.Equal(t, "run:p", id)
			_, err = a.Update(iam.RolePolicy, id, model.Props{"name": "p", "role": "run", "policy": wide(5119)})
			require.NoError(t, err, "the policy itself is not counted twice")
		})
	}
}

func TestAttachment(t *testing.T) {
	a := newAccount(t)
	a.MustCreate(iam.Role, "r", role(model.Props{"managedPolicyArns": arns(2)}))
	attach := func(arn any, role string) error {
		_, _, err := a.Create(iam.Attachment, "a", model.Props{"role": role, "policyArn": arn})
		return err
	}
	require.ErrorContains(t, attach(managed+"None", "run"),
		"NoSuchEntity: Policy "+managed+"None does not exist or is not attachable.", "I13")
	require.ErrorContains(t, attach(managed+"None", "run"), "StatusCode: 404", "I13")
	require.ErrorContains(t, attach(managed+"ReadOnlyAccess", "none"),
		"NoSuchEntity: The role with name none cannot be found.")
	require.ErrorContains(t, attach(managed+"ReadOnlyAccess", us+"role/run"),
		`"role" must be the role's name not its ARN`, "I14")
	for _, arn := range arns(10) {
		require.NoError(t, attach(arn, "run"), "I5: each policy counts once")
	}
	require.ErrorContains(t, attach(managed+"service-role/AmazonECSTaskExecutionRolePolicy", "run"),
		"LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10", "I5")
	require.NoError(t, a.SetQuota(t.Context(), "policiesPerRole", 20))
	require.NoError(t, attach(managed+"service-role/AmazonECSTaskExecutionRolePolicy", "run"))
}

func TestGetPolicy(t *testing.T) {
	a := newAccount(t)
	id, _ := a.MustCreate(iam.Policy, "p", model.Props{"name": "own", "policy": document("")})
	for name, c := range map[string]struct {
		args model.Props
		arn  string
	}{
		"own by ARN":  {model.Props{"arn": id}, id},
		"own by name": {model.Props{"name": "own"}, id},
		"AWS by name": {model.Props{"name": "AmazonECSTaskExecutionRolePolicy"}, managed +
			"service-role/AmazonECSTaskExecutionRolePolicy"},
		"AWS by ARN": {model.Props{"arn": managed + "ReadOnlyAccess"}, managed + "ReadOnlyAccess"},
	} {
		found, err := a.Invoke("aws:iam/getPolicy:getPolicy", c.args)
		require.NoError(t, err, name)
		require.Equal(t, c.arn, found["arn"], name)
	}
	_, err := a.Invoke("aws:iam/getPolicy:getPolicy", model.Props{"name": "none"})
	require.ErrorContains(t, err, "reading IAM Policy (none): couldn't find resource")
}

func TestGetPolicyDocument(t *testing.T) {
	result, err := newAccount(t).Invoke("aws:iam/getPolicyDocument:getPolicyDocument", model.Props{
		"sourcePolicyDocuments": []any{`{"Statement":[{"Sid":"A","Effect":"Allow","Action":"s3:*","Resource":"*"}]}`},
		"statements": []any{map[string]any{
			"sid": "B", "actions": []any{"sqs:ReceiveMessage", "sqs:SendMessage"}, "resources": []any{"*"},
			"principals": []any{map[string]any{"type": "Service", "identifiers": []any{"x.amazonaws.com"}}},
			"conditions": []any{map[string]any{"test": "StringEquals", "variable": "a:b", "values": []any{"c"}}},
		}},
		"overridePolicyDocuments": []any{`{"Statement":[{"Sid":"A","Effect":"Deny","Action":"s3:*","Resource":"*"}]}`},
	})
	require.NoError(t, err)
	require.JSONEq(t, `{"Version":"2012-10-17","Statement":[
		{"Sid":"A","Effect":"Deny","Action":"s3:*","Resource":"*"},
		{"Sid":"B","Effect":"Allow","Action":["sqs:SendMessage","sqs:ReceiveMessage"],"Resource":"*",
		 "Principal":{"Service":"x.amazonaws.com"},"Condition":{"StringEquals":{"a:b":"c"}}}]}`, result.String("json"))
	require.NotContains(t, result.String("minifiedJson"), "\n")
}
