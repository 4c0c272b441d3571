package elasticache_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/elasticache"
)

func TestSizes(t *testing.T) {
	creates(t, elasticache.ReplicationGroup, (*fixture).cache, []errorCase{
		{
			"C3",
			props{"automaticFailoverEnabled": false, "multiAzEnabled": false},
			"InvalidParameterValue: Redis with cluster " +
				"mode enabled cannot be created with auto failover turned off.",
		},
		{"C5", props{"automaticFailoverEnabled": nil}, "automatic_failover_enabled must be true if multi_az_enabled is true"},
		{"C6 conflict", props{"numCacheClusters": 2}, `"num_cache_clusters": conflicts with num_node_groups`},
		{"C6 range", props{"replicasPerNodeGroup": 6}, "expected replicas_per_node_group to be in the range (0 - 5), got 6"},
		{"C6 alone", props{"numNodeGroups": nil}, "all of `replicas_per_node_group,num_node_groups` must be specified"},
		{"C7", props{"numNodeGroups": 3, "parameterGroupName": "default.valkey8"}, "InvalidParameterCombination: Cannot " +
			"create a cluster-mode-enabled replication group with a parameter group where cluster-enabled is no"},
		{"C7 on by itself", props{"numNodeGroups": 3, "parameterGroupName": nil}, ""},
		{
			"C7 mode",
			props{"clusterMode": "disabled"},
			"Cluster mode disabled needs a parameter group where cluster-enabled is no",
		},
		{
			"C7 mode value",
			props{"clusterMode": "on"},
			`expected cluster_mode to be one of ["enabled" "disabled" "compatible"], got on`,
		},
		{
			"C7 mode on",
			props{"clusterMode": "enabled", "parameterGroupName": "default.valkey8"},
			"Cluster mode enabled needs a parameter group where cluster-enabled is yes",
		},
		{
			"C18",
			props{"nodeType": "cache.z1.huge"},
			"InvalidParameterValue: Specific node type cache.z1.huge is not supported",
		},
		{"C18 none", props{"nodeType": nil}, `"node_type" is required unless "global_replication_group_id" is set.`},
		{"C18 tiering", props{"dataTieringEnabled": true}, "InvalidParameterCombination: Data tiering must be enabled for " +
			"node types r6gd and is not supported for others; node type is cache.t4g.medium."},
		{"C18 tiered", props{"nodeType": "cache.r6gd.xlarge", "dataTieringEnabled": true}, ""},
		{"C28 nodes", props{"numNodeGroups": 46}, "NodeQuotaForClusterExceeded: "},
		{"C28 most", props{"numNodeGroups": 45}, ""},
		{"C28 shards", props{"numNodeGroups": 501}, "NodeGroupsPerReplicationGroupQuotaExceeded: The request cannot be " +
			"processed because it would exceed the maximum of 500 node groups"},
	})
	creates(t, elasticache.ReplicationGroup, (*fixture).broker, []errorCase{
		{"fits", nil, ""},
		{
			"C4 plan",
			props{"numCacheClusters": 1},
			`"num_cache_clusters": must be at least 2 if automatic_failover_enabled is true`,
		},
		{
			"C4",
			props{"numCacheClusters": nil},
			"InvalidParameterCombination: When using automatic failover, there must be at " +
				"least 2 cache clusters in the replication group.",
		},
		{"C4 alone", props{"numCacheClusters": 1, "automaticFailoverEnabled": false, "multiAzEnabled": false}, ""},
	})
}

