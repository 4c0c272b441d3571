package cloudwatch

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// wholePeriods rejects periods of a query that AWS does not accept and the provider does.
func wholePeriods(c *model.Call) error {
	for _, query := range c.New.Objects("metricQueries") {
		if n := query.Int("metric.period"); query.Has("metric.period") && !divisible(n, 10, 20, 30) {
			return model.Errorf(validation, "Period must be 10, 20, 30 or a multiple of 60")
		}
	}
	return nil
}

// expressions requires the metrics and expressions that an expression uses.
func expressions(c *model.Call) error {
	list := c.New.Objects("metricQueries")
	ids := make([]string, 0, len(list))
	for _, query := range list {
		ids = append(ids, query.String("id"))
	}
	for _, query := range list {
		for _, id := range model.MetricIDs(query.String("expression")) {
			if !slices.Contains(ids, id) {
				return model.Errorf(validation, "Error in expression '%s' [Unknown identifier %s]", query.String("id"), id)
			}
		}
	}
	return nil
}
