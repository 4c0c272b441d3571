package cloudwatch

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// targets are the services that log events can be sent to.
var targets = []string{"lambda", "kinesis", "firehose", "logs", "opensearch", "es"}

func subscriptionFilter() *model.Type {
	const put = "PutSubscriptionFilter"
	return &model.Type{
		Token: SubscriptionFilter, Service: logs, Noun: "CloudWatch Logs Subscription Filter", Modeled: true,
		Actions:  model.Actions{Create: put, Update: put},
		Name:     model.Name{Property: "name", Max: 512},
		NewID:    func(c *model.Call) string { return "cwlsf-" + model.Hex(10) },
		Links:    []string{"logGroup", "destinationArn", "roleArn"},
		Defaults: model.Props{"distribution": "ByLogStream"},
		Replaces: []model.Replace{{Properties: []string{"name", "logGroup"}}},
		Rules: []model.Rule{
			model.OneOf("distribution", "Random", "ByLogStream"),
			model.Length("filterPattern", 0, 1024),
			groupExists("logGroup"),
			{On: model.Write, Test: destination},
			model.LimitPer("subscriptionFiltersPerLogGroup", "logGroup", 2, "LimitExceededException",
				"Resource limit exceeded."),
		},
	}
}

func destination(c *model.Call) error {
	const arnFields = 6
	arn := c.New.String("destinationArn")
	fields := strings.SplitN(arn, ":", arnFields)
	if len(fields) < arnFields || !slices.Contains(targets, fields[2]) {
		return model.Errorf("InvalidParameterException", "PutSubscriptionFilter operation cannot work with destinationArn "+
			"for vendor %s", vendor(fields))
	}
	return nil
}

func vendor(fields []string) string {
	if len(fields) > 2 {
		return fields[2]
	}
	return fields[0]
}
