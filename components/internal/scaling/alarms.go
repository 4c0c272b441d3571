package scaling

import "math"

const period = 60 // seconds of one datapoint of CloudWatch

// What passes between the moment at which more messages come than are worked off, and the moment at which new tasks
// work. Nothing that a service scales on is faster.
const (
	// alignment is until the first whole minute begins.
	alignment = period
	// datapoints are how many minutes in a row the alarm of target tracking wants to see above its target. AWS does not
	// document the number for ECS; it is what the alarms that it makes say.
	datapoints = 3 * period
	// publication is until a minute's datapoint is there: Container Insights and the publisher of the queue's depth write
	// once or twice a minute.
	publication = period
	// startUp is the slow one of the tasks that Fargate starts: image, container, Python and Celery.
	startUp = 90
)

// ReactionTime is how long, in seconds, a service needs for its first new task to work once more messages come than it
// works off. An acceptable latency below it is no promise for bursts: it is one while the tasks that are there suffice.
const ReactionTime = alignment + datapoints + publication + startUp

// WakeReactionTime is the same for the first task of a service that has none: its alarm wants one datapoint.
const WakeReactionTime = ReactionTime - datapoints + period

// MinScaleOutCooldown is below what new tasks of the last scale-out are not yet in the metrics, so that a further one
// is decided on the old number of them and starts too many.
const MinScaleOutCooldown = startUp + publication

// WakeCooldown is how long, in seconds, the step from zero to one waits before it would add another: until the first
// task runs and the metrics tell of it. The alarm stays until then, and each minute of it would start one more.
const WakeCooldown = startUp + publication + 2*period

// IdleBacklog is the minimum, in messages, of the expression for target tracking if the minimum of tasks is 0 and a
// task runs. Target tracking scales in to zero when its metric is exactly zero. It must not, because it looks neither
// at messages in work nor at QuietTime. It rounds up, so a tiny backlog leaves one task.
const IdleBacklog = 0.01

// Alarm fires when the metric is above Threshold for Periods datapoints of a minute in a row. Missing data is no alarm:
// it must be treated as "missing".
type Alarm struct {
	Threshold float64
	Periods   int
}

// backlogFactor is by how much the backlog must exceed the target for an alarm: the target itself is where target
// tracking wants the backlog to be.
const backlogFactor = 2

// BacklogAlarm is on the backlog per task: more work waits than can be done in twice the acceptable latency, for so
// long that new tasks must have come (ReactionTime) and have worked off in as long again what came until then. Either
// the maximum of tasks is too small, or no worker takes messages.
func (s Service) BacklogAlarm() Alarm {
	return Alarm{Threshold: backlogFactor * s.Target(), Periods: minutes(2 * ReactionTime)}
}

// AgeAlarm is on the age, in seconds, of the oldest message of a queue, where the broker publishes it. A message that
// waits for a whole ReactionTime still may be the first one of a burst; the acceptable latency comes on top.
// longestTask, in seconds, is added where the age goes on while a worker has the message, as it does with SQS; it is 0
// where the message leaves the queue when it is taken, as with Redis.
func (s Service) AgeAlarm(q Queue, longestTask int) Alarm {
	return Alarm{Threshold: q.AcceptableLatency + ReactionTime + float64(longestTask), Periods: 3}
}

// UnattendedAlarm is on the messages that wait while none is in work (0 while one is): no worker takes them, because
// there is no task or because the running ones hang. Only this alarm notices it on a queue with few messages, which
// take hours to become a backlog. The first task of a service that scaled to zero must have had time to start.
func (s Service) UnattendedAlarm() Alarm {
	return Alarm{Threshold: 0, Periods: minutes(math.Max(s.minLatency(), ReactionTime))}
}

// WakeAlarm starts the first task: messages wait while none is in work. The number of tasks is no part of it, because
// Container Insights does not measure a service that has none. The step adds one task and never sets a number: where
// tasks run and are stuck, it takes none away.
func (s Service) WakeAlarm() Alarm { return Alarm{Threshold: 0, Periods: 1} }

// SleepPeriods is for how many minutes in a row nothing must wait and nothing be in work before the step to exactly 0.
func (s Service) SleepPeriods() int { return s.QuietTime / period }

func minutes(seconds float64) int { return int(math.Ceil(seconds / period)) }
