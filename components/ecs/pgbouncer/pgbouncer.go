// Package pgbouncer is a pool of connections to PostgreSQL on Fargate, with the application's role and URLs.
package pgbouncer

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// Type is the type token of PgBouncer.
const Type = "tenfold:ecs:PgBouncer"

// PgBouncer is a pool of connections to PostgreSQL on Fargate (ARM64, never Spot) behind an internal network load
// balancer, with what the application needs to connect: its role, its database, and a secret with the URLs. It creates,
// for a PgBouncer called db:
//
//  1. a log group (db-logs) with a retention;
//  2. two security groups, of the load balancer (db-nlb) and of the tasks (db-tasks), and the rules between clients
//     (db-from-<name>), load balancer (db-nlb), tasks and database (db-database), with port 443 to AWS (db-https);
//  3. an internal load balancer (db-nlb) over all zones, its target group (db-tg) and listener (db-tcp);
//  4. a secret (db-passwords) with passwords that AWS draws once, and a secret (db-url) that is made of them: username,
//     password, host, port, dbname, url and read_url;
//  5. the execution role (db-execution), which may read that secret and the master user's, and a task role (db-task)
//     that may do nothing;
//  6. the task definition (db-task), of family <stack>-db, and the service (db), rolled back by the circuit breaker.
//
// # A task
//
// The container bootstrap runs first, as the master user, and the task does not start unless it succeeds. It makes the
// role, the database and the extensions where they are not there, and sets the role's password, as a SCRAM verifier.
// The role can log in and create tables in the schema public. It is no superuser and owns neither database nor schema.
// Nothing else than this container has the master user's password.
//
// The container pgbouncer pools by transaction. Clients reach the database under its name, and under its name with _ro
// the replicas: in turn, with a quarter of the connections or less at the primary, which carries all of them when no
// replica is left or there is none. Transactions are read-only there. Prepared statements of the protocol work, as
// drivers make them; SET, LISTEN, temporary tables and advisory locks do not outlast a transaction.
//
// The container exporter, if there is an image for it, answers Prometheus on port 9127.
//
// # The end of a task
//
// ECS takes the task out of the load balancer: for DeregistrationDelay new connections go elsewhere, and the old ones
// are served on. Then SIGTERM, which becomes PgBouncer's "safe shutdown": transactions that run are finished, no other
// begins, and then all connections are closed. An idle client learns so when it next uses its connection: a pool must
// test connections before use (SQLAlchemy: pool_pre_ping; Django: CONN_HEALTH_CHECKS). What was acknowledged is kept.
//
// # Cost
//
// At its defaults 46.07 USD a month (us-east-1, 730 hours, prices as of 2026-10):
//
//	vCPU           2 tasks × 0.5 × 0.03238 × 730 = 23.64
//	memory         2 tasks × 1 GB × 0.00356 × 730 = 5.20
//	load balancer  0.0225 × 730 = 16.43
//	secrets        2 × 0.40 = 0.80
//
// Each further task 14.42 a month. By use: the load balancer's capacity units at 0.006 an hour (one is 100,000 active
// connections, 800 new ones a second or 1 GB an hour), 0.01 per GB and direction between zones, and logs at 0.50 per
// GB.
//
// # How it fails
//
//   - A task fails: its clients lose their connections and connect anew to the others; ECS replaces it in a minute.
//   - A zone fails: as with a task. Clients are moved by the load balancer in 20 seconds.
//   - The primary fails over: writes wait for QueryWaitTimeout and then fail, until DNS names the new one; tasks follow
//     within 5 seconds.
//   - A replica fails: its connections are opened elsewhere, at 3 seconds for each attempt that it does not answer. It
//     gets its connections back within ServerLifetime.
//   - The master user's password is wrong, or the database does not let it in: running tasks go on, no new one starts,
//     the circuit breaker rolls a deployment back, and the gate fails the update. The log of bootstrap says why.
//   - A request to cancel a query may reach another task than the query, which ignores it; StatementTimeout ends it.
//
// # What it does not do
//
//   - The names of servers: connections to the database use TLS and trust the authorities of RDS only, but with
//     replicas PgBouncer 1.24 cannot also compare the names in their certificates. The bootstrap does.
//   - TLS between clients and PgBouncer: both are in private subnets, and only the groups above let each other in.
//   - More than one role, or a role that may only read; a database per client; autoscaling, because the connections to
//     the database do not grow with the load.
//   - New passwords at intervals. Replace db-passwords' version (pulumi up --replace) and then start the clients anew.
type PgBouncer struct {
	pulumi.ResourceState

	// Host and Port are where clients connect.
	Host pulumi.StringOutput `pulumi:"host"`
	Port pulumi.IntOutput    `pulumi:"port"`
	// SecurityGroupID is the load balancer's, for the EgressTo of clients.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// TasksSecurityGroupID is the tasks' security group, which connects to the database.
	TasksSecurityGroupID pulumi.StringOutput `pulumi:"tasksSecurityGroupId"`
	// URLSecretARN is the secret with the URLs. It is known once the tasks serve, so that clients do not start before.
	URLSecretARN pulumi.StringOutput `pulumi:"urlSecretArn"`
	// DatabaseURLSecret and ReadURLSecret name the URLs in the secret, as WebArgs.Secrets takes them: "<arn>:url::". Their
	// form is postgresql://role:password@host:port/database.
	DatabaseURLSecret pulumi.StringOutput `pulumi:"databaseUrlSecret"`
	ReadURLSecret     pulumi.StringOutput `pulumi:"readUrlSecret"`
	// MaxClientConnections is how many clients all tasks together hold.
	MaxClientConnections pulumi.IntOutput `pulumi:"maxClientConnections"`
	// ServiceName is the name of the service, ServiceARN its ARN.
	ServiceName pulumi.StringOutput `pulumi:"serviceName"`
	ServiceARN  pulumi.StringOutput `pulumi:"serviceArn"`
	// TaskDefinitionARN is the task definition that was requested, RunningTaskDefinition the one that the service runs.
	TaskDefinitionARN     pulumi.StringOutput `pulumi:"taskDefinitionArn"`
	RunningTaskDefinition pulumi.StringOutput `pulumi:"runningTaskDefinition"`
	// LoadBalancerARNSuffix and TargetGroupARNSuffix are what metrics know the load balancer by.
	LoadBalancerARNSuffix pulumi.StringOutput `pulumi:"loadBalancerArnSuffix"`
	TargetGroupARNSuffix  pulumi.StringOutput `pulumi:"targetGroupArnSuffix"`
	// LogGroupName is where the logs of all containers are.
	LogGroupName pulumi.StringOutput `pulumi:"logGroupName"`
}

