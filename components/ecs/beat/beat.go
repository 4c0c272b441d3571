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

// Beat is Celery's beat, which sends the periodic tasks: exactly one task on Fargate (never Spot), never scaled.
// For one called beat it creates:
//
//  1. a log group (beat-logs), the execution role (beat-execution) and the task role (beat-task), with SQS with the
//     permission to send (beat-policy-broker);
//  2. a security group (beat-tasks) without ingress, with egress to port 443 (beat-https), to the broker
//     (beat-to-broker) and to EgressTo (beat-to-<name>);
//  3. the task definition (beat-task) and the service (beat). A deployment stops the old task before it starts the new
//     one.
//
// RedBeat stores the schedule in the broker, DatabaseScheduler in PostgreSQL. Both know when a task was last sent: a
// new beat sends overdue tasks at once, each of them once.
//
// Cost: 7.21 USD a month at its defaults.
//
// How it fails: during a deployment, and for one to two minutes after a failure, nothing is sent; what is due is late
// and not lost. After a crash between sending a task and recording it, the task is sent again. If AWS loses contact
// with the machine, only RedBeat's lock keeps a second beat from sending.
//
// It does not run the tasks, and RedBeat does not work with RabbitMQ or SQS. docs/beat.md has every detail.
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

// serviceArgs are the arguments of the service that do not come from other children. At no time does it allow a second task. To
// even out the zones AWS would start one first, and refuses that with a maximum of 100 %.
func serviceArgs(name string, a Args) *awsecs.ServiceArgs {
	args := task.ServiceArgs(name, a.Task.ClusterARN)
	args.CapacityProviderStrategies, args.DesiredCount = task.OnDemand(), pulumi.Int(1)
	args.DeploymentMinimumHealthyPercent, args.DeploymentMaximumPercent = pulumi.Int(0), pulumi.Int(100)
	args.AvailabilityZoneRebalancing = pulumi.String("DISABLED")
	return args
}
