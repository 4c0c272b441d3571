package cloudwatch

import (
	"regexp"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// queryChecks are the checks of alarms on several metrics or on an expression over them.
func queryChecks() []model.Rule {
	rules := []model.Rule{
		{ID: "W6", On: model.Check, Test: expressionOrMetric},
		{ID: "W1", On: model.Check, Test: queryPeriods},
	}
	for _, property := range []string{"metricName", "namespace", "period", "statistic", "dimensions"} {
		rules = append(rules, model.Conflicts(property, "metricQueries").As("W5"))
	}
	return rules
}

func expressionOrMetric(c *model.Call) error {
	for _, query := range c.New.Objects("metricQueries") {
		if query.Has("expression") && query.Has("metric") {
			return model.Invalidf("", "No metric_query may have both `expression` and a `metric` specified")
		}
	}
	return nil
}

func queryPeriods(c *model.Call) error {
	for _, query := range c.New.Objects("metricQueries") {
		for _, path := range []string{"metric.period", "period"} {
			if n := query.Int(path); query.Known(path) && !divisible(n, 1, 5, 10, 20, 30) {
				return model.Invalidf("metricQueries", "expected period to be divisible by 60, got %d", n)
			}
		}
	}
	return nil
}

// maxQueries is the maximum number of metrics in an alarm, and of expressions over them.
const maxQueries = 10

var queryID = regexp.MustCompile(`^[a-z][a-zA-Z0-9_]*$`)

// queries checks the queries of an alarm together.
func queries(c *model.Call) error {
	list := c.New.Objects("metricQueries")
	if len(list) == 0 {
		return nil
	}
	measured, returning := 0, 0
	ids, periods := map[string]bool{}, map[int]bool{}
	for _, query := range list {
		id := query.String("id")
		if err := oneQuery(query, ids[id]); err != nil {
			return err
		}
		ids[id] = true
		if query.Bool("returnData") {
			returning++
		}
		if query.Has("metric") {
			measured++
			periods[query.Int("metric.period")] = true
		}
	}
	switch {
	case returning != 1:
		return model.Errorf(validation, "Exactly one element of the metrics list should return data.")
	case measured > maxQueries:
		return model.Errorf(validation, "Too many metrics in alarm, maximum is %d", maxQueries)
	case len(list)-measured > maxQueries:
		return model.Errorf(validation, "Too many expressions in alarm, maximum is %d", maxQueries)
	case len(periods) > 1:
		return model.Errorf(validation, "All metrics in the metrics list must have the same period.")
	}
	return nil
}

// oneQuery checks one query. taken means that an earlier query has the same ID.
func oneQuery(query model.Props, taken bool) error {
	id := query.String("id")
	switch {
	case !queryID.MatchString(id):
		return model.Errorf(validation, "The ID '%s' of a metric is invalid: it must begin with a lower-case letter and "+
			"contain only letters, digits and underscores.", id)
	case taken:
		return model.Errorf(validation, "The values for parameter id in MetricDataQuery must be unique.")
	case strings.Contains(strings.ToUpper(query.String("expression")), "SEARCH("):
		return model.Errorf(validation, "SEARCH is not supported on Metric Alarms.")
	case !query.Has("metric") && !query.Has("expression"):
		return model.Errorf(validation, "Either Expression or MetricStat must be set for metric '%s'.", id)
	case query.Has("metric") && !query.Has("metric.period"):
		return model.Errorf(validation, "Period must not be null")
	}
	return nil
}
