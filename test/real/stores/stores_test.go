// Package stores proves the parameters of the components Cache and Broker against real Valkey, Redis and Celery.
package stores

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/cache"
	"github.com/tenfold-iac/tenfold/test/real/servers"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

var (
	vpc     = pulumi.String("vpc-0123456789abcdef0")
	subnets = pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"})
)

// parameters are those that a component gives its parameter group, but for what only AWS knows.
func parameters(t *testing.T, program pulumi.RunFunc) map[string]string {
	t.Helper()
	random := stacktest.Function("aws:secretsmanager/getRandomPassword:getRandomPassword",
		func(resource.PropertyMap) (resource.PropertyMap, error) {
			return resource.PropertyMap{"randomPassword": resource.NewProperty(servers.RedisPassword)}, nil
		})
	group := stacktest.Run(t, program, random).One(t, "aws:elasticache/parameterGroup:ParameterGroup")
	all := map[string]string{}
	for i := 0; group.Has(fmt.Sprintf("parameters[%d]", i)); i++ {
		name := group.Input(fmt.Sprintf("parameters[%d].name", i)).(string)
		if name != "reserved-memory-percent" {
			all[name] = group.Input(fmt.Sprintf("parameters[%d].value", i)).(string)
		}
	}
	return all
}

func cacheParameters(t *testing.T) map[string]string {
	t.Helper()
	all := parameters(t, func(ctx *pulumi.Context) error {
		_, err := cache.New(ctx, "cache", cache.Args{VPCID: vpc, SubnetIDs: subnets})
		return err
	})
	require.Equal(t, "yes", all["cluster-enabled"])
	return all
}

func brokerParameters(t *testing.T) map[string]string {
	t.Helper()
	all := parameters(t, func(ctx *pulumi.Context) error {
		_, err := broker.New(ctx, "broker", broker.Args{VPCID: vpc, SubnetIDs: subnets})
		return err
	})
	require.NotEqual(t, "yes", all["cluster-enabled"])
	return all
}

// TestClusterFailover kills a primary of three under a client that speaks to the cluster.
func TestClusterFailover(t *testing.T) {
	parts := servers.Find(t)
	store := parts.StartRedis(t, servers.RedisSettings{
		Engine: cache.Valkey, Parameters: cacheParameters(t), Shards: 3, Replicas: 1,
	})
	client := store.Cluster(t)
	const keys = 300
	for i := range keys {
		require.NoError(t, client.Set(t.Context(), fmt.Sprint("key:", i), i, time.Hour).Err())
	}
	for _, primary := range store.Nodes[:3] {
		require.NoError(t, primary.Client.Wait(t.Context(), 1, servers.Timeout).Err())
		size, err := primary.Client.DBSize(t.Context()).Result()
		require.NoError(t, err)
		require.Greater(t, size, int64(keys/6), "every shard has its part of the keys")
	}
	replica := store.Nodes[3]
	require.False(t, replica.Primary(t))

	store.Nodes[0].Signal(syscall.SIGKILL)
	start := time.Now()
	for i := range keys {
		require.EventuallyWithT(t, func(c *assert.CollectT) {
			n, err := client.Get(t.Context(), fmt.Sprint("key:", i)).Int()
			require.NoError(c, err)
			require.Equal(c, i, n)
			require.NoError(c, client.Incr(t.Context(), fmt.Sprint("counter:", i)).Err())
		}, servers.Timeout, 50*time.Millisecond, "key %d is not served", i)
	}
	t.Logf("all keys are read and written %v after the loss of a primary", time.Since(start))
	require.True(t, replica.Primary(t), "its replica took the place")
	require.NoError(t, store.Healthy(2))
}

