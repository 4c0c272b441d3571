package ecs

import (
	"fmt"

	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// platformVersion is pinned so that AWS does not choose when it changes. It is the newest.
	platformVersion = "1.4.0"
	// patience is for how many minutes an update waits for a steady service. The circuit breaker needs three failed tasks
	// at least, and each may take the grace period and the load balancer's checks; AWS's provider would give up after 20
	// minutes, in the middle of a rollback.
	patience = 40
)

// runService places the service when everything is there that its tasks need to start.
func (b *webBuilder) runService() error {
	return b.run(webServiceArgs(b.name, b.args), b.args.autoscales())
}

// run completes the arguments of a service and makes it. A service that is scaled keeps its number of tasks.
func (u *unit) run(args *awsecs.ServiceArgs, scaled bool) (err error) {
	args.TaskDefinition, args.EnableExecuteCommand = u.task.Arn, pulumi.Bool(u.args.EnableExec)
	args.NetworkConfiguration = awsecs.ServiceNetworkConfigurationArgs{
		Subnets: u.args.SubnetIDs, SecurityGroups: pulumi.StringArray{u.group.ID()}, AssignPublicIp: pulumi.Bool(false),
	}
	opts := []pulumi.ResourceOption{
		u.parent(), pulumi.DependsOn(u.before),
		patient(u.spared),
	}
	if scaled {
		opts = append(opts, pulumi.IgnoreChanges([]string{"desiredCount"}))
	}
	u.service, err = awsecs.NewService(u.ctx, u.name, args, opts...)
	if err != nil {
		return fmt.Errorf("creating the service: %w", err)
	}
	return nil
}

// patient is how long the engine waits for a service whose old tasks may be spared for so many seconds.
func patient(spared int) pulumi.ResourceOption {
	timeout := fmt.Sprintf("%dm", patience+(spared+minute-1)/minute)
	return pulumi.Timeouts(&pulumi.CustomTimeouts{Create: timeout, Update: timeout})
}

// webServiceArgs is all of the service that does not come from siblings.
func webServiceArgs(name string, a WebArgs) *awsecs.ServiceArgs {
	args := serviceArgs(name, a.Task.ClusterARN)
	args.CapacityProviderStrategies = onDemandOnly()
	args.DesiredCount = pulumi.Int(a.MinTasks)
	args.LoadBalancers = awsecs.ServiceLoadBalancerArray{awsecs.ServiceLoadBalancerArgs{
		TargetGroupArn: optional(a.TargetGroupARN), ContainerName: pulumi.String(name), ContainerPort: pulumi.Int(a.Port),
	}}
	args.HealthCheckGracePeriodSeconds = pulumi.Int(a.HealthCheckGracePeriod)
	rollBackOn(args, a.AlarmNames)
	return args
}

// onDemandOnly is the same strategy for every service: a change of it would replace the service.
func onDemandOnly() awsecs.ServiceCapacityProviderStrategyArray {
	return awsecs.ServiceCapacityProviderStrategyArray{awsecs.ServiceCapacityProviderStrategyArgs{
		CapacityProvider: pulumi.String(onDemand), Base: pulumi.Int(1), Weight: pulumi.Int(1),
	}}
}

// serviceArgs is what all services have in common: new tasks start beside the old ones, which stay until the new ones
// are healthy.
func serviceArgs(name string, cluster pulumi.StringInput) *awsecs.ServiceArgs {
	return &awsecs.ServiceArgs{
		Cluster:                         optional(cluster),
		PlatformVersion:                 pulumi.String(platformVersion),
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

// rollBackOn makes alarms roll a deployment back.
func rollBackOn(args *awsecs.ServiceArgs, alarms []pulumi.StringInput) {
	if len(alarms) > 0 {
		args.Alarms = awsecs.ServiceAlarmsArgs{
			AlarmNames: pulumi.StringArray(alarms), Enable: pulumi.Bool(true), Rollback: pulumi.Bool(true),
		}
	}
}
