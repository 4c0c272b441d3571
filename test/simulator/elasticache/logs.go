package elasticache

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

const (
	logs = "logDeliveryConfigurations"
	// toLogs sends a log to CloudWatch Logs.
	toLogs = "cloudwatch-logs"
)

func logRules() []model.Rule {
	return []model.Rule{
		model.MaxItems(logs, 2).As("C22"),
		{ID: "C22", On: model.Check, Test: logChoices},
		{ID: "C22", On: model.Write, Test: logsDelivered},
	}
}

// logChoices are the allowed values of a log delivery.
func logChoices(c *model.Call) error {
	for _, delivery := range c.New.Objects(logs) {
		for property, values := range map[string][2]string{
			"destinationType": {toLogs, "kinesis-firehose"}, "logFormat": {"text", "json"},
			"logType": {"slow-log", "engine-log"},
		} {
			value := delivery.String(property)
			if delivery.Known(property) && value != values[0] && value != values[1] {
				return model.Invalidf(logs, "expected %s to be one of [%q %q], got %s", schema.Snake(property), values[0],
					values[1], value)
			}
		}
	}
	return nil
}

// logsDelivered requires that each log type occurs once and that its log group exists. Delivery streams are not
// modelled.
func logsDelivered(c *model.Call) error {
	seen := map[string]bool{}
	for _, delivery := range c.State.Objects(logs) {
		kind, destination := delivery.String("logType"), delivery.String("destination")
		if seen[kind] {
			return model.Errorf(badValue, "Log type %s is given more than once.", kind)
		}
		seen[kind] = true
		if delivery.String("destinationType") == toLogs && !c.Exists(logGroup, destination) {
			return model.Errorf(badValue, "Destination %s does not exist", destination)
		}
	}
	return nil
}
