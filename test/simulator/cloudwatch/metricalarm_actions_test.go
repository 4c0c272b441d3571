package cloudwatch_test

import (
	"fmt"
	"testing"

	"github.com/tenfold-iac/tenfold/test/simulator/cloudwatch"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func TestAlarmActions(t *testing.T) {
	acts := func(arns ...any) model.Props { return alarm(model.Props{"alarmActions": arns}) }
	checkRules(t, cloudwatch.MetricAlarm, map[string]ruleCase{
		"fits": {
			acts("arn:aws:sns:us-east-1:123456789012:topic", "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:"+
				"6d8972f3-efc8-437c-92d1-6270f29a66e7:resource/ecs/service/main/worker:policyName/out"), "",
		},
		"EC2": {acts("arn:aws:automate:us-east-1:ec2:stop"), ""},
		"W22 region": {
			acts("arn:aws:sns:eu-west-1:123456789012:topic"),
			"ValidationError: Invalid region eu-west-1 specified. Only us-east-1 is supported.",
		},
		"W22 region of another action": {
			alarm(model.Props{"insufficientDataActions": []any{"arn:aws:sns:eu-west-1:123456789012:topic"}}),
			"ValidationError: Invalid region eu-west-1 specified. Only us-east-1 is supported.",
		},
		"W22 partition": {
			acts("arn:aws-cn:sns:us-east-1:123456789012:topic"),
			"ValidationError: Invalid partition aws-cn specified. Only aws is supported.",
		},
		"W22 vendor": {acts("arn:aws:s3:::bucket"), "ValidationError: Unsupported AWS vendor s3"},
		"W22 ARN":    {acts("arn:aws:sns"), "ValidationError: Invalid ARN arn:aws:sns"},
	}, nil)
}

func TestAlarmExpressions(t *testing.T) {
	eleven := []map[string]any{metric("m", 60)}
	for i := range 11 {
		one := expression(fmt.Sprint("e", i), "m")
		one["returnData"] = i == 0
		eleven = append(eleven, one)
	}
	checkRules(t, cloudwatch.MetricAlarm, map[string]ruleCase{
		"fits":           {onQueries(metric("m1", 60), expression("e1", `IF(m1 > 0, SUM(METRICS("m")), m1)`)), ""},
		"fits with ten":  {onQueries(eleven[:11]...), ""},
		"W7 expressions": {onQueries(eleven...), "ValidationError: Too many expressions in alarm, maximum is 10"},
		"W23": {
			onQueries(metric("m1", 60), expression("e1", "m1 / m3")),
			"ValidationError: Error in expression 'e1' [Unknown identifier m3]",
		},
	}, nil)
}
