package repository

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const makers = "components/internal/aws"

// makersOf are the constructors of the AWS resources that components share, which only the package makers calls. The
// rules of all components (names, recovery, policies, passwords) stand there once.
var makersOf = regexp.MustCompile(`\b(kms\.NewKey|secretsmanager\.NewSecret|secretsmanager\.NewSecretVersion|` +
	`secretsmanager\.GetRandomPasswordOutput|iam\.NewRole|iam\.NewRolePolicy|iam\.NewRolePolicyAttachment|` +
	`ec2\.NewSecurityGroup|vpc\.NewSecurityGroup(In|E)gressRule|cloudwatch\.NewLogGroup|cloudwatch\.NewMetricAlarm)\(`)

func TestOnlyOnePackageCreatesSharedResources(t *testing.T) {
	called := map[string]bool{}
	for _, s := range sources(t) {
		if s.isTest() || strings.HasPrefix(s.dir, "test/") {
			continue
		}
		for _, call := range makersOf.FindAllString(s.text, -1) {
			require.Equal(t, makers, s.dir, "%s calls %s…); call the maker of %s", s.path, call, makers)
			called[call] = true
		}
	}
	require.Len(t, called, 12, "%s calls each of the constructors", makers)
}

// maxDocLines is what a reader of go doc takes in at once. What is longer is a page in docs/ that the comment links.
const maxDocLines = 30

func TestDocCommentsOfComponentsAreShort(t *testing.T) {
	types := 0
	for _, s := range sources(t) {
		if s.isTest() || !strings.HasPrefix(s.dir, "components/") {
			continue
		}
		for name, lines := range typeComments(s.file) {
			types++
			require.LessOrEqual(t, lines, maxDocLines, "%s: the comment of %s; move a part of it to docs/%s.md",
				s.path, name, path.Base(s.dir))
		}
	}
	require.Greater(t, types, 10)
}

// typeComments are the numbers of lines of the comments of exported types.
func typeComments(file *ast.File) map[string]int {
	lines := map[string]int{}
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range gen.Specs {
			if typ, ok := spec.(*ast.TypeSpec); ok && typ.Name.IsExported() {
				lines[typ.Name.Name] = commentLines(gen.Doc) + commentLines(typ.Doc)
			}
		}
	}
	return lines
}

func commentLines(group *ast.CommentGroup) int {
	if group == nil {
		return 0
	}
	return len(group.List)
}

func parseText(t *testing.T, text string) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", text, parser.ParseComments)
	require.NoError(t, err)
	return file
}

func TestTypeCommentsAreCounted(t *testing.T) {
	var long strings.Builder
	for i := range 31 {
		fmt.Fprintf(&long, "// line %d\n", i)
	}
	s := parseText(t, "package p\n\n"+long.String()+"type Network struct{}\n\n// small is small.\ntype small int\n")
	require.Equal(t, map[string]int{"Network": 31}, typeComments(s))
}
