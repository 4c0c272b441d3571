package tier

// tier100k carries 100,000 users: 5,000 requests per second at the peak.
func tier100k() Tier {
	return Tier{
		Name:                  "100k",
		PeakRequestsPerSecond: 5000,
		Network: Network{
			CIDR: "10.0.0.0/16",
			// With three zones, the loss of one costs a third of the capacity, not half.
			Zones: 3,
			NAT:   "perZone",
			// Image pulls, logs and secrets of up to 24 tasks avoid the NAT gateways' price per GB.
			InterfaceEndpoints: []string{"ecr.api", "ecr.dkr", "logs", "secretsmanager"},
		},
		ALB: ALB{
			AccessLogRetentionDays: 90,
		},
		Web: Web{
			// Twice the size of a task in the 10k tier: fewer tasks to start at a peak, and fewer database connections.
			CPU:    2048,
			Memory: 4096,
			// As in the 10k tier: one process per half vCPU.
			Processes:   4,
			Connections: 5,
			// A third of the maximum always runs. 24 carry the peak: 24 × 210 = 5,040 requests per second.
			MinTasks: 8,
			MaxTasks: 24,
			// As in the 10k tier.
			CPUTarget: 60,
			// 105 requests per second and vCPU: larger tasks have less overhead.
			RequestsPerTarget: 210 * secondsPerMinute,
			// As in the 10k tier.
			LongestRequest:      30,
			DeregistrationDelay: 60,
		},
		Database: Database{
			// 8 vCPU and 32 GB. The class changes in place, with a failover of about a minute.
			InstanceClass: "db.m7g.2xlarge",
			// Two replicas in different zones. From five on, a larger class is cheaper.
			Replicas: 2,
			// From 400 GB on, gp3 has 12,000 IOPS.
			StorageGiB:    500,
			MaxStorageGiB: 2000,
			// Two weeks, because larger teams make more changes.
			BackupRetentionDays: 14,
		},
		PgBouncer: PgBouncer{
			// Three tasks with 35 server connections each. At 5,000 requests per second a request can hold one for 21 ms.
			Tasks:    3,
			PoolSize: 35,
			// PgBouncer uses one core, and encrypts what it sends to the database: half of one is busy at the peak.
			CPU:    1024,
			Memory: 2048,
			// 24 tasks × 4 processes × 5 connections are 480 per database, and twice that during a deployment.
			MaxClientConnections: 2000,
			// The release command, three jobs at once, and a person.
			AdminPoolSize: 5,
		},
		Cache: Cache{
			// Three shards of 6.4 GB: the loss of one costs a third of the cache.
			NodeType:         "cache.m7g.large",
			Shards:           3,
			ReplicasPerShard: 1,
		},
		Broker: Broker{
			// If the workers are down for an hour, millions of messages wait; 6.4 GB hold them.
			Kind:     "redis",
			NodeType: "cache.m7g.large",
		},
		Workers: workers100k(),
		CDN: CDN{
			// Also Asia, the Middle East and Africa.
			PriceClass: "PriceClass_200",
			WAF:        true,
			RateLimit:  2000,
		},
		LogRetentionDays: 90,
	}
}

// workers100k assumes ten times the load of the 10k tier: 100 messages per second in celery, and one every five seconds
// in bulk.
func workers100k() map[string]Worker {
	return map[string]Worker{
		"celery": {
			Queues:      []Queue{{Name: "celery", AcceptableLatency: 30, SecondsPerTask: 0.5}},
			CPU:         2048,
			Memory:      4096,
			Concurrency: 4,
			Connections: 1,
			// 32 processes always run. The peak needs 13 tasks, twice the peak 25.
			MinTasks:          8,
			MaxTasks:          28,
			LongestTask:       60,
			VisibilityTimeout: 600,
		},
		"bulk": {
			Queues:            []Queue{{Name: "bulk", AcceptableLatency: 600, SecondsPerTask: 20}},
			CPU:               2048,
			Memory:            4096,
			Concurrency:       4,
			Connections:       1,
			MaxTasks:          4,
			Spot:              true,
			LongestTask:       900,
			VisibilityTimeout: 960,
		},
	}
}