func TestResizing(t *testing.T) {
	cache := func(f *fixture) live { return f.live(elasticache.ReplicationGroup, f.cache(nil)) }
	updates(t, cache, []errorCase{
		{"C12 shards", props{"numNodeGroups": 3}, ""},
		{
			"C3",
			props{"automaticFailoverEnabled": false, "multiAzEnabled": false},
			"InvalidParameterCombination: Turning off " +
				"automatic failover for replication group with cluster mode enabled is not supported.",
		},
		{"C7", props{"parameterGroupName": "default.valkey8"}, "InvalidParameterCombination: The parameter group " +
			"default.valkey8 has another cluster mode than replication group cache; cluster mode must be compatible first."},
		{"C28", props{"numNodeGroups": 46}, "NodeQuotaForClusterExceeded: "},
		{"C12 no replica", props{"replicasPerNodeGroup": 0}, ""},
	})
	broker := func(f *fixture) live {
		return f.live(elasticache.ReplicationGroup, f.broker(props{
			"numCacheClusters": nil, "numNodeGroups": 1, "replicasPerNodeGroup": 1,
		}))
	}
	updates(t, broker, []errorCase{
		{
			"C21",
			props{"replicasPerNodeGroup": 0},
			"InvalidParameterValue: Must have at least 1 replica when cluster mode is " +
				"disabled with auto failover enabled.",
		},
		{
			"C7 to cluster mode",
			props{"parameterGroupName": "default.redis7.cluster.on"},
			"cluster mode must be compatible first.",
		},
		{"C7 by compatible", props{
			"parameterGroupName": "default.redis7.cluster.on", "clusterMode": "compatible",
		}, ""},
		{"engine in place", props{"engine": "valkey", "engineVersion": "8.0"}, ""},
	})
}

// TestShapes follows one cache from one shard to three, and the outputs that change with it.
func TestShapes(t *testing.T) {
	f := newFixture(t)
	id, state := f.MustCreate(elasticache.ReplicationGroup, "cache", f.cache(nil))
	require.Equal(t, "clustercfg.cache.tnfld1.use1.cache.amazonaws.com", state["configurationEndpointAddress"])
	require.Empty(t, state["primaryEndpointAddress"])
	require.Empty(t, state["readerEndpointAddress"])
	require.Equal(t, list("cache-0001-001", "cache-0001-002"), state["memberClusters"])
	require.Equal(t, "arn:aws:elasticache:us-east-1:123456789012:replicationgroup:cache", state["arn"])
	require.Equal(t, true, state["clusterEnabled"])
	require.Equal(t, "enabled", state["clusterMode"])
	require.Equal(t, true, state["atRestEncryptionEnabled"], "valkey is encrypted at rest unless told otherwise")
	require.Equal(t, "required", state["transitEncryptionMode"])
	larger := f.cache(props{"numNodeGroups": 3, "nodeType": "cache.m7g.large"})
	state, err := f.Update(elasticache.ReplicationGroup, id, larger)
	require.NoError(t, err)
	require.Equal(t, list("cache-0001-001", "cache-0001-002", "cache-0002-001", "cache-0002-002", "cache-0003-001",
		"cache-0003-002"), state["memberClusters"])
	require.Equal(t, 6.0, state["numCacheClusters"])
	require.Equal(t, "clustercfg.cache.tnfld1.use1.cache.amazonaws.com", state["configurationEndpointAddress"])
	changed, _, _, err := f.Diff(elasticache.ReplicationGroup, id, larger)
	require.NoError(t, err)
	require.Empty(t, changed)
}

func TestEndpointsWithoutClusterMode(t *testing.T) {
	f := newFixture(t)
	id, state := f.MustCreate(elasticache.ReplicationGroup, "tls", f.broker(nil))
	require.Equal(t, "master.broker.tnfld1.use1.cache.amazonaws.com", state["primaryEndpointAddress"])
	require.Equal(t, "replica.broker.tnfld1.use1.cache.amazonaws.com", state["readerEndpointAddress"])
	require.Empty(t, state["configurationEndpointAddress"])
	require.Equal(t, list("broker-001", "broker-002"), state["memberClusters"])
	require.Equal(t, false, state["clusterEnabled"])
	require.Equal(t, "disabled", state["clusterMode"])
	require.Equal(t, 1.0, state["numNodeGroups"])
	require.Equal(t, 1.0, state["replicasPerNodeGroup"])
	changed, _, _, err := f.Diff(elasticache.ReplicationGroup, id, f.broker(nil))
	require.NoError(t, err)
	require.Empty(t, changed)
	_, state = f.MustCreate(elasticache.ReplicationGroup, "plain", f.broker(props{
		"replicationGroupId": "p", "transitEncryptionEnabled": false, "authToken": nil,
	}))
	require.Equal(t, "p.tnfld1.ng.0001.use1.cache.amazonaws.com", state["primaryEndpointAddress"])
	require.Equal(t, "p-ro.tnfld1.ng.0001.use1.cache.amazonaws.com", state["readerEndpointAddress"])
	_, state = f.MustCreate(elasticache.ReplicationGroup, "open", f.cache(props{
		"replicationGroupId": "o", "transitEncryptionEnabled": false,
	}))
	require.Equal(t, "o.tnfld1.clustercfg.use1.cache.amazonaws.com", state["configurationEndpointAddress"])
	_, state = f.MustCreate(elasticache.ReplicationGroup, "silent", f.broker(props{
		"replicationGroupId": "s", "numCacheClusters": nil, "numNodeGroups": 1, "replicasPerNodeGroup": 1,
	}))
	require.Equal(t, false, state["clusterEnabled"], "C7: one shard alone is no cluster mode")
}

