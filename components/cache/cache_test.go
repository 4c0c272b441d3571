package cache_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/cache"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	replicationGroup = "aws:elasticache/replicationGroup:ReplicationGroup"
	subnetGroup      = "aws:elasticache/subnetGroup:SubnetGroup"
	parameterGroup   = "aws:elasticache/parameterGroup:ParameterGroup"
	logGroup         = "aws:cloudwatch/logGroup:LogGroup"
	key              = "aws:kms/key:Key"
	secret           = "aws:secretsmanager/secret:Secret"
	secretVersion    = "aws:secretsmanager/secretVersion:SecretVersion"
	securityGroup    = "aws:ec2/securityGroup:SecurityGroup"
	target           = "aws:appautoscaling/target:Target"
	policy           = "aws:appautoscaling/policy:Policy"
	randomPassword   = "aws:secretsmanager/getRandomPassword:getRandomPassword"
)

// password is what the mock makes up.
var password = strings.Repeat("mock", 16)

var endpoint = stacktest.Outputs(replicationGroup, func(r stacktest.Resource) resource.PropertyMap {
	return resource.PropertyMap{
		"configurationEndpointAddress": resource.NewProperty("clustercfg." + r.Name),
		"replicationGroupId":           resource.NewProperty(r.Name + "-1a2b3c4"),
	}
})

func args() cache.Args {
	return cache.Args{
		VPCID: pulumi.String("vpc-1"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}),
	}
}

func run(t *testing.T, a cache.Args, opts ...stacktest.Option) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, func(ctx *pulumi.Context) error {
		c, err := cache.New(ctx, "cache", a)
		if err != nil {
			return err
		}
		return stacktest.Probe(ctx, "outputs", pulumi.Map{
			"host": c.Host, "port": c.Port, "urlSecretArn": c.URLSecretARN, "urlSecret": c.URLSecret,
			"kmsKeyArn": c.KMSKeyARN, "securityGroupId": c.SecurityGroupID, "shards": c.Shards,
			"clusterMode": c.ClusterMode, "replicationGroupId": c.ReplicationGroupID,
			"endpoint": pulumi.Array{
				c.Endpoint.Host, pulumi.Int(c.Endpoint.Port), c.Endpoint.URLSecret, c.Endpoint.KMSKeyARN,
				c.Endpoint.SecurityGroupID,
			},
		})
	}, append(opts, endpoint)...)
}

var atDefaults = map[string]int{
	cache.Type: 1, replicationGroup: 1, subnetGroup: 1, parameterGroup: 1, logGroup: 2, key: 1, secret: 2,
	secretVersion: 2, securityGroup: 1,
}

func scaled(s cache.Autoscaling) cache.Args {
	a := args()
	a.NodeType, a.Autoscaling = "cache.m7g.large", &s
	return a
}

func TestExactlyTheseResources(t *testing.T) {
	for name, tc := range map[string]struct {
		args cache.Args
		more map[string]int
	}{
		"defaults": {args(), nil},
		"shards":   {scaled(cache.Autoscaling{MaxShards: 3}), map[string]int{target: 1, policy: 1}},
		"memory": {
			scaled(cache.Autoscaling{MaxShards: 3, MemoryTarget: 65}), map[string]int{target: 1, policy: 2},
		},
		"both": {scaled(cache.Autoscaling{MaxShards: 3, MaxReplicas: 3}), map[string]int{target: 2, policy: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			want := maps.Clone(atDefaults)
			maps.Copy(want, tc.more)
			require.Equal(t, want, run(t, tc.args).Counts())
			require.Equal(t, want, run(t, tc.args, stacktest.Preview()).Counts(), "in a preview")
		})
	}
}

