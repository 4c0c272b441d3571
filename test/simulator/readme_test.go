package simulator

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	readme      = "README.md"
	typesStart  = "<!-- types: written by go test ./test/simulator -run TestReadme -update -->\n"
	typesEnd    = "<!-- end of types -->\n"
	quotasStart = "<!-- quotas: checked by go test ./test/simulator -->\n"
	quotasEnd   = "<!-- end of quotas -->\n"
)

// section splits the README at the marks around a section.
func section(t *testing.T, start, end string) (head, body, tail string) {
	t.Helper()
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	head, rest, found := strings.Cut(string(text), start)
	require.True(t, found, "%s has no line %q", readme, start)
	body, tail, found = strings.Cut(rest, end)
	require.True(t, found, "%s has no line %q", readme, end)
	return head, body, tail
}

func TestReadmeListsTypesAndFunctions(t *testing.T) {
	head, body, tail := section(t, typesStart, typesEnd)
	want := modelTable() + "\n" + usage(t)
	if flag.Lookup("update").Value.String() == "true" {
		require.NoError(t, os.WriteFile(readme, []byte(head+typesStart+want+typesEnd+tail), 0o644))
		return
	}
	require.Equal(t, want, body, "run go test ./test/simulator -run TestReadme -update")
}

// modelTable lists types and functions by module.
func modelTable() string {
	types, functions := map[string][]string{}, map[string][]string{}
	for _, t := range Types() {
		for _, token := range append([]string{t.Token}, t.Aliases...) {
			module, name := parts(token)
			types[module] = append(types[module], name)
		}
	}
	for _, f := range Functions() {
		module, name := parts(f.Token)
		functions[module] = append(functions[module], name)
	}
	modules := maps.Clone(types)
	maps.Copy(modules, functions)
	var b strings.Builder
	b.WriteString("| module | resource types | data sources |\n|---|---|---|\n")
	for _, module := range slices.Sorted(maps.Keys(modules)) {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", module, names(types[module]), names(functions[module]))
	}
	return b.String()
}

// usage counts the resource types in the golden trees of the environments.
func usage(t *testing.T) string {
	t.Helper()
	trees, err := filepath.Glob("../golden/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, trees)
	used := map[string]bool{}
	for _, path := range trees {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, token := range regexp.MustCompile(`\baws:[\w/]+:\w+`).FindAllString(string(text), -1) {
			used[token] = true
		}
	}
	count := 0
	for _, typ := range Types() {
		if slices.ContainsFunc(append(typ.Aliases, typ.Token), func(token string) bool { return used[token] }) {
			count++
		}
	}
	return fmt.Sprintf("These are %d resource types. The environments of this repository use %d of them.\n",
		len(Types()), count)
}

// parts splits aws:ec2/vpc:Vpc into ec2 and Vpc.
func parts(token string) (module, name string) {
	fields := strings.Split(token, ":")
	module, _, _ = strings.Cut(fields[1], "/")
	return module, fields[2]
}

func names(list []string) string {
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// The calls in which services name quotas. The default is a number or a constant.
var quotaShapes = []*regexp.Regexp{
	regexp.MustCompile(`model\.Limit\("(\w+)", ([\w]+)`),
	regexp.MustCompile(`model\.LimitPer\("(\w+)", "\w+", ([\w]+)`),
	regexp.MustCompile(`\.Quota\("(\w+)", ([\w]+)\)`),
}

// named are the quotas whose names are built at run time.
var named = map[string]string{
	"applicationLoadBalancers": "50", "networkLoadBalancers": "50", "gatewayLoadBalancers": "50",
	"fargateOnDemandVCPU": "maxVCPU", "fargateSpotVCPU": "maxVCPU",
}

func TestReadmeListsQuotas(t *testing.T) {
	_, body, _ := section(t, quotasStart, quotasEnd)
	rows := regexp.MustCompile("(?m)^\\| `(\\w+)` \\| (\\d+) \\|").FindAllStringSubmatch(body, -1)
	listed := map[string]string{}
	for _, row := range rows {
		listed[row[1]] = row[2]
	}
	require.Len(t, listed, len(rows), "a quota is listed twice")
	inCode := quotas(t)
	require.Equal(t, slices.Sorted(maps.Keys(inCode)), slices.Sorted(maps.Keys(listed)))
	for name, value := range inCode {
		if value[0] <= '9' {
			require.Equal(t, strings.ReplaceAll(value, "_", ""), listed[name], name)
		}
	}
}

// quotas reads names and defaults from the services' sources.
func quotas(t *testing.T) map[string]string {
	t.Helper()
	found := maps.Clone(named)
	require.NoError(t, filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, shape := range quotaShapes {
			for _, match := range shape.FindAllStringSubmatch(string(text), -1) {
				found[match[1]] = match[2]
			}
		}
		return err
	}))
	require.Greater(t, len(found), 30, "the walk does not see the services")
	return found
}
