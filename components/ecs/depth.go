package ecs

// DepthMetrics is where in CloudWatch the depth of the queues of a Redis or RabbitMQ broker is published, which AWS does
// not measure: the metrics QueueDepth, OldestMessageAge (not with RabbitMQ) and ActiveTasks with the dimensions
// Environment and Queue. Source: Amazon MQ developer guide, "RabbitMQ 4": it vends no queue metrics.
type DepthMetrics struct {
	// Namespace is the namespace of the metrics. Required.
	Namespace string `pulumi:"namespace"`
	// Environment is the value of their dimension Environment. Required.
	Environment string `pulumi:"environment"`
}
