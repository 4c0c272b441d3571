package backend

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/ecs/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/ecs/web"
	"github.com/tenfold-iac/tenfold/components/ecs/worker"
	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// environmentFile reads a file as the engine passes it to the program.
func environmentFile(t *testing.T, name string) (values map[string]any, asConfig map[string]string) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	var file struct {
		Config map[string]any `yaml:"config"`
	}
	require.NoError(t, yaml.Unmarshal(text, &file))
	asConfig = map[string]string{}
	for key, value := range file.Config {
		asConfig[key] = fmt.Sprint(value)
		if _, isText := value.(string); !isText {
			encoded, err := json.Marshal(value)
			require.NoError(t, err)
			asConfig[key] = string(encoded)
		}
	}
	return file.Config, asConfig
}

// inFile is the value at a path of the file, nil for none.
func inFile(values map[string]any, path string) any {
	var at any = values
	if !strings.HasPrefix(path, "tenfold:") {
		path = "tenfold:overrides." + path
	}
	for _, key := range strings.Split(path, ".") {
		if list, ok := at.([]any); ok {
			at = list[0]
			continue
		}
		fields, _ := at.(map[string]any)
		at = fields[key]
	}
	return at
}

// Each setting of the files is found in the component's inputs, where it has another value without them. Together, they
// set every field of every part.
func TestEverySettingArrives(t *testing.T) {
	missing := map[string]bool{}
	for _, c := range sizedComponents {
		part := reflect.TypeOf(c.part)
		for _, field := range reflect.VisibleFields(part) {
			if key, _, _ := strings.Cut(field.Tag.Get("json"), ","); key != "" && notArguments[part.Name()+"."+field.Name] == "" {
				missing[part.Name()+"."+key] = true
			}
		}
	}
	for _, name := range []string{"everything.yaml", "rq.yaml"} {
		values, asConfig := environmentFile(t, name)
		rec := stacktest.Run(t, Program, stacktest.Stack("dev"), stacktest.Config(asConfig))
		delete(asConfig, "tenfold:overrides")
		asConfig["tenfold:library"], asConfig["tenfold:celeryApp"] = "celery", "backend.celery"
		defaults := stacktest.Run(t, Program, stacktest.Stack("dev"), stacktest.Config(asConfig))
		for _, c := range sizedComponents {
			set, _ := inFile(values, c.path).(map[string]any)
			if len(set) == 0 {
				continue
			}
			inputs, before := rec.Named(t, c.typ, c.name).Inputs, defaults.Named(t, c.typ, c.name).Inputs
			for key, want := range set {
				delete(missing, reflect.TypeOf(c.part).Name()+"."+key)
				if isNoArgument(c.part, key) {
					continue
				}
				got := argumentIn(inputs, key)
				require.Equal(t, normal(t, want), normal(t, got), "%s: %s.%s", name, c.path, key)
				if !strings.HasPrefix(c.path, "tenfold:") && key != "kind" { // only Redis has all the other settings
					require.NotEqual(t, argumentIn(before, key), got, "%s: %s.%s is the default", name, c.path, key)
				}
			}
		}
	}
	require.Empty(t, slices.Sorted(maps.Keys(missing)), "no file of testdata sets these")
}

// argumentIn is an argument in a component's inputs, or in those of its task.
func argumentIn(inputs resource.PropertyMap, key string) any {
	if value, ok := inputs[resource.PropertyKey(key)]; ok {
		return value.Mappable()
	}
	if task, ok := inputs["task"]; ok {
		return task.ObjectValue()[resource.PropertyKey(key)].Mappable()
	}
	return nil
}

func isNoArgument(part any, key string) bool {
	t := reflect.TypeOf(part)
	for _, field := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name == key {
			return notArguments[t.Name()+"."+field.Name] != ""
		}
	}
	return false
}

// normal is a value as JSON has it.
func normal(t *testing.T, value any) any {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	var same any
	require.NoError(t, json.Unmarshal(text, &same))
	return same
}

// What is set notArguments arrives there.
func TestSettingsOfOtherNamesArrive(t *testing.T) {
	_, asConfig := environmentFile(t, "everything.yaml")
	rec := stacktest.Run(t, Program, stacktest.Stack("dev"), stacktest.Config(asConfig))
	inputs := func(typ, name string) map[string]any {
		return normal(t, rec.Named(t, typ, name).Inputs.Mappable()).(map[string]any)
	}
	require.Equal(t, map[string]any{"rateLimit": 3000.0, "countOnly": true}, inputs(storage.Type, "storage")["waf"])
	require.Equal(t, []any{"vector"}, inputs(pgbouncer.Type, "pgbouncer")["extensions"])
	require.Equal(t, "cache.m7g.large", inputs(broker.Type, "broker")["nodeType"])
	require.Contains(t, inputs(broker.Type, "broker")["queues"], map[string]any{
		"name": "mail", "longestTask": 70.0, "visibilityTimeout": 700.0, "maxReceives": 4.0,
	})
	clients := inputs(pgbouncer.Type, "pgbouncer")["clients"]
	require.Contains(t, clients, map[string]any{"name": "web", "tasks": 7.0, "processes": 3.0, "connections": 4.0})
	require.Contains(t, clients, map[string]any{
		"name": "worker-celery", "tasks": 5.0, "processes": 3.0, "connections": 2.0,
	})
	containers := func(name string) string {
		definition := rec.Named(t, "aws:ecs/taskDefinition:TaskDefinition", name).Inputs
		return fmt.Sprint(definition["containerDefinitions"].Mappable())
	}
	require.Contains(t, containers("web-task"), `{"name":"WEB_CONCURRENCY","value":"3"}`)
	require.Contains(t, containers("web-task"), `{"name":"DATABASE_POOL_SIZE","value":"4"}`)
	require.Contains(t, containers("worker-celery-task"), `{"name":"DATABASE_POOL_SIZE","value":"2"}`)
}

// The application's server outlives the load balancer's connections without a setting of its own.
func TestKeepAliveFollowsTheIdleTimeout(t *testing.T) {
	_, asConfig := environmentFile(t, "everything.yaml")
	asConfig["tenfold:overrides"] = `{"alb": {"idleTimeout": 300}}`
	rec := stacktest.Run(t, Program, stacktest.Stack("dev"), stacktest.Config(asConfig))
	require.EqualValues(t, 315, argumentIn(rec.Named(t, web.Type, "web").Inputs, "keepAlive"))
}

// A new queue needs its name and its latencies only.
func TestANewWorkerNeedsOnlyAQueue(t *testing.T) {
	_, asConfig := environmentFile(t, "everything.yaml")
	asConfig["tenfold:overrides"] = `{"workers": {"mail": {"queues": [{"name": "mail", "acceptableLatency": 60, "secondsPerTask": 1}]}}}`
	rec := stacktest.Run(t, Program, stacktest.Stack("dev"), stacktest.Config(asConfig))
	inputs := rec.Named(t, worker.Type, "worker-mail").Inputs
	for key, want := range map[string]int{"cpu": 1024, "memory": 2048, "concurrency": 2, "minTasks": 1, "maxTasks": 2} {
		require.EqualValues(t, want, argumentIn(inputs, key), key)
	}
}
