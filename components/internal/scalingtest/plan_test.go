// Package scalingtest proves what components derive for the scaling of workers by a simulation of Application Auto
// Scaling, for the queues of each tier, and writes docs/scaling.md from it:
// go test ./components/internal/scalingtest -update.
package scalingtest

import (
	"fmt"
	"math"

	"github.com/tenfold-iac/tenfold/components/internal/scaling"
	"github.com/tenfold-iac/tenfold/stacks/tier"
	sim "github.com/tenfold-iac/tenfold/test/scaling"
)

// plan is a queue of a tier and what is expected to come.
type plan struct {
	tier    string
	service scaling.Service
	// peak is the projected peak, in messages per second.
	peak float64
	// burst is how many messages somebody sends at once.
	burst int
}

// Of the requests at the peak (500 and 5,000 per second) each 50th leaves a task behind on celery, and each 25,000th
// one on bulk. As a user makes a request every 20 seconds, that is a task in 17 minutes of use, and a report in 140
// hours.
var plans = []plan{
	{"10k", service("10k", "celery"), 10, 1000},
	{"10k", service("10k", "bulk"), 0.02, 20},
	{"100k", service("100k", "celery"), 100, 10000},
	{"100k", service("100k", "bulk"), 0.2, 200},
}

// service is a worker of a tier with the component's own cooldowns and quiet time.
func service(name, worker string) scaling.Service {
	sizes, err := tier.Get(name)
	if err != nil {
		panic(err)
	}
	w := sizes.Workers[worker]
	made := scaling.Service{
		Concurrency: w.Concurrency, MinTasks: w.MinTasks, MaxTasks: w.MaxTasks,
		ScaleOutCooldown: 180, ScaleInCooldown: 300, QuietTime: 900,
	}
	for _, queue := range w.Queues {
		made.Queues = append(made.Queues, scaling.Queue(queue))
	}
	return made
}

func (p plan) name() string { return p.tier + " " + p.service.Queues[0].Name }

// needed is the number of tasks that work off so many messages per second.
func (p plan) needed(perSecond float64) int {
	return int(math.Ceil(perSecond/p.service.Capacity(1) - 1e-9))
}

// simulated is what the component makes of the service.
func simulated(s scaling.Service, in sim.ScaleIn) sim.Service {
	made := sim.Service{
		Concurrency: s.Concurrency, SecondsPerTask: s.Queues[0].SecondsPerTask,
		MinTasks: s.MinTasks, MaxTasks: s.MaxTasks,
		ScaleOutCooldown: s.ScaleOutCooldown, ScaleInCooldown: s.ScaleInCooldown, ScaleIn: in,
		Alarms: alarms(s),
	}
	idle := 0.0
	if s.MinTasks == 0 {
		idle = scaling.IdleBacklog
		made.Wake = &sim.Step{Metric: sim.Unattended, Periods: s.WakeAlarm().Periods, Cooldown: scaling.WakeCooldown}
		made.Sleep = &sim.Step{Metric: sim.Anything, Periods: s.SleepPeriods()}
	}
	made.Tracked = []sim.Tracking{{Metric: sim.BacklogPerTask(idle), Target: s.Target()}}
	if target := s.BusyTarget(); target > 0 {
		made.Tracked = append(made.Tracked, sim.Tracking{Metric: sim.Busy(s.Concurrency, 100), Target: target})
	}
	return made
}

func alarms(s scaling.Service) []sim.Alarm {
	backlog, age, unattended := s.BacklogAlarm(), s.AgeAlarm(s.Queues[0], 0), s.UnattendedAlarm()
	return []sim.Alarm{
		{Name: "backlog", Metric: sim.BacklogPerTask(0), Threshold: backlog.Threshold, Periods: backlog.Periods},
		{Name: "age", Metric: sim.OldestAge, Threshold: age.Threshold, Periods: age.Periods},
		{Name: "unattended", Metric: sim.Unattended, Threshold: unattended.Threshold, Periods: unattended.Periods},
	}
}

// scaleIns are both things that target tracking may do where AWS does not say it; what is asserted holds for either.
var scaleIns = []sim.ScaleIn{sim.Proportional, sim.Gradual}

// Times of the traces, in seconds.
const (
	hour      = 3600
	burstAt   = hour / 2
	burstEnds = burstAt + 60
)

// traces are what comes, at the projected peak times factor.
func (p plan) traces(factor float64) map[string][]int {
	return map[string][]int{
		"day":   sim.RecordedDay(p.peak * factor),
		"burst": sim.Burst(p.peak*factor/2, p.messages(factor), burstAt, 2*hour),
	}
}

func (p plan) messages(factor float64) int { return int(float64(p.burst) * factor) }

// outcome is the worse of both ScaleIns.
type outcome struct {
	worst, drained, most, turns, dayTurns int
	longer, hours                         float64
	fired                                 map[string]bool
}

// known are outcomes that several tests look at; none of them runs beside another.
var known = map[string]outcome{}

// at is what comes of a trace at the projected peak times factor.
func (p plan) at(factor float64, trace string) outcome {
	key := fmt.Sprintf("%s %g %s", p.name(), factor, trace)
	if o, ok := known[key]; ok {
		return o
	}
	o := outcome{fired: map[string]bool{}}
	for _, in := range scaleIns {
		o.add(sim.Run(simulated(p.service, in), p.traces(factor)[trace]), p.service, trace)
	}
	known[key] = o
	return o
}

func (o *outcome) add(r sim.Result, s scaling.Service, trace string) {
	o.worst = max(o.worst, r.WorstWait())
	o.most = max(o.most, r.MostTasks())
	o.turns = max(o.turns, r.TurnsPerHour())
	o.dayTurns = max(o.dayTurns, len(r.Turns()))
	o.longer = max(o.longer, r.Longer(s.Queues[0].AcceptableLatency))
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
	most := 0
	for from := 0; from+60 <= len(arrivals); from += 60 {
		sum := 0
		for _, n := range arrivals[from : from+60] {
			sum += n
		}
		most = max(most, sum)
	}
	return float64(most) / 60
}
