// Package flower is Flower on Fargate, the web page that shows what Celery does.
package flower

import (
	"strconv"

	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// Type is the type token of Flower.
const Type = "tenfold:ecs:Flower"

// Flower is the web page that shows Celery's workers and tasks, and can end them, for the people who run the
// application: one task on Fargate (ARM64, never Spot) without a load balancer and without a public address. It
// creates, for one called flower:
//
//  1. a log group (flower-logs) with a retention;
//  2. a secret (flower-login) with the text "flower:<password>", the password drawn by AWS once for each
//     PasswordGeneration (flower-login-<generation>);
//  3. the execution role (flower-execution), which may read it, and the task role (flower-task), as a Web's;
//  4. a security group (flower-tasks) that lets AllowFrom in (flower-from-<name>), and out port 443 to everywhere
//     (flower-https), to the broker (flower-to-broker) and to EgressTo (flower-to-<name>);
//  5. the task definition (flower-task), of family <stack>-flower, with the container of a Web: a read-only root, a
//     bounded disk at /tmp, an init process;
//  6. the service (flower), rolled back by the circuit breaker.
//
// # How to reach it
//
// With EnableExec, by who may call ssm:StartSession on the task, at http://127.0.0.1:5555, as long as the session is
// open. The AWS CLI needs its Session Manager plugin:
//
//	C=<cluster> S=<service>
//	T=$(aws ecs list-tasks --cluster $C --service-name $S --query 'taskArns[0]' --output text)
//	R=$(aws ecs describe-tasks --cluster $C --tasks $T --query 'tasks[0].containers[0].runtimeId' --output text)
//	aws ssm start-session --target ecs:${C}_${T##*/}_$R --document-name AWS-StartPortForwardingSession \
//		--parameters portNumber=5555,localPortNumber=5555
//
// Or from a security group of AllowFrom, such as a VPN's, at the private address of the task. Either way the browser
// asks for user and password, which are the two halves of the secret, parted by the colon:
//
//	aws secretsmanager get-secret-value --secret-id <login> --query SecretString --output text
//
// Only /healthcheck and, for Prometheus, /metrics answer without them. Who has the password sees the arguments of all
// tasks, and may end tasks and workers.
//
// # Cost
//
// At its defaults 7.69 USD a month (us-east-1, 730 hours, prices as of 2026-10):
//
//	vCPU    0.25 × 0.03238 × 730 = 5.91
//	memory  0.5 GB × 0.00356 × 730 = 1.30
//	disk    1 GB above 20 × 0.000111 × 730 = 0.08
//	secret  0.40
//
// # How it fails
//
//   - The task fails: ECS starts another one in one to two minutes, which has forgotten all tasks that ended before.
//     Nobody but the reader notices.
//   - It remembers too many tasks, or their arguments are large: it runs out of memory and is replaced. Lower MaxTasks
//     or raise Memory.
//   - A deployment fails: the circuit breaker rolls it back, and the gate fails the update.
//
// # What it does not do
//
//   - SQS: Flower lives on the events that workers send, and SQS has none. The depth of its queues is in CloudWatch.
//   - TLS, users of their own, OAuth: what is between the reader and the task is a session of Systems Manager, or the
//     VPN.
//   - The list of queues with RabbitMQ, for which Flower asks RabbitMQ's management API.
//   - A history: tasks are kept in memory. Errors belong into the log of the workers.
type Flower struct {
	pulumi.ResourceState
	ecs.ServiceOutputs

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

	f.LoginSecretARN = b.login.Arn
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
		if err := b.AllowIngress("from-"+from.Name, "From "+from.Name, b.args.Port, from.SecurityGroupID); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) newService() error { return b.NewService(serviceArgs(b.Name, b.args), false) }

// serviceArgs is all of the service that does not come from siblings.
func serviceArgs(name string, a Args) *awsecs.ServiceArgs {
	args := task.ServiceArgs(name, a.Task.ClusterARN)
	args.CapacityProviderStrategies, args.DesiredCount = task.OnDemand(), pulumi.Int(1)
	return args
}
