package tier

// tier10k carries 10,000 users. One request per user every 20 seconds is 500 requests per second at the peak.
func tier10k() Tier {
	return Tier{
		Name:                  "10k",
		PeakRequestsPerSecond: 500,
		Network: Network{
			CIDR: "10.0.0.0/16",
			// Two zones are what AWS asks of a load balancer, and enough to lose one.
			Zones: 2,
			// With one NAT gateway, the loss of its zone cuts every task off.
			NAT: "perZone",
		},
		ALB: ALB{
			AccessLogRetentionDays: 90,
		},
		Web: Web{
			// 1 vCPU runs two or three Python processes of about 500 MB with room to spare.
			CPU:    1024,
			Memory: 2048,
			// A process per half vCPU: while one waits for the database the other computes. A pool of 5 each.
			Processes:   2,
			Connections: 5,
			// Two tasks survive the loss of one; six carry the peak: 6 × 90 = 540 requests per second.
			MinTasks: 2,
			MaxTasks: 6,
			// A new Fargate task serves after one to two minutes; 40 % in reserve carries growth until then.
			CPUTarget: 60,
			// 90 requests per second for 1 vCPU, a common Python figure; measure yours and override it.
			RequestsPerTarget: 90 * secondsPerMinute,
			// Half a minute is what a browser's user waits at the most; uploads go to S3 directly.
			LongestRequest: 30,
			// Twice the longest request: AWS's own default of 300 would cost five minutes at each deployment.
			DeregistrationDelay: 60,
		},
		Database: Database{
			// 2 vCPU and 8 GB hold the indexes of some 100 GB; m7g rather than t4g, whose CPU credits run out at a peak.
			InstanceClass: "db.m7g.large",
			// One reader takes reports and lists off the primary, and shows the application how to use one.
			Replicas:      1,
			StorageGiB:    100,
			MaxStorageGiB: 400,
			// A week is the time in which a bad migration is noticed.
			BackupRetentionDays: 7,
		},
		PgBouncer: PgBouncer{
			// Two tasks in two zones, each with half of 20 server connections: 5 per vCPU and disk queue are plenty.
			Tasks:                2,
			PoolSize:             10,
			MaxClientConnections: 1000,
		},
		Cache: Cache{
			// One shard, but in cluster mode from the first day: more shards are added in place.
			NodeType:         "cache.t4g.medium",
			Shards:           1,
			ReplicasPerShard: 1,
		},
		Broker: Broker{
			// Messages are small and short-lived; two nodes of 1.4 GB hold hundreds of thousands of them.
			Kind:     "redis",
			NodeType: "cache.t4g.small",
		},
		Workers: workers10k(),
		CDN: CDN{
			// North America and Europe, the cheapest third of the locations.
			PriceClass: "PriceClass_100",
			// 2,000 requests in 5 minutes is 7 a second from one address: far above a person, room for a small office.
			RateLimit: 2000,
		},
		LogRetentionDays: 30,
	}
}

// workers10k: one request in fifty leaves a task in the queue celery, 10 per second at the peak, and one in 25,000 one in
// bulk. docs/scaling.md shows what the autoscaler makes of that, and of twice as much.
func workers10k() map[string]Worker {
	return map[string]Worker{
		// Celery's own name for the queue that tasks go to unless they are routed: mails, webhooks, thumbnails.
		"celery": {
			// Half a minute is what a person waits for a mail; half a second is a common task.
			Queues: []Queue{{Name: "celery", AcceptableLatency: 30, SecondsPerTask: 0.5}},
			// As a web task: a process per half vCPU. Each holds one connection, as it works on one task.
			CPU:         1024,
			Memory:      2048,
			Concurrency: 2,
			Connections: 1,
			// Two survive the loss of one. The peak needs 3, twice the peak 5; the sixth is headroom to catch up.
			MinTasks: 2,
			MaxTasks: 6,
			// What takes longer belongs into bulk. What a killed worker had comes back after ten minutes with SQS; a Redis
			// broker has one timeout for all, so after the hour of bulk.
			LongestTask:       60,
			VisibilityTimeout: 600,
		},
		// Reports, exports, imports: long and not urgent, so that spare capacity is good enough, and none while idle.
		"bulk": {
			Queues:      []Queue{{Name: "bulk", AcceptableLatency: 600, SecondsPerTask: 20}},
			CPU:         1024,
			Memory:      2048,
			Concurrency: 2,
			Connections: 1,
			MaxTasks:    2,
			Spot:        true,
			// A quarter of an hour; what a lost machine had comes back after an hour.
			LongestTask:       900,
			VisibilityTimeout: 3600,
		},
	}
}
