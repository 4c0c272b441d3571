package tier

// Broker sizes the message broker.
type Broker struct {
	// Kind of the broker.
	Kind string `json:"kind" values:"broker"`
	// Type of each node: cache.* for redis, mq.* for rabbitmq. SQS has no nodes.
	NodeType              string `json:"nodeType" example:"cache.t4g.small"`
	Engine                string `json:"engine,omitempty" values:"engine"`
	EngineVersion         string `json:"engineVersion,omitempty" example:"'8.1'"`
	Replicas              int    `json:"replicas,omitempty"`
	SnapshotRetentionDays int    `json:"snapshotRetentionDays,omitempty"`
	SnapshotWindow        string `json:"snapshotWindow,omitempty" example:"'03:00-04:00'"`
	TokenGeneration       int    `json:"tokenGeneration,omitempty"`
	// Days to keep logs. If not set, logRetentionDays of the whole tier.
	LogRetentionDays  int    `json:"logRetentionDays,omitempty"`
	RabbitMQVersion   string `json:"rabbitMqVersion,omitempty" example:"'4.2'"`
	SingleInstance    bool   `json:"singleInstance,omitempty"`
	MaintenanceWindow string `json:"maintenanceWindow,omitempty" example:"'sun:05:00-sun:06:00'"`
}