// builder makes the children of a PgBouncer and keeps those that others need.
type builder struct {
	*task.Builder
	args Args

	outer      *ec2.SecurityGroup // of the load balancer
	balancer   *lb.LoadBalancer
	targets    *lb.TargetGroup
	url        *secretsmanager.Secret
	urlVersion *secretsmanager.SecretVersion
}

// New creates a PgBouncer. Its update fails when ECS rolls the deployment back.
func New(
	ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption,
) (*PgBouncer, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("pgbouncer", name); err != nil {
		return nil, err
	}
	p := &PgBouncer{}
	if err := component.Register(ctx, Type, name, args, p, opts...); err != nil {
		return nil, err
	}

	b := &builder{Builder: task.New(ctx, "pgbouncer", name, p, args.task()), args: args}
	b.AllowDestroy = args.AllowDestroy
	b.Size, b.Hint = task.Size{CPU: args.CPU, Memory: args.Memory}, "look at the logs of bootstrap and pgbouncer in %s, and run pulumi up again"
	if err := component.InOrder(
		b.NewLogGroup, b.newSecurityGroups, b.newLoadBalancer, b.newSecrets, b.newRoles, b.newTaskDefinition, b.newService,
	); err != nil {
		return nil, err
	}

	p.Host, p.Port = b.balancer.DnsName, pulumi.Int(args.Port).ToIntOutput()
	p.SecurityGroupID, p.TasksSecurityGroupID = b.outer.ID().ToStringOutput(), b.SecurityGroup.ID().ToStringOutput()
	p.URLSecretARN = component.OnceExist(b.url.Arn, b.Service.ID())
	p.DatabaseURLSecret, p.ReadURLSecret = key(p.URLSecretARN, "url"), key(p.URLSecretARN, "read_url")
	p.MaxClientConnections = pulumi.Int(args.Tasks * args.MaxClientConnections).ToIntOutput()
	p.ServiceName, p.ServiceARN = b.Service.Name, b.Service.ID().ToStringOutput()
	p.TaskDefinitionARN, p.RunningTaskDefinition = b.Definition.Arn, b.DeployGate()
	p.LoadBalancerARNSuffix, p.TargetGroupARNSuffix = b.balancer.ArnSuffix, b.targets.ArnSuffix
	p.LogGroupName = b.Logs.Name
	return p, component.Publish(ctx, p)
}

// task is what the arguments say that every component's do.
func (a Args) task() ecs.TaskArgs {
	return ecs.TaskArgs{
		ClusterARN: a.ClusterARN, VPCID: a.VPCID, SubnetIDs: a.SubnetIDs, Region: a.Region, LogRetentionDays: a.LogRetentionDays,
	}
}
