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
			WAF:                    true,
			RateLimit:              2000,
			AccessLogRetentionDays: 90,
		},
		Web: Web{
			// Twice the task of the 10k tier: fewer tasks to start at a peak, and fewer database connections.
			CPU:    2048,
			Memory: 4096,
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
		LogRetentionDays: 90,
	}
}
