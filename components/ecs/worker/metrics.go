package worker

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/appautoscaling"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	depth "github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

// minute is the period of every metric, in seconds: none of them is published more often.
const minute = 60

// The statistics of a minute. A sum would count what is published twice in it twice.
const (
	average = "Average"
	maximum = "Maximum"
)

type dimension struct {
	name  string
	value pulumi.StringInput
}

// reading is a metric of CloudWatch under the ID that formulas know it by.
type reading struct {
	id, namespace, metric, stat string
	dimensions                  []dimension
}

type formula struct{ id, expression string }

// equation is what formulas make of readings. The last formula is the result.
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

// gauges are the metrics of a broker's queues.
type gauges struct {
	namespace string
	// waiting are messages that no worker has, working those that one has and has not acknowledged. age is how long the
	// oldest has waited, in seconds, where there is such a metric.
	waiting, working, age string
	// of are the dimensions of a queue.
	of func(queue string) []dimension
}

func (a Args) gauges() gauges {
	switch c := a.Broker; c.Kind {
	case celery.SQS:
		return gauges{
			"AWS/SQS", "ApproximateNumberOfMessagesVisible", "ApproximateNumberOfMessagesNotVisible",
			"ApproximateAgeOfOldestMessage", sqsDimensions(c.QueueNames),
		}
	case celery.RabbitMQ:
		return gauges{"AWS/AmazonMQ", "MessageReadyCount", "MessageUnacknowledgedCount", "", func(q string) []dimension {
			return []dimension{{"Broker", c.BrokerName}, {"Queue", pulumi.String(q)}, {"VirtualHost", pulumi.String("/")}}
		}}
	default:
		return gauges{
			a.Depth.Namespace, depth.QueueDepth, depth.ActiveTasks, depth.OldestMessageAge, func(q string) []dimension {
				return []dimension{
					{depth.DimensionEnvironment, pulumi.String(a.Depth.Environment)}, {depth.DimensionQueue, pulumi.String(q)},
				}
			},
		}
	}
}

// sqsDimensions are those of queues by SQS's names of them.
func sqsDimensions(queues pulumi.StringMapOutput) func(string) []dimension {
	return func(q string) []dimension {
		return []dimension{{"QueueName", queues.MapIndex(pulumi.String(q))}}
	}
}

// measured says whether anybody measures the queues.
func (a Args) measured() bool { return a.Broker.Kind != celery.Redis || a.Depth != nil }

func (g gauges) read(id, metric, stat, queue string) reading {
	return reading{id, g.namespace, metric, stat, g.of(queue)}
}

// each reads a metric of all queues. One queue's has the ID itself; of several each has a number as well, and the
// second result is their IDs.
func (a Args) each(id, metric string) (equation, []string) {
	g, e := a.gauges(), equation{}
	if len(a.Queues) == 1 {
		return equation{readings: []reading{g.read(id, metric, average, a.Queues[0].Name)}}, nil
	}
	var ids []string
	for i, q := range a.Queues {
		ids = append(ids, id+strconv.Itoa(i))
		e.readings = append(e.readings, g.read(ids[i], metric, average, q.Name))
	}
	return e, ids
}

// total adds a metric of all queues up, with weights where there are some. Without the datapoint of one queue there is
// none: a part is no total.
func (a Args) total(id, metric string, weights []float64) equation {
	e, ids := a.each(id, metric)
	if len(ids) == 0 {
		return e
	}
	for i := range ids {
		if weights != nil && weights[i] != 1 {
			ids[i] += " * " + strconv.FormatFloat(weights[i], 'f', -1, 32)
		}
	}
	return e.with(formula{id, strings.Join(ids, " + ")})
}

// known adds up what there is.
func (a Args) known(id, metric string) equation {
	e, ids := a.each(id, metric)
	if len(ids) == 0 {
		return e
	}
	return e.with(formula{id, "SUM([" + strings.Join(ids, ", ") + "])"})
}

func (a Args) runningTasks(service pulumi.StringInput) equation {
	return equation{readings: []reading{{"tasks", "ECS/ContainerInsights", "RunningTaskCount", average, []dimension{
		{"ClusterName", a.Task.ClusterName}, {"ServiceName", service},
	}}}}
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
