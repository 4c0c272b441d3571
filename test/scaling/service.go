package scaling

// Service is what is simulated.
type Service struct {
	// Concurrency is the number of messages that a task works on at the same time, SecondsPerTask how long each takes.
	Concurrency    int
	SecondsPerTask float64
	// MinTasks and MaxTasks bound the number of tasks.
	MinTasks, MaxTasks int
	// ScaleOutCooldown and ScaleInCooldown are in seconds.
	ScaleOutCooldown, ScaleInCooldown int
	// Tracked are the policies of target tracking.
	Tracked []Tracking
	// Wake and Sleep are the step policies between zero and one task; nil where there are none.
	Wake, Sleep *Step
	// Alarms only tell people.
	Alarms []Alarm
	// ScaleIn is what target tracking is taken to do where AWS does not say it.
	ScaleIn ScaleIn
	// Stuck is the second from which no worker takes a message any more, though tasks run; 0 is never.
	Stuck int
}

// Tracking is a policy of target tracking: it wants the metric to be at the target.
type Tracking struct {
	Metric Metric
	Target float64
}

// Step is a step policy: it acts on each minute in which its metric has breached for Periods minutes in a row.
type Step struct {
	Metric  Metric
	Periods int
	// Cooldown is in seconds.
	Cooldown int
}

// Alarm fires when the metric was above Threshold for Periods minutes in a row.
type Alarm struct {
	Name      string
	Metric    Metric
	Threshold float64
	Periods   int
}

// ScaleIn is how many tasks target tracking takes away at once. AWS says only that it removes them more gradually than
// it adds them, and that it rounds such that it does not remove too many.
type ScaleIn int

const (
	// Proportional takes as many away as the metric says, at once: the worst for messages that come after it.
	Proportional ScaleIn = iota
	// Gradual takes one task away at a time: the worst for the bill.
	Gradual
)

// Point is what CloudWatch has of one minute.
type Point struct {
	// Waiting is the number of messages that wait, InWork that of messages that workers have: both averages of the
	// minute's two samples.
	Waiting, InWork float64
	// Age is the age of the oldest waiting message, in seconds, at the end of the minute.
	Age float64
	// Tasks is the number of running tasks.
	Tasks float64
	// Missing is set when there is no data.
	Missing bool
}

// Metric makes a number of a minute's data, as an expression of CloudWatch's metric math does.
type Metric func(Point) float64

// BacklogPerTask is IF(tasks > 0, waiting / tasks, waiting), which is idle at the least while a task runs.
func BacklogPerTask(idle float64) Metric {
	return func(p Point) float64 {
		if p.Tasks > 0 {
			return max(p.Waiting, idle) / p.Tasks
		}
		return p.Waiting
	}
}

// QueueLength is the number of waiting messages, whatever the number of tasks.
func QueueLength(p Point) float64 { return p.Waiting }

// OldestAge is how long the oldest message waits.
func OldestAge(p Point) float64 { return p.Age }

// Busy is how much of the time the processes work, in percent: what the CPU says, of tasks that compute for that share
// of their time, in percent. It cannot say more than all of it, however long the queue is.
func Busy(concurrency int, computing float64) Metric {
	return func(p Point) float64 {
		if p.Tasks == 0 {
			return 0
		}
		return computing * p.InWork / (p.Tasks * float64(concurrency))
	}
}

// Unattended is the number of waiting messages while no worker has any.
func Unattended(p Point) float64 {
	if p.InWork > 0 {
		return 0
	}
	return p.Waiting
}

// Anything is the number of messages that wait or are in work.
func Anything(p Point) float64 { return p.Waiting + p.InWork }
