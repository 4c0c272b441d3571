package cloudwatch_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/cloudwatch"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func alarm(changes model.Props) model.Props {
	return simtest.With(model.Props{
		"name": "cpu", "comparisonOperator": "GreaterThanThreshold", "evaluationPeriods": 3, "metricName": "CPUUtilization",
		"namespace": "AWS/ECS", "period": 60, "statistic": "Average", "threshold": 80,
	}, changes)
}

// onQueries is an alarm on queries instead of a metric.
func onQueries(queries ...map[string]any) model.Props {
	list := []any{}
	for _, q := range queries {
		list = append(list, q)
	}
	return alarm(model.Props{"metricName": nil, "namespace": nil, "period": nil, "statistic": nil, "metricQueries": list})
}

func metric(id string, period int) map[string]any {
	return map[string]any{
		"id":     id,
		"metric": map[string]any{"metricName": "m", "namespace": "n", "period": period, "stat": "Sum"},
	}
}

func expression(id, text string) map[string]any {
	return map[string]any{"id": id, "expression": text, "returnData": true}
}

func TestMetricAlarmRules(t *testing.T) {
	both := metric("a", 60)
	both["expression"] = "b"
	eleven := []map[string]any{expression("e", "m0")}
	for i := range 11 {
		eleven = append(eleven, metric(fmt.Sprint("m", i), 60))
	}
	six := make([]any, 6)
	for i := range six {
		six[i] = "arn:aws:sns:us-east-1:1:t"
	}
	checkRules(t, cloudwatch.MetricAlarm, map[string]ruleCase{
		"fits":            {alarm(nil), ""},
		"fits on queries": {onQueries(metric("m1", 60), metric("m2", 60), expression("e1", "m1/m2")), ""},
		"W1":              {alarm(model.Props{"period": 45}), "expected period to be divisible by 60, got 45"},
		"W1 short":        {alarm(model.Props{"period": 10}), ""},
		"W1 query":        {onQueries(metric("m", 7), expression("e", "m")), "expected period to be divisible by 60, got 7"},
		"W1 query short": {
			onQueries(metric("m", 5), expression("e", "m")),
			"ValidationError: Period must be 10, 20, 30 or a multiple of 60",
		},
		"W1 query fits": {onQueries(metric("m", 10), expression("e", "m")), ""},
		"W2": {
			alarm(model.Props{"period": 300, "evaluationPeriods": 289}),
			"ValidationError: Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)",
		},
		"W2 day":  {alarm(model.Props{"period": 300, "evaluationPeriods": 288}), ""},
		"W2 week": {alarm(model.Props{"period": 3600, "evaluationPeriods": 168}), ""},
		"W2 over a week": {
			alarm(model.Props{"period": 3600, "evaluationPeriods": 169}),
			"ValidationError: Metrics cannot be checked across more than seven days",
		},
		"W2 query": {onQueries(metric("m", 1800), expression("e", "m")), ""},
		"W3": {
			alarm(model.Props{"datapointsToAlarm": 4}),
			"ValidationError: DatapointsToAlarm must be less than or equal to EvaluationPeriods",
		},
		"W3 fits": {alarm(model.Props{"datapointsToAlarm": 3}), ""},
		"W4": {
			alarm(model.Props{"statistic": nil}),
			"One of `statistic` or `extended_statistic` must be set for a cloudwatch metric alarm",
		},
		"W4 both": {
			alarm(model.Props{"extendedStatistic": "p99"}),
			`Conflicting configuration arguments: "statistic": conflicts with extended_statistic`,
		},
		"W5": {
			simtest.With(onQueries(metric("m", 60), expression("e", "m")), model.Props{"namespace": "n"}),
			`Conflicting configuration arguments: "namespace": conflicts with metric_queries`,
		},
		"W6": {onQueries(both), "No metric_query may have both `expression` and a `metric` specified"},
		"W7 none returns": {
			onQueries(metric("m", 60)),
			"ValidationError: Exactly one element of the metrics list should return data.",
		},
		"W7 two return": {
			onQueries(metric("m", 60), expression("e", "m"), expression("f", "m")),
			"ValidationError: Exactly one element of the metrics list should return data.",
		},
		"W7 ID": {onQueries(expression("E", "m")), "ValidationError: The ID 'E' of a metric is invalid"},
		"W7 same ID": {
			onQueries(metric("e", 60), expression("e", "m")),
			"ValidationError: The values for parameter id in MetricDataQuery must be unique.",
		},
		"W7 too many": {onQueries(eleven...), "ValidationError: Too many metrics in alarm, maximum is 10"},
		"W7 search": {
			onQueries(expression("e", "SEARCH('x')")),
			"ValidationError: SEARCH is not supported on Metric Alarms.",
		},
		"W7 periods": {
			onQueries(metric("m", 60), metric("n", 120), expression("e", "m+n")),
			"ValidationError: All metrics in the metrics list must have the same period.",
		},
		"W7 neither": {
			onQueries(map[string]any{"id": "a", "returnData": true}),
			"ValidationError: Either Expression or MetricStat must be set for metric 'a'.",
		},
		"W7 period": {alarm(model.Props{"period": nil}), "ValidationError: Period must not be null"},
		"nothing measured": {
			alarm(model.Props{"metricName": nil, "statistic": nil}),
			"ValidationError: Metric name must not be null",
		},
		"W8 name": {
			alarm(model.Props{"name": strings.Repeat("a", 256)}),
			"expected length of name to be in the range (1 - 255)",
		},
		"W8 description": {
			alarm(model.Props{"alarmDescription": strings.Repeat("a", 1025)}),
			"expected length of alarm_description to be in the range (0 - 1024)",
		},
		"W8 actions": {
			alarm(model.Props{"alarmActions": six}),
			"Too many alarm_actions: Attribute supports 5 item maximum, but config has 6 declared.",
		},
		"W8 ARN": {
			alarm(model.Props{"okActions": []any{"topic"}}),
			`"ok_actions" (topic) is an invalid ARN: arn: invalid prefix`,
		},
		"W9": {
			alarm(model.Props{"thresholdMetricId": "e"}),
			`Conflicting configuration arguments: "threshold": conflicts with threshold_metric_id`,
		},
		"W10": {
			alarm(model.Props{"treatMissingData": "ok"}),
			`expected treat_missing_data to be one of ["missing" "ignore" "breaching" "notBreaching"], got ok`,
		},
		"W11": {
			alarm(model.Props{"statistic": nil, "extendedStatistic": "p101"}),
			"invalid statistic, see: https://docs.aws.amazon.com/",
		},
		"W11 fits": {alarm(model.Props{"statistic": nil, "extendedStatistic": "p99.9"}), ""},
		"comparison": {
			alarm(model.Props{"comparisonOperator": "Greater"}),
			"expected comparison_operator to be one of",
		},
	}, nil)
}

