// Package flower is Flower on Fargate, the web page that shows what Celery does.
package flower

import (
	"strconv"

	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// Type is the type token of Flower.
const Type = "tenfold:ecs:Flower"

// Flower is the web page that shows Celery's workers and tasks, and can stop them: one task on Fargate (never
// Spot) without a load balancer and without a public address. For one called flower it creates:
//
//  1. a log group (flower-logs), the execution role (flower-execution) and the task role (flower-task);
//  2. a secret (flower-login) with the text "flower:<password>", generated once for each PasswordGeneration
//     (flower-login-<generation>);
//  3. a security group (flower-tasks) that admits AllowFrom (flower-from-<name>), with egress to port 443
//     (flower-https), to the broker (flower-to-broker) and to EgressTo (flower-to-<name>);
//  4. the task definition (flower-task) and the service (flower).
//
// Reach it through a session of Systems Manager, with EnableExec, or from AllowFrom. Everyone with the password sees
// the arguments of all tasks, and may stop tasks and workers.
//
// Cost: 7.61 USD a month at its defaults.
//
// How it fails: after a failure a new task starts in one to two minutes, without the tasks that ended before. If it
// runs out of memory, lower MaxTasks or raise Memory.
//
// It does not work with SQS, which has no worker events, and it has no TLS and no history. docs/flower.md has the
// commands to reach it and every detail.
type Flower struct {
	pulumi.ResourceState
	ecs.ServiceOutputs

	// Port is where Flower listens.
	Port pulumi.IntOutput `pulumi:"port"`
	// LoginSecretARN is the secret with "flower:<password>".
	LoginSecretARN pulumi.StringOutput `pulumi:"loginSecretArn"`
}

// builder makes the children of a Flower.
type builder struct {
	*task.Builder
	args  Args
	login *secretsmanager.Secret
}

// New creates a Flower. Its update fails when ECS rolls the deployment back.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Flower, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("flower", name); err != nil {
		return nil, err
	}
	f := &Flower{}
	if err := component.Register(ctx, Type, name, args, f, opts...); err != nil {
		return nil, err
	}

	u := task.New(ctx, "flower", name, f, args.task())
	u.Size, u.Container = task.Size{CPU: args.CPU, Memory: args.Memory}, args.container()
	u.AllowDestroy = args.AllowDestroy
	b := &builder{Builder: u, args: args}
	if err := component.InOrder(b.newLogin, u.NewPrerequisites, b.newIngress, u.NewTaskDefinition, b.newService); err != nil {
		return nil, err
	}

	f.Port, f.LoginSecretARN = pulumi.Int(args.Port).ToIntOutput(), b.login.Arn
	f.ServiceOutputs = u.Outputs()
	return f, component.Publish(ctx, f)
}

// task is the task with its broker, by the name that Celery itself reads where the command is the user's.
func (a Args) task() ecs.TaskArgs {
	task := a.Task.WithBrokerAccess(a.Broker, nil)
	if len(a.Command) == 0 || task.Has(ecs.CeleryBrokerURL) {
		return task
	}
	return task.WithSecret(ecs.CeleryBrokerURL, a.Broker.URLSecret)
}

const (
	flowerStart = 120 // seconds, for an application to be imported on a quarter of a vCPU
	flowerStop  = 30  // seconds
)

func (a Args) container() task.Container {
	flower := a.flower()
	c := task.Container{
		Command: flower.Command(), Variables: flower.Environment(), Port: a.Port,
		HealthCheck: flower.HealthCheck(), StartPeriod: flowerStart, StopTimeout: flowerStop,
	}
	if len(a.Command) > 0 {
		c.Command, c.Variables = a.Command, map[string]string{
			"FLOWER_ADDRESS": "0.0.0.0", "FLOWER_PORT": strconv.Itoa(a.Port), "FLOWER_MAX_TASKS": strconv.Itoa(a.MaxTasks),
		}
	}
	return c
}

// newIngress admits the security groups of AllowFrom.
func (b *builder) newIngress() error {
	for _, from := range b.args.AllowFrom {
		role := aws.PortRole("from-"+from.Name, b.args.Port, celery.DefaultFlowerPort)
		if err := b.AllowIngress(role, "From "+from.Name, b.args.Port, from.SecurityGroupID); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) newService() error { return b.NewService(serviceArgs(b.Name, b.args), false) }

// serviceArgs are the arguments of the service that do not come from other children.
func serviceArgs(name string, a Args) *awsecs.ServiceArgs {
	args := task.ServiceArgs(name, a.Task.ClusterARN)
	args.CapacityProviderStrategies, args.DesiredCount = task.OnDemand(), pulumi.Int(1)
	return args
}
