package scaling_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/scaling"
)

const (
	page    = "../../docs/scaling.md"
	plotDir = "../../docs/scaling"
)

// The simulation knows no chance, so that the page says what it says exactly, or is stale.
func TestThePageIsCurrent(t *testing.T) {
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	written := string(text)
	for _, part := range []struct{ name, content string }{
		{"plan", planTable(t)}, {"results", resultTable(t)}, {"comparison", comparisonTable(t)},
	} {
		written = replacePart(t, written, part.name, part.content)
	}
	check(t, page, written)
}

func TestThePlotsAreCurrent(t *testing.T) {
	wanted := plots(t)
	for name, svg := range wanted {
		check(t, filepath.Join(plotDir, name), svg)
	}
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	files, err := filepath.Glob(filepath.Join(plotDir, "*"))
	require.NoError(t, err)
	require.Len(t, files, len(wanted))
	for name := range wanted {
		require.Contains(t, string(text), "(scaling/"+name+")", "the page does not show it")
	}
}

func check(t *testing.T, path, want string) {
	t.Helper()
	if flag.Lookup("update").Value.String() == "true" { // the flag is that of stacktest
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(want), 0o644))
	}
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	require.True(t, string(got) == want, "%s is stale: go test ./test/scaling -update", path)
}

func replacePart(t *testing.T, text, name, content string) string {
	t.Helper()
	before, rest, ok := strings.Cut(text, "<!-- "+name+": written by the test -->\n")
	require.True(t, ok, "no part %s", name)
	_, after, ok := strings.Cut(rest, "<!-- /"+name+" -->")
	require.True(t, ok, "no end of part %s", name)
	return before + "<!-- " + name + ": written by the test -->\n" + content + "<!-- /" + name + " -->" + after
}

func planTable(t *testing.T) string {
	var b strings.Builder
	b.WriteString("| queue | peak, messages/s | s per message | may wait, s | processes per task | tasks | " +
		"needed at 1 ×, 2 × | backlog per task held | busy held | backlog alarm | age alarm, s | unattended alarm, with RabbitMQ |\n" +
		"|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, p := range plans {
		s, q := p.service, p.service.queue
		busy := "–"
		made := simulated(t, s, scaling.Gradual)
		if len(made.Tracked) > 1 {
			busy = fmt.Sprintf("%g %%", made.Tracked[1].Target)
		}
		backlog, age, unattended := made.Alarms[0], made.Alarms[1], made.Alarms[2]
		fmt.Fprintf(&b, "| %s | %g | %g | %g | %d | %d–%d | %d, %d | %g | %s | > %g for %d min | > %g | %d min |\n",
			p.name(), p.peak, q.SecondsPerTask, q.AcceptableLatency, s.concurrency, s.minTasks, s.maxTasks,
			p.needed(p.peak), p.needed(2*p.peak), made.Tracked[0].Target, busy,
			backlog.Threshold, backlog.Periods, age.Threshold, unattended.Periods)
	}
	return b.String()
}

func resultTable(t *testing.T) string {
	var b strings.Builder
	b.WriteString("| queue | trace | worst wait, s | waited longer than acceptable | drained after, s | most tasks | " +
		"busiest minute needs | turns in an hour | task hours |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, p := range plans {
		for _, factor := range []float64{1, 2} {
			traces := p.traces(factor)
			for _, trace := range []string{"day", "burst"} {
				o := p.at(t, factor, trace)
				drained, needed := "–", fmt.Sprint(p.needed(busiestMinute(traces[trace])))
				if trace == "burst" {
					drained, needed = fmt.Sprint(o.drained), "–"
				}
				fmt.Fprintf(&b, "| %s | %s, %g × | %d | %.1f %% | %s | %d | %s | %d | %.1f |\n",
					p.name(), trace, factor, o.worst, o.longer, drained, o.maxTasks, needed, o.turns, o.hours)
			}
		}
	}
	return b.String()
}

// comparisonTable is what comes at twice the peak, with other rules.
func comparisonTable(t *testing.T) string {
	p := plans[2]
	traces := p.traces(2)
	held := func(metric scaling.Metric, target float64) func(*scaling.Service) {
		return func(s *scaling.Service) { s.Tracked = []scaling.Tracking{{Metric: metric, Target: target}} }
	}
	target := simulated(t, p.service, scaling.Gradual).Tracked[0].Target
	total := target * float64(p.service.minTasks)
	var b strings.Builder
	b.WriteString("| what is held | day: worst wait, s | waited longer than acceptable | turns in an hour, a day | " +
		"task hours | burst: worst wait, s | waited longer than acceptable | drained after, s |\n" +
		"|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, rule := range []struct {
		name   string
		change func(*scaling.Service)
	}{
		{"backlog per task and busy processes (this is what the worker does)", func(*scaling.Service) {}},
		{"the same, with a scale-out cooldown of 60 s", func(s *scaling.Service) { s.ScaleOutCooldown = 60 }},
		{"backlog per task alone", held(scaling.BacklogPerTask(0), target)},
		{"queue length, as much as the minimum of tasks may have", held(scaling.QueueLength, total)},
		{"CPU at 70 %, of tasks that compute all the time", held(scaling.Busy(p.service.concurrency, 100), 70)},
		{"CPU at 70 %, of tasks that wait for others 60 % of the time", held(scaling.Busy(p.service.concurrency, 40), 70)},
	} {
		day, burst := outcome{fired: map[string]bool{}}, outcome{fired: map[string]bool{}}
		for _, in := range scaleIns {
			made := simulated(t, p.service, in)
			rule.change(&made)
			day.add(scaling.Run(made, traces["day"]), p.service, "day")
			burst.add(scaling.Run(made, traces["burst"]), p.service, "burst")
		}
		fmt.Fprintf(&b, "| %s | %d | %.1f %% | %d, %d | %.0f | %d | %.1f %% | %d |\n",
			rule.name, day.worst, day.longer, day.turns, day.dayTurns, day.hours,
			burst.worst, burst.longer, burst.drained)
	}
	return b.String()
}

func plots(t *testing.T) map[string]string {
	drawn := map[string]string{}
	for _, p := range plans {
		file := strings.ReplaceAll(p.name(), " ", "-")
		for trace, arrivals := range p.traces(2) {
			title := fmt.Sprintf("%s: %s at twice the projected peak", p.name(), trace)
			drawn[file+"-"+trace+".svg"] = scaling.Run(simulated(t, p.service, scaling.Gradual), arrivals).Plot(title)
		}
	}
	p := bulks()[0]
	drawn["10k-bulk-night.svg"] = scaling.Run(simulated(t, p.service, scaling.Gradual), night).Plot(p.name() + ": a quiet night")
	return drawn
}
