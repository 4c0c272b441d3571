package web

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	typeSchedule = "aws:appautoscaling/scheduledAction:ScheduledAction"
)

func TestScalingTarget(t *testing.T) {
	target := runWeb(t, maximal()).One(t, tasktest.TypeScalingTarget)
	for path, want := range map[string]any{
		"serviceNamespace": "ecs", "scalableDimension": "ecs:service:DesiredCount", "resourceId": "service/main/web-name",
		"minCapacity": 3, "maxCapacity": 9,
	} {
		require.Equal(t, want, target.Input(path), path)
	}
}

func TestTrackingPolicies(t *testing.T) {
	args := maximal()
	args.CPUTarget, args.ScaleOutCooldown, args.ScaleInCooldown = 55, 30, 600
	rec := runWeb(t, args)
	for name, want := range map[string]map[string]any{
		"web-cpu": {
			"predefinedMetricSpecification": map[string]any{"predefinedMetricType": "ECSServiceAverageCPUUtilization"},
			"targetValue":                   55, "scaleOutCooldown": 30, "scaleInCooldown": 600,
		},
		"web-requests": {
			"predefinedMetricSpecification": map[string]any{
				"predefinedMetricType": "ALBRequestCountPerTarget", "resourceLabel": "app/lb/1/targetgroup/tg/2",
			},
			"targetValue": 5400, "scaleOutCooldown": 30, "scaleInCooldown": 600,
		},
	} {
		policy := rec.Named(t, tasktest.TypeScalingPolicy, name)
		require.Equal(t, "TargetTrackingScaling", policy.Input("policyType"))
		require.Equal(t, want, policy.Input("targetTrackingScalingPolicyConfiguration"), name)
		requireScales(t, rec, policy)
	}
}

func TestCPUAloneAndItsDefaults(t *testing.T) {
	args := minimal()
	args.MaxTasks = 6
	policy := runWeb(t, args).One(t, tasktest.TypeScalingPolicy)
	require.Equal(t, "web-cpu", policy.Name)
	require.Equal(t, map[string]any{
		"predefinedMetricSpecification": map[string]any{"predefinedMetricType": "ECSServiceAverageCPUUtilization"},
		"targetValue":                   60, "scaleOutCooldown": 60, "scaleInCooldown": 300,
	}, policy.Input("targetTrackingScalingPolicyConfiguration"))
}

func TestSchedules(t *testing.T) {
	rec := runWeb(t, maximal())
	morning := rec.Named(t, typeSchedule, "web-schedule-morning")
	require.Equal(t, "cron(0 7 ? * MON-FRI *)", morning.Input("schedule"))
	require.Equal(t, "Europe/Berlin", morning.Input("timezone"))
	require.Equal(t, map[string]any{"minCapacity": 6}, morning.Input("scalableTargetAction"))
	requireScales(t, rec, morning)

	sale := rec.Named(t, typeSchedule, "web-schedule-sale")
	require.Equal(t, "at(2026-11-27T05:00:00)", sale.Input("schedule"))
	require.False(t, sale.Has("timezone"))
	require.Equal(t, map[string]any{"minCapacity": 8, "maxCapacity": 20}, sale.Input("scalableTargetAction"))
	requireScales(t, rec, sale)
}

// requireScales looks that a resource belongs to the scaling target and waits for it: AWS refuses it otherwise.
func requireScales(t *testing.T, rec *stacktest.Recording, r stacktest.Resource) {
	t.Helper()
	require.Equal(t, "ecs", r.Input("serviceNamespace"))
	require.Equal(t, "ecs:service:DesiredCount", r.Input("scalableDimension"))
	require.Equal(t, "service/main/web-name", r.Input("resourceId"))
	require.Contains(t, r.DependsOn, rec.One(t, tasktest.TypeScalingTarget).URN)
}
