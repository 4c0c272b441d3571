package ecs

import (
	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// bouncerGrace is how long, in seconds, a new task may fail its checks: the bootstrap tries for a minute.
const bouncerGrace = 120

// runService places the service when everything is there that its tasks need to start.
func (b *pgBouncerBuilder) runService() error {
	args := bouncerServiceArgs(b.name, b.args)
	args.LoadBalancers = awsecs.ServiceLoadBalancerArray{awsecs.ServiceLoadBalancerArgs{
		TargetGroupArn: b.targets.Arn, ContainerName: pulumi.String(bouncerContainer),
		ContainerPort: pulumi.Int(b.args.Port),
	}}
	b.before = append(b.before, b.urlVersion)
	return b.run(args, false)
}

// bouncerServiceArgs is all of the service that does not come from siblings.
func bouncerServiceArgs(name string, a PgBouncerArgs) *awsecs.ServiceArgs {
	args := serviceArgs(name, a.ClusterARN)
	args.CapacityProviderStrategies = onDemandOnly()
	args.DesiredCount = pulumi.Int(a.Tasks)
	args.HealthCheckGracePeriodSeconds = pulumi.Int(bouncerGrace)
	return args
}
