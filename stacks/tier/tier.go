// Package tier holds complete sets of sizes: how big everything is for 10,000 users and for 100,000. A tier is one
// commented literal; an environment overrides single fields of it.
package tier

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Tier is a set of sizes. Its JSON names are the field names of an environment's overrides.
type Tier struct {
	// Name is what tenfold:tier says.
	Name string `json:"-"`
	// PeakRequestsPerSecond is the load that the web tier must carry at its maximum.
	PeakRequestsPerSecond int       `json:"peakRequestsPerSecond"`
	Network               Network   `json:"network"`
	ALB                   ALB       `json:"alb"`
	Web                   Web       `json:"web"`
	Database              Database  `json:"database"`
	PgBouncer             PgBouncer `json:"pgbouncer"`
	Cache                 Cache     `json:"cache"`
	Broker                Broker    `json:"broker"`
	// Workers are the worker services by name. An override changes one field of one of them, adds another one, or takes
	// one away: null.
	Workers map[string]Worker `json:"workers"`
	CDN     CDN               `json:"cdn"`
	// LogRetentionDays is how long application, audit and flow logs are kept.
	LogRetentionDays int `json:"logRetentionDays"`
}

// Network sizes the network.
type Network struct {
	// CIDR is the range of the VPC. Environments that are ever peered need different ranges.
	CIDR string `json:"cidr"`
	// Zones is the number of availability zones.
	Zones int `json:"zones"`
	// NAT is "perZone" or "single".
	NAT string `json:"nat"`
	// InterfaceEndpoints are the AWS services reached without NAT, such as ecr.api.
	InterfaceEndpoints []string `json:"interfaceEndpoints"`
	// FlowLogRejectsOnly leaves accepted traffic out of the flow logs, which then cost next to nothing.
	FlowLogRejectsOnly bool `json:"flowLogRejectsOnly"`
}

// ALB sizes the load balancer.
type ALB struct {
	// AccessLogRetentionDays is how long access logs are kept.
	AccessLogRetentionDays int `json:"accessLogRetentionDays"`
}

// Web sizes the web service.
type Web struct {
	// CPU is in CPU units (1024 = 1 vCPU), Memory in MiB, both per task.
	CPU    int `json:"cpu"`
	Memory int `json:"memory"`
	// Processes is the number of server processes in a task, Connections how many connections each of them may hold
	// to each of the two databases, the primary and the replicas: the size of its pools.
	Processes   int `json:"processes"`
	Connections int `json:"connections"`
	// MinTasks and MaxTasks bound the autoscaler.
	MinTasks int `json:"minTasks"`
	MaxTasks int `json:"maxTasks"`
	// CPUTarget is the average CPU use, in percent, that the autoscaler keeps.
	CPUTarget int `json:"cpuTarget"`
	// RequestsPerTarget is the number of requests per minute and task that the autoscaler keeps.
	RequestsPerTarget int `json:"requestsPerTarget"`
	// LongestRequest is how long, in seconds, the slowest request may take that a deployment must not cut off.
	LongestRequest int `json:"longestRequest"`
	// DeregistrationDelay is how long, in seconds, a task that is taken out may finish its requests. Every deployment
	// waits for it.
	DeregistrationDelay int `json:"deregistrationDelay"`
}

// Database sizes PostgreSQL.
type Database struct {
	// InstanceClass is the class of the primary and of its replicas.
	InstanceClass string `json:"instanceClass"`
	// Replicas is the number of read replicas, 0 to 15.
	Replicas int `json:"replicas"`
	// StorageGiB is the storage at first, MaxStorageGiB how far it grows by itself.
	StorageGiB    int `json:"storageGiB"`
	MaxStorageGiB int `json:"maxStorageGiB"`
	// BackupRetentionDays is how far back the database can be restored to any second.
	BackupRetentionDays int `json:"backupRetentionDays"`
	// SingleZone saves the standby, and with it the failover.
	SingleZone bool `json:"singleZone"`
}

// PgBouncer sizes the connection pools.
type PgBouncer struct {
	Tasks int `json:"tasks"`
	// PoolSize is the number of server connections of one task to the primary.
	PoolSize int `json:"poolSize"`
	// MaxClientConnections bounds the client connections of one task.
	MaxClientConnections int `json:"maxClientConnections"`
}

// Cache sizes the cache.
type Cache struct {
	NodeType         string `json:"nodeType"`
	Shards           int    `json:"shards"`
	ReplicasPerShard int    `json:"replicasPerShard"`
}

// Broker sizes Celery's broker.
type Broker struct {
	// Kind is "redis", "rabbitmq" or "sqs".
	Kind string `json:"kind"`
	// NodeType is the type of each node: cache.… for redis, mq.… for rabbitmq, none for sqs.
	NodeType string `json:"nodeType"`
}

// Worker sizes one worker service: the tasks that work on one queue, or on a group of queues. Where 0 would
// silently become the component's default, an override of 0 is refused.
type Worker struct {
	// Queues are the queues that it works on.
	Queues []Queue `json:"queues"`
	// Command is what runs, where tenfold:library is not celery.
	Command []string `json:"command"`
	// CPU is in CPU units (1024 = 1 vCPU), Memory in MiB, both per task.
	CPU    int `json:"cpu" zero:"refused"`
	Memory int `json:"memory" zero:"refused"`
	// Pool is "prefork", "threads" or "gevent"; "" is prefork. Concurrency is the number of processes, or threads, in a
	// task, Connections how many connections each of them may hold to each of the two databases, the primary and the
	// replicas.
	Pool        string `json:"pool"`
	Concurrency int    `json:"concurrency"`
	Connections int    `json:"connections"`
	// MinTasks and MaxTasks bound the autoscaler. With a minimum of 0 the first message starts a task.
	MinTasks int `json:"minTasks"`
	MaxTasks int `json:"maxTasks"`
	// Spot runs all tasks but OnDemandBase on spare capacity, which AWS takes back with two minutes' notice.
	Spot         bool `json:"spot"`
	OnDemandBase int  `json:"onDemandBase"`
	// LongestTask is how long, in seconds, the slowest task may take, VisibilityTimeout after how many seconds one that
	// nobody has acknowledged goes to another worker. The second must be longer. A Redis broker has the largest of all workers.
	LongestTask       int `json:"longestTask" zero:"refused"`
	VisibilityTimeout int `json:"visibilityTimeout" zero:"refused"`
}

// Queue is a queue and what is expected of it.
type Queue struct {
	Name string `json:"name"`
	// AcceptableLatency is how long, in seconds, a message may wait, SecondsPerTask how long a worker takes for one on
	// average. Together they say how many tasks must run.
	AcceptableLatency float64 `json:"acceptableLatency"`
	SecondsPerTask    float64 `json:"secondsPerTask"`
}

// CDN sizes what stands in front of it all.
type CDN struct {
	// MediaPaths are paths of uploads that everybody may read, such as /media/*; without any all uploads are private.
	MediaPaths []string `json:"mediaPaths"`
	// PriceClass says which of CloudFront's locations serve.
	PriceClass string `json:"priceClass"`
	// WAF puts a web application firewall in front.
	WAF bool `json:"waf"`
	// RateLimit is the number of requests per 5 minutes and client address that the firewall lets through.
	RateLimit int `json:"rateLimit"`
}

var tiers = []func() Tier{tier10k, tier100k}

// Names are the tiers, smallest first.
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

// WorkerNames are the names of the worker services, in the order of the alphabet.
func (t Tier) WorkerNames() []string { return slices.Sorted(maps.Keys(t.Workers)) }

const secondsPerMinute = 60
