package celery

import (
	"encoding/json"
	"maps"
)

// Defaults of a worker. Times are in seconds.
const (
	DefaultConcurrency         = 2
	DefaultPrefetch            = 1
	DefaultMaxRetries          = 3
	DefaultLongestTask         = 300
	DefaultSoftShutdownTimeout = 60
	DefaultStopTimeout         = 90
)

// ProducerVariable is the name of the variable for Producer.Settings.
const ProducerVariable = "CELERY_SETTINGS"

// Producer is what an application that only sends tasks, such as a web server, must have in common with the workers. It
// applies the settings with one line, where it makes its app:
//
//	app.conf.update(json.loads(os.environ.get("CELERY_SETTINGS", "{}")))
//
// The broker's address needs no line if BROKER_URL is given under the name CELERY_BROKER_URL too.
type Producer struct {
	// Kind is the broker's: Redis, RabbitMQ or SQS.
	Kind string
	// Queues are the names of all queues.
	Queues []string
	// VisibilityTimeout is the broker's, see Connection.
	VisibilityTimeout int
	// PredefinedQueues and Region are for SQS: Connection.PredefinedQueues, and the region of the queues.
	PredefinedQueues, Region string
}

// Settings are settings of Celery, as JSON.
func (p Producer) Settings() string {
	settings := shared(p.Kind, p.VisibilityTimeout)
	switch p.Kind {
	case RabbitMQ:
		// A queue is declared by who comes first, and refused to who declares it otherwise. Celery 5.5 makes quorum queues
		// of those only that are named here.
		queues := map[string]any{}
		for _, name := range p.Queues {
			queues[name] = map[string]any{
				"exchange": name, "exchange_type": "topic", "routing_key": name,
				"queue_arguments": queueArguments(name),
			}
		}
		settings["task_queues"] = queues
	case SQS:
		options := settings["broker_transport_options"].(map[string]any)
		options["predefined_queues"], options["region"] = json.RawMessage(p.PredefinedQueues), p.Region
	}
	return marshal(settings)
}

// DeadLetters is what RabbitMQ's queue of messages that workers returned too often adds to the name of their queue.
const DeadLetters = ".dead"

// maxReturns is how often RabbitMQ takes a message back, its own default. After that it drops it, but for a place where
// such messages go. Source: RabbitMQ's documentation, "Quorum Queues", "Poison Message Handling".
const maxReturns = 20

// queueArguments are those of a queue in RabbitMQ. The exchange without a name leads to the queue of the routing key.
func queueArguments(name string) map[string]any {
	return map[string]any{
		"x-queue-type": "quorum", "x-delivery-limit": maxReturns,
		"x-dead-letter-exchange": "", "x-dead-letter-routing-key": name + DeadLetters,
	}
}

// maxPoll is how long, in seconds, SQS waits for a message before it answers that there is none; it is SQS's limit.
const maxPoll = 20

// shared are the settings that are the same for who sends and who works.
func shared(kind string, visibilityTimeout int) map[string]any {
	settings := map[string]any{"broker_connection_retry_on_startup": true}
	switch kind {
	case Redis:
		settings["broker_transport_options"] = map[string]any{
			"visibility_timeout": visibilityTimeout,
			// Without limits a node that does not answer blocks a web request without end.
			"socket_connect_timeout": 5, "socket_timeout": 30, "socket_keepalive": true,
		}
	case RabbitMQ:
		// Quorum queues are on the disks of all three nodes. With them a task that is to run later waits in the broker, not
		// in a worker, if its exchange is of the type topic. Celery 5.6 knows the two settings of missing queues, and 5.5
		// needs the module's help, or task_queues.
		settings["task_default_queue_type"] = "quorum"
		settings["task_default_exchange_type"] = "topic"
		settings["task_create_missing_queue_type"] = "quorum"
		settings["task_create_missing_queue_exchange_type"] = "topic"
		// A task is sent when the broker says that it has it.
		settings["broker_transport_options"] = map[string]any{"confirm_publish": true}
	case SQS:
		settings["broker_transport_options"] = map[string]any{
			"visibility_timeout": visibilityTimeout, "wait_time_seconds": maxPoll,
		}
		// There are no queues to talk to workers by.
		settings["worker_enable_remote_control"] = false
		settings["worker_send_task_events"] = false
	}
	return settings
}

func (w Worker) settings() map[string]any {
	settings := shared(w.Kind, w.VisibilityTimeout)
	maps.Copy(settings, map[string]any{
		"task_acks_late": true,
		// A task that kills its process would kill every worker in turn.
		"task_reject_on_worker_lost": false,
		"worker_prefetch_multiplier": w.Prefetch,
		// A task that runs longer than the visibility timeout would run twice at a time.
		"task_time_limit":              w.LongestTask,
		"worker_soft_shutdown_timeout": w.SoftShutdownTimeout,
		// What an idle worker holds, tasks for later, goes back without waiting.
		"worker_enable_soft_shutdown_on_idle": false,
		// A lost connection gives the running tasks to others: here they are ended, where a pool can do that.
		"worker_cancel_long_running_tasks_on_connection_loss": w.Pool != Threads,
	})
	if w.Kind == RabbitMQ {
		settings["worker_detect_quorum_queues"] = true
	}
	if w.Kind == SQS {
		// A worker that shuts down waits for its open polls: a message that SQS delivers to a closed connection is hidden
		// all the same.
		options := settings["broker_transport_options"].(map[string]any)
		options["wait_time_seconds"] = min(maxPoll, w.SoftShutdownTimeout)
	}
	if w.Kind == Redis {
		options := settings["broker_transport_options"].(map[string]any)
		options["queue_order_strategy"] = map[string]string{
			RoundRobin: "round_robin", Ordered: "tenfold_worker:Ordered",
		}[w.QueueOrder]
	}
	return settings
}
