package worker

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/scaling"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// The libraries of Args.Library.
const (
	libraryCelery = "celery"
	libraryRQ     = "rq"
)

// Args are the arguments of New.
type Args struct {
	// Task is where the tasks run, what they run and what they may reach. Its access to a broker is replaced by the one
	// of Broker. Required.
	Task ecs.TaskArgs `pulumi:"task"`
	// Broker is the broker's Connection. Required.
	Broker celery.Connection `pulumi:"broker"`
	// Library is the task-queue library that the workers run, "celery" or "rq". RQ needs a Command and a Redis broker.
	// Default: "celery".
	Library string `pulumi:"library,optional"`
	// App is Celery's application, as its command line takes it by -A: "shop.celery:app". Required with celery. Default:
	// none.
	App string `pulumi:"app,optional"`
	// Command is what starts the workers of RQ, one word per item, instead of the image's ENTRYPOINT and CMD. They find the
	// broker in RQ_REDIS_URL. Required with rq, and none with celery. Default: none.
	Command []string `pulumi:"command,optional"`

	// Queues are what the workers take messages from, 1 to 5. Required.
	Queues []Queue `pulumi:"queues"`
	// QueueOrder is the order in which Celery takes from Queues: "roundRobin" takes from each queue in turn, "ordered"
	// from the first queue that has a message, which only a Redis broker can do. Default: "roundRobin".
	QueueOrder string `pulumi:"queueOrder,optional"`

	// CPU is the CPU of a task, in units of 1/1024 vCPU: 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768.
	// Default: 1024.
	CPU int `pulumi:"cpu,optional"`
	// Memory is the memory of a task, in MiB; CPU determines the valid sizes. Default: 2048.
	Memory int `pulumi:"memory,optional"`
	// Pool is how Celery runs its tasks: "prefork", in processes, for tasks that compute; "threads" or "gevent", for
	// tasks that wait for the network. Default: "prefork".
	Pool string `pulumi:"pool,optional"`
	// Concurrency is how many messages a task of ECS works on at a time, its processes or threads, 1 to 1000. With rq it
	// must be what Command starts: 1 with "rq worker", N with "rq worker-pool --num-workers N". Default: 2.
	Concurrency int `pulumi:"concurrency,optional"`
	// Prefetch, with celery, is how many messages a process holds, including the one that it works on, 1 to 100. Raise it
	// for very short tasks only: a prefetched message waits while other processes are idle. Default: 1.
	Prefetch int `pulumi:"prefetch,optional"`
	// MaxTasksPerChild, with the pool prefork, is the number of tasks after which a new process replaces an old one, 0 to
	// 1000000; 0 is never. It limits memory leaks. Default: none.
	MaxTasksPerChild int `pulumi:"maxTasksPerChild,optional"`
	// TaskEvents, with celery and not with SQS, sends three or four events for each task. Set it with Flower, which shows
	// them. Default: false.
	TaskEvents bool `pulumi:"taskEvents,optional"`
	// MaxRetries, with celery, is the maximum number of retries of a task, 0 to 1000; 0 is the default. Default: 3.
	MaxRetries int `pulumi:"maxRetries,optional"`

	// LongestTask is how long, in seconds, the slowest task may take, 1 to less than the broker's VisibilityTimeout
	// divided by the messages that a process may hold. Celery stops a task that takes longer, except in the pool threads.
	// RQ stops a job that takes longer than the job_timeout with which it was enqueued. Default: 300.
	LongestTask int `pulumi:"longestTask,optional"`
	// SoftShutdownTimeout, with celery, is how long, in seconds, tasks may go on after SIGTERM, 1 to StopTimeout less 10.
	// Default: 60.
	SoftShutdownTimeout int `pulumi:"softShutdownTimeout,optional"`
	// StopTimeout is how long, in seconds, ECS waits between SIGTERM and SIGKILL, 2 to 120. With rq it is all the time
	// that a running job still has, so its default is 120. Default: 90.
	StopTimeout int `pulumi:"stopTimeout,optional"`
	// HealthCheckCommand runs inside the container instead of the built-in check; its first item is "CMD" or "CMD-SHELL".
	// Default: none.
	HealthCheckCommand []string `pulumi:"healthCheckCommand,optional"`

	// MinTasks is the number of tasks that always run, 0 to 5000, and at least 1 without MaxTasks. With 0 the first
	// message starts a task, and the last task stops after QuietTime. Default: 0.
	MinTasks int `pulumi:"minTasks,optional"`
	// MaxTasks bounds the autoscaler, MinTasks to 5000. 0 disables autoscaling: MinTasks tasks run. After autoscaling was
	// disabled, the number of tasks stays what the autoscaler left, even zero, until "pulumi up --refresh". Default:
	// none.
	MaxTasks int `pulumi:"maxTasks,optional"`
	// Spot runs the tasks on spare capacity, which costs less than half. AWS reclaims it with two minutes' notice.
	// Default: false.
	Spot bool `pulumi:"spot,optional"`
	// OnDemandBase, with Spot, is how many tasks run on demand before any runs on Spot, 1 to the maximum of tasks. Its
	// default is 1, because ECS never falls back from Spot to on-demand: a deployment would wait for spare capacity.
	// Default: none.
	OnDemandBase int `pulumi:"onDemandBase,optional"`
	// ScaleOutCooldown is the pause, in seconds, after a scale-out, 0 to 3600; 0 is the default. Below 150 the next step
	// is decided before the new tasks are in the metrics. A larger step still happens within it. Default: 180.
	ScaleOutCooldown int `pulumi:"scaleOutCooldown,optional"`
	// ScaleInCooldown is the pause, in seconds, after a scale-in, 0 to 3600; 0 is the default. Default: 300.
	ScaleInCooldown int `pulumi:"scaleInCooldown,optional"`
	// QuietTime, with MinTasks 0, is how long, in seconds, the queues must be empty and no message in work before the
	// last task stops, 300 to 86400 in whole minutes. Default: 900.
	QuietTime int `pulumi:"quietTime,optional"`
	// Depth is where the depth of the queues is published. Required with MaxTasks and a broker of Redis or RabbitMQ;
	// without MaxTasks the alarms need it. Leave it out with SQS, whose queues AWS measures. Default: none.
	Depth *ecs.DepthMetrics `pulumi:"depth,optional"`

	// AlarmActionARNs are ARNs to notify when an alarm of the queues fires and when it ends, such as SNS topics; at most
	// 5. Default: none.
	AlarmActionARNs []pulumi.StringInput `pulumi:"alarmActionArns,optional"`
	// AlarmNames are CloudWatch alarms that roll a deployment back when they fire during it. Default: none.
	AlarmNames []pulumi.StringInput `pulumi:"alarmNames,optional"`
}

