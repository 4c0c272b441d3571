package scalingtest

import (
	"testing"

	"github.com/stretchr/testify/require"

	sim "github.com/tenfold-iac/tenfold/test/scaling"
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
		s.MaxTasks = max(1, p.needed(2*p.peak)-1)
		s.MinTasks = min(s.MinTasks, s.MaxTasks)
		load := 1.2 * s.Capacity(s.MaxTasks)
		for _, in := range scaleIns {
			r := sim.Run(simulated(s, in), sim.Constant(load, 12*hour))
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
			made := simulated(p.service, in)
			made.Stuck = hour
			r := sim.Run(made, sim.Constant(p.peak/10, 6*hour))
			unattended := r.Fired["unattended"]
			require.Len(t, unattended, 1, p.name())
			arrives := int(10/p.peak) + int(p.service.Queues[0].SecondsPerTask)
			latest := hour + arrives + 60*(p.service.UnattendedAlarm().Periods+3)
			require.LessOrEqual(t, unattended[0], latest, p.name())
			require.Len(t, r.Fired["age"], 1, p.name())
		}
	}
}

func TestTheBacklogAlarmFiresWhenNobodyTakesManyMessages(t *testing.T) {
	for _, p := range plans {
		if p.service.MinTasks == 0 {
			continue // a tenth of a slow queue's peak is no backlog for hours: that is what the other alarms are for
		}
		made := simulated(p.service, sim.Proportional)
		made.Stuck = hour
		r := sim.Run(made, sim.Constant(p.peak, 6*hour))
		require.Len(t, r.Fired["backlog"], 1, p.name())
		require.Less(t, r.Fired["backlog"][0], 2*hour, p.name())
	}
}
