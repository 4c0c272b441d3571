package queuedepth

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

// status is what the loop shares with the HTTP server.
type status struct {
	config
	leader, up      bool
	samples, errors int64
	took            time.Duration // of the last sample
	last            sample        // the last one that succeeded
	beat            time.Time     // the last beat, whether it succeeded or not
}

// writeMetrics writes Prometheus's text format. Only the leader has queue series, and only while it can read the broker.
// So the sum over both tasks is correct, and there are no stale numbers and no false zeros.
func writeMetrics(w io.Writer, s status, now time.Time) {
	gauge(w, names.SeriesLeader, "1 on the task that publishes.", truth(s.leader))
	gauge(w, names.SeriesUp, "1 when the broker answered last time.", truth(s.up))
	metric(w, names.SeriesSamples, "counter", "Samples taken.")
	fmt.Fprintln(w, names.SeriesSamples, s.samples)
	metric(w, names.SeriesErrors, "counter", "Samples that failed.")
	fmt.Fprintln(w, names.SeriesErrors, s.errors)
	gauge(w, names.SeriesDuration, "What the last sample took.", s.took.Seconds())
	if s.last.taken.IsZero() {
		return
	}
	gauge(w, names.SeriesLast, "When the last sample was taken.", float64(s.last.taken.UnixMilli())/1000)
	if !s.leader || !s.up || now.Sub(s.last.taken) > maxSilence*s.interval {
		return
	}
	series(w, names.SeriesDepth, "Messages that wait.", s.last, func(q queueSample) any { return q.depth })
	if s.rabbit == nil {
		series(w, names.SeriesAge, "For how long the oldest message has waited.", s.last,
			func(q queueSample) any { return seconds(q) })
	}
	series(w, names.SeriesActive, "Messages delivered and not acknowledged.", s.last,
		func(q queueSample) any { return q.active })
	if s.rabbit == nil {
		series(w, names.SeriesLater, "Messages that are not due yet.", s.last,
			func(q queueSample) any { return q.later })
	}
	gauge(w, names.SeriesEstimated, "1 when there are too many active tasks to look at each.", truth(s.last.estimated))
	gauge(w, names.SeriesUnattributed, "Active tasks whose queue cannot be told.", float64(s.last.unattributed))
}

func metric(w io.Writer, name, kind, help string) {
	fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}

func gauge(w io.Writer, name, help string, value float64) {
	metric(w, name, "gauge", help)
	fmt.Fprintln(w, name, value)
}

var labels = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func series(w io.Writer, name, help string, s sample, value func(queueSample) any) {
	metric(w, name, "gauge", help)
	for _, q := range s.queues {
		fmt.Fprintf(w, "%s{queue=\"%s\"} %v\n", name, labels.Replace(q.queue), value(q))
	}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
