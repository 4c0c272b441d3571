package queuedepth

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"

	"github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

// metricsHead is the common start of all lines of a sample, as the embedded metric format specifies it: the time in
// milliseconds, the namespace, one set of dimensions, and the metrics with their units. The named members follow. A line
// can have only one value per dimension, so each queue has its own line.
const metricsHead = `{"_aws":{"Timestamp":%d,"CloudWatchMetrics":[{"Namespace":%s,` +
	`"Dimensions":[["` + names.DimensionEnvironment + `","` + names.DimensionQueue + `"]],` +
	`"Metrics":[{"Name":"` + names.QueueDepth + `","Unit":"Count"},%s` +
	`{"Name":"` + names.ActiveTasks + `","Unit":"Count"}]}]},` +
	`"` + names.DimensionEnvironment + `":%s,`

// metricsTail is the part that differs between queues.
const metricsTail = `"` + names.DimensionQueue + `":%s,"` + names.QueueDepth + `":%d,%s"` +
	names.ActiveTasks + `":%d}` + "\n"

// ageMetric and ageMember are missing with RabbitMQ, which does not tell the age of a message.
const (
	ageMetric = `{"Name":"` + names.OldestMessageAge + `","Unit":"Seconds"},`
	ageMember = `"` + names.OldestMessageAge + `":%v,`
)

// metricLines are the lines of a sample.
func metricLines(c config, s sample) []byte {
	var lines bytes.Buffer
	metric, member := ageMetric, func(q queueSample) string { return fmt.Sprintf(ageMember, seconds(q)) }
	if c.rabbit != nil {
		metric, member = "", func(queueSample) string { return "" }
	}
	head := fmt.Sprintf(metricsHead, s.taken.UnixMilli(), quote(c.namespace), metric, quote(c.environment))
	for _, q := range s.queues {
		lines.WriteString(head)
		fmt.Fprintf(&lines, metricsTail, quote(q.queue), q.depth, member(q), q.active)
	}
	return lines.Bytes()
}

// seconds is the age, to the millisecond.
func seconds(q queueSample) float64 { return math.Round(q.age.Seconds()*1000) / 1000 }

func quote(text string) string {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string can always be written
	}
	return string(quoted)
}
