package web

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/appautoscaling"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// Short names of the SDK's longest types.
type (
	metricArgs = appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs
	boundsArgs = appautoscaling.ScheduledActionScalableTargetActionArgs
)

// newAutoscaling makes the number of tasks follow the load. Each policy asks for a number of tasks; the largest wins.
func (b *builder) newAutoscaling() error {
	if !b.args.autoscales() {
		return nil
	}
	target, err := b.NewScalingTarget(b.args.MinTasks, b.args.MaxTasks)
	if err != nil {
		return err
	}
	if err := b.NewTrackingPolicy(target, "cpu", b.args.cpuTracking()); err != nil {
		return err
	}
	if b.args.RequestsPerTarget > 0 {
		if err := b.NewTrackingPolicy(target, "requests", b.args.requestTracking()); err != nil {
			return err
		}
	}
	for _, s := range b.args.Schedules {
		if err := b.newSchedule(target, s); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) newSchedule(target *appautoscaling.Target, s Schedule) error {
	args := &appautoscaling.ScheduledActionArgs{
		ServiceNamespace: target.ServiceNamespace, ScalableDimension: target.ScalableDimension, ResourceId: target.ResourceId,
		Schedule:             pulumi.String(s.Expression),
		ScalableTargetAction: s.bounds(),
	}
	if s.Timezone != "" {
		args.Timezone = pulumi.String(s.Timezone)
	}
	_, err := appautoscaling.NewScheduledAction(b.Ctx, b.Name+"-schedule-"+s.Name, args, b.Options()...)
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

func (a Args) cpuTracking() task.TrackingArgs {
	return a.tracking(a.CPUTarget, metricArgs{PredefinedMetricType: pulumi.String("ECSServiceAverageCPUUtilization")})
}

func (a Args) requestTracking() task.TrackingArgs {
	return a.tracking(a.RequestsPerTarget, metricArgs{
		PredefinedMetricType: pulumi.String("ALBRequestCountPerTarget"), ResourceLabel: task.Optional(a.RequestCountLabel),
	})
}

func (a Args) tracking(target int, metric metricArgs) task.TrackingArgs {
	return task.TrackingArgs{
		PredefinedMetricSpecification: metric,
		TargetValue:                   pulumi.Float64(target),
		ScaleOutCooldown:              pulumi.Int(a.ScaleOutCooldown),
		ScaleInCooldown:               pulumi.Int(a.ScaleInCooldown),
	}
}
