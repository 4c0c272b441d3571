package ecs_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ecs"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func TestContainersThatWaitForOthers(t *testing.T) {
	waits := func(condition string, first any) model.Props {
		main := map[string]any{
			"name": "web", "image": "nginx:1", "dependsOn": []any{map[string]any{"containerName": "init", "condition": condition}},
		}
		all := []map[string]any{main}
		if first != nil {
			all = append(all, map[string]any{"name": "init", "image": "nginx:1", "essential": first})
		}
		return task(model.Props{"containerDefinitions": text(all...)})
	}
	const ends = "ClientException: A dependency container with SUCCESS or COMPLETE condition cannot be an essential container"
	for name, c := range map[string]struct {
		props model.Props
		want  string
	}{
		"success":               {waits("SUCCESS", false), ""},
		"complete":              {waits("COMPLETE", false), ""},
		"start of an essential": {waits("START", true), ""},
		"E46":                   {waits("START", nil), "ClientException: Cannot depend on container + 'init' because it does not exist"},
		"E47 success":           {waits("SUCCESS", true), ends},
		"E47 complete":          {waits("COMPLETE", true), ends},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := world(t).Create(ecs.TaskDefinition, "web", c.props)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestCapabilitiesOnFargate(t *testing.T) {
	capabilities := func(kind string, names ...any) func(map[string]any) {
		return set("linuxParameters", map[string]any{"capabilities": map[string]any{kind: names}})
	}
	a := world(t)
	for _, fits := range []func(map[string]any){capabilities("add", "SYS_PTRACE"), capabilities("drop", "ALL"), capabilities("drop", "CHOWN", "KILL")} {
		_, _, err := a.Create(ecs.TaskDefinition, "web", task(nil, fits))
		require.NoError(t, err)
	}
	_, _, err := a.Create(ecs.TaskDefinition, "web", task(nil, capabilities("add", "FOWNER")))
	require.ErrorContains(t, err, "ClientException: Fargate compatible task definitions do not support adding the Linux capability "+
		"'FOWNER'. The supported value is SYS_PTRACE.", "E48")
}
