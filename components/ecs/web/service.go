package web

import (
	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// newService makes the service after everything that its tasks need to start.
func (b *builder) newService() error {
	return b.NewService(serviceArgs(b.Name, b.args), b.args.autoscales())
}

// serviceArgs are the arguments of the service that do not come from other children.
func serviceArgs(name string, a Args) *awsecs.ServiceArgs {
	args := task.ServiceArgs(name, a.Task.ClusterARN)
	args.CapacityProviderStrategies = task.OnDemand()
	args.DesiredCount = pulumi.Int(a.MinTasks)
	args.LoadBalancers = awsecs.ServiceLoadBalancerArray{awsecs.ServiceLoadBalancerArgs{
		TargetGroupArn: task.Optional(a.TargetGroupARN), ContainerName: pulumi.String(name), ContainerPort: pulumi.Int(a.Port),
	}}
	args.HealthCheckGracePeriodSeconds = pulumi.Int(a.HealthCheckGracePeriod)
	task.RollBackOn(args, a.AlarmNames)
	return args
}
