package aws

import (
	"cmp"
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// AlarmArgs describe a CloudWatch alarm on one metric or on a formula over several: set Metric or Queries.
type AlarmArgs struct {
	Description string
	Metric      *Metric
	Queries     cloudwatch.MetricAlarmMetricQueryArrayInput
	// Comparison is CloudWatch's comparison operator. Default: "GreaterThanThreshold".
	Comparison string
	Threshold  float64
	// Periods is for how many periods in a row the comparison must hold.
	Periods int
	// MissingData is what a period without data counts as: "missing", "ignore", "breaching" or "notBreaching".
	// Default: "missing".
	MissingData string
	// ActionARNs are notified, or run, when the alarm fires. OKActionARNs are notified when it ends.
	ActionARNs, OKActionARNs []pulumi.StringInput
}

// Metric is one metric of CloudWatch. Period is in seconds.
type Metric struct {
	Namespace, Name, Statistic string
	Period                     int
	Dimensions                 pulumi.StringMapInput
}

// NewAlarm creates an alarm. Its description ends with the environment, for who reads it at night.
func NewAlarm(
	b component.Base, role string, args AlarmArgs, opts ...pulumi.ResourceOption,
) (*cloudwatch.MetricAlarm, error) {
	name := b.Child(role)
	args.Description += " [" + b.Ctx.Stack() + "]"
	alarm, err := cloudwatch.NewMetricAlarm(b.Ctx, name, alarmArgs(name, args), b.Options(opts...)...)
	if err != nil {
		return nil, fmt.Errorf("creating alarm %s: %w", name, err)
	}
	return alarm, nil
}

func alarmArgs(name string, args AlarmArgs) *cloudwatch.MetricAlarmArgs {
	alarm := &cloudwatch.MetricAlarmArgs{
		AlarmDescription:   pulumi.String(args.Description),
		MetricQueries:      args.Queries,
		ComparisonOperator: pulumi.String(cmp.Or(args.Comparison, "GreaterThanThreshold")),
		Threshold:          pulumi.Float64(args.Threshold),
		EvaluationPeriods:  pulumi.Int(args.Periods),
		TreatMissingData:   pulumi.String(cmp.Or(args.MissingData, "missing")),
		AlarmActions:       arns(args.ActionARNs),
		OkActions:          arns(args.OKActionARNs),
		Tags:               component.Tags(name),
	}
	if m := args.Metric; m != nil {
		alarm.Namespace, alarm.MetricName = pulumi.String(m.Namespace), pulumi.String(m.Name)
		alarm.Statistic, alarm.Period = pulumi.String(m.Statistic), pulumi.Int(m.Period)
		alarm.Dimensions = m.Dimensions
	}
	return alarm
}

// arns is nil for an empty list. The SDK takes values of any type here.
func arns(list []pulumi.StringInput) pulumi.ArrayInput {
	if len(list) == 0 {
		return nil
	}
	values := make(pulumi.Array, len(list))
	for i, arn := range list {
		values[i] = arn
	}
	return values
}
