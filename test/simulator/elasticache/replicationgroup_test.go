package elasticache_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/elasticache"
)

func TestReplicationGroupIdentity(t *testing.T) {
	creates(t, elasticache.ReplicationGroup, (*fixture).cache, []errorCase{
		{"fits", nil, ""},
		{"autonamed", props{"replicationGroupId": nil}, ""},
		{
			"C1 length",
			props{"replicationGroupId": strings.Repeat("a", 41)},
			"expected length of replication_group_id to be in the range (1 - 40)",
		},
		{
			"C1 charset",
			props{"replicationGroupId": "a_b"},
			`"replication_group_id" must contain only alphanumeric characters and hyphens`,
		},
		{"C1 start", props{"replicationGroupId": "1a"}, `"replication_group_id" must begin with a letter`},
		{"C1 hyphens", props{"replicationGroupId": "a--b"}, `"replication_group_id" cannot contain two consecutive hyphens`},
		{"C1 end", props{"replicationGroupId": "a-"}, `"replication_group_id" cannot end with a hyphen`},
		{"C2", props{"description": ""}, `expected "description" to not be an empty string`},
		{
			"C11 global",
			props{"globalReplicationGroupId": "g"},
			"GlobalReplicationGroupNotFoundFault: Global replication group g not found.",
		},
		{"engine", props{"engine": "memcached"}, `expected engine to be one of ["redis" "valkey"], got memcached`},
		{
			"C20",
			props{"preferredCacheClusterAzs": list("us-east-1a")},
			"InvalidParameterCombination: The number of preferred " +
				"availability zones (1) must be the number of cache clusters (2).",
		},
		{"C20 fits", props{"preferredCacheClusterAzs": list("us-east-1b", "us-east-1a")}, ""},
		{
			"C20 zone",
			props{"preferredCacheClusterAzs": list("us-east-1b", "us-east-1c")},
			"InvalidParameterValue: The subnet " +
				"group data has no subnet in availability zone us-east-1c.",
		},
		{
			"network",
			props{"networkType": "ipv5"},
			`expected network_type to be one of ["ipv4" "ipv6" "dual_stack"], got ipv5`,
		},
		{"discovery", props{"ipDiscovery": "dns"}, `expected ip_discovery to be one of ["ipv4" "ipv6"], got dns`},
		{
			"topic",
			props{"notificationTopicArn": topic + "x"},
			"InvalidParameterValue: Topic " + topic + "x does not exist.",
		},
		{"topic fits", props{"notificationTopicArn": topic}, ""},
		{"snapshot", props{"snapshotName": "last"}, "SnapshotNotFoundFault: Snapshot last not found."},
	})
}

func TestC24AndLowerCase(t *testing.T) {
	f := newFixture(t)
	id, state := f.MustCreate(elasticache.ReplicationGroup, "one", f.cache(props{"replicationGroupId": "Cache"}))
	require.Equal(t, "cache", id, "C1: stored in lower case")
	require.Equal(t, "cache", state["replicationGroupId"])
	changed, _, _, err := f.Diff(elasticache.ReplicationGroup, id, f.cache(props{"replicationGroupId": "Cache"}))
	require.NoError(t, err)
	require.Empty(t, changed)
	_, _, err = f.Create(elasticache.ReplicationGroup, "two", f.cache(props{"replicationGroupId": "CACHE"}))
	require.ErrorContains(t, err,
		"operation error ElastiCache: CreateReplicationGroup, https response error StatusCode: 400")
	require.ErrorContains(t, err, ", ReplicationGroupAlreadyExists: Replication group cache already exists.")
}

func TestVersions(t *testing.T) {
	const shape = "engine_version: Redis versions must match <major>.<minor> when using version 7 or higher"
	creates(t, elasticache.ReplicationGroup, (*fixture).broker, []errorCase{
		{"C9 7", props{"engineVersion": "7.0.7"}, shape},
		{"C9 6.x", props{"engineVersion": "6.x"}, ""},
		{"C9 5", props{"engineVersion": "5.0"}, shape},
		{"C9 5 fits", props{"engineVersion": "5.0.6"}, ""},
		{
			"C9 valkey",
			props{"engine": "valkey", "engineVersion": "8"},
			"engine_version: Valkey versions must match <major>.<minor>",
		},
		{"unknown", props{"engineVersion": "7.9"}, "InvalidParameterCombination: Cannot find version 7.9 for redis"},
		{
			"C8",
			props{"parameterGroupName": "default.redis6.x"},
			"InvalidParameterCombination: Expected a parameter group of " +
				"family redis7 but found one of family redis6.x",
		},
		{"C8 fits", props{"parameterGroupName": "default.redis7"}, ""},
		{
			"C8 valkey",
			props{"engine": "valkey", "engineVersion": "7.2", "parameterGroupName": "default.redis7"},
			"Expected a parameter group of family valkey7 but found one of family redis7",
		},
		{"C8 none", props{"parameterGroupName": "own"}, "CacheParameterGroupNotFound: CacheParameterGroup own not found."},
	})
}

