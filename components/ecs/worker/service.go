package worker

import (
	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/task"
)

func (b *builder) newService() error {
	return b.NewService(serviceArgs(b.Name, b.args), b.args.autoscales())
}

// serviceArgs are the arguments of the service that do not come from other children. New tasks start beside the old ones, as
// everywhere: workers of both versions take from the same queues, so that none waits for a deployment, and a version
// that does not start takes nothing.
func serviceArgs(name string, a Args) *awsecs.ServiceArgs {
	args := task.ServiceArgs(name, a.Task.ClusterARN)
	args.CapacityProviderStrategies = workerCapacity(a.Spot, a.OnDemandBase)
	// With it another capacity is another deployment; without, the service would be replaced.
	args.ForceNewDeployment = pulumi.Bool(true)
	// One at the first, also where there may be none: it shows that the image starts, and declares the queues.
	args.DesiredCount = pulumi.Int(max(1, a.MinTasks))
	task.RollBackOn(args, a.AlarmNames)
	return args
}

// workerCapacity is what tasks run on. A base with the weight 0 is what AWS's own Copilot makes of a number of tasks
// from which on Spot begins: the base is filled first, and the rest goes where there is a weight. With Spot there is
// always a base: https://github.com/aws/containers-roadmap/issues/852.
func workerCapacity(onSpot bool, base int) awsecs.ServiceCapacityProviderStrategyArray {
	if !onSpot {
		return task.OnDemand()
	}
	return awsecs.ServiceCapacityProviderStrategyArray{
		awsecs.ServiceCapacityProviderStrategyArgs{
			CapacityProvider: pulumi.String(task.FargateSpot), Weight: pulumi.Int(1),
		},
		awsecs.ServiceCapacityProviderStrategyArgs{
			CapacityProvider: pulumi.String(task.Fargate), Base: pulumi.Int(base), Weight: pulumi.Int(0),
		},
	}
}
