package pack_test

import (
	"testing"
)

// Without a strategy and a launch type the cluster decides.
func TestBeatOnTheClustersCapacity(t *testing.T) {
	fromCluster := func(f fixture) {
		f.set("beat", "capacityProviderStrategies", nil)
		f.add("cluster", "aws:ecs/cluster:Cluster", props{"name": "main", "configuration": logged()})
		f.add("providers", "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", props{
			"clusterName":                       ref{"cluster", "id"},
			"defaultCapacityProviderStrategies": []any{props{"capacityProvider": "FARGATE_SPOT"}},
		})
		f.set("beat", "cluster", ref{"cluster", "arn"})
	}
	checkBreaches(t, []breach{
		{name: "Spot", do: fromCluster, want: []string{
			"single-beat · providers · defaultCapacityProviderStrategies[0].capacityProvider " + takeBack,
		}},
		{name: "another launch type", do: func(f fixture) {
			fromCluster(f)
			f.set("beat", "launchType", "FARGATE")
		}, want: []string{}},
		{name: "another cluster", do: func(f fixture) {
			fromCluster(f)
			f.set("beat", "cluster", "arn:aws:ecs:us-east-1:111122223333:cluster/main")
		}, want: []string{}},
		{name: "no Spot", do: func(f fixture) {
			fromCluster(f)
			f.set("providers", "defaultCapacityProviderStrategies.0.capacityProvider", "FARGATE")
		}, want: []string{}},
	})
}
