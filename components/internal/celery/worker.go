package celery

import (
	"strconv"
	"strings"
)

// The pools of a worker, for Worker.Pool.
const (
	// Prefork runs tasks in processes of their own.
	Prefork = "prefork"
	// Threads runs tasks in threads, which cannot be stopped before they end.
	Threads = "threads"
	// Gevent runs tasks in greenlets, for work that only waits for the network.
	Gevent = "gevent"
)

// The orders in which a worker empties its queues, for Worker.QueueOrder.
const (
	// RoundRobin takes from one queue after the other.
	RoundRobin = "roundRobin"
	// Ordered takes from a queue only while those before it are empty.
	Ordered = "ordered"
)

// Worker is a worker of Celery 5.5 or later, and what is promised of it. Tests run it on real brokers.
//
// A task is acknowledged when it has ended: it runs at least once. On SIGTERM the worker fetches no new task. The tasks
// that it holds, at most Prefetch for each of Concurrency, may end within SoftShutdownTimeout, and then the worker
// exits. It returns the rest to the broker, and another worker runs them at once; at most Concurrency of them had
// begun. After SIGKILL or a lost machine, the tasks that ran start again as well: with RabbitMQ at once, with SQS after
// VisibilityTimeout, and with Redis when a worker starts after VisibilityTimeout, or within 100 seconds after it, which
// is how often a running worker checks. Nothing else runs twice.
//
// With Redis, a task for later waits in a sorted set beside its list, not in a worker, and runs once.
//
// SQS differs in four points. It delivers at least once itself, and may deliver twice for no reason. Each delivery
// counts as a receipt, even if the message is returned later; after maxReceiveCount receipts the message goes to the
// dead-letter queue. A failed task is acknowledged, and gone. A dead letter is a message whose workers were killed or
// returned it after the soft shutdown, that is not Celery's, or whose task is unknown. A task for later that is due
// within VisibilityTimeout, less the longest tasks before it, waits in the worker. Any other task for
// later sleeps in its queue, which costs one receipt every 12 hours, and runs once. A worker that shuts down waits for
// the answers of its polls, which take 20 seconds, or SoftShutdownTimeout if that is shorter.
//
// Nothing is lost, with two exceptions, both of Celery itself. A task that kills its own process, for example because
// it needs too much memory, has failed; returning it would kill one worker after the other. And SIGKILL within the
// millisecond in which Redis delivers a message loses it, because Redis keeps no copy until the worker has made one.
//
// A lost connection returns the running tasks too. Prefork and Gevent stop them then. Threads cannot, so they run to
// their end here and once more elsewhere.
//
// The settings win over the application's own. What a task says of itself (acks_late, a lower time_limit or max_retries)
// wins over them. Sources: Celery's User Guide, "Workers Guide" (shutdown, REMAP_SIGTERM) and "Configuration and
// defaults"; "Using Redis", "Using RabbitMQ" and "Using Amazon SQS" of "Backends and Brokers".
type Worker struct {
	// App is Celery's -A.
	App string
	// Kind is the broker's: Redis, RabbitMQ or SQS.
	Kind string
	// Queues are the names of the queues, at least one.
	Queues []string
	// QueueOrder is RoundRobin or, with Redis, Ordered.
	QueueOrder string
	// Pool is Prefork, Threads or Gevent, and Concurrency how many tasks run in it at a time.
	Pool        string
	Concurrency int
	// Prefetch is how many messages a process or thread may hold, its running task among them.
	Prefetch int
	// MaxTasksPerChild is after how many tasks a process of Prefork is replaced by a new one; 0 is never.
	MaxTasksPerChild int
	// TaskEvents sends three or four events for each task, which Flower shows.
	TaskEvents bool
	// MaxRetries is the largest number of retries of a task, and that of one that does not say its own.
	MaxRetries int
	// LongestTask is how long a task may run, in seconds. Prefork and Gevent end one that runs longer, as failed.
	LongestTask int
	// SoftShutdownTimeout is how long, in seconds, running tasks may go on after SIGTERM.
	SoftShutdownTimeout int
	// StopTimeout is how long after SIGTERM SIGKILL comes, in seconds.
	StopTimeout int
	// VisibilityTimeout is the broker's, see Connection.
	VisibilityTimeout int
}

// Command is what the container runs. Environment belongs to it, and so do BROKER_URL and, with SQS,
// BROKER_PREDEFINED_QUEUES and AWS_REGION.
func (w Worker) Command() []string {
	args := []string{
		"worker", "--loglevel=INFO", "--pool=" + w.Pool, "--concurrency=" + strconv.Itoa(w.Concurrency),
		"--queues=" + strings.Join(w.Queues, ","),
		// Workers that talk to each other cost a message per worker and task, and nothing here uses it.
		"--without-gossip", "--without-mingle",
	}
	if w.MaxTasksPerChild > 0 {
		args = append(args, "--max-tasks-per-child="+strconv.Itoa(w.MaxTasksPerChild))
	}
	if w.Kind == SQS {
		return command(append(args, "--without-heartbeat")...)
	}
	if w.TaskEvents {
		args = append(args, "--task-events")
	}
	return command(args...)
}

// Environment is what Command reads.
func (w Worker) Environment() map[string]string {
	c := config{
		App: w.App, Kind: w.Kind, Settings: w.settings(), Queues: w.Queues, Pool: w.Pool,
		SoftShutdown: w.SoftShutdownTimeout, MaxRetries: &w.MaxRetries,
		Protection: &protection{After: w.SoftShutdownTimeout, Longest: w.LongestTask, Window: protectionWindow},
	}
	switch w.Kind {
	case SQS:
		c.Later = w.VisibilityTimeout - w.held()*w.LongestTask
	case Redis:
		c.Limit = w.Concurrency * w.Prefetch
	}
	all := c.environment()
	// SIGTERM is what ECS sends, and SIGQUIT what begins Celery's soft shutdown. It is what counts until the module takes
	// SIGTERM over, when the worker is ready; the module says why it does.
	all["REMAP_SIGTERM"] = "SIGQUIT"
	return all
}

// protectionWindow is how long, in seconds, a worker that always has a long task is left without protection, time for
// ECS to end it.
const protectionWindow = 60

// HealthCheck is the container's. A worker is healthy while its loop turns and it is connected to the broker; one that
// has never been, because its application cannot be imported or its broker not be reached, never is. It gives a worker
// that has lost its broker two minutes, more than a failover takes.
func (w Worker) HealthCheck() []string { return isAlive() }
