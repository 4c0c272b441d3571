package queuedepth

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	depth "github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

// Args are the arguments of New.
type Args struct {
	// Task is where the tasks run and what they run; Image is that of images/queuedepth, not the application's. Required.
	Task ecs.TaskArgs `pulumi:"task"`
	// Broker is the Connection of a Broker of the kind "redis" or "rabbitmq". Its URL, key and security group replace what Task has
	// under the same names: BROKER_URL, and broker in EgressTo. Required.
	Broker celery.Connection `pulumi:"broker"`
	// Queues are the names of the queues to measure, 1 to 100, as the library of the workers knows them. Required.
	Queues []string `pulumi:"queues"`
	// Library is the library of the workers that take from the queues, "celery" or "rq". Default: "celery".
	Library string `pulumi:"library,optional"`
	// PrioritySteps are Celery's setting priority_steps, ascending from 0 up to 9: each step is a list of its own in the
	// broker. Without them they are Celery's own, 0, 3, 6 and 9. Default: none.
	PrioritySteps []int `pulumi:"prioritySteps,optional"`
	// Interval is how often each task measures the queues, in seconds, 1 to 60. With RabbitMQ its default is 60: Amazon
	// MQ recommends to ask once a minute or less often. Default: 30.
	Interval int `pulumi:"interval,optional"`
	// Namespace is that of the metrics in CloudWatch: 1 to 255 letters, digits and ./_#:- and not that of AWS. Default:
	// "Tenfold/Queues".
	Namespace string `pulumi:"namespace,optional"`
	// Environment is the value of the metrics' dimension Environment, which separates the queues of several stacks: 1 to
	// 255 visible characters. Without it <project>-<stack>. Default: none.
	Environment string `pulumi:"environment,optional"`
	// MetricsSecurityGroupID is the only security group that reaches the metrics for Prometheus, on port 9540. Default:
	// none.
	MetricsSecurityGroupID pulumi.StringInput `pulumi:"metricsSecurityGroupId,optional"`

	// Tasks is the number of tasks, 1 to 3. One of them publishes, and another takes over when it fails; with RabbitMQ all
	// publish. With one task the metrics stop for a minute or two when it fails. Default: 2.
	Tasks int `pulumi:"tasks,optional"`
	// CPU is the CPU of a task, in units of 1/1024 vCPU: 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768.
	// Default: 256.
	CPU int `pulumi:"cpu,optional"`
	// Memory is the memory of a task, in MiB; CPU determines the valid sizes. Default: 512.
	Memory int `pulumi:"memory,optional"`
}

func (a Args) withDefaults() Args {
	a.Task = a.Task.WithDefaults()
	a.Library = cmp.Or(a.Library, depth.Celery)
	if a.Broker.Kind == celery.RabbitMQ {
		a.Interval = cmp.Or(a.Interval, depth.RabbitInterval)
	}
	a.Interval = cmp.Or(a.Interval, depth.DefaultInterval)
	a.Namespace = cmp.Or(a.Namespace, depth.DefaultNamespace)
	a.Tasks = cmp.Or(a.Tasks, 2)
	a.CPU = cmp.Or(a.CPU, 256)
	a.Memory = cmp.Or(a.Memory, 512)
	return a
}
