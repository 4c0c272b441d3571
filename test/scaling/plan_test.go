package scaling_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/tenfold-iac/tenfold/stacks/tier"
	"github.com/tenfold-iac/tenfold/test/scaling"
)

// plan is a queue of a tier and what is expected to come.
type plan struct {
	tier    string
	service service
	// peak is the projected peak, in messages per second.
	peak float64
	// burst is how many messages somebody sends at once.
	burst int
}

// Of the requests at the peak (500 and 5,000 per second) each 50th leaves a task behind on celery, and each 25,000th
// one on bulk. As a user makes a request every 20 seconds, that is a task in 17 minutes of use, and a report in 140
// hours.
var plans = []plan{
	{"10k", sized("10k", "celery"), 10, 1000},
	{"10k", sized("10k", "bulk"), 0.02, 20},
	{"100k", sized("100k", "celery"), 100, 10000},
	{"100k", sized("100k", "bulk"), 0.2, 200},
}

// What docs/scaling.md promises, in seconds.
const (
	// reactionTime is until the first new task works, once more messages come than the tasks work off.
	reactionTime = 390
	// wakeReactionTime is the same for the first task of a service that has none.
	wakeReactionTime = 270
	// minScaleOutCooldown is until the tasks of the last scale-out are in the metrics.
	minScaleOutCooldown = 150
)

// sized is a worker of a tier, with the component's own quiet time.
func sized(name, worker string) service {
	sizes, err := tier.Get(name)
	if err != nil {
		panic(err)
	}
	w := sizes.Workers[worker]
	if len(w.Queues) != 1 {
		panic(worker + " has several queues")
	}
	return service{
		queue: w.Queues[0], cpu: w.CPU, memory: w.Memory, concurrency: w.Concurrency,
		minTasks: w.MinTasks, maxTasks: w.MaxTasks, longestTask: w.LongestTask,
	}
}

func (p plan) name() string { return p.tier + " " + p.service.queue.Name }

// capacity is the number of messages that so many tasks work off in a second.
func (s service) capacity(tasks int) float64 {
	return float64(tasks*s.concurrency) / s.queue.SecondsPerTask
}

// needed is the number of tasks that work off so many messages per second.
func (p plan) needed(perSecond float64) int {
	return int(math.Ceil(perSecond/p.service.capacity(1) - 1e-9))
}

// scaleIns are both things that target tracking may do where AWS does not say it; what is asserted holds for either.
var scaleIns = []scaling.ScaleIn{scaling.Proportional, scaling.Gradual}

// Times of the traces, in seconds.
const (
	hour      = 3600
	burstAt   = hour / 2
	burstEnds = burstAt + 60
)

// traces are what comes, at the projected peak times factor.
func (p plan) traces(factor float64) map[string][]int {
	return map[string][]int{
		"day":   scaling.RecordedDay(p.peak * factor),
		"burst": scaling.Burst(p.peak*factor/2, p.messages(factor), burstAt, 2*hour),
	}
}

func (p plan) messages(factor float64) int { return int(float64(p.burst) * factor) }

// outcome is the worse of both ScaleIns.
type outcome struct {
	worst, drained, maxTasks, turns, dayTurns int
	longer, hours                             float64
	fired                                     map[string]bool
}

// known are outcomes that several tests look at; none of them runs beside another.
var known = map[string]outcome{}

// at is what comes of a trace at the projected peak times factor.
func (p plan) at(t *testing.T, factor float64, trace string) outcome {
	t.Helper()
	key := fmt.Sprintf("%s %g %s", p.name(), factor, trace)
	if o, ok := known[key]; ok {
		return o
	}
	o := outcome{fired: map[string]bool{}}
	for _, in := range scaleIns {
		o.add(scaling.Run(simulated(t, p.service, in), p.traces(factor)[trace]), p.service, trace)
	}
	known[key] = o
	return o
}

func (o *outcome) add(r scaling.Result, s service, trace string) {
	o.worst = max(o.worst, r.WorstWait())
	o.maxTasks = max(o.maxTasks, r.MaxTasks())
	o.turns = max(o.turns, r.TurnsPerHour())
	o.dayTurns = max(o.dayTurns, len(r.Turns()))
	o.longer = max(o.longer, r.Longer(s.queue.AcceptableLatency))
	o.hours = max(o.hours, r.TaskHours())
	for name, at := range r.Fired {
		o.fired[name] = len(at) > 0
	}
	if trace == "burst" {
		drained, ok := r.Drained(burstEnds)
		if !ok {
			drained = len(r.Arrivals)
		}
		o.drained = max(o.drained, drained)
	}
}

// busiestMinute is the largest number of messages per second of any minute.
func busiestMinute(arrivals []int) float64 {
	peak := 0
	for from := 0; from+60 <= len(arrivals); from += 60 {
		sum := 0
		for _, n := range arrivals[from : from+60] {
			sum += n
		}
		peak = max(peak, sum)
	}
	return float64(peak) / 60
}
