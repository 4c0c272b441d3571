package elasticache_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/elasticache"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

const (
	getGroup   = "aws:elasticache/getReplicationGroup:getReplicationGroup"
	getCluster = "aws:elasticache/getCluster:getCluster"
	getSubnets = "aws:elasticache/getSubnetGroup:getSubnetGroup"
)

// single are the inputs of one Redis node, with changes.
func (f *fixture) single(changes props) props {
	return simtest.With(props{
		"clusterId": "single", "engine": "redis", "nodeType": "cache.t4g.micro", "subnetGroupName": f.subnets,
		"securityGroupIds": []any{f.group},
	}, changes)
}

func TestClusterRules(t *testing.T) {
	base := func(f *fixture, changes props) props {
		f.MustCreate(elasticache.ReplicationGroup, "b", f.broker(nil))
		return f.single(changes)
	}
	creates(t, elasticache.Cluster, base, []errorCase{
		{"fits", nil, ""},
		{"memcached", props{"engine": "memcached", "numCacheNodes": 3, "azMode": "cross-az"}, ""},
		{"replica", props{
			"engine": nil, "nodeType": nil, "subnetGroupName": nil, "securityGroupIds": nil, "replicationGroupId": "broker",
		}, ""},
		{"replica of none", props{
			"engine": nil, "nodeType": nil, "subnetGroupName": nil, "securityGroupIds": nil, "replicationGroupId": "none",
		}, "ReplicationGroupNotFoundFault: Replication group none not found."},
		{
			"replica elsewhere",
			props{"engine": nil, "replicationGroupId": "broker", "securityGroupIds": nil},
			`"replication_group_id": conflicts with subnet_group_name`,
		},
		{
			"unknown engine",
			props{"engine": "dragonfly"},
			`expected engine to be one of ["memcached" "redis" "valkey"], got dragonfly`,
		},
		{"zones", props{"azMode": "some-az"}, `expected az_mode to be one of ["single-az" "cross-az"], got some-az`},
		{"C19", props{"snapshotRetentionLimit": 36}, "expected snapshot_retention_limit to be in the range (0 - 35), got 36"},
		{"C19 maintenance", props{"maintenanceWindow": "sun"}, `"maintenance_window" must satisfy the format of `},
		{"C19 snapshot", props{"snapshotWindow": "3"}, `"snapshot_window" must satisfy the format of `},
		{
			"C19 overlap",
			props{"snapshotWindow": "05:00-06:00", "maintenanceWindow": "sun:05:30-sun:06:30"},
			"snapshot window and maintenance window must not overlap",
		},
		{
			"C22 three",
			props{"logDeliveryConfigurations": list(entry("slow-log"), entry("engine-log"), entry("slow-log"))},
			"Too many log_delivery_configurations: ",
		},
		{"C22 kind", props{"logDeliveryConfigurations": list(entry("fast-log"))}, "expected log_type to be one of "},
		{"snapshot", props{"snapshotName": "none"}, "SnapshotNotFoundFault: Snapshot none not found."},
		{"no engine", props{"engine": nil}, "one of `engine,replication_group_id` must be specified"},
		{"nodes", props{"numCacheNodes": 2}, `engine "redis" does not support num_cache_nodes > 1`},
		{
			"too many nodes",
			props{"engine": "memcached", "numCacheNodes": 41},
			"expected num_cache_nodes to be in the range (1 - 40), got 41",
		},
		{
			"cross-az",
			props{"engine": "memcached", "numCacheNodes": 1, "azMode": "cross-az"},
			`az_mode "cross-az" is not supported with num_cache_nodes = 1`,
		},
		{
			"C9",
			props{"engine": "memcached", "engineVersion": "1.6"},
			"engine_version: Memcached versions must match <major>.<minor>.<patch>",
		},
		{"C18", props{"nodeType": "cache.x"}, "InvalidParameterValue: Specific node type cache.x is not supported"},
		{
			"mode",
			props{"parameterGroupName": "default.redis7.cluster.on"},
			"A cluster-mode-enabled parameter group cannot be used for a single cluster.",
		},
		{"C22", props{"logDeliveryConfigurations": list(map[string]any{
			"destination": "/none", "destinationType": "cloudwatch-logs", "logFormat": "text", "logType": "slow-log",
		})}, "InvalidParameterValue: Destination /none does not exist"},
	})
}

