// Package names holds what queuedepth and those who use it must spell alike: the service that runs it, alarms, scaling
// policies and dashboards. It imports nothing.
package names

// The metrics in CloudWatch, one of each for every queue, and their dimensions. Read them with Average or Maximum,
// never with Sum: a minute holds two samples, and three or four when the leader changes.
const (
	// QueueDepth is how many messages wait, in the unit Count.
	QueueDepth = "QueueDepth"
	// OldestMessageAge is for how long the oldest of them has waited, in the unit Seconds; 0 when none waits.
	OldestMessageAge = "OldestMessageAge"
	// ActiveTasks is how many messages are delivered and not acknowledged, in the unit Count.
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
)

// The libraries, for LIBRARY.
const (
	Celery   = "celery"
	RQ       = "rq"
	Dramatiq = "dramatiq"
)

// The limits and defaults of the settings.
const (
	// DefaultInterval, MinInterval and MaxInterval are in seconds. Above the longest, a minute could hold no sample.
	DefaultInterval = 30
	MinInterval     = 1
	MaxInterval     = 60
	// MaxQueues bounds what a sample costs.
	MaxQueues = 100
	// MaxName is the longest name of a queue, and of an environment, in characters.
	MaxName = 255
	// DefaultPort is the port of /metrics and /healthz.
	DefaultPort = 9540
)

// Binary is the path of the program in its image.
const Binary = "/queuedepth"

// HealthCommand is the container's health check: the image has neither a shell nor curl.
func HealthCommand() []string { return []string{"CMD", Binary, "health"} }

// The series of GET /metrics. The first three have the label queue, and only the leader has them.
const (
	SeriesDepth        = "tenfold_queue_depth"
	SeriesAge          = "tenfold_queue_oldest_message_age_seconds"
	SeriesActive       = "tenfold_queue_active_tasks"
	SeriesEstimated    = "tenfold_queue_active_tasks_estimated"
	SeriesUnattributed = "tenfold_queue_active_tasks_unattributed"
	SeriesLeader       = "tenfold_queuedepth_leader"
	SeriesUp           = "tenfold_queuedepth_broker_up"
	SeriesSamples      = "tenfold_queuedepth_samples_total"
	SeriesErrors       = "tenfold_queuedepth_sample_errors_total"
	SeriesDuration     = "tenfold_queuedepth_sample_duration_seconds"
	SeriesLast         = "tenfold_queuedepth_last_sample_timestamp_seconds"
)
