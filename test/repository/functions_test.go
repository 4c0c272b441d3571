package repository

import (
	"go/ast"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// function is one function and its length in lines, braces included.
type function struct {
	name, path string
	lines      int
}

func functions(t *testing.T) []function {
	t.Helper()
	var all []function
	for _, s := range sources(t) {
		if s.isTest() {
			continue
		}
		for _, declaration := range s.file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok && f.Body != nil {
				all = append(all, function{f.Name.Name, s.path, s.lines(f)})
			}
		}
	}
	require.Greater(t, len(all), 1000, "the walk does not see the repository")
	return all
}

// lines counts those of a node.
func (s source) lines(n ast.Node) int {
	return s.set.Position(n.End()).Line - s.set.Position(n.Pos()).Line + 1
}

// Nine functions in ten stay under 20 lines. A tier is one literal, to be read as a table; Program is the wiring of an
// environment, to be read from top to bottom.
func TestFunctionsAreShort(t *testing.T) {
	const p90, limit = 20, 50
	var lengths []int
	for _, f := range functions(t) {
		lengths = append(lengths, f.lines)
		exempt := strings.HasPrefix(f.path, "stacks/tier/tier1") || f.path == "stacks/backend/program.go"
		require.True(t, f.lines <= limit || exempt, "%s in %s has %d lines; want at most %d", f.name, f.path, f.lines, limit)
	}
	slices.Sort(lengths)
	require.LessOrEqual(t, lengths[len(lengths)*9/10], p90)
}
