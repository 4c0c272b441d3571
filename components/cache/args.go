package cache

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/redis"
)

// The engines, for Args.Engine.
const (
	Valkey = redis.Valkey
	Redis  = redis.Redis
)

// Args are the arguments of New.
type Args struct {
	// VPCID is the VPC of the subnets. Required.
	VPCID pulumi.StringInput `pulumi:"vpcId"`
	// SubnetIDs are isolated or private subnets in at least two availability zones. Adding some is done in place.
	// Required.
	SubnetIDs pulumi.StringArrayInput `pulumi:"subnetIds"`

	// Engine is Valkey or Redis, which costs a quarter more. Redis becomes Valkey in place; the reverse replaces the
	// cache. Default: "valkey".
	Engine string `pulumi:"engine,optional"`
	// EngineVersion is the version of the engine, as major.minor: 7.2 to 9.1 of Valkey, 7.0 or 7.1 of Redis, where 7.1
	// is the default. A later version is an update in place; an earlier one replaces the cache. Default: "8.1".
	EngineVersion string `pulumi:"engineVersion,optional"`
	// NodeType is the type of every node. It changes in place. Default: "cache.t4g.medium".
	NodeType string `pulumi:"nodeType,optional"`
	// Shards is the number of shards, 1 to 45, each with a part of the keys. It changes in place; AWS moves the keys
	// online. With autoscaling of shards, it is the initial number and the minimum. Default: 1.
	Shards int `pulumi:"shards,optional"`
	// ReplicasPerShard is the number of replicas of every shard, 1 to 5. AWS allows 90 nodes in total. With autoscaling
	// of replicas, it is the initial number and the minimum. Default: 1.
	ReplicasPerShard int `pulumi:"replicasPerShard,optional"`
	// Autoscaling adds and removes shards or replicas with the load. Default: none.
	Autoscaling *Autoscaling `pulumi:"autoscaling,optional"`

	// EvictionPolicy is what a full cache evicts: "allkeys-lru" (the least recently used keys), "allkeys-lfu" (the
	// least frequently used), or only among keys with an expiry: "volatile-lru", "volatile-lfu", "volatile-ttl". With
	// these, writes fail once only keys without an expiry are left. Default: "allkeys-lru".
	EvictionPolicy string `pulumi:"evictionPolicy,optional"`
	// TokenGeneration changes the password when you raise it by one, 1 to 9999. The old password works until the next
	// change, so you can restart tasks in between. Default: 1.
	TokenGeneration int `pulumi:"tokenGeneration,optional"`

	// SnapshotRetentionDays is how long daily snapshots are kept, in days, 1 to 35. One is enough to fill a new cache.
	// Default: 1.
	SnapshotRetentionDays int `pulumi:"snapshotRetentionDays,optional"`
	// SnapshotWindow is when snapshots are taken, in UTC, at least an hour and outside MaintenanceWindow. Default:
	// "03:00-04:00".
	SnapshotWindow string `pulumi:"snapshotWindow,optional"`
	// MaintenanceWindow is when AWS may maintain the nodes, in UTC, 1 to 24 hours. Default: "sun:05:00-sun:06:00".
	MaintenanceWindow string `pulumi:"maintenanceWindow,optional"`
	// LogRetentionDays is how long the slow log and the engine's log are kept, in days: 1 to 3653, one of the values
	// that CloudWatch Logs accepts. Default: 30.
	LogRetentionDays int `pulumi:"logRetentionDays,optional"`

	// SkipFinalSnapshot destroys the cache without a final snapshot. Default: false.
	SkipFinalSnapshot bool `pulumi:"skipFinalSnapshot,optional"`
	// AllowDestroy removes the protection of the cache, its key and its secrets, which are then deleted after 7 days
	// instead of 30. It takes effect with an update before the destroy. Default: false.
	AllowDestroy bool `pulumi:"allowDestroy,optional"`
}

// Autoscaling configures the autoscaler. It needs a node type of the sizes large to 2xlarge.
type Autoscaling struct {
	// MaxShards is the maximum number of shards, Shards to 45. With 0, the number of shards does not change. Default:
	// none.
	MaxShards int `pulumi:"maxShards,optional"`
	// MaxReplicas is the maximum number of replicas per shard, ReplicasPerShard to 5. With 0, their number does not
	// change. More replicas help clients that read from them. Default: none.
	MaxReplicas int `pulumi:"maxReplicas,optional"`
	// CPUTarget is the CPU utilization of the engine that autoscaling maintains, in percent, 35 to 70. Moving slots
	// takes minutes and CPU of its own, so leave headroom. Default: 60.
	CPUTarget int `pulumi:"cpuTarget,optional"`
	// MemoryTarget is the memory utilization at which shards are added, in percent, 35 to 70. 0 scales on CPU alone. A
	// cache that evicts fills its memory at any size, and would always grow to MaxShards. Default: none.
	MemoryTarget int `pulumi:"memoryTarget,optional"`
}

func (a Args) withDefaults() Args {
	a.Engine = cmp.Or(a.Engine, Valkey)
	a.EngineVersion = cmp.Or(a.EngineVersion, redis.DefaultVersion(a.Engine))
	a.NodeType = cmp.Or(a.NodeType, "cache.t4g.medium")
	a.Shards = cmp.Or(a.Shards, 1)
	a.ReplicasPerShard = cmp.Or(a.ReplicasPerShard, 1)
	a.EvictionPolicy = cmp.Or(a.EvictionPolicy, "allkeys-lru")
	a.TokenGeneration = cmp.Or(a.TokenGeneration, 1)
	a.SnapshotRetentionDays = cmp.Or(a.SnapshotRetentionDays, 1)
	a.SnapshotWindow = cmp.Or(a.SnapshotWindow, "03:00-04:00")
	a.MaintenanceWindow = cmp.Or(a.MaintenanceWindow, "sun:05:00-sun:06:00")
	a.LogRetentionDays = cmp.Or(a.LogRetentionDays, 30)
	if a.Autoscaling != nil {
		scaling := a.Autoscaling.withDefaults()
		a.Autoscaling = &scaling
	}
	return a
}

func (s Autoscaling) withDefaults() Autoscaling {
	s.CPUTarget = cmp.Or(s.CPUTarget, 60)
	return s
}

func (a Args) settings() redis.Settings {
	return redis.Settings{
		VPCID: a.VPCID, SubnetIDs: a.SubnetIDs,
		Engine: a.Engine, EngineVersion: a.EngineVersion, NodeType: a.NodeType,
		MaintenanceWindow: a.MaintenanceWindow, SnapshotWindow: a.SnapshotWindow,
		SnapshotRetentionDays: a.SnapshotRetentionDays, LogRetentionDays: a.LogRetentionDays,
		TokenGeneration: a.TokenGeneration, SkipFinalSnapshot: a.SkipFinalSnapshot,
	}
}
