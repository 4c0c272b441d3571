package test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/tenfold-iac/tenfold/policies/pack"
	settings "github.com/tenfold-iac/tenfold/stacks/backend/config"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const schemaPath = "../environments/schema.json"

func parseFile(t testing.TB, path string) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
	require.NoError(t, err)
	return file
}

// The schema comes from the types and their comments. go test ./test -run Golden -update writes it.
func TestGoldenSchema(t *testing.T) {
	text, err := json.MarshalIndent(settings.Schema(comments(t)), "", "  ")
	require.NoError(t, err)
	stacktest.Golden(t, schemaPath, string(text)+"\n")
}

func fileSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	compiled, err := jsonschema.NewCompiler().Compile(schemaPath)
	require.NoError(t, err)
	return compiled
}

// validate checks the text of an environment's file, as an editor does.
func validate(t testing.TB, text string) error {
	t.Helper()
	var file any
	require.NoError(t, yaml.Unmarshal([]byte(text), &file))
	encoded, err := json.Marshal(file)
	require.NoError(t, err)
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(encoded)))
	require.NoError(t, err)
	return fileSchema(t).Validate(value)
}

// Every environment names the schema in its first line, which editors read, and is valid.
func TestEnvironmentsMatchTheirSchema(t *testing.T) {
	for _, environment := range environments(t) {
		text, err := os.ReadFile(filepath.Join("../environments", "Pulumi."+environment+".yaml"))
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(string(text), "# yaml-language-server: $schema=schema.json\n"), environment)
		require.NoError(t, validate(t, string(text)), environment)
	}
}

// minimal is a valid file. Tests append lines to it.
const minimal = `
encryptionsalt: v1:abc
secretsprovider: awskms://alias/pulumi
config:
  aws:region: us-east-1
  pulumi:autonaming: {mode: default}
  tenfold:tier: 10k
  tenfold:image: app:1
  tenfold:pgbouncerImage: pgbouncer:1
  tenfold:healthCheckPath: /healthz
`

func TestTheSchemaAcceptsWhatUsersWrite(t *testing.T) {
	for _, lines := range []string{
		"",
		"  tenfold:port: \"9000\"\n  tenfold:flower: \"true\"", // as pulumi config set writes them
		"  tenfold:variables: {EMAIL_PORT: 587, EMAIL_USE_TLS: true, LEVEL: info}",
		"  aws:token: {secure: v1:abc}",
		"  tenfold:overrides: {workers: {bulk: null, celery: {maxTasks: 3}}}",
		"  tenfold:policyConfig: {read-replicas: {min: 2}}",
	} {
		require.NoError(t, validate(t, minimal+lines), lines)
	}
}

func TestTheSchemaRejectsMistakes(t *testing.T) {
	for lines, want := range map[string]string{
		"  tenfold:imge: x":                         "additional properties 'tenfold:imge' not allowed",
		"  tenfold:port: http":                      "at '/config/tenfold:port': 'http' does not match pattern",
		"  tenfold:port: 0":                         "at '/config/tenfold:port': minimum: got 0, want 1",
		"  tenfold:port: []":                        "at '/config/tenfold:port': got array, want integer or string",
		"  tenfold:flower: yes please":              "at '/config/tenfold:flower': value must be one of true, false",
		"  tenfold:library: huey":                   "at '/config/tenfold:library': value must be one of 'celery', 'rq'",
		"  tenfold:zones: us-east-1a":               "at '/config/tenfold:zones': got string, want array",
		"  tenfold:alarmActions: [on-call]":         "at '/config/tenfold:alarmActions/0': 'on-call' does not match pattern",
		"  tenfold:jobs: [{name: a}]":               "at '/config/tenfold:jobs/0': missing properties 'schedule', 'command'",
		"  tenfold:variables: {KEY: {secure: x}}":   "at '/config/tenfold:variables/KEY': got object, want boolean or number or string",
		"  team:owner: web":                         "additional properties 'team:owner' not allowed",
		"  tenfol:flower: true":                     "additional properties 'tenfol:flower' not allowed",
		"  tenfold:overrides: {web: {minTask: 1}}":  "at '/config/tenfold:overrides/web': additional properties 'minTask' not",
		"  tenfold:overrides: {web: {cpu: 1.5}}":    "at '/config/tenfold:overrides/web/cpu': got number, want integer",
		"  tenfold:overrides: {cdn: {waf: null}}":   "at '/config/tenfold:overrides/cdn/waf': got null, want boolean",
		"  tenfold:overrides: {workers: {B: {}}}":   "additional properties 'B' not allowed",
		"  tenfold:overrides: {network: {nat: no}}": "at '/config/tenfold:overrides/network/nat': value must be one of",
		"unknown: 1":                                "additional properties 'unknown' not allowed",
	} {
		require.ErrorContains(t, validate(t, minimal+lines), want, lines)
	}
	require.ErrorContains(t, validate(t, "config: {aws:region: us-east-1}"), "missing properties 'tenfold:tier', 'tenfold:image'")
}

// Whoever adds a key describes it, and adds the code that reads it.
func TestEveryKeyIsDescribedAndRead(t *testing.T) {
	paths, err := filepath.Glob("../stacks/backend/*.go")
	require.NoError(t, err)
	checks, err := filepath.Glob("../stacks/backend/config/validate*.go")
	require.NoError(t, err)
	paths = append(append(paths, checks...), "../stacks/tier/problems.go")
	read := map[string]bool{"Tier": true} // which Load reads
	for _, path := range paths {
		ast.Inspect(parseFile(t, path), func(n ast.Node) bool {
			if selector, ok := n.(*ast.SelectorExpr); ok {
				read[selector.Sel.Name] = true
			}
			return true
		})
	}
	packs := map[string]string{"tenfold:policies": pack.LevelKey, "tenfold:policyConfig": pack.SettingsKey}
	for _, key := range settings.Keys(comments(t)) {
		require.Equal(t, key.Reader == "policies", packs[key.Name] != "", key.Name)
		byProvider := strings.HasPrefix(key.Name, "aws:")
		require.True(t, read[key.Field] || byProvider || key.Name == packs[key.Name], "nothing reads %s", key.Name)
	}
	for field, comment := range comments(t) {
		require.NotEmpty(t, comment, "%s has no description", field)
	}
}
