package tasktest

import (
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

// OnlyContainer is the one container of the one task definition.
func OnlyContainer(t *testing.T, rec *stacktest.Recording) map[string]any {
	t.Helper()
	all := Containers(t, rec)
	require.Len(t, all, 1)
	for name, c := range all {
		require.Equal(t, strings.TrimSuffix(rec.One(t, TypeTaskDefinition).Name, "-task"), name)
		return c
	}
	return nil
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
