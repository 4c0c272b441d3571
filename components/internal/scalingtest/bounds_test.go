package scalingtest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/scaling"
	sim "github.com/tenfold-iac/tenfold/test/scaling"
)

// each runs a test for each queue of each tier at the projected peak and at twice that, with each trace.
func each(t *testing.T, test func(t *testing.T, p plan, factor float64, trace string, o outcome)) {
	for _, p := range plans {
		for _, factor := range []float64{1, 2} {
			for _, trace := range []string{"day", "burst"} {
				t.Run(fmt.Sprintf("%s/%g/%s", p.name(), factor, trace), func(t *testing.T) {
					test(t, p, factor, trace, p.at(factor, trace))
				})
			}
		}
	}
}

func TestThePlansAreValid(t *testing.T) {
	for _, p := range plans {
		var problems component.Problems
		p.service.Check(&problems)
		require.NoError(t, problems.Err("worker", p.name()))
		require.LessOrEqual(t, p.needed(2*p.peak), p.service.MaxTasks, "the maximum carries twice the peak")
		require.GreaterOrEqual(t, p.service.ScaleOutCooldown, scaling.LeastScaleOutCooldown)
	}
}

// The design's bounds: 2 to 8 tasks at 10k, 8 to 32 at 100k with 32 processes at the minimum.
func TestTheTiersStayWithinTheirTasks(t *testing.T) {
	least, most, processes := map[string]int{}, map[string]int{}, map[string]int{}
	for _, p := range plans {
		least[p.tier] += p.service.MinTasks
		most[p.tier] += p.service.MaxTasks
		processes[p.tier] += p.service.MinTasks * p.service.Concurrency
	}
	require.Equal(t, map[string]int{"10k": 2, "100k": 8}, least)
	require.Equal(t, map[string]int{"10k": 8, "100k": 32}, most)
	require.Equal(t, map[string]int{"10k": 4, "100k": 32}, processes)
}

// What is promised of a message: it waits no longer than is acceptable, and if more come than the tasks work off, as
// long more as new tasks take to work; of a burst, as long more as the maximum of tasks has work with it.
func TestNoMessageWaitsLongerThanPromised(t *testing.T) {
	each(t, func(t *testing.T, p plan, factor float64, trace string, o outcome) {
		promised := p.service.Queues[0].AcceptableLatency + scaling.ReactionTime
		if trace == "burst" {
			promised += float64(p.messages(factor)) / p.service.Capacity(p.service.MaxTasks)
		}
		require.LessOrEqual(t, float64(o.worst), promised)
	})
}

// On a day as it is projected, no message waits longer than is acceptable. At twice that the minimum of tasks is too
// small for the morning, and the busiest minutes are above what the maximum works off: then a few wait longer.
func TestOnADayMessagesWaitNoLongerThanAcceptable(t *testing.T) {
	for _, p := range plans {
		o := p.at(1, "day")
		require.LessOrEqual(t, float64(o.worst), p.service.Queues[0].AcceptableLatency, p.name())
		require.Zero(t, o.longer, p.name())
		o = p.at(2, "day")
		require.LessOrEqual(t, o.longer, 2.5, p.name())
	}
}

// A burst is gone when new tasks have started, and have worked it off beside what else comes: as many of them as do
// that within the acceptable latency, or the maximum.
func TestABurstIsWorkedOff(t *testing.T) {
	for _, p := range plans {
		for _, factor := range []float64{1, 2} {
			rest := p.service.Capacity(p.service.MaxTasks) - p.peak*factor/2
			promised := scaling.ReactionTime + p.service.Queues[0].AcceptableLatency + float64(p.messages(factor))/rest
			o := p.at(factor, "burst")
			require.LessOrEqual(t, float64(o.drained), promised, "%s × %g", p.name(), factor)
			require.Positive(t, o.drained)
		}
	}
}

// Overshoot: there are never more tasks than are busy for 80 % of the busiest minute.
func TestTasksAreNotMoreThanNeeded(t *testing.T) {
	for _, p := range plans {
		for _, factor := range []float64{1, 2} {
			o := p.at(factor, "day")
			busiest := busiestMinute(sim.RecordedDay(p.peak * factor))
			require.LessOrEqual(t, o.most, p.needed(busiest/0.8), "%s × %g", p.name(), factor)
			require.LessOrEqual(t, o.most, p.service.MaxTasks)
		}
	}
}

// Flapping: tasks are taken away after 15 minutes at the earliest, so that more than four times an hour there is no way
// down; and up again it must not go each time.
func TestTheNumberOfTasksDoesNotFlap(t *testing.T) {
	each(t, func(t *testing.T, _ plan, _ float64, _ string, o outcome) {
		require.LessOrEqual(t, o.turns, 6, "turns within an hour")
		require.LessOrEqual(t, o.dayTurns, 24, "turns within a day: one per hour")
	})
}

// A constant load needs a constant number of tasks: what it takes to work off what came before them goes once.
func TestAConstantLoadKeepsItsTasks(t *testing.T) {
	for _, p := range plans {
		for _, factor := range []float64{1, 2} {
			for _, in := range scaleIns {
				r := sim.Run(simulated(p.service, in), sim.Constant(p.peak*factor, 6*hour))
				require.LessOrEqual(t, len(r.Turns()), 1, "%s × %g", p.name(), factor)
				settled := r.Desired[3*hour:]
				require.Equal(t, slices.Min(settled), slices.Max(settled), "%s × %g", p.name(), factor)
				require.GreaterOrEqual(t, settled[0], p.needed(p.peak*factor))
			}
		}
	}
}

// Without the policy on busy processes the same load has tasks taken away and started again, hour after hour.
func TestTheBacklogAloneFlaps(t *testing.T) {
	for _, p := range plans {
		made := simulated(p.service, sim.Gradual)
		if len(made.Tracked) == 1 {
			continue // patient, so that the backlog alone is all there is
		}
		made.Tracked = made.Tracked[:1]
		r := sim.Run(made, sim.Constant(p.peak, 6*hour))
		require.Greater(t, len(r.Turns()), 8, p.name())
		require.Greater(t, r.Longer(p.service.Queues[0].AcceptableLatency), 5.0, p.name())
	}
}
