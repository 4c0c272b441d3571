package task

import (
	"fmt"

	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// PlatformVersion is pinned so that AWS does not choose when it changes. It is the newest.
	PlatformVersion = "1.4.0"
	// updateTimeout is how many minutes an update waits for a steady service. The circuit breaker needs at least three
	// failed tasks, and each may take the grace period and the load balancer's checks. The provider's own timeout, 20
	// minutes, would end the update in the middle of a rollback.
	updateTimeout = 40
	// createTimeout is how many minutes, after the time that a new task may fail its checks, the first deployment has. It
	// needs about 5: a machine, the image, the start. When it fails, there is nothing to roll back to, and the provider
	// waits in vain: it compares the numbers of tasks, and never looks at rolloutState.
	// https://github.com/hashicorp/terraform-provider-aws/issues/20858
	createTimeout = 10
	minute        = 60 // seconds
)

// NewService completes the arguments of a service and makes it, with its deploy gate. A service that is scaled keeps its
// number of tasks.
func (b *Builder) NewService(args *awsecs.ServiceArgs, scaled bool) (err error) {
	args.TaskDefinition, args.EnableExecuteCommand = b.Definition.Arn, pulumi.Bool(b.Task.EnableExec)
	args.NetworkConfiguration = awsecs.ServiceNetworkConfigurationArgs{
		Subnets: b.Task.SubnetIDs, SecurityGroups: pulumi.StringArray{b.SecurityGroup.ID()}, AssignPublicIp: pulumi.Bool(false),
	}
	opts := b.Options(pulumi.DependsOn(b.Dependencies), b.timeouts())
	if scaled {
		opts = append(opts, pulumi.IgnoreChanges([]string{"desiredCount"}))
	}
	b.Service, err = awsecs.NewService(b.Ctx, b.Name, args, opts...)
	if err != nil {
		return fmt.Errorf("creating the service: %w", err)
	}
	b.newGate()
	return nil
}

// timeouts are how long the engine waits for the service. An update also waits for old tasks that are protected.
func (b *Builder) timeouts() pulumi.ResourceOption {
	return pulumi.Timeouts(&pulumi.CustomTimeouts{
		Create: minutes(createTimeout, b.Container.StartPeriod), Update: minutes(updateTimeout, b.ProtectedSeconds),
	})
}

// minutes adds seconds, rounded up, to a number of minutes.
func minutes(base, seconds int) string {
	return fmt.Sprintf("%dm", base+(seconds+minute-1)/minute)
}

// The capacity providers of Fargate.
const (
	Fargate     = "FARGATE"
	FargateSpot = "FARGATE_SPOT"
)

// OnDemand is the same strategy for every service: a change of it would replace the service.
func OnDemand() awsecs.ServiceCapacityProviderStrategyArray {
	return awsecs.ServiceCapacityProviderStrategyArray{awsecs.ServiceCapacityProviderStrategyArgs{
		CapacityProvider: pulumi.String(Fargate), Base: pulumi.Int(1), Weight: pulumi.Int(1),
	}}
}

// ServiceArgs are the arguments that all services share: new tasks start beside the old ones, which keep running until
// the new ones are healthy.
func ServiceArgs(name string, cluster pulumi.StringInput) *awsecs.ServiceArgs {
	return &awsecs.ServiceArgs{
		Cluster:                         Optional(cluster),
		PlatformVersion:                 pulumi.String(PlatformVersion),
		DeploymentMinimumHealthyPercent: pulumi.Int(100),
		DeploymentMaximumPercent:        pulumi.Int(200),
		DeploymentCircuitBreaker: awsecs.ServiceDeploymentCircuitBreakerArgs{
			Enable: pulumi.Bool(true), Rollback: pulumi.Bool(true),
		},
		AvailabilityZoneRebalancing: pulumi.String("ENABLED"),
		// The gate looks at a deployment that is over.
		WaitForSteadyState:   pulumi.Bool(true),
		EnableEcsManagedTags: pulumi.Bool(true),
		PropagateTags:        pulumi.String("SERVICE"),
		Tags:                 component.Tags(name),
	}
}

// RollBackOn makes ECS roll a deployment back when one of the alarms fires.
func RollBackOn(args *awsecs.ServiceArgs, alarms []pulumi.StringInput) {
	if len(alarms) > 0 {
		args.Alarms = awsecs.ServiceAlarmsArgs{
			AlarmNames: pulumi.StringArray(alarms), Enable: pulumi.Bool(true), Rollback: pulumi.Bool(true),
		}
	}
}
