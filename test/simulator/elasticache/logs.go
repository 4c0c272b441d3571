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

// logChoices are what each delivery chooses between.
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

// logsDelivered wants each type of log once, into a log group that exists. Delivery streams are beyond the account.
func logsDelivered(c *model.Call) error {
	seen := map[string]bool{}
	for _, delivery := range c.State.Objects(logs) {
		kind, destination := delivery.String("logType"), delivery.String("destination")
		if seen[kind] {
			return model.Refusef(badValue, "Log type %s is given more than once.", kind)
		}
		seen[kind] = true
		if delivery.String("destinationType") == toLogs && !c.Exists(logGroup, destination) {
			return model.Refusef(badValue, "Destination %s does not exist", destination)
		}
	}
	return nil
}
