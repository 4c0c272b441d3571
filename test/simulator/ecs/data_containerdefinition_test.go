package ecs_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ecs"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func TestAContainerOfATaskDefinition(t *testing.T) {
	const token = "aws:ecs/getContainerDefinition:getContainerDefinition"
	a := world(t)
	_, p := a.MustCreate(ecs.TaskDefinition, "web", task(model.Props{"containerDefinitions": text(map[string]any{
		"name": "app", "image": "registry.example.com/shop:1.0.3",
		"environment": []any{map[string]any{"name": "A", "value": "1"}},
	})}))
	found, err := a.Invoke(token, model.Props{"taskDefinition": p["arn"], "containerName": "app"})
	require.NoError(t, err)
	require.Equal(t, "registry.example.com/shop:1.0.3", found["image"])
	require.Equal(t, "1.0.3", found["imageDigest"])
	require.Equal(t, map[string]any{"A": "1"}, found["environment"])
	require.Equal(t, p.String("arn")+"/app", found["id"])

	_, err = a.Invoke(token, model.Props{"taskDefinition": "web:1", "containerName": "none"})
	require.ErrorContains(t, err, `container with name "none" not found in task definition "web:1"`)
	_, err = a.Invoke(token, model.Props{"taskDefinition": "web:9", "containerName": "app"})
	require.ErrorContains(t, err, "reading ECS Task Definition: ")
}
