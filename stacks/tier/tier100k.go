package tier

// tier100k carries 100,000 users: 5,000 requests per second at the peak.
func tier100k() Tier {
	return Tier{
		Name:                  "100k",
		PeakRequestsPerSecond: 5000,
		Network: Network{
			CIDR: "10.0.0.0/16",
			// With three zones the loss of one takes a third of the capacity, not half.
			Zones: 3,
			NAT:   "perZone",
			// Image pulls, logs and secrets of up to 24 tasks stay off the NAT gateways' per-GB price.
			InterfaceEndpoints: []string{"ecr.api", "ecr.dkr", "logs", "secretsmanager"},
		},
		ALB: ALB{
			AccessLogRetentionDays: 90,
		},
		Web: Web{
			// Twice the task of the 10k tier: fewer tasks to start at a peak, and fewer database connections.
			CPU:    2048,
			Memory: 4096,
			// As in the 10k tier: a process per half vCPU.
			Processes:   4,
			Connections: 5,
			// A third of the maximum is always there; 24 carry the peak: 24 × 210 = 5,040 requests per second.
			MinTasks: 8,
			MaxTasks: 24,
			// As in the 10k tier.
			CPUTarget: 60,
			// 105 requests per second and vCPU: larger tasks waste less on their fixed processes.
			RequestsPerTarget: 210 * secondsPerMinute,
			// As in the 10k tier.
			LongestRequest:      30,
			DeregistrationDelay: 60,
		},
		Database: Database{
			// 8 vCPU and 32 GB; the class changes in place, with a failover of about a minute.
			InstanceClass: "db.m7g.2xlarge",
			// Two readers in other zones than each other; up to four before a larger class is cheaper.
			Replicas: 2,
			// From 400 GB on gp3 has 12,000 IOPS.
			StorageGiB:    500,
			MaxStorageGiB: 2000,
			// Two weeks: more people change more.
			BackupRetentionDays: 14,
		},
		PgBouncer: PgBouncer{
			// Three tasks with 15 server connections each are 45: 5 to 6 per vCPU, where PostgreSQL is fastest.
			Tasks:    3,
			PoolSize: 15,
			// 24 tasks × 4 processes × 5 connections are 480, twice as many during a deployment.
			MaxClientConnections: 2000,
		},
		Cache: Cache{
			// Three shards of 6.4 GB: the loss of one takes a third of the cache.
			NodeType:         "cache.m7g.large",
			Shards:           3,
			ReplicasPerShard: 1,
		},
		Broker: Broker{
			// A worker tier that is down for an hour leaves millions of messages, which 6.4 GB hold.
			Kind:     "redis",
			NodeType: "cache.m7g.large",
		},
		Workers: workers100k(),
		CDN: CDN{
			// And Asia, the Middle East and Africa.
			PriceClass: "PriceClass_200",
			WAF:        true,
			RateLimit:  2000,
		},
		LogRetentionDays: 90,
	}
}

// workers100k: as in the 10k tier, of ten times the requests: 100 tasks per second in celery, one each five seconds in
// bulk.
func workers100k() map[string]Worker {
	return map[string]Worker{
		"celery": {
			Queues:      []Queue{{Name: "celery", AcceptableLatency: 30, SecondsPerTask: 0.5}},
			CPU:         2048,
			Memory:      4096,
			Concurrency: 4,
			Connections: 1,
			// 32 processes are always there. The peak needs 13 tasks, twice the peak 25.
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
			VisibilityTimeout: 3600,
		},
	}
}
