// Package names holds the names that queuedepth shares with the service that runs it, alarms, scaling policies and
// dashboards. It imports nothing.
package names

// The CloudWatch metrics of each queue, and their dimensions. Read them with Average or Maximum, never with Sum: a minute
// has two samples, and three or four when the leader changes.
const (
	// QueueDepth is the number of waiting messages, in the unit Count.
	QueueDepth = "QueueDepth"
	// OldestMessageAge is how long the oldest of them has waited, in the unit Seconds, or 0 when none waits.
	OldestMessageAge = "OldestMessageAge"
	// ActiveTasks is the number of in-flight messages, delivered and not acknowledged, in the unit Count.
	ActiveTasks = "ActiveTasks"

	// DimensionEnvironment and DimensionQueue are the two dimensions of each metric.
	DimensionEnvironment = "Environment"
	DimensionQueue       = "Queue"

	// DefaultNamespace is the namespace of the metrics.
	DefaultNamespace = "Tenfold/Queues"
)

// The environment variables.
const (
	BrokerURL     = "BROKER_URL"
	Queues        = "QUEUES"
	Environment   = "ENVIRONMENT"
	Namespace     = "NAMESPACE"
	Library       = "LIBRARY"
	Interval      = "INTERVAL"
	PrioritySteps = "PRIORITY_STEPS"
	Listen        = "LISTEN"
	// ManagementPort is the port of RabbitMQ's management API.
	ManagementPort = "MANAGEMENT_PORT"
)

// The libraries, for LIBRARY.
const (
	Celery = "celery"
	RQ     = "rq"
)

// The limits and defaults of the settings.
const (
	// DefaultInterval, MinInterval and MaxInterval are in seconds. Above the maximum, a minute could have no sample.
	DefaultInterval = 30
	MinInterval     = 1
	MaxInterval     = 60
	// MaxQueues limits the cost of a sample.
	MaxQueues = 100
	// MaxName is the maximum length of the name of a queue or an environment, in characters.
	MaxName = 255
	// DefaultPort is the port of /metrics and /healthz.
	DefaultPort = 9540
	// DefaultManagementPort is that of Amazon MQ, and RabbitInterval the interval that it asks for, in seconds.
	DefaultManagementPort = 443
	RabbitInterval        = 60
)

// Binary is the path of the program in its image.
const Binary = "/queuedepth"

// HealthCommand is the container's health check. The image has neither a shell nor curl.
func HealthCommand() []string { return []string{"CMD", Binary, "health"} }

// The series of GET /metrics. The first four have the label queue, and only the leader has them.
const (
	SeriesDepth        = "tenfold_queue_depth"
	SeriesAge          = "tenfold_queue_oldest_message_age_seconds"
	SeriesActive       = "tenfold_queue_active_tasks"
	SeriesLater        = "tenfold_queue_later_tasks"
	SeriesEstimated    = "tenfold_queue_active_tasks_estimated"
	SeriesUnattributed = "tenfold_queue_active_tasks_unattributed"
	SeriesLeader       = "tenfold_queuedepth_leader"
	SeriesUp           = "tenfold_queuedepth_broker_up"
	SeriesSamples      = "tenfold_queuedepth_samples_total"
	SeriesErrors       = "tenfold_queuedepth_sample_errors_total"
	SeriesDuration     = "tenfold_queuedepth_sample_duration_seconds"
	SeriesLast         = "tenfold_queuedepth_last_sample_timestamp_seconds"
)
