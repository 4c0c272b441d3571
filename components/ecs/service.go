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
	// patience is how long an update waits for a steady service. The circuit breaker needs three failed tasks at least,
	// and each may take the grace period and the load balancer's checks; AWS's provider would give up after 20 minutes,
	// in the middle of a rollback.
	patience = "40m"
)

// runService places the service when everything is there that its tasks need to start.
func (b *webBuilder) runService() (err error) {
	args := serviceArgs(b.name, b.args)
	args.TaskDefinition = b.task.Arn
	args.NetworkConfiguration = awsecs.ServiceNetworkConfigurationArgs{
		Subnets: b.args.SubnetIDs, SecurityGroups: pulumi.StringArray{b.group.ID()}, AssignPublicIp: pulumi.Bool(false),
	}
	opts := []pulumi.ResourceOption{
		pulumi.Parent(b.web), pulumi.DependsOn(b.before),
		pulumi.Timeouts(&pulumi.CustomTimeouts{Create: patience, Update: patience}),
	}
	if b.args.autoscales() {
		opts = append(opts, pulumi.IgnoreChanges([]string{"desiredCount"}))
	}
	b.service, err = awsecs.NewService(b.ctx, b.name, args, opts...)
	if err != nil {
		return fmt.Errorf("creating the service: %w", err)
	}
	return nil
}

// serviceArgs is all of the service that does not come from siblings. The capacity provider strategy is the same for
// every service: a change of it would replace the service.
func serviceArgs(name string, a WebArgs) *awsecs.ServiceArgs {
	args := &awsecs.ServiceArgs{
		Cluster:         optional(a.ClusterARN),
		PlatformVersion: pulumi.String(platformVersion),
		CapacityProviderStrategies: awsecs.ServiceCapacityProviderStrategyArray{awsecs.ServiceCapacityProviderStrategyArgs{
			CapacityProvider: pulumi.String(onDemand), Base: pulumi.Int(1), Weight: pulumi.Int(1),
		}},
		DesiredCount: pulumi.Int(a.MinTasks),
		LoadBalancers: awsecs.ServiceLoadBalancerArray{awsecs.ServiceLoadBalancerArgs{
			TargetGroupArn: optional(a.TargetGroupARN), ContainerName: pulumi.String(name), ContainerPort: pulumi.Int(a.Port),
		}},
		HealthCheckGracePeriodSeconds: pulumi.Int(a.HealthCheckGracePeriod),
		// New tasks start beside the old ones, which stay until the new ones are healthy.
		DeploymentMinimumHealthyPercent: pulumi.Int(100),
		DeploymentMaximumPercent:        pulumi.Int(200),
		DeploymentCircuitBreaker: awsecs.ServiceDeploymentCircuitBreakerArgs{
			Enable: pulumi.Bool(true), Rollback: pulumi.Bool(true),
		},
		AvailabilityZoneRebalancing: pulumi.String("ENABLED"),
		// The gate looks at a deployment that is over.
		WaitForSteadyState:   pulumi.Bool(true),
		EnableExecuteCommand: pulumi.Bool(a.EnableExec),
		EnableEcsManagedTags: pulumi.Bool(true),
		PropagateTags:        pulumi.String("SERVICE"),
		Tags:                 component.Tags(name),
	}
	if len(a.AlarmNames) > 0 {
		args.Alarms = awsecs.ServiceAlarmsArgs{
			AlarmNames: pulumi.StringArray(a.AlarmNames), Enable: pulumi.Bool(true), Rollback: pulumi.Bool(true),
		}
	}
	return args
}
