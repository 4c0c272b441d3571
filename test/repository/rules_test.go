// Package repository holds the rules of this repository, as tests: they need neither the engine nor the AWS SDK.
package repository

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	module = "github.com/tenfold-iac/tenfold"
	root   = "../.."
)

// forbidden imports, each with the reason.
var forbidden = map[string]string{
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/wafv2": "it compiles for minutes and gigabytes: register its resources " +
		"by token, see components/internal/component/token.go",
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/helm/v3": "it pulls in all 69 packages of that SDK: " +
		"register its resources by token",
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/yaml": "it pulls in all 69 packages of that SDK: " +
		"register its resources by token",
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/yaml/v2": "it pulls in all 69 packages of that SDK: " +
		"register its resources by token",
	"github.com/aws/aws-sdk-go-v2": "Tenfold reaches AWS through the Pulumi engine only",
}

// source is one parsed Go file of the repository.
type source struct {
	path string // from the root, with slashes
	dir  string
	set  *token.FileSet
	file *ast.File
	text string
}

func sources(t *testing.T) []source {
	t.Helper()
	all, err := parseAll()
	require.NoError(t, err)
	require.Greater(t, len(all), 100, "the walk does not see the repository")
	return all
}

// parseAll reads the repository once for all tests.
var parseAll = sync.OnceValues(func() (all []source, err error) {
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "tools") {
			return filepath.SkipDir
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		s, err := parse(path)
		all = append(all, s)
		return err
	})
	return all, err
})

func parse(path string) (source, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return source{}, err
	}
	rel, err := filepath.Rel(root, path)
	if err != nil {
		return source{}, err
	}
	rel = filepath.ToSlash(rel)
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, text, parser.ParseComments|parser.SkipObjectResolution)
	return source{path: rel, dir: filepath.ToSlash(filepath.Dir(rel)), set: set, file: file, text: string(text)}, err
}

func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

func (s source) imports() []string {
	var paths []string
	for _, spec := range s.file.Imports {
		paths = append(paths, strings.Trim(spec.Path.Value, `"`))
	}
	return paths
}

func TestEveryPackageHasOneComment(t *testing.T) {
	comments := map[string][]string{}
	for _, s := range sources(t) {
		key := s.dir + " " + s.file.Name.Name
		if strings.HasSuffix(s.file.Name.Name, "_test") {
			continue // documented by the package that it tests
		}
		comments[key] = append(comments[key], []string{}...)
		if s.file.Doc != nil {
			comments[key] = append(comments[key], s.path)
		}
	}
	for pkg, files := range comments {
		require.Len(t, files, 1, "package %s has %d package comments; want 1", pkg, len(files))
	}
}

func TestForbiddenImports(t *testing.T) {
	for _, s := range sources(t) {
		for _, path := range s.imports() {
			for prefix, reason := range forbidden {
				require.False(t, path == prefix || strings.HasPrefix(path, prefix+"/"),
					"%s imports %s; %s", s.path, path, reason)
			}
		}
	}
}

// Each folder with a New is a component, ecs/web as well as network. The package components/ecs holds types alone.
func TestComponentsDoNotImportEachOther(t *testing.T) {
	const types = "ecs"
	for _, s := range sources(t) {
		own, ok := strings.CutPrefix(s.dir, "components/")
		if !ok || strings.HasPrefix(own, "internal/") || s.isTest() {
			continue
		}
		for _, path := range s.imports() {
			other, ok := strings.CutPrefix(path, module+"/components/")
			if !ok || strings.HasPrefix(other, "internal/") || other == types && strings.HasPrefix(own, types+"/") {
				continue
			}
			require.Fail(t, fmt.Sprintf(
				"%s imports the component %s; take its IDs and ARNs as arguments, and wire them in program.go", s.path, other))
		}
	}
}

// The package of types can be imported by every component on ECS only while it has no New and makes no resource.
func TestTheTypesOfECSMakeNothing(t *testing.T) {
	for _, s := range sources(t) {
		if s.dir != "components/ecs" || s.isTest() {
			continue
		}
		for _, path := range s.imports() {
			require.NotContains(t, path, "pulumi-aws", s.path)
			require.NotEqual(t, module+"/components/internal/task", path, s.path)
		}
	}
}

