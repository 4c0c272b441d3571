package tasktest

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// Containers are the container definitions of the one task definition, by name.
func Containers(t *testing.T, rec *stacktest.Recording) map[string]map[string]any {
	t.Helper()
	byName := map[string]map[string]any{}
	list, _ := Decode(t, rec.One(t, TypeTaskDefinition), "containerDefinitions").([]any)
	for _, one := range list {
		container, _ := one.(map[string]any)
		name, _ := container["name"].(string)
		byName[name] = container
	}
	return byName
}

// OnlyContainer is the one container of the one task definition, besides the one that prepares /tmp and that it waits for.
func OnlyContainer(t *testing.T, rec *stacktest.Recording) map[string]any {
	t.Helper()
	all := Containers(t, rec)
	require.Len(t, all, 2)
	name := strings.TrimSuffix(rec.One(t, TypeTaskDefinition).Name, "-task")
	require.Equal(t, []any{"1777", "/tmp"}, all[name+"-tmp"]["command"])
	c := all[name]
	require.Equal(t, []any{map[string]any{"containerName": name + "-tmp", "condition": "SUCCESS"}}, c["dependsOn"])
	delete(c, "dependsOn")
	return c
}

// Started is what a container starts instead of the image's ENTRYPOINT and CMD.
func Started(t *testing.T, container map[string]any) []any {
	t.Helper()
	first, _ := container["entryPoint"].([]any)
	require.Len(t, first, 1, "ECS would append the command to the ENTRYPOINT of the image")
	rest, _ := container["command"].([]any)
	return append(first, rest...)
}

// Everywhere are the variables of every container, and more.
func Everywhere(more map[string]any) map[string]any {
	all := map[string]any{
		"AWS_DEFAULT_REGION": "us-east-1", "AWS_REGION": "us-east-1", "LOG_FORMAT": "json", "PYTHONUNBUFFERED": "1",
	}
	maps.Copy(all, more)
	return all
}

// Values are the environment or the secrets of a container, by name.
func Values(container map[string]any, key, value string) map[string]any {
	values := map[string]any{}
	list, _ := container[key].([]any)
	for _, one := range list {
		pair, _ := one.(map[string]any)
		name, _ := pair["name"].(string)
		values[name] = pair[value]
	}
	return values
}

// Anys is a list of texts as JSON decodes it.
func Anys(texts []string) []any {
	list := make([]any, len(texts))
	for i, text := range texts {
		list[i] = text
	}
	return list
}
