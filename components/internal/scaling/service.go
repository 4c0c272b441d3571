package scaling

import "slices"

// Defaults of the pauses, in seconds.
const (
	DefaultScaleOutCooldown = 180
	DefaultScaleInCooldown  = 300
	DefaultQuietTime        = 900
)

// Queue is one queue of a service of workers.
type Queue struct {
	// Name says which.
	Name string
	// AcceptableLatency is how long, in seconds, a message may wait before a worker takes it. SecondsPerTask is how long
	// a worker needs for it on average.
	AcceptableLatency, SecondsPerTask float64
}

// Service is a service of workers that all take messages from the same queues.
type Service struct {
	// Queues are what its workers take messages from. The first one is the measure: the backlog is counted in its
	// messages.
	Queues []Queue
	// Concurrency is the number of messages that one task works on at the same time: its processes or threads.
	Concurrency int
	// MinTasks and MaxTasks bound the number of tasks. A minimum of 0 is allowed.
	MinTasks, MaxTasks int
	// LongestTask is how long, in seconds, a message may take; 0 is no limit.
	LongestTask int
	// ScaleOutCooldown and ScaleInCooldown are the seconds between two steps in the same direction.
	ScaleOutCooldown, ScaleInCooldown int
	// QuietTime is for how long, in seconds, there must be nothing to do before a service whose minimum is 0 has no task.
	QuietTime int
}

// Weights are what a message of each queue counts, in messages of the first: a message that takes ten times as long is
// ten messages of backlog.
func (s Service) Weights() []float64 {
	weights := make([]float64, len(s.Queues))
	for i, q := range s.Queues {
		weights[i] = q.SecondsPerTask / s.Queues[0].SecondsPerTask
	}
	return weights
}

// Target is the backlog per task, in messages of the first queue, that target tracking holds: as many as the processes
// of a task work off in the time that a message may wait. AWS calls it the acceptable backlog per instance: the
// acceptable latency over the average time that a message takes; here times Concurrency, as a task has several
// processes. Of several queues the most impatient one decides, because the workers do not know which queue a waiting
// message is in.
//
// Sources: docs.aws.amazon.com/autoscaling/ec2/userguide/as-using-sqs-queue.html (acceptable backlog per instance) and
// docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
// (backlog per task of an ECS service by metric math).
func (s Service) Target() float64 {
	return s.minLatency() * float64(s.Concurrency) / s.Queues[0].SecondsPerTask
}

// busy is the share of the time, in percent, that processes may work before there should be more of them.
const busy = 80

// BusyTarget is how busy the processes of all tasks may be, in percent, 100 × messages in work / (tasks × concurrency);
// target tracking of it is a second policy beside the backlog. 0 says that there is none.
//
// A backlog has already waited. It is 0 as long as the tasks suffice, however hard they work. So the backlog alone
// scales in until the tasks no longer suffice, then scales out, and repeats. That is the cheapest, and good enough for
// a queue whose messages may wait for a ReactionTime. Other queues must keep the tasks that they need. Of several
// policies the one that wants more tasks wins, and tasks go only when all agree:
// docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html.
func (s Service) BusyTarget() float64 {
	if s.minLatency() >= ReactionTime {
		return 0
	}
	return busy
}

// Capacity is the number of messages of the first queue that so many tasks work off in a second.
func (s Service) Capacity(tasks int) float64 {
	return float64(tasks*s.Concurrency) / s.Queues[0].SecondsPerTask
}

// Scales reports whether the number of tasks changes at all.
func (s Service) Scales() bool { return s.MaxTasks > s.MinTasks }

// minLatency is the smallest of the acceptable latencies.
func (s Service) minLatency() float64 {
	return slices.MinFunc(s.Queues, func(a, b Queue) int {
		if a.AcceptableLatency < b.AcceptableLatency {
			return -1
		}
		return 1
	}).AcceptableLatency
}
