package scaling_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/scaling"
)

func service() scaling.Service {
	return scaling.Service{
		Queues: []scaling.Queue{
			{Name: "celery", AcceptableLatency: 30, SecondsPerTask: 0.5},
			{Name: "mail", AcceptableLatency: 60, SecondsPerTask: 2},
		},
		Concurrency: 2, MinTasks: 2, MaxTasks: 6, ScaleOutCooldown: 60, ScaleInCooldown: 300, QuietTime: 900,
	}
}

func TestTheTargetIsWhatATaskWorksOffInTheTimeThatAMessageMayWait(t *testing.T) {
	s := service()
	require.InDelta(t, 120, s.Target(), 0)
	s.Concurrency = 4
	require.InDelta(t, 240, s.Target(), 0)
	s.Queues[0].SecondsPerTask = 1
	require.InDelta(t, 120, s.Target(), 0)
	s.Queues[1].AcceptableLatency = 10
	require.InDelta(t, 40, s.Target(), 0, "the most impatient queue decides")
}

func TestWeightsAndCapacityAreInMessagesOfTheFirstQueue(t *testing.T) {
	require.Equal(t, []float64{1, 4}, service().Weights())
	require.InDelta(t, 24, service().Capacity(6), 0)
	require.InDelta(t, 0, service().Capacity(0), 0)
}

func TestTimesThatAWSNeeds(t *testing.T) {
	require.Equal(t, 60+180+60+90, scaling.ReactionTime)
	require.Equal(t, 60+60+60+90, scaling.WakeReactionTime)
	require.Equal(t, 270, scaling.WakeCooldown)
	require.Equal(t, 150, scaling.MinScaleOutCooldown)
}

func TestOnlyTheImpatientKeepTasksThatAreBusy(t *testing.T) {
	s := service()
	require.InDelta(t, 80, s.BusyTarget(), 0)
	s.Queues[0].AcceptableLatency, s.Queues[1].AcceptableLatency = 390, 390
	require.InDelta(t, 0, s.BusyTarget(), 0)
	s.Queues[1].AcceptableLatency = 389
	require.InDelta(t, 80, s.BusyTarget(), 0, "one impatient queue is enough")
}

func TestAlarms(t *testing.T) {
	s := service()
	require.Equal(t, scaling.Alarm{Threshold: 240, Periods: 13}, s.BacklogAlarm())
	require.Equal(t, scaling.Alarm{Threshold: 60 + 390, Periods: 3}, s.AgeAlarm(s.Queues[1], 0))
	require.Equal(t, scaling.Alarm{Threshold: 30 + 390 + 300, Periods: 3}, s.AgeAlarm(s.Queues[0], 300))
	require.Equal(t, scaling.Alarm{Threshold: 0, Periods: 7}, s.UnattendedAlarm())
	require.Equal(t, scaling.Alarm{Threshold: 0, Periods: 1}, s.WakeAlarm())
	require.Equal(t, 15, s.SleepPeriods())
	s.Queues[0].AcceptableLatency, s.Queues[1].AcceptableLatency = 1201, 1201
	require.Equal(t, scaling.Alarm{Threshold: 0, Periods: 21}, s.UnattendedAlarm())
}

func TestValidateFindsNothingInWhatIsRight(t *testing.T) {
	var p component.Problems
	service().Validate(&p)
	require.NoError(t, p.Err("worker", "w"))
}

func TestValidate(t *testing.T) {
	cases := map[string]struct {
		change func(*scaling.Service)
		want   string
	}{
		"no latency": {
			func(s *scaling.Service) { s.Queues[0].AcceptableLatency = 0 },
			`queues[0].acceptableLatency is 0; want more than 0 seconds`,
		},
		"a latency of more than a day": {
			func(s *scaling.Service) { s.Queues[0].AcceptableLatency = 86400.5 },
			`queues[0].acceptableLatency is 86400.5; want at most 86400 seconds; no alarm looks back for longer than a day`,
		},
		"an endless latency": {
			func(s *scaling.Service) { s.Queues[1].AcceptableLatency = math.Inf(1) },
			`queues[1].acceptableLatency is +Inf; want at most 86400 seconds; no alarm looks back for longer than a day`,
		},
		"a latency that is no number": {
			func(s *scaling.Service) { s.Queues[0].AcceptableLatency = math.NaN() },
			`queues[0].acceptableLatency is NaN; want more than 0 seconds`,
		},
		"no seconds": {
			func(s *scaling.Service) { s.Queues[1].SecondsPerTask = -1 },
			`queues[1].secondsPerTask is -1; want more than 0 seconds`,
		},
		"less than one whole message per task": {
			func(s *scaling.Service) { s.Queues[1].SecondsPerTask = 60.5 },
			`queues[1].secondsPerTask is 60.5; want at most 60, the smallest acceptableLatency × concurrency = 30 × 2; ` +
				`a single message that waits would be more than a task may have waiting; ` +
				`accept a longer wait, or give slow tasks a worker of their own`,
		},
		"an average above the longest": {
			func(s *scaling.Service) { s.LongestTask, s.Queues[1].SecondsPerTask = 10, 10.5 },
			`queues[1].secondsPerTask is 10.5; want at most longestTask, 10; it is the average, and the slowest may not take longer`,
		},
		"out": {
			func(s *scaling.Service) { s.ScaleOutCooldown = 3601 }, `scaleOutCooldown is 3601; want 0 to 3600`,
		},
		"in": {
			func(s *scaling.Service) { s.ScaleInCooldown = -1 }, `scaleInCooldown is -1; want 0 to 3600`,
		},
		"quiet for too short": {
			func(s *scaling.Service) { s.MinTasks, s.QuietTime = 0, 240 }, `quietTime is 240; want 300 to 86400`,
		},
		"quiet for too long": {
			func(s *scaling.Service) { s.MinTasks, s.QuietTime = 0, 86460 }, `quietTime is 86460; want 300 to 86400`,
		},
		"half a minute": {
			func(s *scaling.Service) { s.MinTasks, s.QuietTime = 0, 330 },
			`quietTime is 330; want whole minutes, in seconds; alarms count minutes`,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := service()
			c.change(&s)
			var p component.Problems
			s.Validate(&p)
			require.EqualError(t, p.Err("worker", "w"), `worker "w": `+c.want)
		})
	}
}

func TestALatencyOfADayFitsIntoAnAlarm(t *testing.T) {
	s := service()
	s.Queues[0].AcceptableLatency, s.Queues[1].AcceptableLatency = 86400, 86400
	var p component.Problems
	s.Validate(&p)
	require.NoError(t, p.Err("worker", "w"))
	require.Equal(t, 1440, s.UnattendedAlarm().Periods)
}

func TestWhatDoesNotScaleMayHaveSlowTasks(t *testing.T) {
	s := service()
	s.MaxTasks, s.QuietTime = s.MinTasks, 0
	s.Queues[1].SecondsPerTask = 600
	var p component.Problems
	s.Validate(&p)
	require.NoError(t, p.Err("worker", "w"))
}