func TestRegionQuota(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.SetQuota(t.Context(), "cacheNodes", 4))
	id, _ := f.MustCreate(elasticache.ReplicationGroup, "one", f.cache(nil))
	f.MustCreate(elasticache.Cluster, "single", f.single(nil))
	_, _, err := f.Create(elasticache.ReplicationGroup, "two", f.broker(nil))
	require.ErrorContains(t, err,
		"NodeQuotaForCustomerExceeded: The request cannot be processed because it would exceed the "+
			"allowed number of cache nodes per customer.")
	_, err = f.Update(elasticache.ReplicationGroup, id, f.cache(props{"replicasPerNodeGroup": 2}))
	require.NoError(t, err)
	_, _, err = f.Create(elasticache.Cluster, "more", f.single(props{"clusterId": "more"}))
	require.ErrorContains(t, err, "NodeQuotaForCustomerExceeded")
}

// The provider makes up the IDs of the shards that it removes, as if they had no gap.
func TestShardsKeepTheirIDs(t *testing.T) {
	f := newFixture(t)
	id, state := f.MustCreate(elasticache.ReplicationGroup, "c", f.cache(props{"numNodeGroups": 3, "parameterGroupName": nil}))
	nodes := func(shards ...string) (list []any) {
		for _, shard := range shards {
			list = append(list, id+"-"+shard+"-001", id+"-"+shard+"-002")
		}
		return list
	}
	to := func(shards int) error {
		updated, err := f.Update(elasticache.ReplicationGroup, id, f.cache(props{"numNodeGroups": shards, "parameterGroupName": nil}))
		if err == nil {
			state = updated
		}
		return err
	}
	require.Equal(t, nodes("0001", "0002", "0003"), state["memberClusters"])
	require.NoError(t, to(2), "C29: the last one goes")
	require.Equal(t, nodes("0001", "0002"), state["memberClusters"])
	require.NoError(t, to(3))
	require.Equal(t, nodes("0001", "0002", "0003"), state["memberClusters"])

	gap := props{"numNodeGroups": 2, "memberClusters": nodes("0001", "0003")}
	require.NoError(t, f.Change(t.Context(), "us-east-1", elasticache.ReplicationGroup, id, gap))
	f.Read(elasticache.ReplicationGroup, id)
	require.ErrorContains(t, to(1), "InvalidParameterValue: The following node group ids are invalid: [0002]", "C29")
	require.NoError(t, to(4))
	require.Equal(t, nodes("0001", "0003", "0004", "0005"), state["memberClusters"], "new ones count on from the last")
}

func TestParametersWithTheirDefault(t *testing.T) {
	f := newFixture(t)
	group := func(policy string) props {
		return props{"family": "valkey8", "parameters": list(parameter("maxmemory-policy", policy))}
	}
	for policy, changed := range map[string][]string{"volatile-lru": {"parameters"}, "allkeys-lru": nil} {
		id, _ := f.MustCreate(elasticache.ParameterGroup, "own", group(policy))
		got, _, _, err := f.Diff(elasticache.ParameterGroup, id, group(policy))
		require.NoError(t, err)
		require.Equal(t, changed, got, "C30 %s", policy)
	}
}
