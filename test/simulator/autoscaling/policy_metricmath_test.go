package autoscaling_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/autoscaling"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

// customized is a policy that tracks a metric of the program's own.
func customized(specification map[string]any) model.Props {
	return tracking(model.Props{trackingBlock: map[string]any{
		"targetValue": 10, "customizedMetricSpecification": specification,
	}})
}

func math(metrics ...any) map[string]any { return map[string]any{"metrics": metrics} }

func stat(id string) map[string]any {
	return map[string]any{"id": id, "returnData": false, "metricStat": map[string]any{
		"stat": "Sum", "metric": map[string]any{"metricName": "Depth", "namespace": "Tenfold"},
	}}
}

func expression(id, text string) map[string]any { return map[string]any{"id": id, "expression": text} }

func changed(metric map[string]any, property string, value any) map[string]any {
	metric[property] = value
	return metric
}

func many(n int, one func(i int) any) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = one(i)
	}
	return list
}

func TestMetricMath(t *testing.T) {
	const backlog = `IF(tasks > 0, FILL(m, 0) / tasks, "x")`
	metrics := func(n int) []any { return many(n, func(i int) any { return stat(fmt.Sprint("m", i)) }) }
	expressions := many(11, func(i int) any {
		return changed(expression(fmt.Sprint("e", i), "m"), "returnData", i == 0)
	})
	both := math(stat("m"), expression("e", "m"))
	both["namespace"] = "Tenfold"
	one := func(metric map[string]any) map[string]any { return math(stat("m"), metric) }
	for name, c := range map[string]struct {
		specification map[string]any
		want          string
	}{
		"fits":        {math(stat("m"), stat("tasks"), expression("backlog", backlog)), ""},
		"fits at ten": {math(append(metrics(10), expression("e", "m0 + m9"))...), ""},
		"one metric":  {math(changed(stat("m"), "returnData", nil)), ""},
		"AS17 both": {
			both,
			"ValidationException: The customized metric specification is not valid. You can use a specification with metric " +
				"math or a specification without metric math, but not a combination of both.",
		},
		"AS17 ID": {one(expression("E", "m")), "ValidationException: The ID 'E' of a metric is invalid"},
		"AS17 same ID": {
			one(expression("m", "m")),
			"ValidationException: The values for parameter id in MetricDataQuery must be unique.",
		},
		"AS17 neither": {
			one(map[string]any{"id": "e"}),
			"ValidationException: Either Expression or MetricStat must be set for metric 'e', but not both.",
		},
		"AS17 expression and metric": {
			one(changed(stat("e"), "expression", "m")),
			"ValidationException: Either Expression or MetricStat must be set for metric 'e', but not both.",
		},
		"AS17 none returns": {
			math(stat("m")),
			"ValidationException: Exactly one element of the metrics list should return data.",
		},
		"AS17 two return": {
			math(changed(stat("m"), "returnData", nil), expression("e", "m")),
			"ValidationException: Exactly one element of the metrics list should return data.",
		},
		"AS17 unknown": {
			one(expression("e", "m / tasks")),
			"ValidationException: Error in expression 'e' [Unknown identifier tasks]",
		},
		"AS17 metrics": {
			math(append(metrics(11), expression("e", "m0"))...),
			"ValidationException: Too many metrics in alarm, maximum is 10",
		},
		"AS17 expressions": {
			math(append(expressions, stat("m"))...),
			"ValidationException: Too many expressions in alarm, maximum is 10",
		},
	} {
		t.Run(name, func(t *testing.T) { tryPolicy(t, customized(c.specification), c.want) })
	}
}

func TestTrackedMetric(t *testing.T) {
	const missing = "ValidationException: PredefinedMetricSpecification or CustomizedMetricSpecification must be set " +
		"for target tracking scaling."
	single := map[string]any{"metricName": "m", "namespace": "n", "statistic": "Average"}
	tryPolicy(t, customized(single), "")
	for _, property := range []string{"metricName", "namespace", "statistic"} {
		part := model.Props(single).Clone()
		delete(part, property)
		tryPolicy(t, customized(part), missing)
	}
	tryPolicy(t, tracking(model.Props{trackingBlock: map[string]any{"targetValue": 10}}), missing)
}

func TestStepSettings(t *testing.T) {
	const enum = "ValidationException: 1 validation error detected: Value '%s' at 'stepScalingPolicyConfiguration.%s' " +
		"failed to satisfy constraint: Member must satisfy enum value set: [%s]"
	step := func(adjustment int) []any {
		return []any{map[string]any{"metricIntervalLowerBound": "0", "scalingAdjustment": adjustment}}
	}
	for name, c := range map[string]struct {
		change model.Props
		want   string
	}{
		"from zero":       {model.Props{"adjustmentType": "ExactCapacity", "metricAggregationType": "Maximum"}, ""},
		"to zero":         {model.Props{"adjustmentType": "ExactCapacity", "stepAdjustments": step(0), "cooldown": 60}, ""},
		"down":            {model.Props{"stepAdjustments": step(-1)}, ""},
		"AS16 percentage": {model.Props{"adjustmentType": "PercentChangeInCapacity", "minAdjustmentMagnitude": 1}, ""},
		"AS16 no type": {
			model.Props{"adjustmentType": nil},
			"ValidationException: Adjustment type must be specified",
		},
		"AS16 type": {
			model.Props{"adjustmentType": "Exact"},
			fmt.Sprintf(enum, "Exact", "adjustmentType", "ChangeInCapacity, PercentChangeInCapacity, ExactCapacity"),
		},
		"AS16 aggregation": {
			model.Props{"metricAggregationType": "Sum"},
			fmt.Sprintf(enum, "Sum", "metricAggregationType", "Average, Minimum, Maximum"),
		},
		"AS16 no step": {
			model.Props{"stepAdjustments": nil},
			"ValidationException: There must be at least one step adjustment",
		},
		"AS16 negative": {
			model.Props{"adjustmentType": "ExactCapacity", "stepAdjustments": step(-1)},
			"ValidationException: Scaling adjustment cannot be less than 0 when adjustment type is ExactCapacity",
		},
		"AS16 magnitude": {
			model.Props{"minAdjustmentMagnitude": 1},
			"ValidationException: Minimum adjustment magnitude is only allowed for adjustment type PercentChangeInCapacity",
		},
	} {
		t.Run(name, func(t *testing.T) {
			block := simtest.With(model.Props{"adjustmentType": "ChangeInCapacity", "stepAdjustments": step(1)}, c.change)
			tryPolicy(t, tracking(model.Props{
				"policyType": "StepScaling", trackingBlock: nil, steppingBlock: map[string]any(block),
			}), c.want)
		})
	}
}

// tryPolicy creates a policy on a new target.
func tryPolicy(t *testing.T, policy model.Props, want string) {
	t.Helper()
	a := world(t)
	a.MustCreate(autoscaling.Target, "t", target(nil))
	_, _, err := a.Create(autoscaling.Policy, "p", policy)
	if want == "" {
		require.NoError(t, err)
		return
	}
	require.ErrorContains(t, err, want)
}
