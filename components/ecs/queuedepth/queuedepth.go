// Package queuedepth is the publisher of the queue depths of a Redis or RabbitMQ broker, on Fargate.
package queuedepth

import (
	"slices"
	"strconv"
	"strings"

	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
	depth "github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

// Type is the type token of QueueDepth.
const Type = "tenfold:ecs:QueueDepth"

// QueueDepth measures the queues of a Redis or RabbitMQ broker, on Fargate (ARM64, never Spot): how many messages wait in
// each, how old the oldest is (not with RabbitMQ), and how many are in work. It publishes them to CloudWatch, where workers scale on them, and to
// Prometheus. An environment has one. For one called depth it creates:
//
//  1. a log group (depth-logs), through which the metrics reach CloudWatch;
//  2. the execution role (depth-execution), which may read BROKER_URL, and the task role (depth-task) without
//     permissions;
//  3. a security group (depth-tasks) with egress to port 443 (depth-https) and to the broker (depth-to-broker), which
//     admits MetricsSecurityGroupID to port 9540 (depth-metrics);
//  4. the task definition (depth-task) and the service (depth), which the circuit breaker rolls back.
//
// The metrics are QueueDepth, OldestMessageAge and ActiveTasks, with the dimensions Environment and Queue. The task
// that holds a lease in the broker publishes; with RabbitMQ each does, by its management API on port 443. Read Average or Maximum, never Sum: a minute holds several samples.
//
// Cost: 14.42 USD a month at its defaults, and 0.92 for each queue.
//
// How it fails: if the publishing task fails, another one takes over within an interval. If the broker fails, the
// metrics stop, and what scales on them does not change.
//
// It does not measure SQS, which publishes its own metrics. docs/queuedepth.md has every detail.
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

	args.Task.SkipTmpInit = true // the image has no chmod, and writes no files
	u := task.New(ctx, "queuedepth", name, q, args.Task.WithBrokerAccess(args.reached(), nil))
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

// measured are the queues and, with RabbitMQ, those of their dead letters.
func (a Args) measured() []string {
	all := slices.Clone(a.Queues)
	if a.Broker.Kind == celery.RabbitMQ {
		for _, queue := range a.Queues {
			all = append(all, queue+celery.DeadLetters)
		}
	}
	return all
}

// reached is the broker by the port that the tasks connect to.
func (a Args) reached() celery.Connection {
	c := a.Broker
	if c.Kind == celery.RabbitMQ {
		c.Port = depth.DefaultManagementPort
	}
	return c
}

const (
	depthStart = 60 // seconds in which a task must have measured once
	depthStop  = 10 // seconds to hand the lease over
)

// container is that of cmd/queuedepth.
func (a Args) container() task.Container {
	variables := map[string]string{
		depth.Queues: strings.Join(a.measured(), ","), depth.Environment: a.Environment, depth.Namespace: a.Namespace,
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

// serviceArgs are the arguments of the service that do not come from other children.
func serviceArgs(name string, a Args) *awsecs.ServiceArgs {
	args := task.ServiceArgs(name, a.Task.ClusterARN)
	args.CapacityProviderStrategies, args.DesiredCount = task.OnDemand(), pulumi.Int(a.Tasks)
	return args
}