func TestReplicationGroup(t *testing.T) {
	group := run(t, args()).One(t, replicationGroup)
	stacktest.RequireInputs(t, group, map[string]any{
		"engine": "valkey", "engineVersion": "8.1", "nodeType": "cache.t4g.medium", "port": 6379,
		"clusterMode": "enabled", "numNodeGroups": 1, "replicasPerNodeGroup": 1, "numCacheClusters": nil,
		"automaticFailoverEnabled": true, "multiAzEnabled": true,
		"atRestEncryptionEnabled": true, "kmsKeyId": "arn:aws:mock:::cache-key",
		"transitEncryptionEnabled": true, "transitEncryptionMode": "required",
		"authToken": password, "authTokenUpdateStrategy": "ROTATE",
		"subnetGroupName": "cache-subnets-name", "parameterGroupName": "cache-parameters-name",
		"securityGroupIds": []any{"cache-sg-id"}, "replicationGroupId": nil,
		"snapshotRetentionLimit": 1, "snapshotWindow": "03:00-04:00", "maintenanceWindow": "sun:05:00-sun:06:00",
		"finalSnapshotIdentifier": "cache-final-name", "autoMinorVersionUpgrade": false, "applyImmediately": true,
		"description": "Cache cache, in cluster mode", "tags": map[string]any{"Name": "cache"},
		"logDeliveryConfigurations": []any{
			map[string]any{
				"destination": "cache-slow-log-name", "destinationType": "cloudwatch-logs", "logFormat": "json",
				"logType": "slow-log",
			},
			map[string]any{
				"destination": "cache-engine-log-name", "destinationType": "cloudwatch-logs", "logFormat": "json",
				"logType": "engine-log",
			},
		},
	})
	require.True(t, group.IsSecret("authToken"))
	require.Empty(t, group.IgnoreChanges, "more shards are an update of the group")
}

func TestArgumentsReachTheGroup(t *testing.T) {
	a := args()
	a.Engine, a.NodeType, a.Shards, a.ReplicasPerShard = cache.Redis, "cache.m7g.large", 3, 2
	a.SnapshotRetentionDays, a.SnapshotWindow, a.MaintenanceWindow = 9, "01:00-02:00", "mon:03:00-mon:04:00"
	a.SkipFinalSnapshot, a.EvictionPolicy, a.LogRetentionDays = true, "volatile-ttl", 90
	rec := run(t, a)
	stacktest.RequireInputs(t, rec.One(t, replicationGroup), map[string]any{
		"engine": "redis", "engineVersion": "7.1", "nodeType": "cache.m7g.large", "numNodeGroups": 3,
		"replicasPerNodeGroup": 2, "snapshotRetentionLimit": 9, "snapshotWindow": "01:00-02:00",
		"maintenanceWindow": "mon:03:00-mon:04:00", "finalSnapshotIdentifier": nil,
	})
	stacktest.RequireInputs(t, rec.One(t, parameterGroup), map[string]any{
		"family": "redis7", "parameters[1].value": "volatile-ttl",
	})
	require.Equal(t, 90, rec.Named(t, logGroup, "cache-slow-log").Input("retentionInDays"))
	require.Equal(t, 3, rec.Probed(t, "outputs").Input("shards"))
}

func TestSurroundings(t *testing.T) {
	rec := run(t, args())
	stacktest.RequireInputs(t, rec.One(t, parameterGroup), map[string]any{
		"family": "valkey8", "name": nil, "tags": map[string]any{"Name": "cache-parameters"},
		"description": "Parameters of cache", "parameters": []any{
			map[string]any{"name": "cluster-enabled", "value": "yes"},
			map[string]any{"name": "maxmemory-policy", "value": "allkeys-lru"},
		},
	})
	stacktest.RequireInputs(t, rec.One(t, subnetGroup), map[string]any{"subnetIds": []any{"subnet-a", "subnet-b"}, "name": nil})
	stacktest.RequireInputs(t, rec.One(t, securityGroup), map[string]any{"vpcId": "vpc-1", "ingress": nil, "egress": nil})
	stacktest.RequireInputs(t, rec.One(t, key), map[string]any{"enableKeyRotation": true, "deletionWindowInDays": 30})
	require.True(t, rec.One(t, key).RetainOnDelete, "the final snapshot needs it")
	for _, role := range []string{"slow-log", "engine-log"} {
		stacktest.RequireInputs(t, rec.Named(t, logGroup, "cache-"+role), map[string]any{
			"retentionInDays": 30, "kmsKeyId": "arn:aws:mock:::cache-key", "name": nil,
		})
	}
}

