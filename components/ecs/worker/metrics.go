package worker

import (
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/scaling"
	depth "github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

// minute is the period of every metric, in seconds: none of them is published more often.
const minute = 60

// The statistics of a minute. A sum would count twice what is published twice in a minute.
const (
	average = "Average"
	maximum = "Maximum"
)

// metrics are the metrics of a worker's queues.
type metrics struct {
	namespace string
	// waiting counts the messages that no worker has, working those that a worker has and has not acknowledged. age is
	// how long the oldest message has waited, in seconds, where the broker publishes it.
	waiting, working, age string
	// dimensions are those of one queue.
	dimensions func(queue string) []dimension
	queues     []scaling.Queue
}

// metrics are those of the broker.
func (a Args) metrics(queues []scaling.Queue) metrics {
	switch c := a.Broker; c.Kind {
	case celery.SQS:
		return metrics{
			"AWS/SQS", "ApproximateNumberOfMessagesVisible", "ApproximateNumberOfMessagesNotVisible",
			"ApproximateAgeOfOldestMessage", sqsDimensions(c.QueueNames), queues,
		}
	default:
		if a.Depth == nil {
			return metrics{}
		}
		age := depth.OldestMessageAge
		if c.Kind == celery.RabbitMQ { // which does not tell it
			age = ""
		}
		return metrics{a.Depth.Namespace, depth.QueueDepth, depth.ActiveTasks, age, depthDimensions(*a.Depth), queues}
	}
}

// measured reports whether the queues have metrics.
func (a Args) measured() bool { return a.Broker.Kind == celery.SQS || a.Depth != nil }

// sqsDimensions are those of queues by SQS's names of them.
func sqsDimensions(names pulumi.StringMapOutput) func(string) []dimension {
	return func(queue string) []dimension {
		return []dimension{{"QueueName", names.MapIndex(pulumi.String(queue))}}
	}
}

func depthDimensions(at ecs.DepthMetrics) func(string) []dimension {
	return func(queue string) []dimension {
		return []dimension{
			{depth.DimensionEnvironment, pulumi.String(at.Environment)}, {depth.DimensionQueue, pulumi.String(queue)},
		}
	}
}

func (m metrics) read(id, metric, stat, queue string) reading {
	return reading{id, m.namespace, metric, stat, m.dimensions(queue)}
}

// each reads a metric of all queues. With one queue, its reading has the ID itself. With several, each reading has a
// number as well, and the second result is their IDs.
func (m metrics) each(id, metric string) (equation, []string) {
	if len(m.queues) == 1 {
		return equation{readings: []reading{m.read(id, metric, average, m.queues[0].Name)}}, nil
	}
	var e equation
	var ids []string
	for i, q := range m.queues {
		ids = append(ids, id+strconv.Itoa(i))
		e.readings = append(e.readings, m.read(ids[i], metric, average, q.Name))
	}
	return e, ids
}

// total adds up a metric of all queues, with weights if there are any. If the datapoint of one queue is missing there is
// no total.
func (m metrics) total(id, metric string, weights []float64) equation {
	e, ids := m.each(id, metric)
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

// known adds up the datapoints that exist.
func (m metrics) known(id, metric string) equation {
	e, ids := m.each(id, metric)
	if len(ids) == 0 {
		return e
	}
	return e.with(formula{id, "SUM([" + strings.Join(ids, ", ") + "])"})
}

// unfinished is how many messages wait or are in work.
func (m metrics) unfinished() equation {
	return m.total("messages", m.waiting, nil).and(m.total("working", m.working, nil)).
		with(formula{"anything", "messages + working"})
}

// unattended is how many messages wait while none is in work; add adds up the queues.
func (m metrics) unattended(add func(id, metric string) equation) equation {
	return add("messages", m.waiting).and(add("working", m.working)).
		with(formula{"unattended", "IF(working > 0, 0, messages)"})
}
