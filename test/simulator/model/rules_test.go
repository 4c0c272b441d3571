package model_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// TestCheckRules tests the text of every helper that needs no account. An empty want means no error.
func TestCheckRules(t *testing.T) {
	unknown := schema.Unknown{}
	for name, c := range map[string]struct {
		rule           model.Rule
		props          model.Props
		property, want string
	}{
		"Between, lowest":  {model.Between("port", 1, 9), model.Props{"port": 1.0}, "", ""},
		"Between, highest": {model.Between("port", 1, 9), model.Props{"port": "9"}, "", ""},
		"Between, absent":  {model.Between("port", 1, 9), model.Props{}, "", ""},
		"Between, unknown": {model.Between("port", 1, 9), model.Props{"port": unknown}, "", ""},
		"Between, too low": {
			model.Between("port", 1, 9),
			model.Props{"port": 0.0},
			"port",
			"expected port to be in the range (1 - 9), got 0",
		},
		"Between, too high": {
			model.Between("port", 1, 9),
			model.Props{"port": "10"},
			"port",
			"expected port to be in the range (1 - 9), got 10",
		},
		"Between, nested": {
			model.Between("healthCheck.timeOut", 2, 9),
			model.Props{"healthCheck": map[string]any{"timeOut": 1.0}},
			"healthCheck", "expected health_check.time_out to be in the range (2 - 9), got 1",
		},
		"Length, longest": {model.Length("name", 2, 3), model.Props{"name": "abc"}, "", ""},
		"Length, too long": {
			model.Length("name", 2, 3),
			model.Props{"name": "abcd"},
			"name",
			"expected length of name to be in the range (2 - 3), got abcd",
		},
		"Length, too short": {
			model.Length("name", 2, 3),
			model.Props{"name": "a"},
			"name",
			"expected length of name to be in the range (2 - 3), got a",
		},
		"OneOf, one": {model.OneOf("type", "a", "b"), model.Props{"type": "b"}, "", ""},
		"OneOf, none": {
			model.OneOf("type", "a", "b"),
			model.Props{"type": "c"},
			"type",
			`expected type to be one of ["a" "b"], got c`,
		},
		"OneOfInts, one": {model.OneOfInts("days", 1, 3), model.Props{"days": 3.0}, "", ""},
		"OneOfInts, none": {
			model.OneOfInts("days", 1, 3), model.Props{"days": 2.0}, "days", "expected days to be one of [1 3], got 2",
		},
		"Matches, does": {model.Matches("name", "^[a-z]+$", "%q: %q is bad"), model.Props{"name": "ok"}, "", ""},
		"Matches, both": {
			model.Matches("namePrefix", "^[a-z]+$", "%[1]q must be lower case: %[2]q"),
			model.Props{"namePrefix": "A"},
			"namePrefix", `"name_prefix" must be lower case: "A"`,
		},
		"Matches, value": {
			model.Matches("name", "^[a-z]+$", "bad name %s"), model.Props{"name": "A"}, "name", "bad name A",
		},
		"Matches, plain": {
			model.Matches("name", "^[a-z]+$", "bad name"), model.Props{"name": "A"}, "name", "bad name",
		},
		"Lacks, does": {model.Lacks("name", "--", "%[1]q has --"), model.Props{"name": "a-b"}, "", ""},
		"Lacks, does not": {
			model.Lacks("name", "--", "%[1]q has --"), model.Props{"name": "a--b"}, "name", `"name" has --`,
		},
		"JSON, is":        {model.JSON("policy"), model.Props{"policy": `{"a":1}`}, "", ""},
		"JSON, an object": {model.JSON("policy"), model.Props{"policy": map[string]any{"a": 1.0}}, "", ""},
		"ARN, is":         {model.ARN("keyArn"), model.Props{"keyArn": "arn:aws:kms:us-east-1:1:key/k"}, "", ""},
		"ARN, is not": {
			model.ARN("a.keyArn"),
			model.Props{"a": map[string]any{"keyArn": "k"}},
			"a.keyArn",
			`"a.key_arn" (k) is an invalid ARN: arn: invalid prefix`,
		},
		"JSON, is not": {
			model.JSON("policy"),
			model.Props{"policy": "{"},
			"policy",
			`"policy" contains an invalid JSON: unexpected end of JSON input`,
		},
		"Conflicts, alone": {model.Conflicts("a", "b", "cD"), model.Props{"a": "1"}, "", ""},
		"Conflicts, other": {model.Conflicts("a", "b", "cD"), model.Props{"b": "1", "cD": "2"}, "", ""},
		"Conflicts, both": {
			model.Conflicts("aB", "b", "cD"),
			model.Props{"aB": "1", "cD": unknown},
			"aB",
			`Conflicting configuration arguments: "a_b": conflicts with c_d`,
		},
		"ExactlyOne, one": {model.ExactlyOne("aB", "c"), model.Props{"c": unknown}, "", ""},
		"ExactlyOne, none": {
			model.ExactlyOne("aB", "c"),
			model.Props{"c": ""},
			"aB",
			"Invalid combination of arguments: \"a_b\": one of `a_b,c` must be specified",
		},
		"ExactlyOne, both": {
			model.ExactlyOne("aB", "c", "d"),
			model.Props{"c": "1", "aB": "2"},
			"aB",
			"Invalid combination of arguments: \"a_b\": only one of `a_b,c,d` can be specified, but `a_b,c` were specified.",
		},
		"ExactlyOneAttribute": {model.ExactlyOneAttribute("aB", "c"), model.Props{"aB": "1"}, "", ""},
		"ExactlyOneAttribute2": {
			model.ExactlyOneAttribute("aB", "c"),
			model.Props{},
			"",
			"Invalid Attribute Combination. Exactly one of these attributes must be configured: [a_b,c]",
		},
		"With, all":    {model.With("a", "bC"), model.Props{"a": "1", "bC": "2"}, "", ""},
		"With, absent": {model.With("a", "bC"), model.Props{"bC": "2"}, "", ""},
		"With, missing": {
			model.With("a", "bC"),
			model.Props{"a": "1"},
			"a",
			"Missing required argument: \"a\": all of `a,b_c` must be specified",
		},
	} {
		require.Equal(t, model.Check, c.rule.On, name)
		err := c.rule.Test(&model.Call{New: c.props})
		if c.want == "" {
			require.NoError(t, err, name)
			continue
		}
		require.EqualError(t, err, c.want, name)
		var invalid *model.Invalid
		require.True(t, errors.As(err, &invalid), name)
		require.Equal(t, c.property, invalid.Property, name)
	}
}

func TestRulesCarryTheirNumbers(t *testing.T) {
	port, name := model.Between("port", 1, 2), model.Length("name", 1, 2)
	require.Empty(t, port.ID)
	require.Equal(t, "L1", port.As("L1").ID)
	require.Empty(t, port.ID, "the rule itself stays as it is")
	numbered := model.As("L2", []model.Rule{port, name})
	require.Equal(t, []string{"L2", "L2"}, []string{numbered[0].ID, numbered[1].ID})
	require.EqualError(t, numbered[1].Test(&model.Call{New: model.Props{"name": "abc"}}),
		"expected length of name to be in the range (1 - 2), got abc")
}
