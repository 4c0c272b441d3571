// Package beat is Celery's beat on Fargate, which sends the periodic tasks.
package beat

import (
	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// Type is the type token of Beat.
const Type = "tenfold:ecs:Beat"

// Beat is Celery's beat, which sends the periodic tasks: exactly one, on Fargate (ARM64, never Spot), never scaled. Two
// would send every task twice. It creates, for one called beat:
//
//  1. a log group (beat-logs) with a retention;
//  2. the execution role (beat-execution) and the task role (beat-task), as a Web's, and with SQS what sending needs
//     (beat-policy-broker);
//  3. a security group (beat-tasks) that lets nobody in, and out port 443 to everywhere (beat-https), to the broker
//     (beat-to-broker) and to EgressTo (beat-to-<name>);
//  4. the task definition (beat-task), of family <stack>-beat, with the container of a Web: a read-only root, a bounded
//     disk at /tmp, an init process;
//  5. the service (beat): the old task ends before the new one starts; rolled back by the circuit breaker.
//
// # The container
//
// It runs Celery 5.5 or later of the image, with Python as python3 and a shell. It looks at the schedule every 5
// seconds, and touches a file when it does; the health check looks at the age of that file. So a beat that cannot
// import the application or reach its broker or its database never becomes healthy, its deployment fails, and one that
// hangs is replaced.
//
// # The schedule
//
// It outlives the container, because Celery's own file would not. RedBeat keeps it, and when each task was last sent,
// in the broker, whose standby and snapshots keep it in turn; DatabaseScheduler keeps both in PostgreSQL. What the
// application declares in beat_schedule is merged into it at each start, and RedBeat takes out again what is no longer
// declared.
//
// # Deployments
//
// Minimum 0 % and maximum 100 % make ECS stop the old task first. For about a minute there is none. What falls due
// meanwhile is late and not lost: both schedulers compare with when a task was last sent, and the new beat sends at
// once what is overdue. It sends a task once, however often it fell due; a task that must not run late says so with
// expires in its options.
//
// RedBeat has a lock in the broker besides, which a second beat waits for, should there ever be one. SIGTERM gives it
// back. After SIGKILL or the loss of the machine the next beat waits for up to a minute.
//
// DatabaseScheduler writes at intervals of up to three minutes when a task was last sent, and on SIGTERM. After SIGKILL
// it may send once more what it sent since.
//
// # Cost
//
// At its defaults 7.29 USD a month (us-east-1, 730 hours, prices as of 2026-10):
//
//	vCPU    0.25 × 0.03238 × 730 = 5.91
//	memory  0.5 GB × 0.00356 × 730 = 1.30
//	disk    1 GB above 20 × 0.000111 × 730 = 0.08
//
// # How it fails
//
//   - The task or its zone fails: ECS starts another one in one to two minutes; see Deployments for what is late.
//   - A deployment fails: the circuit breaker rolls back after three failed tasks, and the gate fails the update. No
//     beat runs meanwhile, for a quarter of an hour at the worst; what is due waits.
//   - The broker fails over: beat tries again until it is back, and then sends what is overdue. A broker that lost its
//     last writes may have lost that a task was sent: it is sent again.
//   - AWS loses sight of the machine without stopping it: ECS starts a second beat while the first may still run. Only
//     RedBeat's lock guards against that.
//
// # What it does not do
//
//   - Exactly once: a task may be sent twice, after a crash between the sending and the writing down.
//   - Work: the tasks run in a Worker.
//   - RedBeat with RabbitMQ or SQS, which cannot keep a schedule. Use DatabaseScheduler, or a Job.
type Beat struct {
	pulumi.ResourceState
	ecs.ServiceOutputs
}

// builder makes the children of a Beat.
type builder struct {
	*task.Builder
	args Args
}

// New creates a beat. Its update fails when ECS rolls the deployment back.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Beat, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("beat", name); err != nil {
		return nil, err
	}
	r := &Beat{}
	if err := component.Register(ctx, Type, name, args, r, opts...); err != nil {
		return nil, err
	}

	u := task.New(ctx, "beat", name, r, args.Task.WithBrokerAccess(args.Broker, args.Broker.ProducerPolicy))
	u.Size, u.Container = task.Size{CPU: args.CPU, Memory: args.Memory}, args.container()
	b := &builder{u, args}
	if err := component.InOrder(u.NewPrerequisites, u.NewTaskDefinition, b.newService); err != nil {
		return nil, err
	}

	r.ServiceOutputs = u.Outputs()
	return r, component.Publish(ctx, r)
}

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	task.ValidateName(&p, name)
	task.ValidateTask(&p, a.Task)
	a.beat().Validate(&p)
	task.ValidateConnection(&p, a.Broker)
	task.ValidateSize(&p, a.CPU, a.Memory)
	p.Between("stopTimeout", a.StopTimeout, task.MinStopTimeout, task.MaxStopTimeout)
	return p
}

// beatStart is how long, in seconds, a new beat may be unhealthy: the import of a large application on a quarter of a
// vCPU, and the lock of one that was killed.
const beatStart = 180

func (a Args) container() task.Container {
	beat := a.beat()
	return task.Container{
		Command: beat.Command(), Variables: beat.Environment(),
		HealthCheck: beat.HealthCheck(), StartPeriod: beatStart, StopTimeout: a.StopTimeout,
	}
}

func (b *builder) newService() error { return b.NewService(serviceArgs(b.Name, b.args), false) }

// serviceArgs is all of the service that does not come from siblings. At no time does it allow a second task. To
// even out the zones AWS would start one first, and refuses that with a maximum of 100 %.
func serviceArgs(name string, a Args) *awsecs.ServiceArgs {
	args := task.ServiceArgs(name, a.Task.ClusterARN)
	args.CapacityProviderStrategies, args.DesiredCount = task.OnDemand(), pulumi.Int(1)
	args.DeploymentMinimumHealthyPercent, args.DeploymentMaximumPercent = pulumi.Int(0), pulumi.Int(100)
	args.AvailabilityZoneRebalancing = pulumi.String("DISABLED")
	return args
}
