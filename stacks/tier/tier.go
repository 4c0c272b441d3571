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
//
// A field of a part goes to the field of the same name in the component's Args. Without a comment, it has the comment
// and the default of that field.
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
	// Settings of the buckets for static files and uploads.
	Storage Storage `json:"storage"`
	// Settings of the ECS cluster.
	Cluster Cluster `json:"cluster"`
	// Sizes of Celery beat.
	Beat Beat `json:"beat"`
	// Sizes of Flower.
	Flower Flower `json:"flower"`
	// Settings of what publishes the depth of the queues.
	QueueDepth QueueDepth `json:"queuedepth"`
	// Sizes of the operator's task.
	Operator Operator `json:"operator"`
	// Days to keep application, audit and flow logs.
	LogRetentionDays int `json:"logRetentionDays" min:"1"`
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
