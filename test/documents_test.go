package test

import (
	"os"
	"regexp"
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
