package scaling_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/scaling"
)

// each runs a test for each queue of each tier at the projected peak and at twice that, with each trace.
func each(t *testing.T, test func(t *testing.T, p plan, factor float64, trace string, o outcome)) {
	for _, p := range plans {
		for _, factor := range []float64{1, 2} {
			for _, trace := range []string{"day", "burst"} {
				t.Run(fmt.Sprintf("%s/%g/%s", p.name(), factor, trace), func(t *testing.T) {
					test(t, p, factor, trace, p.at(t, factor, trace))
				})
			}
		}
	}
}

func TestThePlansAreValid(t *testing.T) {
	for _, p := range plans {
		made := simulated(t, p.service, scaling.Gradual) // the component accepts it
		require.LessOrEqual(t, p.needed(2*p.peak), p.service.maxTasks, "the maximum carries twice the peak")
		require.GreaterOrEqual(t, made.ScaleOutCooldown, minScaleOutCooldown)
	}
}

// The design's bounds: 2 to 8 tasks at 10k, 8 to 32 at 100k with 32 processes at the minimum.
func TestTheTiersStayWithinTheirTasks(t *testing.T) {
	minTasks, maxTasks, processes := map[string]int{}, map[string]int{}, map[string]int{}
	for _, p := range plans {
		minTasks[p.tier] += p.service.minTasks
		maxTasks[p.tier] += p.service.maxTasks
		processes[p.tier] += p.service.minTasks * p.service.concurrency
	}
	require.Equal(t, map[string]int{"10k": 2, "100k": 8}, minTasks)
	require.Equal(t, map[string]int{"10k": 8, "100k": 32}, maxTasks)
	require.Equal(t, map[string]int{"10k": 4, "100k": 32}, processes)
}

// What is promised of a message: it waits no longer than is acceptable, and if more come than the tasks work off, as
// long more as new tasks take to work; of a burst, as long more as the maximum of tasks has work with it.
func TestNoMessageWaitsLongerThanPromised(t *testing.T) {
	each(t, func(t *testing.T, p plan, factor float64, trace string, o outcome) {
		promised := p.service.queue.AcceptableLatency + reactionTime
		if trace == "burst" {
			promised += float64(p.messages(factor)) / p.service.capacity(p.service.maxTasks)
		}
		require.LessOrEqual(t, float64(o.worst), promised)
	})
}

// On a day as it is projected, no message waits longer than is acceptable. At twice that the minimum of tasks is too
// small for the morning, and the busiest minutes are above what the maximum works off: then a few wait longer.
func TestOnADayMessagesWaitNoLongerThanAcceptable(t *testing.T) {
	for _, p := range plans {
		o := p.at(t, 1, "day")
		require.LessOrEqual(t, float64(o.worst), p.service.queue.AcceptableLatency, p.name())
		require.Zero(t, o.longer, p.name())
		o = p.at(t, 2, "day")
		require.LessOrEqual(t, o.longer, 2.5, p.name())
	}
}

// A burst is gone when new tasks have started, and have worked it off beside what else comes: as many of them as do
// that within the acceptable latency, or the maximum.
func TestABurstIsWorkedOff(t *testing.T) {
	for _, p := range plans {
		for _, factor := range []float64{1, 2} {
			rest := p.service.capacity(p.service.maxTasks) - p.peak*factor/2
			promised := reactionTime + p.service.queue.AcceptableLatency + float64(p.messages(factor))/rest
			o := p.at(t, factor, "burst")
			require.LessOrEqual(t, float64(o.drained), promised, "%s × %g", p.name(), factor)
			require.Positive(t, o.drained)
		}
	}
}

// Overshoot: there are never more tasks than are busy for 80 % of the busiest minute.
func TestTasksAreNotMoreThanNeeded(t *testing.T) {
	for _, p := range plans {
		for _, factor := range []float64{1, 2} {
			o := p.at(t, factor, "day")
			busiest := busiestMinute(scaling.RecordedDay(p.peak * factor))
			require.LessOrEqual(t, o.maxTasks, p.needed(busiest/0.8), "%s × %g", p.name(), factor)
			require.LessOrEqual(t, o.maxTasks, p.service.maxTasks)
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
				r := scaling.Run(simulated(t, p.service, in), scaling.Constant(p.peak*factor, 6*hour))
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
		made := simulated(t, p.service, scaling.Gradual)
		if len(made.Tracked) == 1 {
			continue // patient, so that the backlog alone is all there is
		}
		made.Tracked = made.Tracked[:1]
		r := scaling.Run(made, scaling.Constant(p.peak, 6*hour))
		require.Greater(t, len(r.Turns()), 8, p.name())
		require.Greater(t, r.Longer(p.service.queue.AcceptableLatency), 5.0, p.name())
	}
}
