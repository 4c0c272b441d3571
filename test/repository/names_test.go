package repository

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// superlative matches names that say max or min in another word.
var superlative = regexp.MustCompile(
	`^(most|least|fewest|largest|smallest|highest|lowest|longest|shortest|Most|Least|Fewest|Largest|Smallest|Highest|Lowest)([A-Z]|$)`)

// settled are names that are keys of environment files, inputs in the state of users, or AWS's own words.
var settled = map[string]string{
	"longestRequest": "a key of environments", "longestTask": "a key of environments", "longestRun": "a key of environments",
	"LeastOutstandingRequests": "an algorithm of AWS's load balancers",
	"MostEdges":                "not a bound, but most of the edge locations",
}

// The field says max and min, and a reader searches for them.
func TestNamesSayMaxAndMin(t *testing.T) {
	var wrong []string
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			for _, name := range declared(n) {
				if superlative.MatchString(name.Name) && settled[name.Name] == "" {
					wrong = append(wrong, fmt.Sprintf("%s:%d %s", s.path, s.set.Position(name.Pos()).Line, name.Name))
				}
			}
			return true
		})
	}
	require.Empty(t, wrong, "say max or min")
}

// declared are the names that a node declares.
func declared(n ast.Node) []*ast.Ident {
	switch n := n.(type) {
	case *ast.FuncDecl:
		return []*ast.Ident{n.Name}
	case *ast.TypeSpec:
		return []*ast.Ident{n.Name}
	case *ast.ValueSpec:
		return n.Names
	case *ast.Field:
		return n.Names
	case *ast.AssignStmt:
		return assigned(n)
	}
	return nil
}

func assigned(n *ast.AssignStmt) []*ast.Ident {
	if n.Tok != token.DEFINE {
		return nil
	}
	var names []*ast.Ident
	for _, left := range n.Lhs {
		if name, ok := left.(*ast.Ident); ok {
			names = append(names, name)
		}
	}
	return names
}
