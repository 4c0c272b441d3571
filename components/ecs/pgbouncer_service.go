package ecs

import (
	"fmt"

	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// bouncerGrace is how long, in seconds, a new task may fail its checks: the bootstrap tries for a minute.
const bouncerGrace = 120

// runService places the service when everything is there that its tasks need to start.
func (b *pgBouncerBuilder) runService() (err error) {
	args := bouncerServiceArgs(b.name, b.args)
	args.TaskDefinition = b.task.Arn
	args.NetworkConfiguration = awsecs.ServiceNetworkConfigurationArgs{
		Subnets: b.args.SubnetIDs, SecurityGroups: pulumi.StringArray{b.group.ID()}, AssignPublicIp: pulumi.Bool(false),
	}
	args.LoadBalancers = awsecs.ServiceLoadBalancerArray{awsecs.ServiceLoadBalancerArgs{
		TargetGroupArn: b.targets.Arn, ContainerName: pulumi.String(bouncerContainer),
		ContainerPort: pulumi.Int(b.args.Port),
	}}
	b.service, err = awsecs.NewService(b.ctx, b.name, args, b.parent(),
		pulumi.DependsOn(append(b.before, b.urlVersion)),
		pulumi.Timeouts(&pulumi.CustomTimeouts{Create: patience, Update: patience}))
	if err != nil {
		return fmt.Errorf("creating the service: %w", err)
	}
	return nil
}

// bouncerServiceArgs is all of the service that does not come from siblings.
func bouncerServiceArgs(name string, a PgBouncerArgs) *awsecs.ServiceArgs {
	return &awsecs.ServiceArgs{
		Cluster:         optional(a.ClusterARN),
		PlatformVersion: pulumi.String(platformVersion),
		CapacityProviderStrategies: awsecs.ServiceCapacityProviderStrategyArray{awsecs.ServiceCapacityProviderStrategyArgs{
			CapacityProvider: pulumi.String(onDemand), Base: pulumi.Int(1), Weight: pulumi.Int(1),
		}},
		DesiredCount:                  pulumi.Int(a.Tasks),
		HealthCheckGracePeriodSeconds: pulumi.Int(bouncerGrace),
		// A new task beside each old one; the budget counts both.
		DeploymentMinimumHealthyPercent: pulumi.Int(100),
		DeploymentMaximumPercent:        pulumi.Int(200),
		DeploymentCircuitBreaker: awsecs.ServiceDeploymentCircuitBreakerArgs{
			Enable: pulumi.Bool(true), Rollback: pulumi.Bool(true),
		},
		AvailabilityZoneRebalancing: pulumi.String("ENABLED"),
		WaitForSteadyState:          pulumi.Bool(true),
		EnableExecuteCommand:        pulumi.Bool(false),
		EnableEcsManagedTags:        pulumi.Bool(true),
		PropagateTags:               pulumi.String("SERVICE"),
		Tags:                        component.Tags(name),
	}
}
