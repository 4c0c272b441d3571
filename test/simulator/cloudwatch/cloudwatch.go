// Package cloudwatch is CloudWatch in the simulated account: metric and composite alarms, dashboards, and CloudWatch
// Logs. No metric is measured and nothing is logged.
package cloudwatch

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	MetricAlarm        = "aws:cloudwatch/metricAlarm:MetricAlarm"
	CompositeAlarm     = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
	Dashboard          = "aws:cloudwatch/dashboard:Dashboard"
	LogGroup           = "aws:cloudwatch/logGroup:LogGroup"
	LogStream          = "aws:cloudwatch/logStream:LogStream"
	MetricFilter       = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
	SubscriptionFilter = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"
	LogResourcePolicy  = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy"
)

const (
	metrics    = "CloudWatch"
	logs       = "CloudWatch Logs"
	validation = "ValidationError"
)

// Types are the resource types of the package.
func Types() []*model.Type {
	return []*model.Type{
		metricAlarm(), compositeAlarm(), dashboard(),
		logGroup(), logStream(), metricFilter(), subscriptionFilter(), logResourcePolicy(),
	}
}

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{
		{Token: "aws:cloudwatch/getLogGroup:getLogGroup", Run: getLogGroup},
		{Token: "aws:cloudwatch/getLogGroups:getLogGroups", Run: getLogGroups},
	}
}

func alarmARN(c *model.Call, name string) string {
	return "arn:" + c.Partition() + ":cloudwatch:" + c.Region + ":" + account.ID + ":alarm:" + name
}
