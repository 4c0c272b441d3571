package tier

// Worker sizes one worker service: the tasks that work on one queue, or on a group of queues.
type Worker struct {
	// Queues that the worker consumes.
	Queues []Queue `json:"queues,omitempty" required:"true" min:"1"`
	// Command that starts the worker. Set it if tenfold:library is rq.
	Command []string `json:"command,omitempty" example:"[rq, worker-pool, celery]"`
	// CPU units per task; 1024 are 1 vCPU.
	CPU int `json:"cpu,omitempty" min:"1"`
	// Memory per task, in MiB.
	Memory int `json:"memory,omitempty" min:"1"`
	// Celery's pool.
	Pool string `json:"pool,omitempty" example:"prefork"`
	// Processes, threads or greenlets per task.
	Concurrency int `json:"concurrency,omitempty" min:"1"`
	// Pool size of each process, per database: each process has one pool for the primary and one for the replicas.
	Connections int `json:"connections,omitempty" min:"1"`
	// Minimum number of tasks. With 0, the first message starts a task.
	MinTasks int `json:"minTasks"`
	// Maximum number of tasks.
	MaxTasks int `json:"maxTasks" max:"5000"`
	// Run all tasks except onDemandBase on Fargate Spot, which AWS interrupts with two minutes' notice.
	Spot bool `json:"spot"`
	// Number of tasks that stay on demand if spot is true, at least 1.
	OnDemandBase int `json:"onDemandBase"`
	// Seconds that the slowest task may take.
	LongestTask int `json:"longestTask,omitempty" min:"1"`
	// Seconds after which the broker redelivers an unacknowledged message. It must exceed longestTask. A Redis broker
	// uses the maximum of all workers.
	VisibilityTimeout int `json:"visibilityTimeout,omitempty" min:"1"`
	// Number of times that SQS delivers a message before it moves to the dead-letter queue, 1 to 1000. Default: 5.
	MaxReceives int `json:"maxReceives,omitempty"`
	Task
	LogClass            string   `json:"logClass,omitempty" values:"logClass"`
	QueueOrder          string   `json:"queueOrder,omitempty" values:"queueOrder"`
	Prefetch            int      `json:"prefetch,omitempty"`
	MaxTasksPerChild    int      `json:"maxTasksPerChild,omitempty"`
	MaxRetries          int      `json:"maxRetries,omitempty"`
	SoftShutdownTimeout int      `json:"softShutdownTimeout,omitempty"`
	StopTimeout         int      `json:"stopTimeout,omitempty"`
	HealthCheckCommand  []string `json:"healthCheckCommand,omitempty" example:"[CMD, python, -m, backend.check]"`
	ScaleOutCooldown    int      `json:"scaleOutCooldown,omitempty"`
	ScaleInCooldown     int      `json:"scaleInCooldown,omitempty"`
	QuietTime           int      `json:"quietTime,omitempty"`
	AlarmNames          []string `json:"alarmNames,omitempty" example:"[shop-errors]"`
}

// NewWorker is what an environment's own worker is, unless it says otherwise: tasks as those of the worker celery. One
// always waits for messages, because a new one takes minutes to start.
func (t Tier) NewWorker() Worker {
	like := t.Workers["celery"]
	return Worker{
		CPU: like.CPU, Memory: like.Memory, Concurrency: like.Concurrency, Connections: like.Connections,
		MinTasks: 1, MaxTasks: max(like.MinTasks, 1),
	}
}

// Queue is a queue and its service level.
type Queue struct {
	// Name of the queue.
	Name string `json:"name" required:"true"`
	// Seconds that a message may wait. Autoscaling derives the number of tasks from it and secondsPerTask.
	AcceptableLatency float64 `json:"acceptableLatency" required:"true"`
	// Seconds that a worker spends on one message, on average.
	SecondsPerTask float64 `json:"secondsPerTask" required:"true"`
}
