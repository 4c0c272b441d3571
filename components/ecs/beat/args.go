package beat

import (
	"cmp"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
)

// The schedulers of beat, for Args.Scheduler.
const (
	// RedBeat is celery-redbeat, which keeps the schedule in the broker.
	RedBeat = celery.RedBeat
	// DjangoScheduler is django-celery-beat, which keeps it in the application's database.
	DjangoScheduler = celery.Django
)

// Args are the arguments of New.
type Args struct {
	// Task is where the task runs, what it runs and what it may reach. Required.
	Task ecs.TaskArgs `pulumi:"task"`
	// Broker is the Connection of a Broker. Its URL, key, security group and, with SQS, the permission to send replace
	// what Task has under the same names: BROKER_URL, BROKER_PREDEFINED_QUEUES, and broker in EgressTo and TaskPolicies.
	// Required.
	Broker celery.Connection `pulumi:"broker"`
	// App is Celery's -A: the module of the application and the name in it, such as shop.celery:app. Required.
	App string `pulumi:"app"`
	// Scheduler is what reads and stores the schedule: "redbeat", which needs the Python package celery-redbeat and a
	// Redis broker, or "django", which needs django-celery-beat and its tables. A change leaves the old schedule behind,
	// except what the application itself declares in beat_schedule. Default: "redbeat".
	Scheduler string `pulumi:"scheduler,optional"`
	// CPU is the CPU of the task, in units of 1/1024 vCPU: 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768.
	// Default: 256.
	CPU int `pulumi:"cpu,optional"`
	// Memory is the memory of the task, in MiB; CPU determines the valid sizes. Default: 512.
	Memory int `pulumi:"memory,optional"`
	// StopTimeout is how long, in seconds, ECS waits between SIGTERM and SIGKILL, 2 to 120: time to store the schedule
	// and to release the lock. Default: 30.
	StopTimeout int `pulumi:"stopTimeout,optional"`
}

func (a Args) withDefaults() Args {
	a.Task = a.Task.WithDefaults()
	a.Scheduler = cmp.Or(a.Scheduler, RedBeat)
	a.CPU = cmp.Or(a.CPU, 256)
	a.Memory = cmp.Or(a.Memory, 512)
	a.StopTimeout = cmp.Or(a.StopTimeout, 30)
	return a
}

func (a Args) beat() celery.Beat {
	return celery.Beat{
		App: a.App, Kind: a.Broker.Kind, Scheduler: a.Scheduler, VisibilityTimeout: a.Broker.VisibilityTimeout,
	}
}
