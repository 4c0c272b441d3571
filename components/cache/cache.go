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

// Cache is a clustered cache for sessions, profiles, rendered pages and rate limits. For one called cache it creates
//
//   - the replication group (cache) in cluster mode, in several zones, with automatic failover, TLS and a password
//   - its parameter group (cache-parameters), which evicts the least recently used keys, and its subnet group
//     (cache-subnets)
//   - a KMS key (cache-key), and secrets with the password (cache-token) and the URL (cache-url)
//   - the slow log (cache-slow-log) and the engine log (cache-engine-log)
//   - a security group (cache-sg) without rules: whatever connects adds a rule for Port to it
//   - with Autoscaling: a target and its policies for shards (cache-shards) and for replicas (cache-replicas)
//
// Cluster mode is on even with one shard, so that the cache can grow in place. Clients must support it (redis-py:
// RedisCluster), and there is only database 0.
//
// Cost: 77.72 USD a month at the defaults.
//
// How it fails: if a primary or its zone fails, a replica takes over within about a minute, and the last writes of that
// shard may be lost. When the memory is full, keys are evicted. Without AllowDestroy the engine refuses to destroy or to
// replace the cache.
//
// What it does not do: serve as Celery's broker or result backend (see package broker), global datastores, data tiering,
// users with different permissions, IPv6, serverless, automatic upgrades of the engine.
//
// The arithmetic of the cost and all failure modes are in docs/cache.md.
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
	// URLSecretVersion is the ID of the secret's version, for SecretVersions of tasks.
	URLSecretVersion pulumi.StringOutput `pulumi:"urlSecretVersion"`
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
	c.URLSecretVersion = b.url.Version
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
