package scaling

import "math"

const (
	minute = 60
	// highPeriods and lowPeriods are how many minutes in a row the two alarms that target tracking makes want to see.
	// AWS does not document them for ECS (for DynamoDB it documents two and fifteen minutes); they are what the alarms
	// that it makes for ECS services say: 3 datapoints within 3 minutes, and 15 within 15 minutes.
	highPeriods = 3
	lowPeriods  = 15
	// lowShare is where the low alarm is, as a share of the target; likewise what the alarms say.
	lowShare = 0.9
)

// autoscaler is Application Auto Scaling for one service.
//
// Where a rule has a number, that is of these pages of docs.aws.amazon.com:
//
//	[1] autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
//	[2] autoscaling/application/userguide/step-scaling-policy-overview.html
//	[3] AmazonECS/latest/developerguide/service-autoscaling-targettracking.html
//	[4] autoscaling/application/APIReference/API_PutScalingPolicy.html
//	[5] sagemaker/latest/dg/async-inference-autoscale.html
type autoscaler struct {
	service Service
	// points are the minutes that CloudWatch has, oldest first.
	points  []Point
	desired int
	// out and in are the last activities of target tracking, wake that of the step from zero.
	out, in, wake activity
}

// activity is a change of the number of tasks.
type activity struct {
	at, added int
	done      bool
}

// within reports whether the activity's cooldown is in effect.
func (a activity) within(cooldown, now int) bool { return a.done && now < a.at+cooldown }

// step looks at a new minute's data and sets the number of tasks. The alarms stay in their state while the data is as
// it is, and act on every minute of it [2].
func (a *autoscaler) step(p Point, now int) {
	a.points = append(a.points, p)
	switch want, out := a.wanted(now); {
	case out && want > a.desired:
		a.scaleOut(want, now)
	case a.wakes(now):
		a.wake, a.in = activity{at: now, added: 1, done: true}, activity{}
		a.desired++
	case out:
	case a.sleeps():
		a.desired = 0
	default:
		a.scaleIn(now)
	}
}

// wanted is the largest number that a policy asks for that is above its target; with several policies, the largest
// capacity wins [4]. While the cooldown of a scale-out lasts, what it added counts as part of what is wanted next, so
// that only a larger scale-out has an effect [1]: the ratio is taken of the number of tasks before it.
// Missing data is no reason to scale [1].
func (a *autoscaler) wanted(now int) (int, bool) {
	current := a.desired
	if a.out.within(a.service.ScaleOutCooldown, now) {
		current -= a.out.added
	}
	want, out := 0, false
	for _, t := range a.service.Tracked {
		if !a.last(highPeriods, func(p Point) bool { return t.Metric(p) > t.Target }) {
			continue
		}
		// Proportionally to the metric, as fast as it can [3]; rounded up, not to add too little [3].
		ratio := t.Metric(a.points[len(a.points)-1]) / t.Target
		want, out = max(want, int(math.Ceil(float64(current)*ratio))), true
	}
	return min(want, a.service.MaxTasks), out
}

func (a *autoscaler) scaleOut(want, now int) {
	added := want - a.desired
	if a.out.within(a.service.ScaleOutCooldown, now) {
		added += a.out.added
	}
	a.out = activity{at: now, added: added, done: true}
	a.in = activity{} // a scale-out ends the cooldown of a scale-in [1]
	a.desired = want
}

// scaleIn takes tasks away when every policy wants that [1], and not before the cooldown of the last time has ended
// [1].
func (a *autoscaler) scaleIn(now int) {
	if a.in.within(a.service.ScaleInCooldown, now) || len(a.service.Tracked) == 0 {
		return
	}
	want := 0
	for _, t := range a.service.Tracked {
		if !a.last(lowPeriods, func(p Point) bool { return t.Metric(p) < lowShare*t.Target }) {
			return
		}
		// Of several capacities the largest [4]. Rounded up, not to remove too many [3]. It can be zero, for a service
		// with a minimum of 0 [5].
		ratio := t.Metric(a.points[len(a.points)-1]) / t.Target
		want = max(want, int(math.Ceil(float64(a.desired)*ratio)))
	}
	if a.service.ScaleIn == Gradual {
		want = max(want, a.desired-1)
	}
	if want = max(want, a.service.MinTasks); want < a.desired {
		a.in = activity{at: now, done: true}
		a.desired = want
	}
}

// wakes reports whether the step from zero to one is due. It adds one task; while its cooldown lasts that task counts
// as what it wants to add [2]. From zero tasks target tracking does nothing here, as any multiple of zero is zero; AWS
// says of it that it starts when the metric is above the target [5], but not how many.
func (a *autoscaler) wakes(now int) bool {
	w := a.service.Wake
	return w != nil && a.desired < a.service.MaxTasks && !a.wake.within(w.Cooldown, now) &&
		a.last(w.Periods, func(p Point) bool { return w.Metric(p) > 0 })
}

// sleeps reports whether the step to exactly zero is due.
func (a *autoscaler) sleeps() bool {
	s := a.service.Sleep
	return s != nil && a.desired > 0 && a.last(s.Periods, func(p Point) bool { return s.Metric(p) <= 0 })
}

// last reports whether the last n minutes all have data that breaches.
func (a *autoscaler) last(n int, breaches func(Point) bool) bool {
	return consecutive(a.points, n, breaches)
}

func consecutive(points []Point, n int, breaches func(Point) bool) bool {
	if len(points) < n {
		return false
	}
	for _, p := range points[len(points)-n:] {
		if p.Missing || !breaches(p) {
			return false
		}
	}
	return true
}
