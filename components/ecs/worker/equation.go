package worker

import (
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/appautoscaling"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
)

type dimension struct {
	name  string
	value pulumi.StringInput
}

// reading is a metric of CloudWatch, with the ID that formulas use.
type reading struct {
	id, namespace, metric, stat string
	dimensions                  []dimension
}

type formula struct{ id, expression string }

// equation is a set of readings and the formulas on them. The last formula is the result.
type equation struct {
	readings []reading
	formulas []formula
}

func (e equation) with(formulas ...formula) equation {
	return equation{e.readings, slices.Concat(e.formulas, formulas)}
}

func (e equation) and(other equation) equation {
	return equation{slices.Concat(e.readings, other.readings), slices.Concat(e.formulas, other.formulas)}
}

// tracked is an equation as target tracking takes it.
func (e equation) tracked() trackedArray {
	var list trackedArray
	for _, r := range e.readings {
		var dimensions trackedDimensions
		for _, d := range r.dimensions {
			dimensions = append(dimensions, trackedDimension{Name: pulumi.String(d.name), Value: d.value})
		}
		list = append(list, trackedArgs{
			Id: pulumi.String(r.id), ReturnData: pulumi.Bool(false),
			MetricStat: trackedStat{Stat: pulumi.String(r.stat), Metric: trackedMetric{
				Namespace: pulumi.String(r.namespace), MetricName: pulumi.String(r.metric), Dimensions: dimensions,
			}},
		})
	}
	for i, f := range e.formulas {
		list = append(list, trackedArgs{
			Id: pulumi.String(f.id), Expression: pulumi.String(f.expression), ReturnData: pulumi.Bool(i == len(e.formulas)-1),
		})
	}
	return list
}

// watched is an equation as an alarm takes it.
func (e equation) watched() cloudwatch.MetricAlarmMetricQueryArray {
	var list cloudwatch.MetricAlarmMetricQueryArray
	for _, r := range e.readings {
		list = append(list, cloudwatch.MetricAlarmMetricQueryArgs{
			Id: pulumi.String(r.id), ReturnData: pulumi.Bool(false),
			Metric: cloudwatch.MetricAlarmMetricQueryMetricArgs{
				Namespace: pulumi.String(r.namespace), MetricName: pulumi.String(r.metric), Stat: pulumi.String(r.stat),
				Period: pulumi.Int(minute), Dimensions: r.dimensionMap(),
			},
		})
	}
	for i, f := range e.formulas {
		list = append(list, cloudwatch.MetricAlarmMetricQueryArgs{
			Id: pulumi.String(f.id), Expression: pulumi.String(f.expression), ReturnData: pulumi.Bool(i == len(e.formulas)-1),
		})
	}
	return list
}

// alone is the reading as an alarm on one metric takes it.
func (r reading) alone() *aws.Metric {
	return &aws.Metric{
		Namespace: r.namespace, Name: r.metric, Statistic: r.stat, Period: minute, Dimensions: r.dimensionMap(),
	}
}

func (r reading) dimensionMap() pulumi.StringMap {
	m := pulumi.StringMap{}
	for _, d := range r.dimensions {
		m[d.name] = d.value
	}
	return m
}

// Short names of the SDK's longest types, which are longer than a line.
type (
	trackedArray      = appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricArray
	trackedArgs       = appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricArgs
	trackedStat       = appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricMetricStatArgs
	trackedMetric     = appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricMetricStatMetricArgs
	trackedDimensions = appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricMetricStatMetricDimensionArray
	trackedDimension  = appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricMetricStatMetricDimensionArgs
)
