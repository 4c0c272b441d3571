package autoscaling

import (
	"regexp"
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const customized = tracking + ".customizedMetricSpecification"

// ofOneMetric are the properties of a customized metric that is a single CloudWatch metric.
var ofOneMetric = []string{"metricName", "namespace", "statistic", "dimensions", "unit"}

// someMetric requires a metric to track.
func someMetric(c *model.Call) error {
	block, _ := c.New.Get(customized).(map[string]any)
	own := model.Props(block)
	switch {
	case !c.New.Has(tracking) || c.New.Has(tracking+".predefinedMetricSpecification") || own.Has("metrics"):
		return nil
	case own.Has("metricName") && own.Has("namespace") && own.Has("statistic"):
		return nil
	default:
		return model.Errorf(validation, "PredefinedMetricSpecification or CustomizedMetricSpecification must be set for "+
			"target tracking scaling.")
	}
}

// maxMetrics is the maximum number of metrics, and of expressions over them, in a policy. The limit comes from the
// alarms that AWS creates for it.
const maxMetrics = 10

// metricMath checks a metric that is an expression over several.
func metricMath(c *model.Call) error {
	list := c.New.Objects(customized + ".metrics")
	if len(list) == 0 {
		return nil
	}
	for _, property := range ofOneMetric {
		if c.New.Has(customized + "." + property) {
			return model.Errorf(validation, "The customized metric specification is not valid. You can use a specification "+
				"with metric math or a specification without metric math, but not a combination of both.")
		}
	}
	ids, err := metricIDs(list)
	if err != nil {
		return err
	}
	if err := oneResult(list); err != nil {
		return err
	}
	return defined(list, ids)
}

var metricID = regexp.MustCompile(`^[a-z][a-zA-Z0-9_]*$`)

// metricIDs checks each metric of the list and returns their IDs.
func metricIDs(list []model.Props) ([]string, error) {
	var ids []string
	for _, metric := range list {
		id := metric.String("id")
		switch {
		case !metricID.MatchString(id):
			return nil, model.Errorf(validation, "The ID '%s' of a metric is invalid: it must begin with a lower-case letter "+
				"and contain only letters, digits and underscores.", id)
		case slices.Contains(ids, id):
			return nil, model.Errorf(validation, "The values for parameter id in MetricDataQuery must be unique.")
		case metric.Has("expression") == metric.Has("metricStat"):
			return nil, model.Errorf(validation, "Either Expression or MetricStat must be set for metric '%s', but not both.",
				id)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// oneResult requires exactly one metric that returns data, which is each metric's default.
func oneResult(list []model.Props) error {
	returning, measured := 0, 0
	for _, metric := range list {
		if metric.String("returnData") != "false" {
			returning++
		}
		if metric.Has("metricStat") {
			measured++
		}
	}
	switch {
	case returning != 1:
		return model.Errorf(validation, "Exactly one element of the metrics list should return data.")
	case measured > maxMetrics:
		return model.Errorf(validation, "Too many metrics in alarm, maximum is %d", maxMetrics)
	case len(list)-measured > maxMetrics:
		return model.Errorf(validation, "Too many expressions in alarm, maximum is %d", maxMetrics)
	}
	return nil
}

// defined requires the metrics that an expression uses.
func defined(list []model.Props, ids []string) error {
	for _, metric := range list {
		for _, id := range model.MetricIDs(metric.String("expression")) {
			if !slices.Contains(ids, id) {
				return model.Errorf(validation, "Error in expression '%s' [Unknown identifier %s]", metric.String("id"), id)
			}
		}
	}
	return nil
}