func TestMetricAlarm(t *testing.T) {
	a := newAccount(t)
	id, state := a.MustCreate(cloudwatch.MetricAlarm, "a", alarm(nil))
	require.Equal(t, "cpu", id)
	require.Equal(t, "arn:aws:cloudwatch:us-east-1:123456789012:alarm:cpu", state["arn"])
	changed, replaced, deleteFirst, err := a.Diff(cloudwatch.MetricAlarm, id, alarm(model.Props{"name": "x"}))
	require.NoError(t, err)
	require.Equal(t, []string{"name"}, changed)
	require.Equal(t, []string{"name"}, replaced, "W8")
	require.False(t, deleteFirst)
	_, again := a.MustCreate(cloudwatch.MetricAlarm, "b", alarm(model.Props{"threshold": 90}))
	require.Equal(t, 90.0, again["threshold"])
	require.Equal(t, 90.0, a.Read(cloudwatch.MetricAlarm, id)["threshold"], "W12: silently overwritten")
	require.NoError(t, a.SetQuota(t.Context(), "alarms", 1))
	_, _, err = a.Create(cloudwatch.MetricAlarm, "c", alarm(model.Props{"name": "c"}))
	require.ErrorContains(t, err, "LimitExceeded: The maximum number of alarms has been reached.")
}

