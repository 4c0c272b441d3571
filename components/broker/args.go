package broker

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/redis"
)

// The kinds of broker, for Args.Kind.
const (
	// Redis is one ElastiCache store with a standby. It is the fastest, and the one that Flower supports best.
	Redis = celery.Redis
	// RabbitMQ is Amazon MQ, which stores every message on the disks of three nodes.
	RabbitMQ = celery.RabbitMQ
	// SQS has no servers and no limit. It supports neither worker events nor remote control.
	SQS = celery.SQS
)

// Args are the arguments of New.
type Args struct {
	// Kind is Redis, RabbitMQ or SQS. A change creates another broker: drain the old one first. Default: "redis".
	Kind string `pulumi:"kind,optional"`
	// VPCID is the VPC of the subnets. Required with Redis and RabbitMQ. Default: none.
	VPCID pulumi.StringInput `pulumi:"vpcId,optional"`
	// SubnetIDs are isolated or private subnets in at least two availability zones. RabbitMQ stays in those of its first
	// update. With SingleInstance, it uses only the first one, and another one replaces it. Required with Redis and
	// RabbitMQ. Default: none.
	SubnetIDs pulumi.StringArrayInput `pulumi:"subnetIds,optional"`
	// Queues are Celery's queues, at most 40. With SQS, each becomes a queue and its dead-letter queue, and at least
	// one is required. With the others, they say how long tasks take. Default: none.
	Queues []Queue `pulumi:"queues,optional"`

	// Engine, with Redis, is "valkey" or "redis", which costs a quarter more. Default: "valkey".
	Engine string `pulumi:"engine,optional"`
	// EngineVersion, with Redis, is the engine's version, as major.minor: 7.2 to 9.1 of Valkey, 7.0 or 7.1 of Redis,
	// where 7.1 is the default. A later version is an update in place; an earlier one replaces the broker. Default:
	// "8.1".
	EngineVersion string `pulumi:"engineVersion,optional"`
	// NodeType, with Redis, is the type of all nodes. It changes in place. Default: "cache.t4g.small".
	NodeType string `pulumi:"nodeType,optional"`
	// Replicas, with Redis, is the number of standbys, 1 to 5. Each is one more copy of every message. Default: 1.
	Replicas int `pulumi:"replicas,optional"`
	// SnapshotRetentionDays, with Redis, is how long daily snapshots are kept, in days, 1 to 35. Default: 7.
	SnapshotRetentionDays int `pulumi:"snapshotRetentionDays,optional"`
	// SnapshotWindow, with Redis, is when snapshots are taken, in UTC, at least an hour and outside MaintenanceWindow.
	// Default: "03:00-04:00".
	SnapshotWindow string `pulumi:"snapshotWindow,optional"`
	// SkipFinalSnapshot, with Redis, destroys the broker without a final snapshot. Default: false.
	SkipFinalSnapshot bool `pulumi:"skipFinalSnapshot,optional"`
	// TokenGeneration, with Redis, changes the password when you raise it by one, 1 to 9999. The old password works
	// until the next change. Change users of RabbitMQ in RabbitMQ. Default: 1.
	TokenGeneration int `pulumi:"tokenGeneration,optional"`
	// LogRetentionDays, with Redis, is how long the slow log and the engine's log are kept, in days: 1 to 3653, of the
	// values that CloudWatch Logs accepts. Default: 30.
	LogRetentionDays int `pulumi:"logRetentionDays,optional"`

	// InstanceType, with RabbitMQ, is the type of every node. It changes in place, with a restart. Default:
	// "mq.m7g.large".
	InstanceType string `pulumi:"instanceType,optional"`
	// RabbitMQVersion, with RabbitMQ, is "3.13", "4.2", whose queues are quorum queues (Celery 5.5 and later know them), or
	// "4.3", which accepts workers with exclusive control queues only (kombu from April 2026 on). AWS upgrades in place,
	// one version at a time, and never back. Default: "4.2".
	RabbitMQVersion string `pulumi:"rabbitMqVersion,optional"`
	// SingleInstance, with RabbitMQ, runs one node instead of three: the loss of a zone stops all tasks. A change
	// replaces the broker. Default: false.
	SingleInstance bool `pulumi:"singleInstance,optional"`

	// MaintenanceWindow, with Redis and RabbitMQ, is when AWS may maintain the nodes, in UTC, 1 to 24 hours. RabbitMQ
	// uses only the start. The cache's is on another day. Default: "mon:05:00-mon:06:00".
	MaintenanceWindow string `pulumi:"maintenanceWindow,optional"`
	// AllowDestroy removes the protection of the broker, its key and its secrets, which are then deleted after 7 days
	// instead of 30. It takes effect with an update before the destroy. Default: false.
	AllowDestroy bool `pulumi:"allowDestroy,optional"`
}

