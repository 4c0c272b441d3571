// Package cache is the cache of an environment: ElastiCache with Valkey or Redis, in cluster mode from the first day.
package cache

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/redis"
)

// Type is the type token of the component.
const Type = "tenfold:cache:Cache"

// Cache is a clustered cache for sessions, profiles, rendered pages and rate limits. It creates, for one called cache:
//
//  1. the replication group (cache) in cluster mode, with one shard or more and one replica or more of each, over
//     several zones, with automatic failover, TLS and a password; protected
//  2. its parameter group (cache-parameters), which evicts the least recently used keys of a full cache, and its subnet
//     group (cache-subnets)
//  3. a KMS key (cache-key) for data, secrets and logs, rotated every year; protected
//  4. two secrets: the password (cache-token, with its value cache-token-1) and the URL (cache-url) that clients need;
//     protected
//  5. the slow log (cache-slow-log) and the engine's log (cache-engine-log), with a retention
//  6. a security group (cache-sg) without rules: whoever connects adds a rule to it for Port
//  7. with Autoscaling: a target and its policies for shards (cache-shards) and for replicas (cache-replicas)
//
// Cluster mode is there even for one shard, because it is what can grow in place: more shards, another node type and
// more replicas are updates. Clients must speak it (redis-py: RedisCluster), and there is database 0 only.
//
// The password is a token and not a user group: one value, that AWS changes in two steps, instead of a user and a group
// with two names to keep apart. Whoever needs users with different rights is outside of what a cache is for.
//
// # Cost
//
// Per month at the defaults: 2 nodes × 730 h × 0.052 + 1.00 for the key + 2 secrets × 0.40 = 75.92 + 1.00 + 0.80 =
// 77.72 USD, and 0.50 per GB of logs written and 0.085 per GB of snapshots. 3 shards of 2 cache.m7g.large are 6 × 730 ×
// 0.1264 = 553.63. With Redis nodes cost a quarter more: 2 × 730 × 0.065 = 94.90. Each of the key's first two yearly
// rotations adds 1.00. Prices of us-east-1 as of September and October 2026.
//
// # How it fails
//
//   - A primary fails: within about a minute a replica of its shard takes over, under the same endpoint. Replication is
//     asynchronous, and the last writes of that shard may be lost. The other shards go on.
//   - A zone fails: the same for each shard whose primary was there.
//   - The memory is full: keys are evicted, and the hit rate falls. Nothing is refused.
//   - Shards are added: clients that cache the slots are sent on (MOVED, ASK), and latency rises for the time.
//   - The key is disabled: AWS cannot start nodes again. Within 30 days its deletion can be cancelled; a final snapshot
//     needs it too, so copy that under another key before the key is gone.
//   - Without AllowDestroy the engine refuses to destroy or to replace the cache.
//
// # What it does not do
//
//   - Serve as Celery's broker or, as its commands run over several keys, as the result backend: see package broker.
//   - Global datastores, data tiering, users with different rights (RBAC), IPv6, serverless.
//   - Raise the engine's version by itself: set EngineVersion. Security patches are ElastiCache's service updates.
type Cache struct {
	pulumi.ResourceState

	// Endpoint is where clients connect, as one value.
	Endpoint Endpoint
	// Host is the configuration endpoint, which tells clients all the nodes, and Port its port, 6379.
	Host pulumi.StringOutput `pulumi:"host"`
	Port pulumi.IntOutput    `pulumi:"port"`
	// URLSecretARN is the secret with CACHE_URL, in its JSON under "url": rediss://:password@host:6379/0. URLSecret is
	// how a task definition of ECS names that key. Both are known only once the secret has its value.
	URLSecretARN pulumi.StringOutput `pulumi:"urlSecretArn"`
	URLSecret    pulumi.StringOutput `pulumi:"urlSecret"`
	// KMSKeyARN is the key of the data and of the secret: roles that read the secret need kms:Decrypt with it.
	KMSKeyARN pulumi.StringOutput `pulumi:"kmsKeyArn"`
	// SecurityGroupID is the group of the nodes. It has no rules.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// ReplicationGroupID is the dimension of metrics.
	ReplicationGroupID pulumi.StringOutput `pulumi:"replicationGroupId"`
	// Shards is the number of shards that was asked for.
	Shards pulumi.IntOutput `pulumi:"shards"`
	// ClusterMode is always true.
	ClusterMode pulumi.BoolOutput `pulumi:"clusterMode"`
}