func TestCompositeAlarm(t *testing.T) {
	a := newAccount(t)
	cpu, state := a.MustCreate(cloudwatch.MetricAlarm, "a", alarm(nil))
	on := func(name, rule string) model.Props { return model.Props{"alarmName": name, "alarmRule": rule} }
	top, _ := a.MustCreate(cloudwatch.CompositeAlarm, "top", on("top", `ALARM("cpu") AND NOT OK(`+state.String("arn")+`)`))
	_, _, err := a.Create(cloudwatch.CompositeAlarm, "bad", on("bad", "ALARM(none)"))
	require.ErrorContains(t, err,
		"ValidationError: Could not save the composite alarm as alarms [none] in the alarm rule do not exist", "W15")
	_, _, err = a.Create(cloudwatch.CompositeAlarm, "self", on("self", "ALARM(self)"))
	require.ErrorContains(t, err, "ValidationError: Could not save the composite alarm self as its rule contains a cycle",
		"W15")
	a.MustCreate(cloudwatch.CompositeAlarm, "over", on("over", "ALARM(top)"))
	_, err = a.Update(cloudwatch.CompositeAlarm, top, on("top", "ALARM(over)"))
	require.ErrorContains(t, err, "ValidationError: Could not save the composite alarm top as its rule contains a cycle",
		"W15")
	_, _, err = a.Create(cloudwatch.CompositeAlarm, "big", on("big", strings.Repeat("ALARM(cpu) OR ", 100)+"OK(cpu)"))
	require.ErrorContains(t, err, "ValidationError: AlarmRule must not reference more than 100 alarms", "W15")
	require.ErrorContains(t, a.Delete(cloudwatch.MetricAlarm, cpu),
		"ValidationError: Cannot delete alarm(s) cpu as they are referenced by composite", "W15")
	require.ErrorContains(t, a.Delete(cloudwatch.CompositeAlarm, top),
		"ValidationError: Cannot delete alarm(s) top as they are referenced by composite", "W15")
	require.NoError(t, a.Delete(cloudwatch.CompositeAlarm, "over"))
	require.NoError(t, a.Delete(cloudwatch.CompositeAlarm, top))
	require.NoError(t, a.Delete(cloudwatch.MetricAlarm, cpu))
}

// widgets is a dashboard of n widgets with m metrics each.
func widgets(n, m int) string {
	list := []any{}
	for range n {
		list = append(list, map[string]any{"type": "metric", "properties": map[string]any{"metrics": make([]any, m)}})
	}
	b, _ := json.Marshal(map[string]any{"widgets": list})
	return string(b)
}

func TestDashboard(t *testing.T) {
	named := func(name, body string) model.Props {
		return model.Props{"dashboardName": name, "dashboardBody": body}
	}
	const broken = "InvalidParameterInput: The dashboard body is invalid, there are "
	checkRules(t, cloudwatch.Dashboard, map[string]ruleCase{
		"fits": {named("main", widgets(500, 5)), ""},
		"W14 name": {
			named("a b", widgets(1, 1)),
			"invalid value for dashboard_name (must contain only alphanumeric characters",
		},
		"W14 length": {
			named(strings.Repeat("a", 256), widgets(1, 1)),
			"expected length of dashboard_name to be in the range (1 - 255)",
		},
		"W14 JSON": {named("main", "{"), `"dashboard_body" contains an invalid JSON`},
		"W14 object": {named("main", "[]"), broken +
			`1 validation errors: [ {"dataPath":"/","message":"The dashboard body should be a JSON object"} ]`},
		"W14 no widgets": {named("main", "{}"), broken +
			`1 validation errors: [ {"dataPath":"/","message":"Should have required property 'widgets'"} ]`},
		"W14 widget": {named("main", `{"widgets":[{"x":1}]}`), broken + "2 validation errors: "},
		"W14 widgets": {named("main", widgets(501, 0)), broken +
			`1 validation errors: [ {"dataPath":"/widgets","message":"Should NOT have more than 500 items"} ]`},
		"W14 per widget": {named("main", widgets(1, 501)), broken +
			`1 validation errors: [ {"dataPath":"/widgets/0/properties/metrics",` +
			`"message":"Should NOT have more than 500 items"} ]`},
		"W14 metrics": {named("main", widgets(6, 500)), broken +
			`1 validation errors: [ {"dataPath":"/widgets","message":"Should NOT have more than 2500 metrics"} ]`},
	}, nil)
	a := newAccount(t)
	id, state := a.MustCreate(cloudwatch.Dashboard, "d", named("main", widgets(1, 1)))
	require.Equal(t, "arn:aws:cloudwatch::123456789012:dashboard/main", state["dashboardArn"])
	changed, _, _, err := a.Diff(cloudwatch.Dashboard, id, named("main", "\n"+widgets(1, 1)))
	require.NoError(t, err)
	require.Empty(t, changed)
}
