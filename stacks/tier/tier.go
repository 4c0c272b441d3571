// Package tier holds complete sets of sizes: how big every part is for 10,000 users and for 100,000. A tier is one
// commented literal; an environment overrides single fields of it.
package tier

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Tier is a complete set of sizes. Its JSON names are the keys of an environment's overrides, and the comment of each
// field is the description of its key in environments/schema.json. Package config explains the tags.
type Tier struct {
	// Name of the tier.
	Name string `json:"-"`
	// Requests per second that the web service must carry at its maximum.
	PeakRequestsPerSecond int `json:"peakRequestsPerSecond" min:"1"`
	// Sizes of the network.
	Network Network `json:"network"`
	// Sizes of the load balancer.
	ALB ALB `json:"alb"`
	// Sizes of the web service.
	Web Web `json:"web"`
	// Sizes of PostgreSQL.
	Database Database `json:"database"`
	// Sizes of the connection pools.
	PgBouncer PgBouncer `json:"pgbouncer"`
	// Sizes of the cache.
	Cache Cache `json:"cache"`
	// Kind and size of the message broker.
	Broker Broker `json:"broker"`
	// Worker services by name. An override changes single fields of a worker, adds a worker, or removes one with null.
	Workers map[string]Worker `json:"workers,omitempty" names:"true"`
	// Settings of CloudFront and its firewall.
	CDN CDN `json:"cdn"`
	// Days to keep application, audit and flow logs.
	LogRetentionDays int `json:"logRetentionDays" min:"1"`
}

// Network sizes the network.
type Network struct {
	// IPv4 range of the VPC. Use different ranges for networks that you may peer.
	CIDR string `json:"cidr" example:"10.2.0.0/16"`
	// Number of availability zones.
	Zones int `json:"zones" min:"2" max:"3"`
	// NAT gateways: one per zone, or a single one for all zones, which is cheaper but fails for all of them at once.
	NAT string `json:"nat" values:"nat"`
	// AWS services that tasks reach without NAT.
	InterfaceEndpoints []string `json:"interfaceEndpoints,omitempty" example:"[ecr.api, ecr.dkr, logs]"`
	// Record rejected traffic only, which makes flow logs almost free.
	FlowLogRejectsOnly bool `json:"flowLogRejectsOnly"`
}

// ALB sizes the load balancer.
type ALB struct {
	// Days to keep access logs.
	AccessLogRetentionDays int `json:"accessLogRetentionDays" min:"1"`
}

// Web sizes the web service.
type Web struct {
	// CPU units per task; 1024 are 1 vCPU.
	CPU int `json:"cpu" min:"1"`
	// Memory per task, in MiB.
	Memory int `json:"memory" min:"1"`
	// Server processes per task.
	Processes int `json:"processes" min:"1"`
	// Pool size of each process, per database: each process has one pool for the primary and one for the replicas.
	Connections int `json:"connections" min:"1"`
	// Minimum number of tasks.
	MinTasks int `json:"minTasks" min:"1"`
	// Maximum number of tasks.
	MaxTasks int `json:"maxTasks"`
	// Average CPU utilization that autoscaling maintains, in percent.
	CPUTarget int `json:"cpuTarget" min:"1"`
	// Requests per minute and task that autoscaling maintains.
	RequestsPerTarget int `json:"requestsPerTarget"`
	// Seconds that the slowest request may take. Deployments do not interrupt a request before that.
	LongestRequest int `json:"longestRequest" min:"1"`
	// Seconds that a task has to finish in-flight requests after the load balancer deregisters it. Every deployment waits
	// this long.
	DeregistrationDelay int `json:"deregistrationDelay" min:"1"`
}

// Database sizes PostgreSQL.
type Database struct {
	// Instance class of the primary and its replicas.
	InstanceClass string `json:"instanceClass" example:"db.m7g.large"`
	// Number of read replicas, 0 to 15.
	Replicas int `json:"replicas"`
	// Initial storage, in GiB.
	StorageGiB int `json:"storageGiB" min:"1"`
	// Limit of storage autoscaling, in GiB.
	MaxStorageGiB int `json:"maxStorageGiB" min:"1"`
	// Days for which the database can be restored to any second.
	BackupRetentionDays int `json:"backupRetentionDays" min:"1"`
	// Run without a standby: cheaper, but without failover.
	SingleZone bool `json:"singleZone"`
	// Extensions to create as the master user, besides pg_stat_statements. Migrations can create trusted ones, such as
	// pg_trgm and citext, themselves.
	Extensions []string `json:"extensions,omitempty" values:"extension" example:"[postgis, vector]"`
}

