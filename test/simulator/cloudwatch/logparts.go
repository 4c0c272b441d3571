package cloudwatch

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func logStream() *model.Type {
	return &model.Type{
		Token: LogStream, Service: logs, Noun: "CloudWatch Logs Log Stream", Modeled: true,
		Name:     model.Name{Property: "name", Max: 512},
		NewID:    partID,
		Links:    []string{"logGroupName", "name"},
		Replaces: []model.Replace{{Properties: []string{"name", "logGroupName"}}},
		Rules: []model.Rule{
			model.Lacks("name", ":", `colons not allowed in "name"`),
			model.Length("name", 1, 512),
			groupExists("logGroupName"),
			{On: model.Create, Test: func(c *model.Call) error {
				if streamTaken(c) {
					return model.Refusef("ResourceAlreadyExistsException", "The specified log stream already exists")
				}
				return nil
			}},
		},
		Fill: func(c *model.Call) error {
			group := c.Props(LogGroup, c.State.String("logGroupName"))
			c.State["arn"] = group.String("arn") + ":log-stream:" + c.State.String("name")
			return nil
		},
	}
}

// streamTaken reports whether the log group has a stream of the call's name.
func streamTaken(c *model.Call) bool {
	return slices.ContainsFunc(c.Find(LogStream, "logGroupName", c.New.String("logGroupName")),
		func(r *account.Resource) bool {
			return r.Properties.String("name") == c.New.String("name")
		})
}

// partID is the name of a part of a log group, with the group's name before it when another group has one of that name.
func partID(c *model.Call) string {
	name, group := c.State.String("name"), c.State.String("logGroupName")
	if other := c.Props(c.Type.Token, name); other != nil && other.String("logGroupName") != group {
		return group + ":" + name
	}
	return name
}

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
		return model.Refusef("InvalidParameterException", "PutSubscriptionFilter operation cannot work with destinationArn "+
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

func logResourcePolicy() *model.Type {
	const put = "PutResourcePolicy"
	return &model.Type{
		Token: LogResourcePolicy, Service: logs, Noun: "CloudWatch Logs Resource Policy", Modeled: true,
		Actions:  model.Actions{Create: put, Update: put},
		NewID:    model.Named("policyName"),
		Normal:   map[string]func(string) string{"policyDocument": model.PolicyText},
		Replaces: []model.Replace{{Properties: []string{"policyName"}}},
		Rules: []model.Rule{
			model.JSON("policyDocument"),
			{ID: "W20", On: model.Check, Test: policySize},
			model.Limit("logResourcePolicies", 10, "LimitExceededException", "Resource limit exceeded.").As("W20"),
		},
		Fill: func(c *model.Call) error {
			c.State["policyDocument"] = model.Document(c.State["policyDocument"])
			return nil
		},
	}
}

// mostPolicy is the size of a log resource policy.
const mostPolicy = 5120

func policySize(c *model.Call) error {
	document := model.Document(c.New.Get("policyDocument"))
	if c.New.Known("policyDocument") && len(document) > mostPolicy {
		return model.Invalidf("policyDocument",
			"CloudWatch log resource policy document must be between 1 and %d characters.",
			mostPolicy)
	}
	return nil
}
