package pack

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the table of policies into ../README.md")

const (
	readme     = "../README.md"
	tableStart = "<!-- policies: written by go test ./policies/pack -update -->\n"
	tableEnd   = "<!-- end of policies -->\n"
)

func TestReadmeListsEveryPolicy(t *testing.T) {
	content, err := os.ReadFile(readme)
	require.NoError(t, err)
	head, rest, found := strings.Cut(string(content), tableStart)
	require.True(t, found, "%s has no line %q", readme, tableStart)
	_, tail, found := strings.Cut(rest, tableEnd)
	require.True(t, found, "%s has no line %q", readme, tableEnd)

	want := head + tableStart + table() + tableEnd + tail
	if *update {
		require.NoError(t, os.WriteFile(readme, []byte(want), 0o644))
		return
	}
	require.Equal(t, want, string(content), "run go test ./policies/pack -update")
}

// A policy stands in the file that has its ID for a name.
func TestEveryPolicyHasItsFile(t *testing.T) {
	for _, p := range catalogue() {
		text, err := os.ReadFile(strings.ReplaceAll(p.id, "-", "_") + ".go")
		require.NoError(t, err)
		require.Contains(t, string(text), " = "+strconv.Quote(p.id)+"\n")
		require.Contains(t, string(text), "func "+p.constructor()+"() policy {")
	}
}

// constructor is the name of the function that makes the policy: backlogAlarm for backlog-alarm.
func (p policy) constructor() string {
	words := strings.Split(p.id, "-")
	for i, word := range words[1:] {
		words[i+1] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.ReplaceAll(strings.Join(words, ""), "Alb", "ALB")
}

func TestPackFileAgreesWithThePack(t *testing.T) {
	file, err := workspace.LoadPolicyPack("../PulumiPolicy.yaml")
	require.NoError(t, err)
	require.Equal(t, Version, file.Version)
	require.Equal(t, "go", file.Runtime.Name())
}

func table() string {
	var b strings.Builder
	b.WriteString("| ID | what | how to fix | level | configuration |\n|---|---|---|---|---|\n")
	for _, p := range catalogue() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", p.id, p.description, p.fix, p.levelText(), p.settingsText())
	}
	return b.String()
}

func (p policy) levelText() string {
	if p.preventsDestroy {
		return "mandatory; off with `" + DestroyKey + ": true`"
	}
	return "mandatory"
}

func (p policy) settingsText() string {
	if len(p.settings) == 0 {
		return "–"
	}
	texts := make([]string, len(p.settings))
	for i, s := range p.settings {
		texts[i] = fmt.Sprintf("`%s`: %s %s", s.name, s.what, s.rangeText())
	}
	return strings.Join(texts, "<br>")
}

func (s setting) rangeText() string {
	if _, ok := s.fallback.([]string); ok {
		return "Default: none."
	}
	return fmt.Sprintf("%d to %d. Default: %v.", s.min, s.max, s.fallback)
}