// PgBouncer sizes the connection pools.
type PgBouncer struct {
	// Number of PgBouncer tasks.
	Tasks int `json:"tasks" min:"1"`
	// Server connections per task to the primary.
	PoolSize int `json:"poolSize" min:"1"`
	// Maximum number of client connections per task.
	MaxClientConnections int `json:"maxClientConnections" min:"1"`
	// Sessions per task with DATABASE_ADMIN_URL. The release command and all jobs may meet in one task.
	AdminPoolSize int `json:"adminPoolSize" min:"1" max:"100"`
}

// Cache sizes the cache.
type Cache struct {
	// Node type of the cache.
	NodeType string `json:"nodeType" example:"cache.t4g.medium"`
	// Number of shards.
	Shards int `json:"shards" min:"1"`
	// Replicas of each shard.
	ReplicasPerShard int `json:"replicasPerShard" min:"1"`
}

// Broker sizes the message broker.
type Broker struct {
	// Kind of the broker.
	Kind string `json:"kind" values:"broker"`
	// Type of each node: cache.* for redis, mq.* for rabbitmq. SQS has no nodes.
	NodeType string `json:"nodeType" example:"cache.t4g.small"`
}

// Worker sizes one worker service: the tasks that work on one queue, or on a group of queues.
type Worker struct {
	// Queues that the worker consumes.
	Queues []Queue `json:"queues,omitempty" required:"true" min:"1"`
	// Command that starts the worker. Set it if tenfold:library is rq.
	Command []string `json:"command,omitempty" example:"[rq, worker-pool, celery]"`
	// CPU units per task; 1024 are 1 vCPU.
	CPU int `json:"cpu,omitempty" min:"1"`
	// Memory per task, in MiB.
	Memory int `json:"memory,omitempty" min:"1"`
	// Celery's pool.
	Pool string `json:"pool,omitempty" example:"prefork"`
	// Processes, threads or greenlets per task.
	Concurrency int `json:"concurrency,omitempty" required:"true" min:"1"`
	// Pool size of each process, per database: each process has one pool for the primary and one for the replicas.
	Connections int `json:"connections,omitempty" required:"true" min:"1"`
	// Minimum number of tasks. With 0, the first message starts a task.
	MinTasks int `json:"minTasks"`
	// Maximum number of tasks.
	MaxTasks int `json:"maxTasks"`
	// Run all tasks except onDemandBase on Fargate Spot, which AWS interrupts with two minutes' notice.
	Spot bool `json:"spot"`
	// Number of tasks that stay on demand if spot is true, at least 1.
	OnDemandBase int `json:"onDemandBase"`
	// Seconds that the slowest task may take.
	LongestTask int `json:"longestTask,omitempty" min:"1"`
	// Seconds after which the broker redelivers an unacknowledged message. It must exceed longestTask. A Redis broker
	// uses the maximum of all workers.
	VisibilityTimeout int `json:"visibilityTimeout,omitempty" min:"1"`
}

// Queue is a queue and its service level.
type Queue struct {
	// Name of the queue.
	Name string `json:"name"`
	// Seconds that a message may wait. Autoscaling derives the number of tasks from it and secondsPerTask.
	AcceptableLatency float64 `json:"acceptableLatency"`
	// Seconds that a worker spends on one message, on average.
	SecondsPerTask float64 `json:"secondsPerTask"`
}

// CDN sizes CloudFront.
type CDN struct {
	// Paths of uploads that are public. Without any, all uploads are private.
	MediaPaths []string `json:"mediaPaths,omitempty" example:"[/media/*]"`
	// CloudFront locations that serve the content.
	PriceClass string `json:"priceClass" values:"priceClass"`
	// Put a web application firewall (WAF) in front of CloudFront.
	WAF bool `json:"waf"`
	// Requests per 5 minutes that the firewall allows from one client address.
	RateLimit int `json:"rateLimit" min:"1"`
}

var tiers = []func() Tier{tier10k, tier100k}

// Names are the names of the tiers, in ascending order of size.
func Names() []string {
	names := make([]string, len(tiers))
	for i, t := range tiers {
		names[i] = t().Name
	}
	return names
}

// Get returns a tier by its name.
func Get(name string) (Tier, error) {
	for _, t := range tiers {
		if tier := t(); tier.Name == name {
			return tier, nil
		}
	}
	return Tier{}, fmt.Errorf("tier is %q; want one of %s", name, strings.Join(Names(), ", "))
}

// WorkerNames are the names of the worker services, in alphabetical order.
func (t Tier) WorkerNames() []string { return slices.Sorted(maps.Keys(t.Workers)) }

const secondsPerMinute = 60
