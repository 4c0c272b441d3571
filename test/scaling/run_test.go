package scaling

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func fixed(tasks, concurrency int, seconds float64) Service {
	return Service{MinTasks: tasks, MaxTasks: tasks, Concurrency: concurrency, SecondsPerTask: seconds}
}

func TestMessagesAreTakenOldestFirstByFreeProcesses(t *testing.T) {
	r := Run(fixed(1, 2, 10), []int{3, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	require.Equal(t, map[int]int{0: 2, 10: 1, 5: 1, 15: 1}, r.Waits)
	require.Equal(t, []int{1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0}, r.Waiting)
	require.Equal(t, 15, r.WorstWait())
	require.InDelta(t, 40, r.Longer(5), 0, "two of five")
	after, ok := r.Drained(5)
	require.True(t, ok)
	require.Equal(t, 15, after)
}

func TestCapacityIsExact(t *testing.T) {
	require.Equal(t, 0, Run(fixed(3, 2, 0.5), Constant(12, 600)).WorstWait())
	over := Run(fixed(3, 2, 0.5), Constant(13, 600))
	require.Equal(t, 600, over.Waiting[599], "one a second is too much")
}

func TestNewTasksTakeTheirTime(t *testing.T) {
	p := &pool{service: fixed(0, 1, 1)}
	p.resize(5, 100)
	var ready []int
	for now := 100; now < 200; now++ {
		running, _ := p.count(now)
		for len(ready) < running {
			ready = append(ready, now-100)
		}
	}
	require.Equal(t, []int{60, 60, 70, 80, 90}, ready)
}

func TestATaskThatStopsFinishesItsMessageAndTakesNoMore(t *testing.T) {
	q := newQueue([]int{4})
	q.arrive(0)
	p := &pool{service: fixed(0, 1, 10)}
	p.resize(2, -100)
	p.work(q, 0, func(int) {})
	p.resize(1, 1)
	running, inWork := p.count(1)
	require.Equal(t, 1, running)
	require.InDelta(t, 2, inWork, 0)
	_, inWork = p.count(9)
	require.InDelta(t, 2, inWork, 0, "until it is done")
	p.work(q, 10, func(int) {})
	require.Equal(t, 1, q.waiting, "only one takes the next")
	running, inWork = p.count(11)
	require.Equal(t, 1, running)
	require.InDelta(t, 1, inWork, 0)
	require.Len(t, p.tasks, 1)
}

// Half a second of work in each second is half a message in work.
func TestMessagesInWorkAreCountedByTheTimeThatTheyTake(t *testing.T) {
	q := newQueue([]int{3})
	q.arrive(0)
	p := &pool{service: fixed(0, 2, 0.5)}
	p.resize(2, -100)
	p.work(q, 0, func(int) {})
	_, inWork := p.count(0)
	require.InDelta(t, 1.5, inWork, 0)
}

// 20 messages per second are 5 more than one task works off: in the minute from 0 the samples at 15 and 45 seconds see
// 80 and 230. It ends at 59, and is published at 119.
func TestAMinuteIsSeenAMinuteLater(t *testing.T) {
	s := fixed(1, 15, 1)
	var seen []Point
	s.Alarms = []Alarm{{"first", func(p Point) float64 { seen = append(seen, p); return p.Waiting }, 100, 1}}
	r := Run(s, Constant(20, 240))
	require.Equal(t, Point{Waiting: 155, InWork: 15, Age: 14, Tasks: 1}, seen[0])
	require.Equal(t, []int{119}, r.Fired["first"])
}

func TestAnAlarmWantsItsPeriodsInARowAndFiresOnce(t *testing.T) {
	s := fixed(1, 15, 1)
	s.Alarms = []Alarm{{"third", QueueLength, 0, 3}}
	require.Equal(t, []int{239}, Run(s, Constant(20, 600)).Fired["third"])
}

func TestStuckWorkersTakeNothing(t *testing.T) {
	s := fixed(1, 15, 1)
	s.Stuck = 60
	r := Run(s, Constant(1, 120))
	require.Equal(t, 0, r.Waiting[59])
	require.Equal(t, 60, r.Waiting[119])
	require.Equal(t, 59, r.WorstWait(), "it waits still")
}

func TestTurnsAreChangesOfDirection(t *testing.T) {
	r := Result{Desired: []int{2, 3, 3, 4, 2, 2, 1, 5, 5, 4}}
	require.Equal(t, []int{4, 7, 9}, r.Turns())
	require.Equal(t, 3, r.TurnsPerHour())
	require.Equal(t, 5, r.MaxTasks())
	require.InDelta(t, 31.0/3600, r.TaskHours(), 1e-12)
	spread := Result{Desired: make([]int, 3*3600)}
	for i := range spread.Desired {
		spread.Desired[i] = i / 1900 % 2
	}
	require.Equal(t, []int{3800, 5700, 7600, 9500}, spread.Turns())
	require.Equal(t, 2, spread.TurnsPerHour())
}

func TestMetrics(t *testing.T) {
	p := Point{Waiting: 30, InWork: 3, Age: 7, Tasks: 3}
	none := Point{Waiting: 30, Age: 7}
	require.InDelta(t, 10, BacklogPerTask(0)(p), 0)
	require.InDelta(t, 30, BacklogPerTask(0)(none), 0)
	require.InDelta(t, 0.01, BacklogPerTask(0.02)(Point{Tasks: 2}), 0)
	require.InDelta(t, 0, BacklogPerTask(0.02)(Point{}), 0, "idle counts only while a task runs")
	require.InDelta(t, 30, QueueLength(p), 0)
	require.InDelta(t, 7, OldestAge(p), 0)
	require.InDelta(t, 50, Busy(2, 100)(p), 0)
	require.InDelta(t, 20, Busy(2, 40)(p), 0)
	require.InDelta(t, 0, Busy(2, 100)(none), 0)
	require.InDelta(t, 0, Unattended(p), 0)
	require.InDelta(t, 30, Unattended(none), 0)
	require.InDelta(t, 33, Anything(p), 0)
}
