package autoscaling_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/autoscaling"
	"github.com/tenfold-iac/tenfold/test/simulator/ecs"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

// TestWithECS scales a real service: the count that its autoscaler set survives an update that does not ask for one.
func TestWithECS(t *testing.T) {
	a := simtest.New(t, slices.Concat(ecs.Types(), autoscaling.Types()), ecs.Functions())
	a.MustCreate(ecs.Cluster, "main", model.Props{"name": "main"})
	a.MustCreate(ecs.TaskDefinition, "web", model.Props{
		"family": "web", "containerDefinitions": `[{"name":"web","image":"nginx","memory":128}]`,
	})
	service := model.Props{"name": "web", "cluster": "main", "taskDefinition": "web", "desiredCount": 1}
	id, _ := a.MustCreate(ecs.Service, "web", service)
	_, _ = a.MustCreate(autoscaling.Target, "t", target(nil))
	require.Equal(t, 2, a.Read(ecs.Service, id).Int("desiredCount"))
	state, err := a.Update(ecs.Service, id, simtest.With(service, model.Props{"enableEcsManagedTags": true}))
	require.NoError(t, err)
	require.Equal(t, 2, state.Int("desiredCount"))
	state, err = a.Update(ecs.Service, id, simtest.With(service, model.Props{"desiredCount": 1, "enableEcsManagedTags": true}))
	require.NoError(t, err)
	require.Equal(t, 1, state.Int("desiredCount"), "E32: after a refresh the count of the code is back")
	require.NoError(t, a.Do(t.Context(), func(tx *account.Tx) error {
		require.Len(t, tx.Find(region, ecs.Service, "name", "web"), 1, "the service is still found by its links")
		return nil
	}))
}
