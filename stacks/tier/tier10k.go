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
			// 2,000 requests in 5 minutes is 7 a second from one address: far above a person, room for a small office.
			RateLimit:              2000,
			AccessLogRetentionDays: 90,
		},
		Web: Web{
			// 1 vCPU runs two or three Python processes of about 500 MB with room to spare.
			CPU:    1024,
			Memory: 2048,
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
		LogRetentionDays: 30,
	}
}
