package pgbouncer

import (
	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// bouncerGrace is how long, in seconds, a new task may fail its checks: the bootstrap tries for a minute.
const bouncerGrace = 120

// newService makes the service after everything that its tasks need to start.
func (b *builder) newService() error {
	args := serviceArgs(b.Name, b.args)
	args.LoadBalancers = awsecs.ServiceLoadBalancerArray{awsecs.ServiceLoadBalancerArgs{
		TargetGroupArn: b.targets.Arn, ContainerName: pulumi.String(bouncerContainer),
		ContainerPort: pulumi.Int(b.args.Port),
	}}
	b.Dependencies = append(b.Dependencies, b.usersVersion)
	return b.NewService(args, false)
}

// serviceArgs are the arguments of the service that do not come from other children.
func serviceArgs(name string, a Args) *awsecs.ServiceArgs {
	args := task.ServiceArgs(name, a.ClusterARN)
	args.CapacityProviderStrategies = task.OnDemand()
	args.DesiredCount = pulumi.Int(a.Tasks)
	args.HealthCheckGracePeriodSeconds = pulumi.Int(bouncerGrace)
	return args
}