func entry(kind string) map[string]any {
	return map[string]any{
		"destination": "/cache/slow", "destinationType": "cloudwatch-logs", "logFormat": "text", "logType": kind,
	}
}

func TestCluster(t *testing.T) {
	f := newFixture(t)
	one := f.live(elasticache.Cluster, f.single(props{"finalSnapshotIdentifier": "last"}))
	state := f.Read(one.typ, one.id)
	require.Equal(t, "7.1.0", state["engineVersionActual"])
	require.Equal(t, "default.redis7", state["parameterGroupName"])
	require.Equal(t, list(map[string]any{
		"id": "0001", "address": "single.tnfld1.0001.use1.cache.amazonaws.com", "port": 6379.0, "outpostArn": "",
		"availabilityZone": "us-east-1a",
	}), state["cacheNodes"])
	one.replaces(nil)
	one.replaces(props{"nodeType": "cache.t4g.small", "snapshotRetentionLimit": 1})
	one.replaces(props{"clusterId": "new", "port": 1, "subnetGroupName": "other"}, "clusterId", "port", "subnetGroupName")
	_, _, err := f.Create(elasticache.Cluster, "again", one.inputs)
	require.ErrorContains(t, err, "CacheClusterAlreadyExists: Cache cluster single already exists.")
	one.replaces(props{"engine": "valkey"}, "engine")
	for _, property := range []string{
		"availabilityZone", "snapshotArns", "snapshotName", "replicationGroupId", "networkType",
	} {
		one.replaces(props{property: "other"}, property)
	}
	one.replaces(props{"transitEncryptionEnabled": true}, "transitEncryptionEnabled")
	one.replaces(props{"clusterId": "SINGLE"})
	require.NoError(t, f.Delete(one.typ, one.id))
	all, err := f.Resources(t.Context())
	require.NoError(t, err)
	require.Equal(t, elasticache.Snapshot, all[len(all)-1].Type, "C23")
	f.MustCreate(elasticache.Cluster, "again", one.inputs)
	require.ErrorContains(t, f.Delete(one.typ, one.id), "SnapshotAlreadyExistsFault: Snapshot last already exists.", "C23")

	_, state = f.MustCreate(elasticache.Cluster, "m", f.single(props{
		"clusterId": "m", "engine": "memcached", "numCacheNodes": 3, "azMode": "cross-az",
	}))
	require.Equal(t, "m.tnfld1.cfg.use1.cache.amazonaws.com:11211", state["configurationEndpoint"])
	require.Equal(t, "1.6.22", state["engineVersion"])
	require.Equal(t, "us-east-1b", state.String("cacheNodes.1.availabilityZone"))
	require.Equal(t, "us-east-1a", state.String("cacheNodes.2.availabilityZone"))
}

func TestLookups(t *testing.T) {
	f := newFixture(t)
	f.MustCreate(elasticache.ReplicationGroup, "b", f.broker(nil))
	f.MustCreate(elasticache.Cluster, "s", f.single(nil))
	group, err := f.Invoke(getGroup, props{"replicationGroupId": "broker"})
	require.NoError(t, err)
	require.Equal(t, "master.broker.tnfld1.use1.cache.amazonaws.com", group["primaryEndpointAddress"])
	require.Equal(t, true, group["authTokenEnabled"])
	require.Equal(t, "broker", group["id"])
	single, err := f.Invoke(getCluster, props{"clusterId": "single"})
	require.NoError(t, err)
	require.Equal(t, "cache.t4g.micro", single["nodeType"])
	second, err := f.Invoke(getCluster, props{"clusterId": "broker-002"})
	require.NoError(t, err)
	require.Equal(t, "us-east-1b", second["availabilityZone"], "nodes stand in turn in the zones of the subnet group")
	require.Equal(t, "broker", second["replicationGroupId"])
	subnets, err := f.Invoke(getSubnets, props{"name": "data"})
	require.NoError(t, err)
	require.Equal(t, f.vpc, subnets["vpcId"])
	for token, args := range map[string]props{
		getGroup: {"replicationGroupId": "x"}, getCluster: {"clusterId": "x"}, getSubnets: {"name": "x"},
	} {
		_, err := f.Invoke(token, args)
		require.ErrorContains(t, err, "couldn't find resource")
	}
}
