package tier

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
	// Days to keep flow logs. If not set, logRetentionDays of the whole tier.
	FlowLogRetentionDays int `json:"flowLogRetentionDays,omitempty"`
}

// ALB sizes the load balancer.
type ALB struct {
	// Days to keep access logs.
	AccessLogRetentionDays int `json:"accessLogRetentionDays" min:"1"`
	OriginSecretGeneration int `json:"originSecretGeneration,omitempty"`
	// Way to choose the target of a request: the one with the fewest unanswered requests, or each in turn. Default:
	// "least_outstanding_requests".
	Algorithm string `json:"algorithm,omitempty" values:"algorithm"`
	// Seconds in which the share of a new target grows to the full one: 30 to 900, or 0 for no delay. Only with the algorithm
	// round_robin.
	SlowStart           int `json:"slowStart,omitempty"`
	IdleTimeout         int `json:"idleTimeout,omitempty"`
	HealthCheckInterval int `json:"healthCheckInterval,omitempty"`
	HealthCheckTimeout  int `json:"healthCheckTimeout,omitempty"`
	HealthyThreshold    int `json:"healthyThreshold,omitempty"`
	UnhealthyThreshold  int `json:"unhealthyThreshold,omitempty"`
}
