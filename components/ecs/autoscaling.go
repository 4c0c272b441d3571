package ecs

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/appautoscaling"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// Short names of the SDK's longest types.
type (
	trackingArgs = appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs
	metricArgs   = appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs
	boundsArgs   = appautoscaling.ScheduledActionScalableTargetActionArgs
)

// autoscale makes the number of tasks follow the load. Each policy asks for a number of tasks, and the largest wins.
func (b *webBuilder) autoscale() error {
	if !b.args.autoscales() {
		return nil
	}
	target, err := b.scalable(b.args.MinTasks, b.args.MaxTasks)
	if err != nil {
		return err
	}
	if err := b.track(target, "cpu", b.args.cpuTracking()); err != nil {
		return err
	}
	if b.args.RequestsPerTarget > 0 {
		if err := b.track(target, "requests", b.args.requestTracking()); err != nil {
			return err
		}
	}
	for _, s := range b.args.Schedules {
		if err := b.schedule(target, s); err != nil {
			return err
		}
	}
	return nil
}

// scalable lets the autoscaler set the number of tasks, within bounds.
func (u *unit) scalable(low, high int) (*appautoscaling.Target, error) {
	target, err := appautoscaling.NewTarget(u.ctx, u.name, &appautoscaling.TargetArgs{
		ServiceNamespace:  pulumi.String("ecs"),
		ScalableDimension: pulumi.String("ecs:service:DesiredCount"),
		ResourceId:        pulumi.Sprintf("service/%s/%s", u.args.ClusterName, u.service.Name),
		MinCapacity:       pulumi.Int(low),
		MaxCapacity:       pulumi.Int(high),
		Tags:              component.Tags(u.name),
	}, u.parent())
	if err != nil {
		return nil, fmt.Errorf("creating the scaling target: %w", err)
	}
	return target, nil
}

// track makes the number of tasks follow a metric.
func (u *unit) track(target *appautoscaling.Target, suffix string, tracking trackingArgs) error {
	_, err := appautoscaling.NewPolicy(u.ctx, u.name+"-"+suffix, &appautoscaling.PolicyArgs{
		PolicyType:       pulumi.String("TargetTrackingScaling"),
		ServiceNamespace: target.ServiceNamespace, ScalableDimension: target.ScalableDimension, ResourceId: target.ResourceId,
		TargetTrackingScalingPolicyConfiguration: tracking,
	}, u.parent())
	if err != nil {
		return fmt.Errorf("creating the scaling policy %s: %w", suffix, err)
	}
	return nil
}

func (b *webBuilder) schedule(target *appautoscaling.Target, s Schedule) error {
	args := &appautoscaling.ScheduledActionArgs{
		ServiceNamespace: target.ServiceNamespace, ScalableDimension: target.ScalableDimension, ResourceId: target.ResourceId,
		Schedule:             pulumi.String(s.Expression),
		ScalableTargetAction: s.bounds(),
	}
	if s.Timezone != "" {
		args.Timezone = pulumi.String(s.Timezone)
	}
	_, err := appautoscaling.NewScheduledAction(b.ctx, b.name+"-schedule-"+s.Name, args, b.parent())
	if err != nil {
		return fmt.Errorf("creating the schedule %s: %w", s.Name, err)
	}
	return nil
}

func (s Schedule) bounds() boundsArgs {
	var bounds boundsArgs
	if s.MinTasks > 0 {
		bounds.MinCapacity = pulumi.Int(s.MinTasks)
	}
	if s.MaxTasks > 0 {
		bounds.MaxCapacity = pulumi.Int(s.MaxTasks)
	}
	return bounds
}

func (a WebArgs) cpuTracking() trackingArgs {
	return a.tracking(a.CPUTarget, metricArgs{PredefinedMetricType: pulumi.String("ECSServiceAverageCPUUtilization")})
}

func (a WebArgs) requestTracking() trackingArgs {
	return a.tracking(a.RequestsPerTarget, metricArgs{
		PredefinedMetricType: pulumi.String("ALBRequestCountPerTarget"), ResourceLabel: optional(a.RequestCountLabel),
	})
}

func (a WebArgs) tracking(target int, metric metricArgs) trackingArgs {
	return trackingArgs{
		PredefinedMetricSpecification: metric,
		TargetValue:                   pulumi.Float64(target),
		ScaleOutCooldown:              pulumi.Int(a.ScaleOutCooldown),
		ScaleInCooldown:               pulumi.Int(a.ScaleInCooldown),
	}
}
