package facts_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/facts"
)

func TestRules(t *testing.T) {
	rules := facts.Rules()
	require.Len(t, rules, 492)
	byID := map[string]facts.Rule{}
	sections := map[string]int{}
	first, doubtful := 0, []string{}
	for _, r := range rules {
		require.NotContains(t, byID, r.ID, "an ID names one rule")
		require.Regexp(t, regexp.MustCompile(`^[0-9]+\. `), r.Section, r.ID)
		require.NotEmpty(t, r.What, r.ID)
		byID[r.ID] = r
		sections[r.Section]++
		if r.First {
			first++
		}
		if r.Doubtful {
			doubtful = append(doubtful, r.ID)
		}
	}
	require.Equal(t, 47, sections["1. VPC / EC2 networking"])
	require.Equal(t, 9, sections["15. WAFv2"])
	require.Len(t, sections, 20)
	require.Equal(t, []string{"L37", "R10", "R17", "C26", "MQ9", "EB22"}, doubtful)
	require.Equal(t, 183, first)

	require.Equal(t, facts.Rule{
		ID: "L13", Section: "2. ELBv2", First: true,
		What: "loadBalancer · enableDeletionProtection=true then destroy · blocked",
	}, byID["L13"])
	require.Contains(t, byID["AS1"].What, `replication-group:NodeGroups\|Replicas`, "an escaped bar ends no cell")
	require.Equal(t, "role name taken", byID["I10"].What)
}
