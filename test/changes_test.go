package test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/stacks/backend"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

var changesBlock = regexp.MustCompile(`(?s)(<!-- changes[^\n]*-->\n).*?(<!-- end of changes -->)`)

// The table of changes in docs/operations.md is the one by which previews warn.
func TestReadmeOfOperationsShowsTheChanges(t *testing.T) {
	const path = "../docs/operations.md"
	table := "| change | what happens | unreachable | what to do |\n|---|---|---|---|\n"
	for _, c := range backend.Changes() {
		change := "`" + strings.Join(append([]string{c.Key}, c.Also...), "`, `") + "`"
		if c.When != "" {
			change += ": " + c.When
		}
		effect := strings.ToUpper(c.Effect[:1]) + c.Effect[1:]
		preview := map[string]string{"warns": "**Warning.** ", "fails": "**Error.** "}[c.Preview]
		table += fmt.Sprintf("| %s | %s%s | %s | %s |\n", change, preview, effect, c.Outage, c.Advice)
	}
	table += "| everything else | no outage | | |\n"
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Regexp(t, changesBlock, string(text))
	table = strings.ReplaceAll(strings.ReplaceAll(table, "|  |", "| |"), "|  |", "| |")
	stacktest.Golden(t, path, changesBlock.ReplaceAllString(string(text), "${1}"+table+"${2}"))
}
