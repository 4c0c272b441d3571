package autoscaling_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/autoscaling"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

const (
	trackingBlock = "targetTrackingScalingPolicyConfiguration"
	steppingBlock = "stepScalingPolicyConfiguration"
)

func tracking(changes model.Props) model.Props {
	return simtest.With(model.Props{
		"name": "cpu", "policyType": "TargetTrackingScaling", "serviceNamespace": "ecs", "resourceId": "service/main/web",
		"scalableDimension": "ecs:service:DesiredCount", trackingBlock: predefined("ECSServiceAverageCPUUtilization", ""),
	}, changes)
}

func predefined(metric, label string) map[string]any {
	specification := map[string]any{"predefinedMetricType": metric}
	if label != "" {
		specification["resourceLabel"] = label
	}
	return map[string]any{"targetValue": 60, "predefinedMetricSpecification": specification}
}

// steps is a step policy; each step is "low high", with - for an open end.
func steps(list ...string) model.Props {
	adjustments := []any{}
	for _, s := range list {
		step := map[string]any{"scalingAdjustment": 1}
		low, high, _ := strings.Cut(s, " ")
		if low != "-" {
			step["metricIntervalLowerBound"] = low
		}
		if high != "-" {
			step["metricIntervalUpperBound"] = high
		}
		adjustments = append(adjustments, step)
	}
	return model.Props{
		"policyType": "StepScaling", trackingBlock: nil,
		steppingBlock: map[string]any{"adjustmentType": "ChangeInCapacity", "stepAdjustments": adjustments},
	}
}

func TestPolicyRules(t *testing.T) {
	both := predefined("ECSServiceAverageCPUUtilization", "")
	both["customizedMetricSpecification"] = map[string]any{"metricName": "x", "namespace": "y", "statistic": "Average"}
	requests := func(label string) model.Props {
		return model.Props{trackingBlock: predefined("ALBRequestCountPerTarget", label)}
	}
	twentyOne := []string{"- 0"}
	for i := range 20 {
		twentyOne = append(twentyOne, string(rune('a'+i)))
	}
	for name, c := range map[string]struct {
		change model.Props
		want   string
	}{
		"fits": {nil, ""},
		"AS7": {
			model.Props{"resourceId": "service/main/x"},
			"ObjectNotFoundException: No scalable target registered for service namespace: ecs, resource ID: service/main/x, " +
				"scalable dimension: ecs:service:DesiredCount",
		},
		"AS8 type": {
			model.Props{"policyType": "Simple"},
			"ValidationException: 1 validation error detected: Value 'Simple' at 'policyType' failed to satisfy constraint: " +
				"Member must satisfy enum value set: [PredictiveScaling, StepScaling, TargetTrackingScaling]",
		},
		"AS8 other block": {
			model.Props{"policyType": nil},
			"ValidationException: StepScaling policy configuration must be specified",
		},
		"AS8 both blocks": {
			model.Props{steppingBlock: steps("0 -")[steppingBlock]},
			"ValidationException: You must only provide a single scaling policy configuration, which must match the scaling " +
				"policy type specified.",
		},
		"AS8 no block": {
			model.Props{trackingBlock: nil},
			"ValidationException: TargetTrackingScaling policy configuration must be specified",
		},
		"AS9": {
			model.Props{trackingBlock: predefined("RDSReaderAverageCPUUtilization", "")},
			"ValidationException: The predefined metric type RDSReaderAverageCPUUtilization is not supported for service " +
				"namespace ecs",
		},
		"AS10 fits":    {requests("app/main/2/targetgroup/web/1"), ""},
		"AS10 missing": {requests(""), "ValidationException: The resource label '' is not valid"},
		"AS10 other group": {
			requests("app/main/2/targetgroup/api/1"),
			"ValidationException: Target group targetgroup/api/1 is not attached to the service",
		},
		"AS10 other balancer": {
			requests("app/old/2/targetgroup/web/1"),
			"ValidationException: Load balancer app/old/2 does not exist",
		},
		"AS11":      {model.Props{trackingBlock: both}, "Conflicting configuration arguments"},
		"AS12 fits": {steps("- -10", "-10 0", "0 10", "10 -"), ""},
		"AS12 overlap": {
			steps("0 10", "5 -"),
			"ValidationException: Step adjustment intervals cannot overlap",
		},
		"AS12 two open ends": {
			steps("0 -", "10 -"),
			"ValidationException: At most one step adjustment may have an unspecified upper bound",
		},
		"AS12 two open below": {
			steps("- -10", "- 0"),
			"ValidationException: At most one step adjustment may have an unspecified lower bound",
		},
		"AS12 no bound": {
			steps("- -"),
			"ValidationException: Both lower and upper bounds of a step adjustment cannot be left unspecified",
		},
		"AS12 out is enough": {steps("0 -"), ""},
		"AS12 in is enough":  {steps("- 0"), ""},
		"AS12 ends above": {
			steps("0 10"),
			"ValidationException: There must be a step adjustment with an unspecified upper bound when one step adjustment " +
				"has a positive upper bound",
		},
		"AS12 ends below": {
			steps("-10 0"),
			"ValidationException: There must be a step adjustment with an unspecified lower bound when one step adjustment " +
				"has a negative lower bound",
		},
		"AS12 gap": {
			steps("0 10", "11 -"),
			"ValidationException: Step adjustment intervals cannot have gaps between them",
		},
		"AS12 turned": {
			steps("10 0"),
			"ValidationException: Lower bound must be less than upper bound for a step adjustment",
		},
		"AS13": {
			model.Props{"name": strings.Repeat("a", 257)},
			"expected length of name to be in the range (1 - 256)",
		},
		"AS14 steps": {
			steps(twentyOne...),
			"LimitExceededException: There can be at most 20 step adjustments per scaling policy",
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := world(t)
			a.MustCreate(autoscaling.Target, "t", target(nil))
			_, _, err := a.Create(autoscaling.Policy, "p", tracking(c.change))
			if c.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.want)
			}
		})
	}
}

