package scaling

import "math"

// queue holds messages by the second in which they came, oldest first.
type queue struct {
	arrivals []int // per second
	head     int   // second of the oldest that waits
	left     int   // of those that came in that second
	waiting  int
}

func newQueue(arrivals []int) *queue { return &queue{arrivals: arrivals, head: -1} }

func (q *queue) arrive(now int) { q.waiting += q.arrivals[now] }

// take removes the oldest message and returns how long it waited. There must be one.
func (q *queue) take(now int) int {
	q.seek()
	q.left--
	q.waiting--
	return now - q.head
}

// age is how long the oldest message waits.
func (q *queue) age(now int) int {
	if q.waiting == 0 {
		return 0
	}
	q.seek()
	return now - q.head
}

func (q *queue) seek() {
	for q.left == 0 {
		q.head++
		q.left = q.arrivals[q.head]
	}
}

// task is one task: its processes, each with the time at which it is free.
type task struct {
	ready    int
	free     []float64
	stopping bool
}

// startUps are how long tasks need, in seconds, from the decision until they take messages: 60 to 90 on Fargate, for a
// moderate image. They take turns.
var startUps = []int{60, 70, 80, 90}

// pool is the tasks of the service.
type pool struct {
	service Service
	tasks   []*task
	started int
}

// resize makes the number of tasks that are not stopping be n. The newest stop first; what they work on they finish.
func (p *pool) resize(n, now int) {
	active := 0
	for _, t := range p.tasks {
		if t.stopping {
			continue
		}
		active++
		t.stopping = active > n
	}
	for ; active < n; active++ {
		free := make([]float64, p.service.Concurrency)
		p.tasks = append(p.tasks, &task{ready: now + startUps[p.started%len(startUps)], free: free})
		p.started++
	}
}

// work lets all free processes take messages in the second that begins now, and calls taken with how long each waited.
func (p *pool) work(q *queue, now int, taken func(wait int)) {
	end := float64(now + 1)
	for progress := true; progress && q.waiting > 0; {
		progress = false
		for _, t := range p.tasks {
			if t.stopping || t.ready > now {
				continue
			}
			for i := range t.free {
				if t.free[i] < end && q.waiting > 0 {
					t.free[i] = math.Max(t.free[i], float64(now)) + p.service.SecondsPerTask
					taken(q.take(now))
					progress = true
				}
			}
		}
	}
}

// count tells how many tasks run, and how many messages they have, on average over the second that begins now. A
// process works without a break from its beginning until it is free.
func (p *pool) count(now int) (running int, inWork float64) {
	kept := p.tasks[:0]
	for _, t := range p.tasks {
		busy := 0.0
		for _, free := range t.free {
			busy += min(max(free-float64(now), 0), 1)
		}
		inWork += busy
		if t.stopping && busy == 0 {
			continue
		}
		kept = append(kept, t)
		if !t.stopping && t.ready <= now {
			running++
		}
	}
	p.tasks = kept
	return running, inWork
}