// Endpoint is a clustered store. It is a type of its own, and not the one of a broker's connection, so that handing it
// to Celery does not compile.
type Endpoint struct {
	// Host is the configuration endpoint, Port is 6379.
	Host pulumi.StringOutput
	Port int
	// URLSecret is how a task definition of ECS names CACHE_URL, and KMSKeyARN the key that it takes to read it.
	URLSecret pulumi.StringOutput
	KMSKeyARN pulumi.StringOutput
	// SecurityGroupID is the group to let clients into.
	SecurityGroupID pulumi.StringOutput
}

// New creates a cache.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Cache, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("cache", name); err != nil {
		return nil, err
	}
	c := &Cache{}
	if err := component.Register(ctx, Type, name, args, c, opts...); err != nil {
		return nil, err
	}
	b := &builder{
		Base: component.Base{Ctx: ctx, Name: name, Parent: c, AllowDestroy: args.AllowDestroy}, args: args,
	}
	if err := b.build(); err != nil {
		return nil, err
	}
	c.setOutputs(b)
	return c, component.Publish(ctx, c)
}

// builder creates the children of one cache, step by step. Each step uses what the steps before it have created.
type builder struct {
	component.Base
	args Args

	group redis.Group
	url   aws.URL
}

func (b *builder) build() error {
	return component.InOrder(b.newGroup, b.newURL, b.newAutoscaling)
}

func (b *builder) newGroup() (err error) {
	b.group, err = redis.New(b.Base, b.args.settings(), b.args.shape(b.Name))
	return err
}

func (b *builder) newURL() (err error) {
	b.url, err = b.group.NewURL(b.Base, b.group.Replication.ConfigurationEndpointAddress, clusterURL)
	return err
}

func (c *Cache) setOutputs(b *builder) {
	c.Host = b.group.Replication.ConfigurationEndpointAddress
	c.Port = pulumi.Int(redis.Port).ToIntOutput()
	c.URLSecretARN, c.URLSecret, c.KMSKeyARN = b.url.SecretARN, b.url.Reference, b.group.Key.Arn
	c.SecurityGroupID = b.group.SecurityGroup.ID().ToStringOutput()
	c.ReplicationGroupID = b.group.Replication.ReplicationGroupId
	c.Shards = pulumi.Int(b.args.Shards).ToIntOutput()
	c.ClusterMode = pulumi.Bool(true).ToBoolOutput()
	c.Endpoint = Endpoint{
		Host: c.Host, Port: redis.Port, URLSecret: c.URLSecret, KMSKeyARN: c.KMSKeyARN, SecurityGroupID: c.SecurityGroupID,
	}
}

// clusterURL has database 0, the only one of a cluster.
func clusterURL(token, host string) string {
	return fmt.Sprintf("rediss://:%s@%s:%d/0", token, host, redis.Port)
}

func (a Args) shape(name string) redis.Shape {
	return redis.Shape{
		Description: fmt.Sprintf("Cache %s, in cluster mode", name),
		Parameters: []redis.Parameter{
			{Name: "cluster-enabled", Value: "yes"}, {Name: "maxmemory-policy", Value: a.EvictionPolicy},
		},
		Shape: func(group *elasticache.ReplicationGroupArgs) {
			group.ClusterMode = pulumi.String("enabled")
			group.NumNodeGroups = pulumi.Int(a.Shards)
			group.ReplicasPerNodeGroup = pulumi.Int(a.ReplicasPerShard)
		},
		Ignore: a.ignored(),
	}
}

// ignored is what the autoscaler changes: an update would set it back.
func (a Args) ignored() (properties []string) {
	if a.Autoscaling != nil && a.Autoscaling.MaxShards > 0 {
		properties = append(properties, "numNodeGroups")
	}
	if a.Autoscaling != nil && a.Autoscaling.MaxReplicas > 0 {
		properties = append(properties, "replicasPerNodeGroup")
	}
	return properties
}
