package simulator

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/facts"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestRulesTable(t *testing.T) {
	states, err := ruleStates(Types(), reasons, facts.Rules())
	require.NoError(t, err)
	stacktest.Golden(t, "RULES.md", rulesTable(states))
}

// The tests below test the check itself.
const (
	network    = "1. VPC / EC2 networking"
	kubernetes = "14. EKS"
)

func thing(ids ...string) *model.Type {
	t := &model.Type{Token: "aws:ec2/thing:Thing"}
	for _, id := range ids {
		t.Rules = append(t.Rules, model.Rule{ID: id})
	}
	return t
}

func TestRuleStates(t *testing.T) {
	rules := []facts.Rule{
		{ID: "N1", Section: network, First: true, What: "one"},
		{ID: "N2", Section: network, First: true, What: "two"},
		{ID: "N3", Section: network, Doubtful: true, What: "three"},
		{ID: "N4", Section: network, What: "four"},
		{ID: "N5", Section: network, First: true, Doubtful: true, What: "seven"},
		{ID: "K8S1", Section: kubernetes, First: true, What: "five"},
		{ID: "K8S2", Section: kubernetes, What: "six"},
	}
	other := thing("N1")
	other.Token = "aws:vpc/a:A"
	states, err := ruleStates([]*model.Type{thing("N1, N4"), other}, map[string]reason{
		"N2": never("a silent drift"), "N5": never("no error is known"), "K8S*": later("comes later"), "K8S2": later("rare"),
	}, rules)
	require.NoError(t, err)
	require.Equal(t, []ruleState{
		{rules[0], implemented, "`ec2/thing:Thing`, `vpc/a:A`"},
		{rules[1], notApplicable, "a silent drift"},
		{rules[2], inDoubt, "the source is not certain of this rule"},
		{rules[3], implemented, "`ec2/thing:Thing`"},
		{rules[4], notApplicable, "no error is known"},
		{rules[5], notModelled, "comes later"},
		{rules[6], notModelled, "rare"},
	}, states)
	require.Equal(t, rulesHead+`| state | rules |
|---|--:|
| implemented | 2 |
| not applicable | 2 |
| not modelled | 2 |
| in doubt | 1 |

## 1. VPC / EC2 networking

| ID | | rule | state | where, or why not |
|---|---|---|---|---|
| N1 | ★ | one | implemented | `+"`ec2/thing:Thing`, `vpc/a:A`"+` |
| N2 | ★ | two | not applicable | a silent drift |
| N3 |  | three | in doubt | the source is not certain of this rule |
| N4 |  | four | implemented | `+"`ec2/thing:Thing`"+` |
| N5 | ★ | seven | not applicable | no error is known |

## 14. EKS

| ID | | rule | state | where, or why not |
|---|---|---|---|---|
| K8S1 | ★ | five | not modelled | comes later |
| K8S2 |  | six | not modelled | rare |
`, rulesTable(states))
}

func TestRuleStatesAreChecked(t *testing.T) {
	rules := []facts.Rule{{ID: "N1", Section: network, First: true}, {ID: "K8S1", Section: kubernetes, First: true}}
	known := map[string]reason{"K8S*": later("later")}
	for name, c := range map[string]struct {
		ids     []string
		reasons map[string]reason
		want    string
	}{
		"a marked rule without anything": {
			nil, known, "rule N1 has neither an implementation nor a reason in rules_reasons.go\n" +
				"rule N1 is marked in the facts and not implemented: ",
		},
		"a marked rule that is put off": {
			nil,
			map[string]reason{"K8S*": later("later"), "N1": later("too hard")},
			"rule N1 is marked in the facts and not implemented: too hard",
		},
		"an ID that does not exist": {
			[]string{"N1", "N99"}, known, "rule N99 of `ec2/thing:Thing` is not in facts/aws-rules.md",
		},
		"a reason for what is implemented": {
			[]string{"N1"},
			map[string]reason{"K8S*": later("later"), "N1": never("no error")},
			"rule N1 is implemented, and has a reason for not being implemented",
		},
		"a reason for no rule": {
			[]string{"N1"},
			map[string]reason{"K8S*": later("later"), "X*": later("later"), "N7": later("later")},
			"the reason for rule N7 matches no rule of facts/aws-rules.md\n" +
				"the reason for rule X* matches no rule of facts/aws-rules.md",
		},
	} {
		_, err := ruleStates([]*model.Type{thing(c.ids...)}, c.reasons, rules)
		require.EqualError(t, err, c.want, name)
	}
}