// The simulator stands in for AWS, so it must not share an opinion with what it tests; and it compiles in seconds
// because it does not know the SDK.
func TestTheSimulatorKnowsNeitherComponentsNorTheSDK(t *testing.T) {
	for _, s := range sources(t) {
		if !strings.HasPrefix(s.dir, "test/simulator") || s.isTest() {
			continue
		}
		for _, path := range s.imports() {
			require.NotContains(t, path, "pulumi-aws", s.path)
			require.False(t, strings.HasPrefix(path, module+"/components"), "%s imports %s", s.path, path)
		}
	}
}

// No file that plain pulumi reads names the simulator: pulumi is for real AWS, tenfold for the simulated account.
func TestNothingThatPulumiRunsKnowsTheSimulator(t *testing.T) {
	for _, s := range sources(t) {
		shipped := strings.HasPrefix(s.dir, "stacks") || strings.HasPrefix(s.dir, "components") ||
			strings.HasPrefix(s.dir, "policies")
		for _, path := range s.imports() {
			require.False(t, shipped && !s.isTest() && strings.HasPrefix(path, module+"/test/simulator"),
				"%s imports %s", s.path, path)
		}
	}
	environments, err := filepath.Glob(root + "/environments/*.yaml")
	require.NoError(t, err)
	for _, path := range append(environments, root+"/Pulumi.yaml", root+"/policies/PulumiPolicy.yaml") {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NotContains(t, strings.ToLower(string(text)), "simulat", path)
	}
}

// Every struct of arguments is compared with its comments by a test of its package, see package argsdoc.
func TestArgumentsAreDocumentedTruthfully(t *testing.T) {
	structs, checked := map[string]bool{}, map[string]bool{}
	call := regexp.MustCompile(`argsdoc\.Check\(t, \(?&?(\w+)\{`)
	for _, s := range sources(t) {
		if !strings.HasPrefix(s.dir, "components/") || strings.HasPrefix(s.dir, "components/internal/") {
			continue
		}
		for _, match := range call.FindAllStringSubmatch(s.text, -1) {
			checked[s.dir+"."+match[1]] = true
		}
		if s.isTest() {
			continue
		}
		for _, name := range argumentStructs(s.file) {
			structs[s.dir+"."+name] = true
		}
	}
	require.GreaterOrEqual(t, len(structs), 4, "network, alb and two of ecs at least")
	for name := range structs {
		require.True(t, checked[name], "no test calls argsdoc.Check for %s", name)
	}
}

// argumentStructs are the exported structs that carry tags of inputs. Resources are none, nor are structs of outputs.
func argumentStructs(file *ast.File) []string {
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok || !spec.Name.IsExported() {
			return true
		}
		if structure, ok := spec.Type.(*ast.StructType); ok && tagged(structure) && !embeds(structure) {
			names = append(names, spec.Name.Name)
		}
		return true
	})
	return names
}

// tagged says whether a struct has a tag of Pulumi's on something else than an output.
func tagged(structure *ast.StructType) bool {
	return slices.ContainsFunc(structure.Fields.List, func(field *ast.Field) bool {
		selector, ok := field.Type.(*ast.SelectorExpr)
		isOutput := ok && strings.HasSuffix(selector.Sel.Name, "Output")
		return field.Tag != nil && strings.Contains(field.Tag.Value, `pulumi:"`) && !isOutput
	})
}

func embeds(structure *ast.StructType) bool {
	for _, field := range structure.Fields.List {
		if len(field.Names) == 0 {
			return true
		}
	}
	return false
}

func TestNoReplaceInGoMod(t *testing.T) {
	for _, path := range []string{root + "/go.mod", root + "/tools/go.mod"} {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NotRegexp(t, `(?m)^\s*replace\b`, string(text),
			"%s: a replace is ignored when somebody imports the module, so that they would build something else", path)
	}
}

// maxLines bounds a file, so that it stays one thought.
const maxLines = 300

func TestFilesAreShort(t *testing.T) {
	for _, s := range sources(t) {
		require.LessOrEqual(t, strings.Count(s.text, "\n"), maxLines, s.path)
	}
}

func TestNoTestIsSkipped(t *testing.T) {
	skip := regexp.MustCompile(`\bt\.Skip`)
	for _, s := range sources(t) {
		require.False(t, skip.MatchString(s.text) && !strings.HasPrefix(s.path, "test/repository/"),
			"%s skips a test; a test that cannot run fails and says what to install", s.path)
	}
}
