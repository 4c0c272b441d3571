package queuedepth

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

var (
	testConfig = config{environment: "production", namespace: names.DefaultNamespace, interval: 30 * time.Second}
	testSample = sample{taken: noon, queues: []queueSample{
		{queue: "default", depth: 12, active: 4, later: 7, age: 3*time.Second + 456789*time.Microsecond},
		{queue: `m\"ail`},
	}}
)

func TestMetricLine(t *testing.T) {
	lines := strings.SplitAfter(string(metricLines(testConfig, testSample)), "\n")
	require.Len(t, lines, 3)
	require.Equal(t, `{"_aws":{"Timestamp":1795521600000,"CloudWatchMetrics":[{"Namespace":"Tenfold/Queues",`+
		`"Dimensions":[["Environment","Queue"]],"Metrics":[{"Name":"QueueDepth","Unit":"Count"},`+
		`{"Name":"OldestMessageAge","Unit":"Seconds"},{"Name":"ActiveTasks","Unit":"Count"}]}]},`+
		`"Environment":"production","Queue":"default",`+
		`"QueueDepth":12,"OldestMessageAge":3.457,"ActiveTasks":4}`+"\n", lines[0])
	require.Len(t, lines[0]+strings.Repeat("x", 26), 389, "the package comment counts on this size of an event")
	require.Empty(t, lines[2])
}

// emf is the specification: what the metadata must have, and no more.
type emf struct {
	Timestamp         int64
	CloudWatchMetrics []struct {
		Namespace  string
		Dimensions [][]string
		Metrics    []struct{ Name, Unit string }
	}
}

// TestMetricLinesFollowTheSpecification: every dimension and metric is a member of the root, dimensions are texts,
// metrics are numbers, and units are CloudWatch's.
func TestMetricLinesFollowTheSpecification(t *testing.T) {
	units := map[string]bool{"Count": true, "Seconds": true}
	for i, line := range strings.Split(strings.TrimSpace(string(metricLines(testConfig, testSample))), "\n") {
		var root map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &root))
		text, err := json.Marshal(root["_aws"])
		require.NoError(t, err)
		decoder := json.NewDecoder(strings.NewReader(string(text)))
		decoder.DisallowUnknownFields()
		var head emf
		require.NoError(t, decoder.Decode(&head))
		require.Equal(t, noon.UnixMilli(), head.Timestamp, "in milliseconds")
		require.Len(t, head.CloudWatchMetrics, 1)
		directive := head.CloudWatchMetrics[0]
		require.Equal(t, "Tenfold/Queues", directive.Namespace)
		require.Equal(t, [][]string{{"Environment", "Queue"}}, directive.Dimensions)
		for _, dimension := range directive.Dimensions[0] {
			require.IsType(t, "", root[dimension])
		}
		require.Len(t, directive.Metrics, 3)
		for _, metric := range directive.Metrics {
			require.IsType(t, 0.0, root[metric.Name], metric.Name)
			require.True(t, units[metric.Unit])
		}
		require.Len(t, root, 6)
		require.Equal(t, testSample.queues[i].queue, root["Queue"])
	}
}

func scrape(s status) string {
	w := httptest.NewRecorder()
	handler(func() status { return s }).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return w.Body.String()
}

// values are the series without their comments.
func values(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

func leaderStatus() status {
	s := status{config: testConfig, leader: true, up: true, samples: 7, errors: 2, last: testSample}
	s.took = 3 * time.Millisecond
	s.last.taken = time.Now().Truncate(time.Second)
	s.last.estimated, s.last.unattributed, s.beat = true, 5, time.Now()
	return s
}

func TestPrometheus(t *testing.T) {
	s := leaderStatus()
	s.last.taken = time.Unix(time.Now().Unix()/100*100, 0) // its number has few digits
	s.interval = time.Minute
	text := scrape(s)
	require.Contains(t, text, "# HELP tenfold_queue_depth Messages that wait.\n# TYPE tenfold_queue_depth gauge\n")
	require.Contains(t, text, "# TYPE tenfold_queuedepth_samples_total counter\n")
	head := "tenfold_queuedepth_leader 1\ntenfold_queuedepth_broker_up 1\ntenfold_queuedepth_samples_total 7\n" +
		"tenfold_queuedepth_sample_errors_total 2\ntenfold_queuedepth_sample_duration_seconds 0.003\n" +
		"tenfold_queuedepth_last_sample_timestamp_seconds "
	require.True(t, strings.HasPrefix(values(text), head), text)
	_, tail, _ := strings.Cut(strings.TrimPrefix(values(text), head), "\n")
	require.Equal(t, `tenfold_queue_depth{queue="default"} 12
tenfold_queue_depth{queue="m\\\"ail"} 0
tenfold_queue_oldest_message_age_seconds{queue="default"} 3.457
tenfold_queue_oldest_message_age_seconds{queue="m\\\"ail"} 0
tenfold_queue_active_tasks{queue="default"} 4
tenfold_queue_active_tasks{queue="m\\\"ail"} 0
tenfold_queue_later_tasks{queue="default"} 7
tenfold_queue_later_tasks{queue="m\\\"ail"} 0
tenfold_queue_active_tasks_estimated 1
tenfold_queue_active_tasks_unattributed 5
`, tail)
}

// TestOnlyTheLeaderHasSeriesOfQueues: else sums over the tasks would double, or hold what is no longer true.
func TestOnlyTheLeaderHasSeriesOfQueues(t *testing.T) {
	require.Contains(t, scrape(leaderStatus()), "tenfold_queue_depth{")
	for name, change := range map[string]func(*status){
		"on stand-by":        func(s *status) { s.leader = false },
		"the broker is away": func(s *status) { s.up = false },
		"stuck":              func(s *status) { s.last.taken = time.Now().Add(-91 * time.Second) },
		"no sample yet":      func(s *status) { s.last = sample{} },
	} {
		s := leaderStatus()
		change(&s)
		text := scrape(s)
		require.NotContains(t, text, "tenfold_queue_", name)
		require.Contains(t, text, "tenfold_queuedepth_leader ", name)
	}
}

func TestHealth(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*status)
		want   string
	}{
		"well":                {func(*status) {}, ""},
		"on stand-by":         {func(s *status) { s.leader = false }, ""},
		"the broker is away":  {func(s *status) { s.up, s.last.taken = false, noon }, ""},
		"89 s without a beat": {func(s *status) { s.beat = s.beat.Add(-89 * time.Second) }, ""},
		"no sample yet":       {func(s *status) { s.last = sample{} }, "no sample yet: the broker has not answered"},
		"stuck": {
			func(s *status) { s.beat = s.beat.Add(-100 * time.Second) },
			"no beat for 1m40s; want one in 1m30s",
		},
	} {
		s := leaderStatus()
		test.change(&s)
		server := httptest.NewServer(handler(func() status { return s }))
		err := checkHealth(t.Context(), server.Listener.Addr().String())
		server.Close()
		if test.want == "" {
			require.NoError(t, err, name)
		} else {
			require.EqualError(t, err, "unhealthy: "+test.want, name)
		}
	}
	require.Error(t, checkHealth(t.Context(), "127.0.0.1:1"), "nobody listens")
}
