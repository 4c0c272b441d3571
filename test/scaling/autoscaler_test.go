package scaling

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// scaler is one that tracks the number of waiting messages at 100, whatever the number of tasks, so that a point is its
// metric; with 4 of 1 to 20 tasks.
func scaler(change func(*Service)) *autoscaler {
	s := Service{
		MinTasks: 1, MaxTasks: 20, ScaleOutCooldown: 120, ScaleInCooldown: 300,
		Tracked: []Tracking{{QueueLength, 100}},
	}
	if change != nil {
		change(&s)
	}
	return &autoscaler{service: s, desired: 4}
}

// desired feeds minutes of waiting messages and returns the number of tasks after each. A negative one is missing data.
func (a *autoscaler) desiredAfter(waiting ...float64) []int {
	var after []int
	for _, w := range waiting {
		a.step(Point{Waiting: w, Tasks: 1, Missing: w < 0}, len(a.points)*minute)
		after = append(after, a.desired)
	}
	return after
}

func repeat(value float64, n int) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = value
	}
	return values
}

func TestScaleOutWantsThreeMinutesInARowAboveTheTarget(t *testing.T) {
	require.Equal(t, []int{4, 4, 6}, scaler(nil).desiredAfter(150, 150, 150))
	require.Equal(t, []int{4, 4, 4, 4, 4, 6}, scaler(nil).desiredAfter(150, 150, 100, 150, 150, 150), "100 is not above")
}

func TestScaleOutIsProportionalAndRoundsUp(t *testing.T) {
	require.Equal(t, 9, scaler(nil).desiredAfter(150, 150, 201)[2], "4 × 2.01 = 8.04; the last minute counts")
}

func TestScaleOutEndsAtTheMaximum(t *testing.T) {
	require.Equal(t, 20, scaler(nil).desiredAfter(150, 150, 1e6)[2])
}

// In the cooldown of 120 s the six are seen as 4 + 2 that were just added: 4 × 1.5 = 6 is no more. After it, 6 × 1.5 =
// 9.
func TestTheSameScaleOutHasNoEffectInItsCooldown(t *testing.T) {
	require.Equal(t, []int{4, 4, 6, 6, 9}, scaler(nil).desiredAfter(150, 150, 150, 150, 150))
}

// 4 × 2 = 8 is larger than 6. Then all four that were added count, so that 4 × 2 is no more than the 8.
func TestALargerScaleOutHasAnEffectInTheCooldown(t *testing.T) {
	require.Equal(t, []int{4, 4, 6, 8, 8, 16}, scaler(nil).desiredAfter(150, 150, 150, 200, 200, 200))
}

func TestScaleInWantsFifteenMinutesInARowBelowNineTenths(t *testing.T) {
	require.Equal(t, 4, scaler(nil).desiredAfter(repeat(50, 14)...)[13])
	require.Equal(t, 2, scaler(nil).desiredAfter(repeat(50, 15)...)[14])
	require.Equal(t, 4, scaler(nil).desiredAfter(append(repeat(50, 14), 90)...)[14], "90 is not below")
	require.Equal(t, 4, scaler(nil).desiredAfter(repeat(90, 60)...)[59])
}

func TestScaleInRoundsUp(t *testing.T) {
	require.Equal(t, 3, scaler(nil).desiredAfter(append(repeat(50, 14), 51)...)[14], "4 × 0.51 = 2.04")
}

func TestScaleInEndsAtTheMinimum(t *testing.T) {
	require.Equal(t, 1, scaler(nil).desiredAfter(repeat(0, 15)...)[14])
	zero := scaler(func(s *Service) { s.MinTasks = 0 })
	require.Equal(t, 0, zero.desiredAfter(repeat(0, 15)...)[14])
}

func TestScaleInWaitsForItsCooldown(t *testing.T) {
	after := scaler(nil).desiredAfter(repeat(50, 21)...)
	require.Equal(t, []int{2, 2, 2, 2, 2, 1, 1}, after[14:], "300 s are five minutes")
}