func TestVersionOutputs(t *testing.T) {
	for _, c := range []struct{ engine, version, actual, group string }{
		{"redis", "", "7.1.0", "default.redis7"},
		{"redis", "7.0", "7.0.7", "default.redis7"},
		{"redis", "6.x", "6.2.6", "default.redis6.x"},
		{"redis", "5.0.6", "5.0.6", "default.redis5.0"},
		{"valkey", "", "9.1.0", "default.valkey9"},
		{"valkey", "7.2", "7.2.6", "default.valkey7"},
	} {
		f := newFixture(t)
		_, state := f.MustCreate(elasticache.ReplicationGroup, "b", f.broker(props{
			"engine": c.engine, "engineVersion": c.version,
		}))
		require.Equal(t, c.actual, state["engineVersionActual"])
		require.Equal(t, c.group, state["parameterGroupName"])
	}
}

func TestReplacements(t *testing.T) {
	f := newFixture(t)
	cache := f.live(elasticache.ReplicationGroup, f.cache(nil))
	broker := f.live(elasticache.ReplicationGroup, f.broker(props{"engineVersion": "6.2"}))
	for property, value := range map[string]any{
		"replicationGroupId": "new", "subnetGroupName": "other", "port": 6380, "kmsKeyId": "arn:key/other",
		"atRestEncryptionEnabled": false, "networkType": "dual_stack", "dataTieringEnabled": true,
		"snapshotArns": list("arn:aws:s3:::b/o"), "snapshotName": "s", "securityGroupNames": list("g"),
		"globalReplicationGroupId": "g",
	} {
		cache.replaces(props{property: value}, property) // C11
	}
	cache.replaces(props{"nodeType": "cache.m7g.large", "numNodeGroups": 3, "replicasPerNodeGroup": 2}) // C12
	cache.replaces(props{"engineVersion": "8.1", "parameterGroupName": "other"})
	cache.replaces(props{"engineVersion": "8.0"})
	cache.replaces(props{"engineVersion": "7.2"}, "engineVersion")                                 // C10
	cache.replaces(props{"engine": "redis", "engineVersion": "7.1"}, "engine", "engineVersion")    // C10
	cache.replaces(props{"transitEncryptionEnabled": false})                                       // from 7.0.5 on
	broker.replaces(props{"engine": "valkey", "engineVersion": "7.2"})                             // C10: in place
	broker.replaces(props{"transitEncryptionEnabled": false}, "transitEncryptionEnabled")          // C11
	broker.replaces(props{"engineVersion": "6.x"})                                                 // newer than 6.2
	broker.replaces(props{"authToken": "another-token-of-16", "parameterGroupName": "own"})        // C12
	broker.replaces(props{"snapshotRetentionLimit": 3, "finalSnapshotIdentifier": "the-last-one"}) // in place
}

func TestFinalSnapshot(t *testing.T) {
	f := newFixture(t)
	count := func() (snapshots int) {
		all, err := f.Resources(t.Context())
		require.NoError(t, err)
		for _, r := range all {
			if r.Type == elasticache.Snapshot {
				require.Equal(t, "cache-final", r.ID)
				require.Empty(t, r.URN)
				require.Equal(t, "cache", r.Properties["source"])
				snapshots++
			}
		}
		return snapshots
	}
	id, _ := f.MustCreate(elasticache.ReplicationGroup, "none", f.cache(nil))
	require.NoError(t, f.Delete(elasticache.ReplicationGroup, id))
	require.Zero(t, count(), "C23: none is taken unless it is asked for")
	id, _ = f.MustCreate(elasticache.ReplicationGroup, "final", f.cache(props{"finalSnapshotIdentifier": "cache-final"}))
	require.NoError(t, f.Delete(elasticache.ReplicationGroup, id))
	require.Equal(t, 1, count())
	id, _ = f.MustCreate(elasticache.ReplicationGroup, "again", f.cache(props{
		"finalSnapshotIdentifier": "cache-final", "snapshotName": "cache-final",
	}))
	require.ErrorContains(t, f.Delete(elasticache.ReplicationGroup, id),
		"SnapshotAlreadyExistsFault: Snapshot cache-final already exists.")
	require.NotNil(t, f.Read(elasticache.ReplicationGroup, id))
}
