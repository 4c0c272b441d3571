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

// Worker is a service of workers on Fargate (ARM64) that all take messages from the same queues: of Celery 5.5 or
// later, or, by their commands, of RQ or Dramatiq. What has to be scaled apart is a Worker apart. It creates, for one
// called mail:
//
//  1. a log group (mail-logs) with a retention;
//  2. the execution role (mail-execution), which may pull the image from its own repository, write this log and read
//     the given secrets, and the task role (mail-task), which may do what TaskPolicies say (mail-policy-<name>), with
//     SQS what working needs (mail-policy-broker), with Celery protect tasks of the cluster from scale-in
//     (mail-protection), and with EnableExec what ECS Exec needs (mail-exec);
//  3. a security group (mail-tasks) that lets nobody in, and out port 443 to everywhere (mail-https), to the broker
//     (mail-to-broker) and to EgressTo (mail-to-<name>), with the rules at the other ends;
//  4. the task definition (mail-task), of family <stack>-mail: one container with a read-only root and a bounded disk
//     at /tmp, an init process, and a health check, which is what tells a deployment that its workers work;
//  5. the service (mail): new tasks beside the old ones, rolled back by the circuit breaker and by AlarmNames;
//  6. with MaxTasks the autoscaler: a scaling target (mail), a policy on the backlog per task (mail-backlog) and, where
//     AcceptableLatency is less than the 390 s until a new task works, one on how busy the processes are (mail-busy);
//     with MinTasks 0 also the steps from no task to one (mail-wake) and back (mail-sleep), each a policy and its alarm;
//  7. where the queues are measured, alarms: the backlog is too much for too long (mail-late); of each queue the
//     oldest message is too old (mail-age-<queue>), or with RabbitMQ, which does not tell, messages wait and nobody
//     works (mail-unattended); with SQS of each queue, the dead-letter queue holds something (mail-dead-<queue>).
//
// # The broker
//
// The URL, its key, the way to it and the permission come from Broker. Task may be the one of the web tier, with a
// broker of its own: the names BROKER_URL and BROKER_PREDEFINED_QUEUES of Variables and Secrets, the name broker of
// TaskPolicies and the name broker of EgressTo are the Worker's, and what stands there under them is left out. Under
// another name the same way would be there twice, which AWS refuses.
//
// # Scaling
//
// A task of ECS works on Concurrency messages at a time, so that it may have AcceptableLatency ÷ SecondsPerTask ×
// Concurrency of them waiting, and the autoscaler sees to it that it has no more. Of several queues a message counts
// as its SecondsPerTask in those of the first. The number of running tasks is a metric of Container Insights, which
// the cluster must have. A first new task works six and a half minutes after a burst begins; AcceptableLatency below
// that is for what the tasks can do that are there, of which the second policy keeps a fifth in reserve. With Redis
// and SQS messages for later (a countdown, an eta, a retry) count as work, held by a worker or, with SQS, asleep in
// their queue; and they age. Whoever sends many of them gives them a Worker of their own, with an AcceptableLatency of
// 390 or more.
//
// With MinTasks 0 the service starts with one task, which shows that the image works, and sleeps after QuietTime of
// nothing waiting and nothing in work. A deployment in its sleep tests nothing. It wakes about four and a half minutes
// after a message; with SQS, which stops measuring a queue that nobody has used for six hours, up to a quarter of an
// hour later. RabbitMQ measures a queue once it has been declared.
//
// # What is promised of a message
//
// It is worked off at least once. Celery acknowledges it when its task has ended, with success or as failed. When ECS
// ends a task, for a deployment, to scale in, or because Spot takes it back:
//
//   - SIGTERM: it takes no new message, and gives back those that it has not begun. What runs may go on for
//     SoftShutdownTimeout. What ends in that time runs once.
//   - Then what still runs, Concurrency messages at the most, is ended, given back, and begins anew elsewhere.
//   - StopTimeout after SIGTERM, SIGKILL. It, a lost machine or too little memory for the whole task leave the
//     messages that ran to be worked off anew: with RabbitMQ at once, with SQS after the broker's VisibilityTimeout,
//     with Redis within 100 seconds after it, once a worker runs.
//   - Scaling in and deployments spare a task of ECS in which something runs for longer than SoftShutdownTimeout, for
//     LongestTask at the most. Spot does not: it gives two minutes, all of which StopTimeout may have.
//
// So tasks must bear to run twice, or check that they have not. A process that is killed alone, as for its memory,
// loses its message as failed: else it would kill one worker after the other. With Redis a message is lost whose
// worker is killed in the moment of taking it, and what the broker loses, see Broker.
//
// # RQ and Dramatiq
//
// Command starts them, and as many processes as Concurrency says; RQ finds the broker in RQ_REDIS_URL. Of the settings
// above only StopTimeout, and what scaling needs, is theirs. Nothing spares their tasks from scaling in. RQ 2.3 promises
// a job less than Celery a task:
//
//   - SIGTERM: it takes no new job and ends with the one that runs, which may take StopTimeout.
//   - SIGKILL, and a lost machine: a job that ran counts as lost 90 seconds after the last sign of life at the latest. The
//     next worker that looks, when it starts or by its maintenance interval, makes it a failed job, or, when it was
//     enqueued with Retry, a waiting one. QueueDepth counts it as waiting until then.
//   - The moment of taking a job, when SIGTERM or SIGKILL comes then: a worker of one queue leaves the job where others
//     find it after a minute, with the same end; one of several queues loses it.
//   - A job that takes its process with it has failed, or is tried again with Retry.
//
// So jobs run at least once only when each is enqueued with Retry, and when each Worker has one queue. A retry with an
// interval waits for a scheduler, which "rq worker-pool" has and "rq worker" with --with-scheduler only.
//
// # Cost
//
// A task of the default size is 28.92 USD a month while it runs (us-east-1, 730 hours, prices as of 2026-10):
//
//	vCPU    1 × 0.03238 × 730 = 23.64
//	memory  2 GB × 0.00356 × 730 = 5.20
//	disk    1 GB above 20 × 0.000111 × 730 = 0.08
//
// On Spot vCPU and memory are 50 to 70 % less, by what is spare: 8.73 to 14.50. With MinTasks 0 the whole is 0.00
// while it sleeps. Alarms are 0.10 for each metric that they are about; those for n queues:
//
//	mail-backlog, two alarms that AWS makes  2 × (n + 1) × 0.10
//	mail-busy, the same                      2 × (n + 1) × 0.10
//	mail-late                                (n + 1) × 0.10
//	mail-age-…, mail-dead-…                  n × 0.10 each
//	mail-unattended, mail-wake, mail-sleep   2 × n × 0.10 each
//
// For one queue of Redis 0.40 + 0.40 + 0.20 + 0.10 = 1.10, and 0.40 more with MinTasks 0. By use: logs at 0.50 per GB written
// and 0.03 per GB and month kept; QueueDepth; and Container Insights, see Cluster.
//
// # How it fails
//
//   - A task fails: ECS replaces it in one to two minutes; its messages come back as said above.
//   - A worker hangs, or has lost its broker for minutes: its health check fails, and ECS replaces it.
//   - Spot has no capacity: tasks beyond OnDemandBase stay pending, mail-late tells. Nothing moves to on demand.
//   - All come at once: MaxTasks is the end, mail-late and mail-age tell. Messages wait, and none is lost.
//   - The metrics of the queues end, as when QueueDepth fails: the number of tasks stays as it is, and the alarms have
//     insufficient data, of which they tell nobody.
//   - A deployment fails: the circuit breaker rolls back and the gate fails the update, as of Web. The old tasks
//     worked on.
//   - A deployment waits for tasks that are spared, for LongestTask at the most, and the update waits that much longer
//     than the 40 minutes that it gives others.
//   - A change of Spot or of OnDemandBase is a deployment.
//
// # What it does not do
//
//   - Declare exchanges, route tasks to queues, keep results; QueueDepth, Beat and Flower.
//   - Priorities with SQS, several orders of queues in one Worker, and more than 5 queues in one.
//   - Fall back from Spot to on demand; anything on AMD64.
//   - A health check for Dramatiq: without HealthCheckCommand a deployment counts what starts as healthy. That of RQ
//     needs a shell, grep and cut, and sees that the worker is connected, not that it can run a job.
//   - Metrics or alarms of what RQ and Dramatiq have given up.
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
