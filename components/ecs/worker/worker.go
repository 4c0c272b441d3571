// Package worker is a service of Celery or RQ workers on Fargate that scales on its backlog.
package worker

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/scaling"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// Type is the type token of Worker.
const Type = "tenfold:ecs:Worker"

// Worker is a service of workers on Fargate that all take messages from the same queues: of Celery 5.5 or
// later, or, by their command, of RQ. Use one Worker per group of queues that scale together. For one called mail it
// creates:
//
//  1. a log group (mail-logs), the execution role (mail-execution) and the task role (mail-task), whose policies also
//     allow to work with SQS (mail-policy-broker) and to protect tasks from scale-in (mail-protection);
//  2. a security group (mail-tasks) with egress to port 443, to the broker (mail-to-broker) and to EgressTo;
//  3. the task definition (mail-task) and the service (mail), which the circuit breaker and AlarmNames roll back;
//  4. with MaxTasks an autoscaler on the backlog per task (mail-backlog), on busy processes (mail-busy) and, with
//     MinTasks 0, steps to the first task (mail-wake) and back (mail-sleep);
//  5. alarms: mail-late, mail-age-<queue> or mail-unattended, and with SQS mail-dead-<queue>.
//
// A message is processed at least once: make tasks idempotent. On SIGTERM running tasks may go on for
// SoftShutdownTimeout; then they are returned to the broker and run again.
//
// The task definition holds 15 KB of Python source in TENFOLD_MODULE, and 5 KB in TENFOLD_REDIS or 7 KB in TENFOLD_SQS:
// Tenfold's settings and soft shutdown for Celery. ECS limits a task definition to 64 KB, which your own
// variables share.
//
// Cost: 28.84 USD a month for each task of the default size while it runs, 50 to 70 % less on Spot, and 1.10 for the
// alarms of one Redis queue.
//
// How it fails: ECS replaces a failed or hanging worker, and its messages are processed again. Without Spot capacity
// tasks stay pending and mail-late fires. Without metrics the number of tasks does not change.
//
// It does not fall back from Spot to on demand. docs/workers.md has every detail.
type Worker struct {
	pulumi.ResourceState
	ecs.ServiceOutputs

	// BacklogTarget is how many messages of the first queue may wait for each task.
	BacklogTarget pulumi.Float64Output `pulumi:"backlogTarget"`
}

// builder makes the children of a Worker.
type builder struct {
	*task.Builder
	args    Args
	scaling scaling.Service
	metrics metrics
}

// New creates a service of workers. Its update fails when ECS rolls the deployment back.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Worker, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("worker", name); err != nil {
		return nil, err
	}
	w := &Worker{}
	if err := component.Register(ctx, Type, name, args, w, opts...); err != nil {
		return nil, err
	}

	u := task.New(ctx, "worker", name, w, args.task())
	u.Size, u.Container, u.RolePolicies = task.Size{CPU: args.CPU, Memory: args.Memory}, args.container(), args.grants()
	u.ProtectedSeconds = args.LongestTask
	b := &builder{Builder: u, args: args, scaling: args.scaling()}
	b.metrics = args.metrics(b.scaling.Queues)
	if err := component.InOrder(u.NewPrerequisites, u.NewTaskDefinition, b.newService, b.newAlarms, b.newAutoscaling); err != nil {
		return nil, err
	}

	w.ServiceOutputs = u.Outputs()
	w.BacklogTarget = pulumi.Float64(b.scaling.Target()).ToFloat64Output()
	return w, component.Publish(ctx, w)
}
