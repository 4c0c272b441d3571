package test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/tenfold-iac/tenfold/stacks/backend"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

var yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// example is the first YAML of a page.
func example(t *testing.T, page string) []byte {
	t.Helper()
	text, err := os.ReadFile("../docs/" + page)
	require.NoError(t, err)
	block := yamlBlock.FindSubmatch(text)
	require.Len(t, block, 2, page)
	return block[1]
}

// The file that docs/environment.md shows deploys, with its own queue, and keeps the policies.
func TestDocumentedEnvironment(t *testing.T) {
	values := parseConfig(t, example(t, "environment.md"))
	rec := stacktest.Run(t, backend.Program, stacktest.Stack("prod"), stacktest.Config(values), zonesOf(values["aws:region"]))
	require.Equal(t, 1, rec.Named(t, "aws:appautoscaling/target:Target", "worker-mail").Input("minCapacity"))
	require.Empty(t, violations(t, "production-10k", rec))
}

// The keys that docs/rq.md shows turn the workers of a tier into RQ's.
func TestDocumentedRQ(t *testing.T) {
	values := config(t, "production-10k")
	var keys map[string]any
	require.NoError(t, yaml.Unmarshal(example(t, "rq.md"), &keys))
	for key, value := range texts(t, keys) {
		values[key] = value
	}
	values["tenfold:celeryApp"], values["tenfold:beat"], values["tenfold:flower"] = "", "", "false"
	rec := stacktest.Run(t, backend.Program, stacktest.Stack("production-10k"), stacktest.Config(values))
	for _, name := range []string{"worker-celery-task", "worker-bulk-task"} {
		containers := rec.Named(t, "aws:ecs/taskDefinition:TaskDefinition", name).Input("containerDefinitions")
		require.Contains(t, containers, `"command":["worker-pool","--num-workers","2",`)
		require.Contains(t, containers, `"entryPoint":["rq"]`)
	}
}

// Every key in the YAML of a page is one of the file's, in its place. A block may hold a part of a file, or parts of
// tenfold:overrides.
func TestDocumentedKeysExist(t *testing.T) {
	for _, page := range pages(t) {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		for _, block := range yamlBlock.FindAllStringSubmatch(string(text), -1) {
			values := map[string]any{}
			require.NoError(t, yaml.Unmarshal([]byte(block[1]), &values), page+block[1])
			if config, whole := values["config"].(map[string]any); whole {
				values = config
			}
			if !strings.Contains(strings.Join(slices.Collect(maps.Keys(values)), " "), ":") {
				values = map[string]any{"tenfold:overrides": values}
			}
			for key, value := range parseMinimal(t) {
				if _, set := values[key]; !set {
					values[key] = value
				}
			}
			file, err := yaml.Marshal(map[string]any{"config": values})
			require.NoError(t, err)
			require.NoError(t, validate(t, string(file)), "%s: %s", page, block[1])
		}
	}
}

// parseMinimal are the keys of a minimal file.
func parseMinimal(t *testing.T) map[string]any {
	t.Helper()
	var file struct{ Config map[string]any }
	require.NoError(t, yaml.Unmarshal([]byte(minimal), &file))
	return file.Config
}

var outputInText = regexp.MustCompile("(?:stack output|\\$\\(out|outputs?) `?([a-z]+[A-Z][A-Za-z]+)")

// Every output that a page reads is one of an environment's.
func TestDocumentedOutputsExist(t *testing.T) {
	program, err := os.ReadFile("../stacks/backend/outputs.go")
	require.NoError(t, err)
	found := 0
	for _, page := range pages(t) {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		for _, match := range outputInText.FindAllStringSubmatch(string(text), -1) {
			require.Contains(t, string(program), `"`+match[1]+`"`, page)
			found++
		}
	}
	require.Greater(t, found, 10)
}
