package cloudwatch

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func metricFilter() *model.Type {
	const put = "PutMetricFilter"
	return &model.Type{
		Token: MetricFilter, Service: logs, Noun: "CloudWatch Logs Metric Filter", Modeled: true,
		Actions:  model.Actions{Create: put, Update: put},
		Name:     model.Name{Property: "name", Max: 512},
		NewID:    partID,
		Links:    []string{"logGroupName", "name"},
		Replaces: []model.Replace{{Properties: []string{"name", "logGroupName"}}},
		Rules: []model.Rule{
			model.Matches("name", `^[^:*]+$`, `%[1]q isn't a valid log metric name (must not contain colon nor `+
				`asterisk): %[2]q`).As("W21"),
			model.Length("name", 1, 512).As("W21"),
			model.Length("pattern", 0, 1024),
			groupExists("logGroupName"),
			model.LimitPer("metricFiltersPerLogGroup", "logGroupName", 100, "LimitExceededException",
				"Resource limit exceeded."),
		},
		Normal: map[string]func(string) string{"pattern": strings.TrimSpace},
		Fill: func(c *model.Call) error {
			c.State["pattern"] = strings.TrimSpace(c.State.String("pattern"))
			return nil
		},
	}
}