// Queue is one of Celery's queues.
type Queue struct {
	// Name is Celery's name of the queue: lower-case letters, digits and hyphens. Required.
	Name string `pulumi:"name"`
	// LongestTask is how long, in seconds, the slowest task of the queue may take, 1 to 43199. Default: 300.
	LongestTask int `pulumi:"longestTask,optional"`
	// VisibilityTimeout is the number of seconds after which the broker redelivers an unacknowledged message to another
	// worker: more than LongestTask, and at most 43200. A shorter one runs tasks twice. It starts when a worker fetches
	// the message, so it must cover the messages that the worker prefetches. Default: 900.
	VisibilityTimeout int `pulumi:"visibilityTimeout,optional"`
	// MaxReceives, with SQS, is how often SQS delivers a message before it moves to the dead-letter queue, 1 to 1000.
	// Messages that a worker returns at shutdown count; with 1, so do delayed tasks. Default: 5.
	MaxReceives int `pulumi:"maxReceives,optional"`
}

func (a Args) withDefaults() Args {
	a.Kind = cmp.Or(a.Kind, Redis)
	a.Engine = cmp.Or(a.Engine, redis.Valkey)
	a.EngineVersion = cmp.Or(a.EngineVersion, redis.DefaultVersion(a.Engine))
	a.NodeType = cmp.Or(a.NodeType, "cache.t4g.small")
	a.Replicas = cmp.Or(a.Replicas, 1)
	a.SnapshotRetentionDays = cmp.Or(a.SnapshotRetentionDays, 7)
	a.SnapshotWindow = cmp.Or(a.SnapshotWindow, "03:00-04:00")
	a.TokenGeneration = cmp.Or(a.TokenGeneration, 1)
	a.LogRetentionDays = cmp.Or(a.LogRetentionDays, 30)
	a.InstanceType = cmp.Or(a.InstanceType, "mq.m7g.large")
	a.RabbitMQVersion = cmp.Or(a.RabbitMQVersion, "4.2")
	a.MaintenanceWindow = cmp.Or(a.MaintenanceWindow, "mon:05:00-mon:06:00")
	if a.Queues != nil {
		queues := make([]Queue, len(a.Queues))
		for i, q := range a.Queues {
			queues[i] = q.withDefaults()
		}
		a.Queues = queues
	}
	return a
}

func (q Queue) withDefaults() Queue {
	q.LongestTask = cmp.Or(q.LongestTask, 300)
	q.VisibilityTimeout = cmp.Or(q.VisibilityTimeout, 900)
	q.MaxReceives = cmp.Or(q.MaxReceives, 5)
	return q
}

// visibilityTimeout is the maximum of all queues; without any it is Celery's own with Redis.
func (a Args) visibilityTimeout() int {
	timeout := 0
	for _, q := range a.Queues {
		timeout = max(timeout, q.VisibilityTimeout)
	}
	return cmp.Or(timeout, 3600)
}

// visibilityTimeouts are those of all queues by their names.
func (a Args) visibilityTimeouts() map[string]int {
	timeouts := map[string]int{}
	for _, q := range a.Queues {
		timeouts[q.Name] = q.VisibilityTimeout
	}
	return timeouts
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
