package scaling_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/stacks/tier"
	"github.com/tenfold-iac/tenfold/test/scaling"
)

// night is what comes to a queue in a night: one message, a while later three within some minutes, and one at the end.
var night = scaling.Single([]int{1 * hour, 3 * hour, 3*hour + 300, 3*hour + 600, 6 * hour}, 8*hour)

func bulks() []plan {
	var found []plan
	for _, p := range plans {
		if p.service.minTasks == 0 {
			found = append(found, p)
		}
	}
	return found
}

func TestFromZeroToOneAndBackToZero(t *testing.T) {
	require.Len(t, bulks(), 2)
	for _, p := range bulks() {
		for _, in := range scaleIns {
			r := scaling.Run(simulated(t, p.service, in), night)
			require.Equal(t, []int{3719, 4799, 10919, 12419, 21719, 22799}, changes(r), p.name())
			require.Equal(t, 1, r.MaxTasks(), "one message never starts two tasks")
			require.LessOrEqual(t, r.WorstWait(), wakeReactionTime)
			require.Equal(t, 199, r.WorstWait())
		}
	}
}

// changes are the seconds at which the number of wanted tasks changes.
func changes(r scaling.Result) []int {
	var at []int
	for i := 1; i < len(r.Desired); i++ {
		if r.Desired[i] != r.Desired[i-1] {
			at = append(at, i)
		}
	}
	return at
}

// A quiet time that is longer than the quarter of an hour after which target tracking would take the last task away.
func TestTheLastTaskStaysForTheQuietTime(t *testing.T) {
	p := bulks()[0]
	p.service.quietTime = 2 * hour
	for _, in := range scaleIns {
		at := changes(scaling.Run(simulated(t, p.service, in), scaling.Single([]int{hour}, 6*hour)))
		require.Len(t, at, 2)
		require.InDelta(t, 2*hour, at[1]-at[0], 300)
	}
}

// Without IdleBacklog target tracking takes it away after its 15 minutes.
func TestTargetTrackingWouldNotWaitForTheQuietTime(t *testing.T) {
	p := bulks()[0]
	p.service.quietTime = 2 * hour
	made := simulated(t, p.service, scaling.Proportional)
	made.Tracked[0].Metric = scaling.BacklogPerTask(0)
	at := changes(scaling.Run(made, scaling.Single([]int{hour}, 6*hour)))
	require.Len(t, at, 2)
	require.Less(t, at[1]-at[0], 1200)
}

// While a long task runs and nothing waits, the last task stays.
func TestATaskInWorkIsNoQuietTime(t *testing.T) {
	p := bulks()[0]
	p.service.longestTask, p.service.queue = 3000, tier.Queue{Name: "bulk", AcceptableLatency: 3600, SecondsPerTask: 3000}
	for _, in := range scaleIns {
		at := changes(scaling.Run(simulated(t, p.service, in), scaling.Single([]int{hour}, 6*hour)))
		require.Len(t, at, 2)
		require.Greater(t, at[1]-at[0], 3000+900)
	}
}

// The alarm on waiting messages without a task stays until the first one runs, and acts on each minute.
func TestWithoutACooldownTheWakingWouldStartTooMany(t *testing.T) {
	p := bulks()[0]
	made := simulated(t, p.service, scaling.Proportional)
	require.Equal(t, 1, scaling.Run(made, night).MaxTasks())
	made.Wake.Cooldown = 0
	require.Equal(t, 2, scaling.Run(made, night).MaxTasks())
}
