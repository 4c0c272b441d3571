// Package queuedepth is the publisher of the queue depths of a Redis broker, on Fargate.
package queuedepth

import (
	"strconv"
	"strings"

	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
	depth "github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

// Type is the type token of QueueDepth.
const Type = "tenfold:ecs:QueueDepth"

// QueueDepth measures the queues of a broker that speaks the Redis protocol, on Fargate (ARM64, never Spot), and
// publishes how many messages wait in each, for how long, and how many are worked on: to CloudWatch, where workers
// scale on it, and to Prometheus. An environment has one. It creates, for one called depth:
//
//  1. a log group (depth-logs), which is the way to CloudWatch: each line of a measurement, in the embedded metric
//     format, becomes metrics there;
//  2. the execution role (depth-execution), which may read BROKER_URL, and the task role (depth-task), which needs no
//     permission;
//  3. a security group (depth-tasks) that lets out port 443 (depth-https) and to the broker (depth-to-broker), which it
//     lets itself into, and in port 9540 from MetricsSecurityGroupID (depth-metrics);
//  4. the task definition (depth-task), of family <stack>-depth, and the service (depth), spread over the zones and
//     rolled back by the circuit breaker.
//
// # The metrics
//
// QueueDepth (Count), OldestMessageAge (Seconds) and ActiveTasks (Count), of the dimensions Environment and Queue. All
// tasks measure, and the one that holds a lease in the broker publishes, so that nothing is counted twice. Read
// Average or Maximum, never Sum: a minute holds several measurements. Celery's priorities are added up. With Celery,
// ActiveTasks are messages that a worker holds and has not acknowledged.
//
// # Cost
//
// At its defaults 14.58 USD a month (us-east-1, 730 hours, prices as of 2026-10):
//
//	vCPU    2 tasks × 0.25 × 0.03238 × 730 = 11.82
//	memory  2 tasks × 0.5 GB × 0.00356 × 730 = 2.60
//	disk    2 tasks × 1 GB above 20 × 0.000111 × 730 = 0.16
//
// For each queue 3 metrics × 0.30 = 0.90 a month, and 0.02 for its lines. The size is the smallest that Fargate has; a
// task uses little of it.
//
// # How it fails
//
//   - The task that publishes fails: another one takes over within an interval.
//   - The broker fails, or all tasks do: the metrics end until they are back. What scales on them stays as it is.
//   - A task hangs: its health check notices, and ECS replaces it.
//   - The URL or the password is wrong: a new task never becomes healthy, the circuit breaker rolls the deployment
//     back, and the gate fails the update.
//   - A queue is renamed: its metrics end, and an alarm on the old name falls silent. Use the same list for both.
//
// # What it does not do
//
//   - SQS and RabbitMQ, of which CloudWatch has metrics of its own.
//   - The scaling and its alarms, see Worker.
//   - Dashboards; queues that nobody named.
type QueueDepth struct {
	pulumi.ResourceState
	ecs.ServiceOutputs

	// Metrics is where the metrics are, for the Depth of workers.
	Metrics ecs.DepthMetrics
}

// builder makes the children of a QueueDepth.
type builder struct {
	*task.Builder
	args Args
}

// New creates a QueueDepth. Its update fails when ECS rolls the deployment back.
func New(
	ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption,
) (*QueueDepth, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("queuedepth", name); err != nil {
		return nil, err
	}
	args = args.named(ctx.Project(), ctx.Stack())
	q := &QueueDepth{Metrics: ecs.DepthMetrics{Namespace: args.Namespace, Environment: args.Environment}}
	if err := component.Register(ctx, Type, name, args, q, opts...); err != nil {
		return nil, err
	}

	u := task.New(ctx, "queuedepth", name, q, args.Task.WithBrokerAccess(args.Broker, nil))
	u.Size, u.Container = task.Size{CPU: args.CPU, Memory: args.Memory}, args.container()
	b := &builder{u, args}
	if err := component.InOrder(u.NewPrerequisites, b.newIngress, u.NewTaskDefinition, b.newService); err != nil {
		return nil, err
	}

	q.ServiceOutputs = u.Outputs()
	return q, component.Publish(ctx, q)
}

// named gives the metrics the environment that only the program knows.
func (a Args) named(project, stack string) Args {
	if a.Environment == "" {
		a.Environment = component.Shorten(project+"-"+stack, depth.MaxName)
	}
	return a
}

const (
	depthStart = 60 // seconds in which a task must have measured once
	depthStop  = 10 // seconds to hand the lease over
)

// container is that of cmd/queuedepth.
func (a Args) container() task.Container {
	variables := map[string]string{
		depth.Queues: strings.Join(a.Queues, ","), depth.Environment: a.Environment, depth.Namespace: a.Namespace,
		depth.Library: a.Library, depth.Interval: strconv.Itoa(a.Interval) + "s",
		depth.Listen: ":" + strconv.Itoa(depth.DefaultPort),
	}
	if len(a.PrioritySteps) > 0 {
		steps := make([]string, len(a.PrioritySteps))
		for i, step := range a.PrioritySteps {
			steps[i] = strconv.Itoa(step)
		}
		variables[depth.PrioritySteps] = strings.Join(steps, ",")
	}
	return task.Container{
		Variables:   variables,
		Port:        depth.DefaultPort,
		HealthCheck: depth.HealthCommand(), StartPeriod: depthStart, StopTimeout: depthStop,
	}
}

// newIngress admits the reader of the metrics.
func (b *builder) newIngress() error {
	if b.args.MetricsSecurityGroupID == nil {
		return nil
	}
	return b.AllowIngress("metrics", "Reads the metrics", depth.DefaultPort, b.args.MetricsSecurityGroupID)
}

func (b *builder) newService() error {
	return b.NewService(serviceArgs(b.Name, b.args), false)
}

// serviceArgs is all of the service that does not come from siblings.
func serviceArgs(name string, a Args) *awsecs.ServiceArgs {
	args := task.ServiceArgs(name, a.Task.ClusterARN)
	args.CapacityProviderStrategies, args.DesiredCount = task.OnDemand(), pulumi.Int(a.Tasks)
	return args
}