func TestScaleInIsGradual(t *testing.T) {
	gradual := scaler(func(s *Service) { s.ScaleIn = Gradual })
	require.Equal(t, []int{3, 3, 3, 3, 3, 2}, gradual.desiredAfter(repeat(0, 20)...)[14:])
}

// After the scale-out at 17 the 15 low minutes are again complete at 32; without the reset the scale-in cooldown of an
// hour would still be there.
func TestAScaleOutEndsTheCooldownOfAScaleIn(t *testing.T) {
	a := scaler(func(s *Service) { s.ScaleInCooldown = 3600 })
	after := a.desiredAfter(append(append(repeat(50, 15), 500, 500, 500), repeat(50, 15)...)...)
	require.Equal(t, []int{4, 2, 2, 2, 10}, after[13:18])
	require.Equal(t, []int{10, 5}, after[31:33])
}

func TestMissingDataIsNoReasonToScale(t *testing.T) {
	require.Equal(t, []int{4, 4, 4, 4, 4, 6}, scaler(nil).desiredAfter(150, 150, -1, 150, 150, 150))
	after := scaler(nil).desiredAfter(append(append(repeat(0, 14), -1), repeat(0, 15)...)...)
	require.Equal(t, 4, after[28])
	require.Equal(t, 1, after[29])
}

func TestOfSeveralPoliciesTheLargestCapacityWins(t *testing.T) {
	two := func(s *Service) {
		s.Tracked = []Tracking{{QueueLength, 100}, {func(p Point) float64 { return p.Waiting / 2 }, 20}}
	}
	require.Equal(t, 15, scaler(two).desiredAfter(150, 150, 150)[2], "4 × 75 ÷ 20, not 4 × 1.5")
	require.Equal(t, 2, scaler(two).desiredAfter(repeat(20, 15)...)[14], "4 × 10 ÷ 20, not 4 × 0.2")
}

// 80 is below nine tenths of 100, but the half of it is twice the other policy's target.
func TestScaleInWantsAllPolicies(t *testing.T) {
	steady := scaler(func(s *Service) {
		s.Tracked = []Tracking{{QueueLength, 100}, {func(Point) float64 { return 95 }, 100}}
	})
	require.Equal(t, 4, steady.desiredAfter(repeat(0, 30)...)[29])
}

func waker(cooldown int) *autoscaler {
	return &autoscaler{service: Service{
		MaxTasks: 4, Wake: &Step{Unattended, 2, cooldown}, Sleep: &Step{Anything, 3, 0},
		Tracked: []Tracking{{BacklogPerTask(0), 10}},
	}}
}

func minutesOf(a *autoscaler, points ...Point) []int {
	var after []int
	for _, p := range points {
		a.step(p, len(a.points)*minute)
		after = append(after, a.desired)
	}
	return after
}

func TestTheStepFromZeroAddsOneAndWaitsForItsCooldown(t *testing.T) {
	waiting := Point{Waiting: 1}
	require.Equal(t, []int{0, 1, 1, 1, 2, 2}, minutesOf(waker(180), waiting, waiting, waiting, waiting, waiting, waiting))
	require.Equal(t, []int{0, 1, 2, 3, 4, 4}, minutesOf(waker(0), waiting, waiting, waiting, waiting, waiting, waiting))
	running := Point{Waiting: 1, Tasks: 1, InWork: 1}
	require.Equal(t, []int{0, 0, 0}, minutesOf(waker(0), running, running, running))
}

func TestFromZeroTargetTrackingDoesNothing(t *testing.T) {
	a := waker(0)
	a.service.Wake = nil
	many := Point{Waiting: 1000}
	require.Equal(t, []int{0, 0, 0, 0}, minutesOf(a, many, many, many, many))
}

func TestTheStepToZeroWantsNothingToWaitAndNothingInWork(t *testing.T) {
	idle, busy := Point{Tasks: 2}, Point{Tasks: 2, InWork: 0.5}
	a := waker(0)
	a.desired = 2
	require.Equal(t, []int{2, 2, 2, 2, 2, 0}, minutesOf(a, idle, idle, busy, idle, idle, idle))
}
