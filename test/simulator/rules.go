package simulator

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/facts"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// The states of a rule in RULES.md.
const (
	implemented   = "implemented"
	notApplicable = "not applicable"
	notModelled   = "not modelled"
	inDoubt       = "in doubt"
)

// ruleState is a line of RULES.md.
type ruleState struct {
	rule  facts.Rule
	state string
	note  string // where it is implemented, or why not
}

// ruleStates returns the state of every known rule. The error lists problems of the declarations and of the reasons.
func ruleStates(types []*model.Type, reasons map[string]reason, rules []facts.Rule) ([]ruleState, error) {
	where := tokensByRule(types)
	errs := misnamed(where, reasons, rules)
	states := make([]ruleState, 0, len(rules))
	for _, rule := range rules {
		tokens := where[rule.ID]
		s := ruleState{rule: rule, state: implemented, note: strings.Join(tokens, ", ")}
		if len(tokens) == 0 {
			s.state, s.note = without(rule, reasons)
		}
		if s.state == "" {
			errs = append(errs, fmt.Errorf("rule %s has neither an implementation nor a reason in rules_reasons.go", rule.ID))
		}
		if mustHave(rule) && s.state != implemented && s.state != notApplicable {
			errs = append(errs, fmt.Errorf("rule %s is marked in the facts and not implemented: %s", rule.ID, s.note))
		}
		states = append(states, s)
	}
	return states, errors.Join(errs...)
}

// without returns the state of a rule that no type implements. A reason for the rule takes precedence over a doubt
// about it.
func without(rule facts.Rule, reasons map[string]reason) (state, note string) {
	r, ok := reasons[rule.ID]
	if !ok && rule.Doubtful {
		return inDoubt, "the source is not certain of this rule"
	}
	if !ok {
		r, ok = reasons[strings.TrimRight(rule.ID, "0123456789")+"*"]
	}
	if !ok {
		return "", ""
	}
	if r.never {
		return notApplicable, r.text
	}
	return notModelled, r.text
}

// misnamed finds rule IDs that are not in the facts, and unused reasons.
func misnamed(where map[string][]string, reasons map[string]reason, rules []facts.Rule) []error {
	var errs []error
	known, families := map[string]bool{}, map[string]bool{}
	for _, rule := range rules {
		known[rule.ID] = true
		families[strings.TrimRight(rule.ID, "0123456789")+"*"] = true
	}
	for id, tokens := range where {
		if !known[id] {
			errs = append(errs, fmt.Errorf("rule %s of %s is not in facts/aws-rules.md", id, strings.Join(tokens, ", ")))
		}
	}
	for id := range reasons {
		switch {
		case !known[id] && !families[id]:
			errs = append(errs, fmt.Errorf("the reason for rule %s matches no rule of facts/aws-rules.md", id))
		case len(where[id]) > 0:
			errs = append(errs, fmt.Errorf("rule %s is implemented, and has a reason for not being implemented", id))
		}
	}
	slices.SortFunc(errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errs
}

// tokensByRule lists the types that implement each rule.
func tokensByRule(types []*model.Type) map[string][]string {
	where := map[string][]string{}
	for _, t := range types {
		for _, id := range t.RuleIDs() {
			token := "`" + strings.TrimPrefix(t.Token, "aws:") + "`"
			if !slices.Contains(where[id], token) {
				where[id] = append(where[id], token)
			}
		}
	}
	for _, tokens := range where {
		slices.Sort(tokens)
	}
	return where
}

// mustHave reports whether a rule is marked and in a modelled section.
func mustHave(rule facts.Rule) bool {
	number, _, _ := strings.Cut(rule.Section, ".")
	return rule.First && slices.Contains(modelled, number)
}
