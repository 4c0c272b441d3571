package scalingtest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sim "github.com/tenfold-iac/tenfold/test/scaling"
)

var update = flag.Bool("update", false, "write the results and plots of docs/scaling.md")

const (
	page    = "../../../docs/scaling.md"
	plotDir = "../../../docs/scaling"
)

// The simulation knows no chance, so that the page says what it says exactly, or is stale.
func TestThePageIsCurrent(t *testing.T) {
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	written := string(text)
	for _, part := range []struct{ name, content string }{
		{"plan", planTable()}, {"results", resultTable()}, {"comparison", comparisonTable()},
	} {
		written = replacePart(t, written, part.name, part.content)
	}
	check(t, page, written)
}

func TestThePlotsAreCurrent(t *testing.T) {
	wanted := plots()
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
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(want), 0o644))
	}
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	require.True(t, string(got) == want, "%s is stale: go test ./components/internal/scalingtest -update", path)
}

func replacePart(t *testing.T, text, name, content string) string {
	t.Helper()
	before, rest, ok := strings.Cut(text, "<!-- "+name+": written by the test -->\n")
	require.True(t, ok, "no part %s", name)
	_, after, ok := strings.Cut(rest, "<!-- /"+name+" -->")
	require.True(t, ok, "no end of part %s", name)
	return before + "<!-- " + name + ": written by the test -->\n" + content + "<!-- /" + name + " -->" + after
}

func planTable() string {
	var b strings.Builder
	b.WriteString("| queue | peak, messages/s | s per message | may wait, s | processes per task | tasks | " +
		"needed at 1 ×, 2 × | backlog per task held | busy held | backlog alarm | age alarm, s | unattended alarm, with RabbitMQ |\n" +
		"|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, p := range plans {
		s, q := p.service, p.service.Queues[0]
		busy := "–"
		if s.BusyTarget() > 0 {
			busy = fmt.Sprintf("%g %%", s.BusyTarget())
		}
		fmt.Fprintf(&b, "| %s | %g | %g | %g | %d | %d–%d | %d, %d | %g | %s | > %g for %d min | > %g | %d min |\n",
			p.name(), p.peak, q.SecondsPerTask, q.AcceptableLatency, s.Concurrency, s.MinTasks, s.MaxTasks,
			p.needed(p.peak), p.needed(2*p.peak), s.Target(), busy,
			s.BacklogAlarm().Threshold, s.BacklogAlarm().Periods, s.AgeAlarm(q, 0).Threshold, s.UnattendedAlarm().Periods)
	}
	return b.String()
}

func resultTable() string {
	var b strings.Builder
	b.WriteString("| queue | trace | worst wait, s | waited longer than acceptable | drained after, s | most tasks | " +
		"busiest minute needs | turns in an hour | task hours |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, p := range plans {
		for _, factor := range []float64{1, 2} {
			traces := p.traces(factor)
			for _, trace := range []string{"day", "burst"} {
				o := p.at(factor, trace)
				drained, needed := "–", fmt.Sprint(p.needed(busiestMinute(traces[trace])))
				if trace == "burst" {
					drained, needed = fmt.Sprint(o.drained), "–"
				}
				fmt.Fprintf(&b, "| %s | %s, %g × | %d | %.1f %% | %s | %d | %s | %d | %.1f |\n",
					p.name(), trace, factor, o.worst, o.longer, drained, o.most, needed, o.turns, o.hours)
			}
		}
	}
	return b.String()
}

// comparisonTable is what comes at twice the peak, with other rules.
func comparisonTable() string {
	p := plans[2]
	traces := p.traces(2)
	held := func(metric sim.Metric, target float64) func(*sim.Service) {
		return func(s *sim.Service) { s.Tracked = []sim.Tracking{{Metric: metric, Target: target}} }
	}
	target := p.service.Target()
	total := target * float64(p.service.MinTasks)
	var b strings.Builder
	b.WriteString("| what is held | day: worst wait, s | waited longer than acceptable | turns in an hour, a day | " +
		"task hours | burst: worst wait, s | waited longer than acceptable | drained after, s |\n" +
		"|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, rule := range []struct {
		name   string
		change func(*sim.Service)
	}{
		{"backlog per task and busy processes (this is what the worker does)", func(*sim.Service) {}},
		{"the same, with a scale-out cooldown of 60 s", func(s *sim.Service) { s.ScaleOutCooldown = 60 }},
		{"backlog per task alone", held(sim.BacklogPerTask(0), target)},
		{"queue length, as much as the minimum of tasks may have", held(sim.QueueLength, total)},
		{"CPU at 70 %, of tasks that compute all the time", held(sim.Busy(p.service.Concurrency, 100), 70)},
		{"CPU at 70 %, of tasks that wait for others 60 % of the time", held(sim.Busy(p.service.Concurrency, 40), 70)},
	} {
		day, burst := outcome{fired: map[string]bool{}}, outcome{fired: map[string]bool{}}
		for _, in := range scaleIns {
			made := simulated(p.service, in)
			rule.change(&made)
			day.add(sim.Run(made, traces["day"]), p.service, "day")
			burst.add(sim.Run(made, traces["burst"]), p.service, "burst")
		}
		fmt.Fprintf(&b, "| %s | %d | %.1f %% | %d, %d | %.0f | %d | %.1f %% | %d |\n",
			rule.name, day.worst, day.longer, day.turns, day.dayTurns, day.hours,
			burst.worst, burst.longer, burst.drained)
	}
	return b.String()
}

func plots() map[string]string {
	drawn := map[string]string{}
	for _, p := range plans {
		file := strings.ReplaceAll(p.name(), " ", "-")
		for trace, arrivals := range p.traces(2) {
			title := fmt.Sprintf("%s: %s at twice the projected peak", p.name(), trace)
			drawn[file+"-"+trace+".svg"] = sim.Run(simulated(p.service, sim.Gradual), arrivals).Plot(title)
		}
	}
	p := bulks()[0]
	drawn["10k-bulk-night.svg"] = sim.Run(simulated(p.service, sim.Gradual), night).Plot(p.name() + ": a quiet night")
	return drawn
}
