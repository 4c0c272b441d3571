package cloudwatch

import (
	"regexp"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

func metricAlarm() *model.Type {
	const put = "PutMetricAlarm"
	return &model.Type{
		Token: MetricAlarm, Service: metrics, Noun: "CloudWatch Metric Alarm",
		Actions: model.Actions{Create: put, Update: put, Delete: "DeleteAlarms"},
		Name:    model.Name{Property: "name", Max: 255},
		ARN:     "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}",
		Links:   []string{"arn", "alarmActions", "okActions"},
		Defaults: model.Props{
			"actionsEnabled": true, "treatMissingData": "missing",
		},
		Replaces: []model.Replace{{Rule: "W8", Properties: []string{"name"}}},
		Rules:    slices.Concat(alarmChecks(), queryChecks(), alarmRules()),
	}
}

func alarmChecks() []model.Rule {
	return []model.Rule{
		model.Length("name", 1, 255).As("W8"),
		model.Length("alarmDescription", 0, 1024).As("W8"),
		{ID: "W1", On: model.Check, Test: period},
		{ID: "W8", On: model.Check, Test: actions},
		model.OneOf("comparisonOperator", "GreaterThanOrEqualToThreshold", "GreaterThanThreshold",
			"GreaterThanUpperThreshold", "LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold",
			"LessThanOrEqualToThreshold", "LessThanThreshold"),
		model.OneOf("statistic", "SampleCount", "Average", "Sum", "Minimum", "Maximum"),
		model.OneOf("treatMissingData", "missing", "ignore", "breaching", "notBreaching").As("W10"),
		model.OneOf("evaluateLowSampleCountPercentiles", "evaluate", "ignore"),
		model.Matches("extendedStatistic", statistics, "invalid statistic, see: https://docs.aws.amazon.com/"+
			"AmazonCloudWatch/latest/monitoring/Statistics-definitions.html").As("W11"),
		{ID: "W4", On: model.Check, Test: statistic},
		model.Conflicts("statistic", "extendedStatistic").As("W4"),
		model.Conflicts("threshold", "thresholdMetricId").As("W9"),
	}
}

// statistics are percentiles, trimmed and winsorized means, trimmed counts and sums, ranks and the interquartile mean.
const statistics = `^(p|tm|wm|tc|ts)((\d{1,2}(\.\d{0,10})?)|100)$|^IQM$|^(TM|WM|PR|TC|TS)\(.*\)$`

// divisible reports whether CloudWatch supports a period: a whole number of minutes, or one of the short ones.
func divisible(period int, short ...int) bool {
	return period > 0 && period%60 == 0 || slices.Contains(short, period)
}

func period(c *model.Call) error {
	if n := c.New.Int("period"); c.New.Known("period") && !divisible(n, 10, 20, 30) {
		return model.Invalidf("period", "expected period to be divisible by 60, got %d", n)
	}
	return nil
}

// maxActions is the maximum number of actions for each state.
const maxActions = 5

func actions(c *model.Call) error {
	for _, property := range []string{"alarmActions", "okActions", "insufficientDataActions"} {
		if n := len(c.New.List(property)); n > maxActions {
			return model.Invalidf(property,
				"Too many %[1]s: Attribute supports %[2]d item maximum, but config has %[3]d declared.",
				schema.Snake(property), maxActions, n)
		}
		for _, arn := range c.New.Strings(property) {
			if !strings.HasPrefix(arn, "arn:") {
				return model.Invalidf(property, "%q (%s) is an invalid ARN: arn: invalid prefix", schema.Snake(property), arn)
			}
		}
	}
	return nil
}

func statistic(c *model.Call) error {
	if c.New.Has("metricName") && !c.New.Has("statistic") && !c.New.Has("extendedStatistic") {
		return model.Invalidf("", "One of `statistic` or `extended_statistic` must be set for a cloudwatch metric alarm")
	}
	return nil
}

func alarmRules() []model.Rule {
	return []model.Rule{
		{ID: "W3", On: model.Write, Test: datapoints},
		{ID: "W2", On: model.Write, Test: window},
		{ID: "W22", On: model.Write, Test: actionTargets},
		{ID: "W1", On: model.Write, Test: wholePeriods},
		{ID: "W7", On: model.Write, Test: queries},
		{ID: "W23", On: model.Write, Test: expressions},
		{On: model.Write, Test: measured},
		model.Limit("alarms", 5000, "LimitExceeded", "The maximum number of alarms has been reached."),
		{ID: "W15", On: model.Delete, Test: unreferenced},
	}
}

func datapoints(c *model.Call) error {
	if c.New.Int("datapointsToAlarm") > c.New.Int("evaluationPeriods") {
		return model.Errorf(validation, "DatapointsToAlarm must be less than or equal to EvaluationPeriods")
	}
	return nil
}

const (
	hour = 3600
	day  = 24 * hour
	week = 7 * day
)

// window is the maximum evaluation time of an alarm: a day, or a week for periods of an hour and more.
func window(c *model.Call) error {
	length := c.New.Int("period")
	for _, query := range c.New.Objects("metricQueries") {
		length = max(length, query.Int("metric.period"), query.Int("period"))
	}
	span := length * c.New.Int("evaluationPeriods")
	switch {
	case length < hour && span > day:
		return model.Errorf(validation,
			"Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be "+
				"<= %d)", day)
	case span > week:
		return model.Errorf(validation, "Metrics cannot be checked across more than seven days (EvaluationPeriods * Period "+
			"must be <= %d)", week)
	}
	return nil
}

// measured rejects an alarm without a metric, and one on a metric without a period.
func measured(c *model.Call) error {
	switch {
	case !c.New.Has("metricName") && !c.New.Has("metricQueries"):
		return model.Errorf(validation, "Metric name must not be null")
	case c.New.Has("metricName") && !c.New.Has("period"):
		return model.Errorf(validation, "Period must not be null")
	}
	return nil
}

// unreferenced rejects the deletion of an alarm that a composite alarm uses.
func unreferenced(c *model.Call) error {
	for _, r := range c.List(CompositeAlarm) {
		if slices.Contains(referenced(r.Properties.String("alarmRule")), c.ID) {
			return model.Errorf(validation, "Cannot delete alarm(s) %s as they are referenced by composite alarm(s) %s",
				c.ID, r.ID)
		}
	}
	return nil
}

// states are the functions of an alarm rule that name another alarm: plainly, in quotes or by its ARN.
var states = regexp.MustCompile(`(?i)\b(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*("[^"]*"|[^")\s]+)\s*\)`)

// referenced returns the names of the alarms in a rule.
func referenced(rule string) []string {
	var names []string
	for _, match := range states.FindAllStringSubmatch(rule, -1) {
		name := strings.Trim(match[1], `"`)
		if at := strings.Index(name, ":alarm:"); at >= 0 {
			name = name[at+len(":alarm:"):]
		}
		names = append(names, name)
	}
	return names
}
