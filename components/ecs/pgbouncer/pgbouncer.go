// Package pgbouncer is a pool of connections to PostgreSQL on Fargate, with the application's role and URLs.
package pgbouncer

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// Type is the type token of PgBouncer.
const Type = "tenfold:ecs:PgBouncer"

// PgBouncer is a pool of connections to PostgreSQL on Fargate (ARM64, never Spot) behind an internal network load
// balancer, with the application's role, database and URLs. For one called db it creates:
//
//  1. a log group (db-logs), the execution role (db-execution) and a task role without permissions (db-task);
//  2. security groups of the load balancer (db-nlb) and of the tasks (db-tasks), with rules from clients
//     (db-from-<name>) to the load balancer, to the tasks (db-nlb) and to the database (db-database), and to port 443
//     (db-https);
//  3. an internal load balancer (db-nlb), its target group (db-tg) and its listener (db-tcp);
//  4. secrets with the passwords of each generation (db-passwords), with PgBouncer's users (db-users), with the URLs of
//     the application (db-url), with the URL of migrations and jobs (db-admin), and with Operator with the logins of
//     people (db-operator);
//  5. the task definition (db-task) and the service (db), which the circuit breaker rolls back.
//
// Each task first creates roles, database and extensions as the master user, and then pools by transaction. The name of
// the database with _ro leads to the replicas; with _admin, to sessions without a statement timeout.
//
// Cost: 46.87 USD a month at its defaults, 14.42 for each further task.
//
// How it fails: clients of a failed task reconnect to the others. At a failover of the primary, writes wait for
// QueryWaitTimeout and then fail until DNS names the new one. If the bootstrap fails, running tasks go on and the
// update fails.
//
// It does not encrypt between clients and PgBouncer and does not autoscale. docs/pgbouncer.md has every detail.
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
	// URLSecretVersion and AdminURLSecretVersion are the versions of the secrets. A change means new passwords.
	URLSecretVersion      pulumi.StringOutput `pulumi:"urlSecretVersion"`
	AdminURLSecretVersion pulumi.StringOutput `pulumi:"adminUrlSecretVersion"`
	// DatabaseURLSecret and ReadURLSecret name the URLs in the secret, as WebArgs.Secrets takes them: "<arn>:url::". Their
	// form is postgresql://role:password@host:port/database.
	DatabaseURLSecret pulumi.StringOutput `pulumi:"databaseUrlSecret"`
	ReadURLSecret     pulumi.StringOutput `pulumi:"readUrlSecret"`
	// AdminSecretARN is the secret with the login of migrations and jobs, by username, password and url. AdminURLSecret names
	// that URL, in a secret of its own: a session at the primary without a
	// statement timeout, whose objects belong to the application.
	AdminSecretARN pulumi.StringOutput `pulumi:"adminSecretArn"`
	AdminURLSecret pulumi.StringOutput `pulumi:"adminUrlSecret"`
	// DatabaseName is the application's database.
	DatabaseName pulumi.StringOutput `pulumi:"databaseName"`
	// OperatorSecretARN is, with Operator, the secret with the logins of people, by reader_username, reader_password,
	// console_username and console_password.
	OperatorSecretARN pulumi.StringOutput `pulumi:"operatorSecretArn,optional"`
	// MaxClientConnections is how many clients all tasks together hold.
	MaxClientConnections pulumi.IntOutput `pulumi:"maxClientConnections"`
	// ServiceName is the name of the service, ServiceARN its ARN.
	ServiceName pulumi.StringOutput `pulumi:"serviceName"`
	ServiceARN  pulumi.StringOutput `pulumi:"serviceArn"`
	// TaskDefinitionARN is the task definition that was requested, RunningTaskDefinition the one that the service runs.
	TaskDefinitionARN     pulumi.StringOutput `pulumi:"taskDefinitionArn"`
	RunningTaskDefinition pulumi.StringOutput `pulumi:"runningTaskDefinition"`
	// Deployed is known once ECS has deployed the task definition, for pulumi.DependsOnInputs of what comes after it.
	Deployed pulumi.ResourceArrayOutput
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

	outer    *ec2.SecurityGroup // of the load balancer
	balancer *lb.LoadBalancer
	targets  *lb.TargetGroup

	kept                                   pulumi.StringArray // passwords by generation, the newest first
	users, url, admin                      *secretsmanager.Secret
	usersVersion, urlVersion, adminVersion *secretsmanager.SecretVersion
	operator                               *secretsmanager.SecretVersion // nil without Operator
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
	guard, err := oneAtATime(ctx, name)
	if err != nil {
		return nil, err
	}
	if err := component.Register(ctx, Type, name, args, p, append(opts, guard)...); err != nil {
		return nil, err
	}

	b := &builder{Builder: task.New(ctx, "pgbouncer", name, p, args.task()), args: args}
	b.AllowDestroy = args.AllowDestroy
	b.Size, b.Hint = task.Size{CPU: args.CPU, Memory: args.Memory}, "look at the logs of bootstrap and pgbouncer in %s, and run pulumi up again"
	if err := component.InOrder(
		b.NewLogGroup, b.newSecurityGroups, b.newLoadBalancer, b.newOperator, b.newUsers, b.newRoles, b.newTaskDefinition, b.newService,
		b.newURLs,
	); err != nil {
		return nil, err
	}

	p.Host, p.Port = b.balancer.DnsName, pulumi.Int(args.Port).ToIntOutput()
	p.SecurityGroupID, p.TasksSecurityGroupID = b.outer.ID().ToStringOutput(), b.SecurityGroup.ID().ToStringOutput()
	p.URLSecretARN, p.URLSecretVersion = b.urlVersion.Arn, b.urlVersion.VersionId
	p.DatabaseURLSecret, p.ReadURLSecret = aws.SecretKey(p.URLSecretARN, "url"), aws.SecretKey(p.URLSecretARN, "read_url")
	p.AdminSecretARN = b.adminVersion.Arn
	p.AdminURLSecret, p.AdminURLSecretVersion = aws.SecretKey(b.adminVersion.Arn, "url"), b.adminVersion.VersionId
	p.DatabaseName = pulumi.String(args.DatabaseName).ToStringOutput()
	if b.operator != nil {
		p.OperatorSecretARN = b.operator.Arn
	}
	p.MaxClientConnections = pulumi.Int(args.Tasks * args.MaxClientConnections).ToIntOutput()
	p.ServiceName, p.ServiceARN = b.Service.Name, b.Service.ID().ToStringOutput()
	p.TaskDefinitionARN, p.RunningTaskDefinition = b.Definition.Arn, b.Running
	p.Deployed = b.Deployed
	p.LoadBalancerARNSuffix, p.TargetGroupARNSuffix = b.balancer.ArnSuffix, b.targets.ArnSuffix
	p.LogGroupName = b.Logs.Name
	return p, component.Publish(ctx, p)
}

// task is what the arguments say that every component's do.
func (a Args) task() ecs.TaskArgs {
	return ecs.TaskArgs{
		ClusterARN: a.ClusterARN, VPCID: a.VPCID, SubnetIDs: a.SubnetIDs, Region: a.Region, LogRetentionDays: a.LogRetentionDays,
		Architecture: ecs.ARM64,
	}
}