func TestSecrets(t *testing.T) {
	rec := run(t, args())
	for _, role := range []string{"token", "url"} {
		stacktest.RequireInputs(t, rec.Named(t, secret, "cache-"+role), map[string]any{
			"kmsKeyId": "arn:aws:mock:::cache-key", "recoveryWindowInDays": 30, "name": nil,
		})
	}
	token := rec.Named(t, secretVersion, "cache-token-1")
	stacktest.RequireInputs(t, token, map[string]any{"secretId": "cache-token-id", "secretString": password})
	require.Equal(t, []string{"secretString"}, token.IgnoreChanges, "AWS has another password at every update")
	require.True(t, token.IsSecret("secretString"))

	url := rec.Named(t, secretVersion, "cache-url")
	stacktest.RequireInputs(t, url, map[string]any{
		"secretId": "cache-url-id", "secretString": `{"url":"rediss://:` + password + `@clustercfg.cache:6379/0"}`,
	})
	require.True(t, url.IsSecret("secretString"))
	require.Empty(t, url.IgnoreChanges)

	calls := rec.Calls(randomPassword)
	require.Len(t, calls, 1)
	require.Equal(t, 64, calls[0].Input("passwordLength"))
	require.Equal(t, true, calls[0].Input("excludePunctuation"), "a URL must not need escapes")
}

func TestTokenGenerationIsANewPassword(t *testing.T) {
	a := args()
	a.TokenGeneration = 2
	rec := run(t, a)
	require.Equal(t, "cache-token-id", rec.Named(t, secretVersion, "cache-token-2").Input("secretId"))
	require.Equal(t, 2, rec.Count(secretVersion))
}

func TestProtection(t *testing.T) {
	for _, allow := range []bool{false, true} {
		a := args()
		a.AllowDestroy = allow
		rec := run(t, a)
		protected := append(rec.OfType(secret), rec.One(t, replicationGroup), rec.One(t, key))
		require.Len(t, protected, 4)
		for _, r := range protected {
			require.Equal(t, !allow, r.Protect, r.Name)
		}
		days := map[bool]int{false: 30, true: 7}[allow]
		require.Equal(t, days, rec.One(t, key).Input("deletionWindowInDays"))
		require.Equal(t, days, rec.Named(t, secret, "cache-url").Input("recoveryWindowInDays"))
		require.Equal(t, "cache-final-name", rec.One(t, replicationGroup).Input("finalSnapshotIdentifier"))
	}
}

func TestOutputs(t *testing.T) {
	rec := run(t, args())
	stacktest.RequireInputs(t, rec.Probed(t, "outputs"), map[string]any{
		"host": "clustercfg.cache", "port": 6379, "urlSecretArn": "arn:aws:secretsmanager:us-east-1:123456789012:secret:cache-url-AbCdEf",
		"urlSecret": "arn:aws:secretsmanager:us-east-1:123456789012:secret:cache-url-AbCdEf:url::", "kmsKeyArn": "arn:aws:mock:::cache-key",
		"securityGroupId": "cache-sg-id", "shards": 1, "clusterMode": true, "replicationGroupId": "cache-1a2b3c4",
		"endpoint": []any{
			"clustercfg.cache", 6379, "arn:aws:secretsmanager:us-east-1:123456789012:secret:cache-url-AbCdEf:url::", "arn:aws:mock:::cache-key", "cache-sg-id",
		},
	})
	require.Contains(t, rec.Probed(t, "outputs").DependsOn, rec.Named(t, secretVersion, "cache-url").URN,
		"a task whose secret has no value does not start")
}