// Queue is a queue and what is expected of it.
type Queue struct {
	// Name is the library's name of the queue: lower-case letters, digits and hyphens. With SQS it is one of the
	// broker's. Required.
	Name string `pulumi:"name"`
	// AcceptableLatency is how long, in seconds, a message may wait before a worker takes it, more than 0 and at most
	// 86400. Of several queues the smallest counts for all, because their workers are the same. Required.
	AcceptableLatency float64 `pulumi:"acceptableLatency"`
	// SecondsPerTask is how long, in seconds, a worker needs for a message on average, more than 0, at most LongestTask.
	// Required.
	SecondsPerTask float64 `pulumi:"secondsPerTask"`
}

func (a Args) withDefaults() Args {
	a.Task = a.Task.WithDefaults()
	a.Library = cmp.Or(a.Library, libraryCelery)
	a.QueueOrder = cmp.Or(a.QueueOrder, celery.RoundRobin)
	a.CPU = cmp.Or(a.CPU, 1024)
	a.Memory = cmp.Or(a.Memory, 2048)
	a.Pool = cmp.Or(a.Pool, celery.Prefork)
	a.Concurrency = cmp.Or(a.Concurrency, celery.DefaultConcurrency)
	a.Prefetch = cmp.Or(a.Prefetch, celery.DefaultPrefetch)
	a.MaxRetries = cmp.Or(a.MaxRetries, celery.DefaultMaxRetries)
	a.LongestTask = cmp.Or(a.LongestTask, celery.DefaultLongestTask)
	a.SoftShutdownTimeout = cmp.Or(a.SoftShutdownTimeout, celery.DefaultSoftShutdownTimeout)
	if !a.isCelery() {
		a.StopTimeout = cmp.Or(a.StopTimeout, task.MaxStopTimeout)
	}
	a.StopTimeout = cmp.Or(a.StopTimeout, celery.DefaultStopTimeout)
	if a.Spot {
		a.OnDemandBase = cmp.Or(a.OnDemandBase, 1)
	}
	a.ScaleOutCooldown = cmp.Or(a.ScaleOutCooldown, scaling.DefaultScaleOutCooldown)
	a.ScaleInCooldown = cmp.Or(a.ScaleInCooldown, scaling.DefaultScaleInCooldown)
	a.QuietTime = cmp.Or(a.QuietTime, scaling.DefaultQuietTime)
	return a
}

// autoscales says whether the autoscaler decides how many tasks run.
func (a Args) autoscales() bool { return a.MaxTasks > 0 }

// scalesToZero reports whether the autoscaler may remove the last task.
func (a Args) scalesToZero() bool { return a.MinTasks == 0 }

// maxTasks is the largest number of tasks, deployments apart.
func (a Args) maxTasks() int { return max(a.MinTasks, a.MaxTasks) }

func (a Args) isCelery() bool { return a.Library == libraryCelery }