// TestFullStores: a full cache makes room, and a full broker refuses instead of losing tasks.
func TestFullStores(t *testing.T) {
	parts := servers.Find(t)
	fill := func(client *redis.Client) error {
		info := client.InfoMap(t.Context(), "memory").Item("Memory", "used_memory")
		var used int
		_, err := fmt.Sscan(info, &used)
		require.NoError(t, err)
		require.NoError(t, client.ConfigSet(t.Context(), "maxmemory", fmt.Sprint(used+2<<20)).Err())
		for i := range 400 {
			if err := client.Set(t.Context(), fmt.Sprint("key:", i), strings.Repeat("x", 10_000), 0).Err(); err != nil {
				return err
			}
		}
		return nil
	}
	full := parts.StartRedis(t, servers.RedisSettings{Engine: cache.Valkey, Parameters: cacheParameters(t), Shards: 1})
	require.NoError(t, fill(full.Nodes[0].Client))
	size, err := full.Nodes[0].Client.DBSize(t.Context()).Result()
	require.NoError(t, err)
	require.Less(t, size, int64(300), "what was not used for longest is gone")

	tasks := parts.StartRedis(t, servers.RedisSettings{Engine: cache.Valkey, Parameters: brokerParameters(t)})
	require.ErrorContains(t, fill(tasks.Nodes[0].Client), "OOM command not allowed when used memory > 'maxmemory'")
}

// TestCeleryNeedsABroker: Celery works on a broker, of either engine, and fails on a cache, of one shard or of three.
func TestCeleryNeedsABroker(t *testing.T) {
	parts := servers.Find(t)
	for _, engine := range []string{cache.Valkey, cache.Redis} {
		t.Run("broker of "+engine, func(t *testing.T) {
			store := parts.StartRedis(t, servers.RedisSettings{Engine: engine, Parameters: brokerParameters(t), Replicas: 1})
			out, err := parts.Celery(t, store.URL(0))
			require.NoError(t, err, out)
			require.Contains(t, out, "sent 6")
			for i := range 6 {
				require.Contains(t, out, fmt.Sprint("worked on ", i))
			}
		})
	}
	for shards, want := range map[int]string{
		1: "ClusterCrossSlotError: Keys in request don't hash to the same slot",
		3: "MovedError: Command # 1 (LLEN default) of pipeline caused error",
	} {
		t.Run(fmt.Sprintf("cache of %d shards", shards), func(t *testing.T) {
			store := parts.StartRedis(t, servers.RedisSettings{
				Engine: cache.Valkey, Parameters: cacheParameters(t), Shards: shards, Replicas: 1,
			})
			out, err := parts.Celery(t, store.URL(0))
			require.Error(t, err)
			require.Contains(t, out, want)
			require.NotContains(t, out, "worked on")
		})
	}
}

// TestCommandsOfABroker are the commands of Celery's transport, in its words: a transaction over the keys of what is not
// acknowledged yet, and one wait for several queues.
func TestCommandsOfABroker(t *testing.T) {
	parts := servers.Find(t)
	receive := func(c redis.Cmdable) error {
		_, err := c.TxPipelined(t.Context(), func(p redis.Pipeliner) error {
			p.ZAdd(context.Background(), "unacked_index", redis.Z{Score: 1, Member: "tag"})
			p.HSet(context.Background(), "unacked", "tag", "message")
			return nil
		})
		return err
	}
	wait := func(c redis.Cmdable) error {
		return c.BRPop(t.Context(), time.Second, "default", "default\x06\x163", "mail").Err()
	}
	store := parts.StartRedis(t, servers.RedisSettings{Engine: cache.Valkey, Parameters: brokerParameters(t)})
	require.NoError(t, receive(store.Nodes[0].Client))
	require.NoError(t, store.Nodes[0].Client.LPush(t.Context(), "mail", "message").Err())
	require.NoError(t, wait(store.Nodes[0].Client))

	clustered := parts.StartRedis(t, servers.RedisSettings{
		Engine: cache.Valkey, Parameters: cacheParameters(t), Shards: 1,
	})
	for name, command := range map[string]func(redis.Cmdable) error{"receive": receive, "wait": wait} {
		require.ErrorContains(t, command(clustered.Nodes[0].Client), "CROSSSLOT", name)
		require.ErrorContains(t, command(clustered.Cluster(t)), "CROSSSLOT", "%s, by a client that knows clusters", name)
	}
}
