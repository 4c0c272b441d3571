package scaling_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/scaling"
)

func TestNoAlarmFiresWhileTheTasksSuffice(t *testing.T) {
	each(t, func(t *testing.T, _ plan, _ float64, _ string, o outcome) {
		require.Empty(t, o.fired)
	})
}

// One task less than twice the peak needs: the backlog grows for ever, and people hear of it.
func TestTheBacklogAlarmFiresWhenTheMaximumCannotKeepUp(t *testing.T) {
	for _, p := range plans {
		s := p.service
		s.maxTasks = max(1, p.needed(2*p.peak)-1)
		s.minTasks = min(s.minTasks, s.maxTasks)
		load := 1.2 * s.capacity(s.maxTasks)
		for _, in := range scaleIns {
			r := scaling.Run(simulated(t, s, in), scaling.Constant(load, 12*hour))
			require.Len(t, r.Fired["backlog"], 1, p.name())
			require.Len(t, r.Fired["age"], 1, p.name())
			require.Empty(t, r.Fired["unattended"], p.name())
		}
	}
}

// Workers run and take nothing, at a tenth of the peak, from the second hour on. Which alarm is first depends on how
// many messages come; the one on unattended messages is never late.
func TestAnAlarmFiresWhenNobodyTakesMessages(t *testing.T) {
	for _, p := range plans {
		for _, in := range scaleIns {
			made := simulated(t, p.service, in)
			made.Stuck = hour
			r := scaling.Run(made, scaling.Constant(p.peak/10, 6*hour))
			unattended := r.Fired["unattended"]
			require.Len(t, unattended, 1, p.name())
			arrives := int(10/p.peak) + int(p.service.queue.SecondsPerTask)
			latest := hour + arrives + 60*(made.Alarms[2].Periods+3)
			require.LessOrEqual(t, unattended[0], latest, p.name())
			require.Len(t, r.Fired["age"], 1, p.name())
		}
	}
}

func TestTheBacklogAlarmFiresWhenNobodyTakesManyMessages(t *testing.T) {
	for _, p := range plans {
		if p.service.minTasks == 0 {
			continue // a tenth of a slow queue's peak is no backlog for hours: that is what the other alarms are for
		}
		made := simulated(t, p.service, scaling.Proportional)
		made.Stuck = hour
		r := scaling.Run(made, scaling.Constant(p.peak, 6*hour))
		require.Len(t, r.Fired["backlog"], 1, p.name())
		require.Less(t, r.Fired["backlog"][0], 2*hour, p.name())
	}
}
