package model_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

func TestNormalForms(t *testing.T) {
	for name, c := range map[string]struct {
		normal func(string) string
		a, b   string
		same   bool
	}{
		"space and order": {model.JSONText, `{"b": [1, "<"], "a": {}}`, `{"a":{},"b":[1,"<"]}`, true},
		"list order":      {model.JSONText, `["a","b"]`, `["b","a"]`, false},
		"no JSON":         {model.JSONText, "a b", "a  b", false},
		"policy actions":  {model.PolicyText, `{"Action":["a:B","a:C"]}`, `{"Action":["a:C","a:B"]}`, true},
		"policy single":   {model.PolicyText, `{"Statement":[{"Action":["a:B"]}]}`, `{"Statement":{"Action":"a:B"}}`, true},
		"policy differs":  {model.PolicyText, `{"Action":["a:B"]}`, `{"Action":["a:C"]}`, false},
		"policy statements": {
			model.PolicyText, `{"Statement":[{"Sid":"A"},{"Sid":"B"}]}`, `{"Statement":[{"Sid":"B"},{"Sid":"A"}]}`, false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.same, c.normal(c.a) == c.normal(c.b))
		})
	}
	require.Equal(t, `{"a":1}`, model.Document(map[string]any{"a": 1}))
	require.Empty(t, model.Document(nil))
}

func TestCompareByNormalForm(t *testing.T) {
	res := &schema.Resource{Inputs: schema.Fields{"policy": {Type: "string"}, "text": {Type: "string"}}}
	typ := &model.Type{Normal: map[string]func(string) string{"policy": model.JSONText}}
	state := model.Props{"policy": `{"a":1}`, "text": `{"a":1}`}
	changed := func(value any) []string {
		return typ.Compare(res, state, state, model.Props{"policy": value, "text": value}).Changed
	}
	require.Equal(t, []string{"text"}, changed(`{ "a": 1 }`))
	require.NotContains(t, changed(map[string]any{"a": 1.0}), "policy", "an object is its text")
	require.Equal(t, []string{"policy", "text"}, changed(`{"a":2}`))
	require.Equal(t, []string{"policy", "text"}, changed(schema.Unknown{}))
}

func TestPrincipals(t *testing.T) {
	a, err := account.Open(filepath.Join(t.TempDir(), "account.db"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, a.Close()) })
	const own = "arn:aws:iam::123456789012:"
	require.NoError(t, a.Seed(t.Context(), "us-east-1", "aws:iam/role:Role", "there", nil))
	require.NoError(t, a.Do(t.Context(), func(tx *account.Tx) error {
		c := &model.Call{Tx: tx, Region: "us-east-1"}
		for principal, missing := range map[string]bool{
			"*": false, own + "root": false, c.CallerARN(): false, own + "role/path/there": false, own + "role/gone": true,
			own + "user/gone": true, "arn:aws:iam::999999999999:role/x": false, own + "oidc-provider/x": false,
		} {
			got := c.MissingPrincipal(`{"Statement":{"Principal":{"AWS":["` + principal + `"]}}}`)
			require.Equal(t, missing, got == principal, principal)
		}
		return nil
	}))
	statements := model.Statements(`{"Statement":[{"Principal":"*"},{"Principal":{"Service":"a","AWS":["b","c"]}}]}`)
	require.Len(t, statements, 2)
	require.Equal(t, map[string][]string{"AWS": {"*"}}, model.Principals(statements[0]))
	require.Equal(t, map[string][]string{"Service": {"a"}, "AWS": {"b", "c"}}, model.Principals(statements[1]))
	require.Empty(t, model.Statements("no policy"))
}