func TestPolicyBeforeTarget(t *testing.T) {
	_, _, err := world(t).Create(autoscaling.Policy, "p", tracking(nil))
	require.ErrorContains(t, err, noTarget, "AS7")
	require.ErrorContains(t, err, "creating Application Auto Scaling Scaling Policy (p): operation error Application "+
		"Auto Scaling: PutScalingPolicy, https response error StatusCode: 400")
}

func TestPolicyState(t *testing.T) {
	a := world(t)
	a.MustCreate(autoscaling.Target, "t", target(nil))
	id, state := a.MustCreate(autoscaling.Policy, "p", tracking(nil))
	require.Equal(t, "cpu", id)
	require.Len(t, state.List("alarmArns"), 2)
	require.Contains(t, state.String("arn"), ":resource/ecs/service/main/web:policyName/cpu")
	changed, _, _, err := a.Diff(autoscaling.Policy, id, tracking(nil))
	require.NoError(t, err)
	require.Empty(t, changed)

	require.NoError(t, a.Seed(t.Context(), region, ecsService, strings.Replace(serviceARN, "/web", "/api", 1),
		model.Props{"desiredCount": 2}))
	other := model.Props{"resourceId": "service/main/api"}
	a.MustCreate(autoscaling.Target, "t2", target(other))
	second, _ := a.MustCreate(autoscaling.Policy, "p2", tracking(other))
	require.Equal(t, "ecs/service/main/api/ecs:service:DesiredCount/cpu", second)
	require.Equal(t, "service/main/web", a.Read(autoscaling.Policy, id)["resourceId"])
}

func TestPolicyQuota(t *testing.T) {
	a := world(t)
	require.NoError(t, a.SetQuota(t.Context(), "scalingPoliciesPerTarget", 1))
	a.MustCreate(autoscaling.Target, "t", target(nil))
	a.MustCreate(autoscaling.Policy, "p", tracking(nil))
	_, _, err := a.Create(autoscaling.Policy, "q", tracking(model.Props{"name": "q"}))
	require.ErrorContains(t, err, "LimitExceededException: ", "AS14")
}
