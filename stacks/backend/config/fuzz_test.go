package config

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// seeds are lines of a file from which the fuzzer starts: one of each kind of value, right and wrong.
var seeds = []string{
	"tenfold:port: 8000", "tenfold:port: http", "tenfold:flower: true", "flower: true", "team:owner: web", "aws:regoin: x",
	"aws:region: eu-central-1\ntenfold:zones: [eu-central-1a, eu-central-1b]", "tenfold:zones: [a, ~, {}]",
	"aws:defaultTags: {tags: {team: web, 'aws:x': y}}", "tenfold:variables: {A: 1, B: true, C: ~, D: [x], E: {secure: x}}",
	"tenfold:secrets: {A: 'arn:aws:ssm:us-east-1:123456789012:parameter/a'}", "tenfold:alarmActions: [on-call, 7]",
	"tenfold:release: {command: python x, timeout: 15m, memory: 2GB}", "tenfold:overrides:", "tenfold:overrides: {web: {cpu: 0.5}}",
	"tenfold:jobs: [{name: a, schedule: rate(1 day), command: [x]}, {}]", "tenfold:domain: https://App.example.com:443/\ntenfold:zone: example.com.",
	"tenfold:overrides: {workers: {mail: {queues: [{name: mail, acceptableLatency: 9, secondsPerTask: 1}]}, celery: ~}}",
	"tenfold:overrides: {network: {cidr: 10.0.0.0/8}, database: {storageGiB: 100GB}, cdn: {mediaPaths: [/*]}}",
	"tenfold:existing: {network: {}}", "tenfold:policyConfig: {read-replicas: {min: 2}}",
}

// fuzzed is a file of the given lines and the valid keys that they leave out, and what the engine makes of it.
func fuzzed(text string) (file string, values map[string]string, ok bool) {
	var given map[string]any
	if yaml.Unmarshal([]byte(text), &given) != nil {
		return "", nil, false
	}
	values = valid()
	for key := range given {
		delete(values, key)
	}
	base, err := yaml.Marshal(values)
	if err != nil {
		return "", nil, false
	}
	for key, value := range given {
		encoded, err := json.Marshal(value)
		if err != nil { // a map with keys that are no texts
			return "", nil, false
		}
		values[key] = strings.Trim(string(encoded), `"`)
		if value == nil {
			values[key] = ""
		}
	}
	indent := func(text string) string {
		return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ") + "\n"
	}
	file = "config:\n" + indent(text) + indent(string(base))
	var again struct{ Config map[string]any }
	return file, values, yaml.Unmarshal([]byte(file), &again) == nil && len(again.Config) >= len(given)
}

// plainKey is a key that does not break an error's line.
var plainKey = regexp.MustCompile(`^[A-Za-z0-9_:.[\]-]+$`)

// keysOf are all keys in a value, with their whole paths.
func keysOf(prefix string, node *yaml.Node) []string {
	var keys []string
	switch {
	case node == nil:
	case node.Kind == yaml.SequenceNode:
		for i, item := range node.Content {
			keys = append(keys, keysOf(fmt.Sprintf("%s[%d]", prefix, i), item)...)
		}
	case node.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			key := strings.TrimPrefix(prefix+"."+node.Content[i].Value, ".")
			keys = append(append(keys, key), keysOf(key, node.Content[i+1])...)
		}
	}
	return keys
}

// FuzzLoad: no file makes Load panic, no unknown key is accepted, and each line of an error names a key.
func FuzzLoad(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	dir := f.TempDir()
	require.NoError(f, os.Mkdir(filepath.Join(dir, "environments"), 0o755))
	require.NoError(f, os.Chdir(dir))
	f.Fuzz(requireAnswer)
}

// TestMutatedFiles is a short run of the fuzzer that needs no instrumented build: files that are cut and glued at random.
func TestMutatedFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("environments", 0o755))
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(text string) string { return text[random.IntN(len(text)+1):] }
	for range 1000 {
		one, other := seeds[random.IntN(len(seeds))], seeds[random.IntN(len(seeds))]
		requireAnswer(t, strings.TrimSuffix(one, pick(one))+pick(other))
		requireAnswer(t, one+"\n"+strings.TrimSuffix(other, pick(other)))
	}
}

// requireAnswer loads a file and holds what is true of every one.
func requireAnswer(t *testing.T, text string) {
	t.Helper()
	file, values, ok := fuzzed(text)
	if !ok {
		return // the engine rejects it
	}
	require.NoError(t, os.WriteFile(filepath.Join("environments", "Pulumi.dev.yaml"), []byte(file), 0o644))
	var loaded error
	var keys []string
	require.NoError(t, stacktest.RunErr(t, func(ctx *pulumi.Context) error {
		keys = keysOf("", readFile(ctx).config)
		_, loaded = Load(ctx)
		return nil
	}, stacktest.Stack("dev"), stacktest.Config(values)), text)
	requireKnown(t, keys, loaded)
}

func requireKnown(t *testing.T, keys []string, loaded error) {
	t.Helper()
	inFile := map[string]bool{}
	for _, key := range keys {
		if inFile[key] = true; !plainKey.MatchString(key) {
			return // a key of several words
		}
		if loaded == nil && !strings.HasPrefix(key, "tenfold:policyConfig.") && !strings.HasPrefix(key, "pulumi:") && !strings.HasPrefix(key, awsNamespace) {
			require.True(t, Known(key), "%s is accepted", key)
		}
	}
	if loaded == nil {
		return
	}
	for _, line := range strings.Split(loaded.Error(), "\n") {
		text, found := strings.CutPrefix(line, `environment "dev": `)
		require.True(t, found, line)
		key := strings.Fields(text)[0]
		named := inFile[key] || Known(key) || Known(strings.TrimSuffix(key, ":"))
		require.True(t, named, "%q names no key", line)
	}
}
