package tier

// tier10k carries 10,000 users. One request per user every 20 seconds is 500 requests per second at the peak.
func tier10k() Tier {
	return Tier{
		Name:                  "10k",
		PeakRequestsPerSecond: 500,
		Network: Network{
			CIDR: "10.0.0.0/16",
			// A load balancer needs two zones, and two survive the loss of one.
			Zones: 2,
			// With a single NAT gateway, the loss of its zone would disconnect every task.
			NAT: "perZone",
		},
		ALB: ALB{
			AccessLogRetentionDays: 90,
		},
		Web: Web{
			// 1 vCPU and 2 GB run two or three Python processes of about 500 MB.
			CPU:    1024,
			Memory: 2048,
			// One process per half vCPU: one computes while the other waits for the database. Each has pools of 5.
			Processes:   2,
			Connections: 5,
			// Two tasks survive the loss of one. Six carry the peak: 6 × 90 = 540 requests per second.
			MinTasks: 2,
			MaxTasks: 6,
			// A new Fargate task takes one to two minutes to start. A reserve of 40 % absorbs growth until then.
			CPUTarget: 60,
			// 90 requests per second and vCPU are common for Python. Measure yours and override it.
			RequestsPerTarget: 90 * secondsPerMinute,
			// Users rarely wait longer than half a minute. Uploads go directly to S3.
			LongestRequest: 30,
			// Twice the longest request. AWS's default of 300 would add five minutes to every deployment.
			DeregistrationDelay: 60,
		},
		Database: Database{
			// 8 GB hold the indexes of about 100 GB of data. The CPU credits of a t4g would run out at a peak.
			InstanceClass: "db.m7g.large",
			// One replica takes reports and lists off the primary.
			Replicas:      1,
			StorageGiB:    100,
			MaxStorageGiB: 400,
			// A bad migration is usually noticed within a week.
			BackupRetentionDays: 7,
		},
		PgBouncer: PgBouncer{
			// Two tasks in two zones share 20 server connections. At 500 requests per second a request can hold one for
			// 40 ms.
			Tasks:                2,
			PoolSize:             10,
			MaxClientConnections: 1000,
			// The release command, three jobs at once, and a person.
			AdminPoolSize: 5,
		},
		Cache: Cache{
			// One shard, but in cluster mode, so that shards can be added in place.
			NodeType:         "cache.t4g.medium",
			Shards:           1,
			ReplicasPerShard: 1,
		},
		Broker: Broker{
			// Messages are small and short-lived: a node of 1.4 GB holds hundreds of thousands.
			Kind:     "redis",
			NodeType: "cache.t4g.small",
		},
		Workers: workers10k(),
		CDN: CDN{
			// North America and Europe only, at the lowest price.
			PriceClass: "PriceClass_100",
			// 7 requests per second from one address: far more than one person, enough for a small office.
			RateLimit: 2000,
		},
		LogRetentionDays: 30,
	}
}

// workers10k assumes that one request in 50 sends a message to the queue celery, which makes 10 per second at the peak,
// and one in 25,000 a message to bulk. docs/scaling.md simulates that load, and twice that load.
func workers10k() map[string]Worker {
	return map[string]Worker{
		// Celery's default queue: mails, webhooks, thumbnails.
		"celery": {
			// People wait half a minute for a mail. A common task takes half a second.
			Queues: []Queue{{Name: "celery", AcceptableLatency: 30, SecondsPerTask: 0.5}},
			// One process per half vCPU, as in a web task. A process runs one task at a time, on one connection.
			CPU:         1024,
			Memory:      2048,
			Concurrency: 2,
			Connections: 1,
			// Two survive the loss of one. The peak needs 3 and twice the peak 5; the sixth drains a backlog.
			MinTasks: 2,
			MaxTasks: 6,
			// Longer tasks belong in bulk. SQS redelivers the messages of a killed worker after ten minutes. A Redis broker
			// has one timeout for all queues, so it redelivers them after the 16 minutes of bulk.
			LongestTask:       60,
			VisibilityTimeout: 600,
		},
		// Reports, exports, imports: long and not urgent, so they run on Spot, and no task runs while the queue is empty.
		"bulk": {
			Queues:      []Queue{{Name: "bulk", AcceptableLatency: 600, SecondsPerTask: 20}},
			CPU:         1024,
			Memory:      2048,
			Concurrency: 2,
			Connections: 1,
			MaxTasks:    2,
			Spot:        true,
			// A quarter of an hour. The broker redelivers the messages of a lost task a minute later.
			LongestTask:       900,
			VisibilityTimeout: 960,
		},
	}
}
