package test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/tenfold-iac/tenfold/internal/calendar"
	"github.com/tenfold-iac/tenfold/stacks/backend"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// environments are the names of the files in environments/.
func environments(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../environments/Pulumi.*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var names []string
	for _, path := range files {
		names = append(names, strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), "Pulumi."), ".yaml"))
	}
	return names
}

// config reads an environment's file as the engine hands it to a program: structured values are JSON.
func config(t testing.TB, environment string) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../environments/Pulumi." + environment + ".yaml")
	require.NoError(t, err)
	return parseConfig(t, text)
}

func parseConfig(t testing.TB, text []byte) map[string]string {
	t.Helper()
	var file struct{ Config map[string]any }
	require.NoError(t, yaml.Unmarshal(text, &file))
	return texts(t, file.Config)
}

// texts are values as text: structured ones are JSON.
func texts(t testing.TB, from map[string]any) map[string]string {
	t.Helper()
	values := map[string]string{}
	for key, value := range from {
		if s, ok := value.(string); ok {
			values[key] = s
			continue
		}
		encoded, err := json.Marshal(value)
		require.NoError(t, err)
		values[key] = string(encoded)
	}
	return values
}

// record runs the program of an environment against the mock.
func record(t testing.TB, environment string, opts ...stacktest.Option) *stacktest.Recording {
	t.Helper()
	opts = append([]stacktest.Option{stacktest.Stack(environment), stacktest.Config(config(t, environment))}, opts...)
	return stacktest.Run(t, backend.On(calendar.Day()), opts...)
}

func TestGoldenEnvironments(t *testing.T) {
	for _, environment := range environments(t) {
		t.Run(environment, func(t *testing.T) {
			stacktest.Golden(t, filepath.Join("golden", environment+".txt"), record(t, environment).Tree())
		})
	}
}

func TestEveryEnvironmentPreviewsWhatItCreates(t *testing.T) {
	for _, environment := range environments(t) {
		t.Run(environment, func(t *testing.T) {
			seen := map[string]bool{}
			for _, r := range record(t, environment, stacktest.Preview()).All() {
				seen[r.URN] = true
			}
			for _, r := range record(t, environment).All() {
				require.True(t, seen[r.URN], "an update creates %s, which the preview did not show", r.URN)
				delete(seen, r.URN)
			}
			require.Empty(t, seen, "the preview shows what the update does not create")
		})
	}
}

// The sizes of an environment reach the resources that they are meant for.
func TestTiersReachTheResources(t *testing.T) {
	for environment, want := range map[string]struct {
		zones, nats, min, max int
		cpu, memory           string
		databases, shards     int
		firewalls             int
		workers, bulk         []any
	}{
		"dev":             {2, 1, 2, 2, "1024", "2048", 1, 1, 0, []any{1, 2}, []any{0, 1}},
		"staging":         {2, 2, 2, 6, "1024", "2048", 2, 1, 0, []any{2, 6}, []any{0, 2}},
		"production-10k":  {2, 2, 2, 6, "1024", "2048", 2, 1, 0, []any{2, 6}, []any{0, 2}},
		"production-100k": {3, 3, 8, 24, "2048", "4096", 3, 3, 1, []any{8, 28}, []any{0, 4}},
	} {
		t.Run(environment, func(t *testing.T) {
			rec := record(t, environment)
			require.Equal(t, 3*want.zones, rec.Count("aws:ec2/subnet:Subnet"))
			require.Equal(t, want.nats, rec.Count("aws:ec2/natGateway:NatGateway"))
			require.Equal(t, want.firewalls, rec.Count("aws:wafv2/webAcl:WebAcl"))
			require.Equal(t, want.databases, rec.Count("aws:rds/instance:Instance"), "primary and replicas")
			cache := rec.Named(t, "aws:elasticache/replicationGroup:ReplicationGroup", "cache")
			require.Equal(t, want.shards, cache.Input("numNodeGroups"))
			for _, name := range []string{"web-task", "worker-celery-task", "worker-bulk-task"} {
				task := rec.Named(t, "aws:ecs/taskDefinition:TaskDefinition", name)
				require.Equal(t, want.cpu, task.Input("cpu"), name)
				require.Equal(t, want.memory, task.Input("memory"), name)
			}
			for name, bounds := range map[string][]any{
				"web": {want.min, want.max}, "worker-celery": want.workers, "worker-bulk": want.bulk,
			} {
				target := rec.Named(t, "aws:appautoscaling/target:Target", name)
				require.Equal(t, bounds, []any{target.Input("minCapacity"), target.Input("maxCapacity")}, name)
			}
		})
	}
}
