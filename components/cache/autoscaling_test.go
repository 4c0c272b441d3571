package cache_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/cache"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestAutoscaling(t *testing.T) {
	s := cache.Autoscaling{MaxShards: 6, MaxReplicas: 3, MemoryTarget: 65}
	a := scaled(s)
	a.Shards, a.ReplicasPerShard = 3, 2
	rec := run(t, a)
	require.Equal(t, []string{"numNodeGroups", "replicasPerNodeGroup"}, rec.One(t, replicationGroup).IgnoreChanges)
	for role, want := range map[string]struct {
		dimension string
		low, high int
	}{"shards": {"NodeGroups", 3, 6}, "replicas": {"Replicas", 2, 3}} {
		stacktest.RequireInputs(t, rec.Named(t, target, "cache-"+role), map[string]any{
			"serviceNamespace": "elasticache", "resourceId": "replication-group/cache-1a2b3c4",
			"scalableDimension": "elasticache:replication-group:" + want.dimension,
			"minCapacity":       want.low, "maxCapacity": want.high,
		})
	}
	const tracking = "targetTrackingScalingPolicyConfiguration."
	for name, want := range map[string]struct {
		metric string
		target int
	}{
		"shards-cpu":    {"ElastiCachePrimaryEngineCPUUtilization", 60},
		"shards-memory": {"ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage", 65},
		"replicas-cpu":  {"ElastiCacheReplicaEngineCPUUtilization", 60},
	} {
		one := rec.Named(t, policy, "cache-"+name)
		stacktest.RequireInputs(t, one, map[string]any{
			"policyType": "TargetTrackingScaling", "resourceId": "replication-group/cache-1a2b3c4",
			tracking + "predefinedMetricSpecification.predefinedMetricType": want.metric,
			tracking + "targetValue":      want.target,
			tracking + "scaleOutCooldown": 600, tracking + "scaleInCooldown": 1800,
		})
	}
}

func TestOnlyWhatScalesIsIgnored(t *testing.T) {
	require.Equal(t, []string{"numNodeGroups"},
		run(t, scaled(cache.Autoscaling{MaxShards: 2})).One(t, replicationGroup).IgnoreChanges)
	require.Equal(t, []string{"replicasPerNodeGroup"},
		run(t, scaled(cache.Autoscaling{MaxReplicas: 2})).One(t, replicationGroup).IgnoreChanges)
}

// The compiler keeps a cache away from Celery: neither value can stand for the other, not even by a conversion.
func TestCacheIsNoBroker(t *testing.T) {
	clustered, connection := reflect.TypeFor[cache.Endpoint](), reflect.TypeFor[celery.Connection]()
	for _, pair := range [][2]reflect.Type{
		{clustered, connection}, {connection, clustered}, {reflect.TypeFor[*cache.Cache](), connection},
	} {
		require.False(t, pair[0].AssignableTo(pair[1]), "%s to %s", pair[0], pair[1])
		require.False(t, pair[0].ConvertibleTo(pair[1]), "%s to %s", pair[0], pair[1])
	}
}
