package tier

// Cluster sets the ECS cluster.
type Cluster struct {
	// Metrics of ECS: "enhanced" down to each container, about 35 USD a month in a small environment, "enabled" down to each
	// service, or "disabled", without workers only: they scale on the number of running tasks. Default: "enhanced".
	ContainerInsights string `json:"containerInsights,omitempty" values:"containerInsights"`
	// Days to keep the log. If not set, logRetentionDays of the whole tier.
	LogRetentionDays int `json:"logRetentionDays,omitempty"`
}

// Beat sizes Celery beat.
type Beat struct {
	Task
	LogClass    string `json:"logClass,omitempty" values:"logClass"`
	CPU         int    `json:"cpu,omitempty"`
	Memory      int    `json:"memory,omitempty"`
	StopTimeout int    `json:"stopTimeout,omitempty"`
}

// Flower sizes Flower.
type Flower struct {
	Task
	LogClass           string      `json:"logClass,omitempty" values:"logClass"`
	Command            []string    `json:"command,omitempty" example:"[celery, flower]"`
	Port               int         `json:"port,omitempty"`
	MaxTasks           int         `json:"maxTasks,omitempty"`
	AllowFrom          []AllowFrom `json:"allowFrom,omitempty" example:"[{name: vpn, securityGroupId: sg-0123456789abcdef0}]"`
	PasswordGeneration int         `json:"passwordGeneration,omitempty"`
	CPU                int         `json:"cpu,omitempty"`
	Memory             int         `json:"memory,omitempty"`
}

// Operator sizes the task that people start.
type Operator struct {
	Timeout    int    `json:"timeout,omitempty"`
	CPU        int    `json:"cpu,omitempty"`
	Memory     int    `json:"memory,omitempty"`
	ScratchGiB int    `json:"scratchGiB,omitempty"`
	LogClass   string `json:"logClass,omitempty" values:"logClass"`
	// Days to keep the log. If not set, logRetentionDays of the whole tier.
	LogRetentionDays int `json:"logRetentionDays,omitempty"`
}

// QueueDepth sets what publishes the depth of the queues.
type QueueDepth struct {
	PrioritySteps          []int  `json:"prioritySteps,omitempty" example:"[0, 3, 6, 9]"`
	Interval               int    `json:"interval,omitempty"`
	Namespace              string `json:"namespace,omitempty"`
	Environment            string `json:"environment,omitempty"`
	MetricsSecurityGroupID string `json:"metricsSecurityGroupId,omitempty" pattern:"^sg-[0-9a-f]{8,17}$" want:"the ID of a security group, such as sg-0123456789abcdef0"`
	Tasks                  int    `json:"tasks,omitempty"`
	CPU                    int    `json:"cpu,omitempty"`
	Memory                 int    `json:"memory,omitempty"`
	// Days to keep the log. If not set, logRetentionDays of the whole tier.
	LogRetentionDays int `json:"logRetentionDays,omitempty"`
}
