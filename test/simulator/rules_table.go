package simulator

import (
	"fmt"
	"strings"
)

const rulesHead = `# The rules of AWS in the simulated account

Written by ` + "`go test ./test/simulator -run TestRulesTable -update`" + ` from the declarations of the resource
types and [facts/aws-rules.md](facts/aws-rules.md), which has each rule's error text and source. ★ marks the rules that
matter most. A rule that is not applicable has no error that a call could return.

`

// rulesTable draws RULES.md.
func rulesTable(states []ruleState) string {
	var b strings.Builder
	b.WriteString(rulesHead + "| state | rules |\n|---|--:|\n")
	for _, state := range []string{implemented, notApplicable, notModelled, inDoubt} {
		fmt.Fprintf(&b, "| %s | %d |\n", state, count(states, state))
	}
	section := ""
	for _, s := range states {
		if s.rule.Section != section {
			section = s.rule.Section
			fmt.Fprintf(&b, "\n## %s\n\n| ID | | rule | state | where, or why not |\n|---|---|---|---|---|\n", section)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", s.rule.ID, mark(s), s.rule.What, s.state, s.note)
	}
	return b.String()
}

func mark(s ruleState) string {
	if s.rule.First {
		return "★"
	}
	return ""
}

func count(states []ruleState, state string) int {
	n := 0
	for _, s := range states {
		if s.state == state {
			n++
		}
	}
	return n
}
