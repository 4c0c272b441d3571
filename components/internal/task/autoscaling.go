package task

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/appautoscaling"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// TrackingArgs is a short name of a type of the SDK.
type TrackingArgs = appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs

// NewScalingTarget lets the autoscaler set the number of tasks within bounds. It comes after the deploy gate, and with it
// all policies and schedules: those of a service that was rolled back may fail for the same reason, and their error would
// hide the gate's.
func (b *Builder) NewScalingTarget(minTasks, maxTasks int) (*appautoscaling.Target, error) {
	target, err := appautoscaling.NewTarget(b.Ctx, b.Name, &appautoscaling.TargetArgs{
		ServiceNamespace:  pulumi.String("ecs"),
		ScalableDimension: pulumi.String("ecs:service:DesiredCount"),
		ResourceId:        pulumi.Sprintf("service/%s/%s", b.Task.ClusterName, b.Service.Name),
		MinCapacity:       pulumi.Int(minTasks),
		MaxCapacity:       pulumi.Int(maxTasks),
		Tags:              component.Tags(b.Name),
	}, b.Options(pulumi.DependsOnInputs(b.Deployed))...)
	if err != nil {
		return nil, fmt.Errorf("creating the scaling target: %w", err)
	}
	return target, nil
}

// NewTrackingPolicy makes the number of tasks follow a metric.
func (b *Builder) NewTrackingPolicy(target *appautoscaling.Target, suffix string, tracking TrackingArgs) error {
	_, err := b.NewScalingPolicy(target, suffix, &appautoscaling.PolicyArgs{
		PolicyType: pulumi.String("TargetTrackingScaling"), TargetTrackingScalingPolicyConfiguration: tracking,
	})
	return err
}

// NewScalingPolicy makes a policy of the scaling target.
func (b *Builder) NewScalingPolicy(
	target *appautoscaling.Target, suffix string, args *appautoscaling.PolicyArgs,
) (*appautoscaling.Policy, error) {
	args.ServiceNamespace, args.ScalableDimension = target.ServiceNamespace, target.ScalableDimension
	args.ResourceId = target.ResourceId
	policy, err := appautoscaling.NewPolicy(b.Ctx, b.Name+"-"+suffix, args, b.Options()...)
	if err != nil {
		return nil, fmt.Errorf("creating the scaling policy %s: %w", suffix, err)
	}
	return policy, nil
}
