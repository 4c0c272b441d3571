package scaling

// publication is how many minutes later a minute is seen: Container Insights and a publisher of queue depths write once
// or twice a minute, and alarms are looked at once a minute.
const publication = 1

// samples are the seconds of a minute in which the publisher reads the queue: every 30.
var samples = []int{15, 45}

// Result is what happened, second by second.
type Result struct {
	// Arrivals, Waiting, Running and Desired are the messages that came and wait, and the tasks that run and should
	// run.
	Arrivals, Waiting, Running, Desired []int
	// Age is how long, in seconds, the oldest message waits.
	Age []int
	// Waits counts the messages by the seconds that they waited before a worker took them.
	Waits map[int]int
	// Fired are the seconds at which each alarm began.
	Fired map[string][]int
}

// Run simulates the service from its minimum of tasks, already running, for as long as there are arrivals (per second).
func Run(s Service, arrivals []int) Result {
	r := &run{
		service: s, queue: newQueue(arrivals), pool: &pool{service: s},
		scaler: &autoscaler{service: s, desired: s.MinTasks}, firing: map[string]bool{},
		result: Result{Arrivals: arrivals, Waits: map[int]int{}, Fired: map[string][]int{}},
	}
	r.pool.resize(s.MinTasks, -startUps[len(startUps)-1])
	for now := range arrivals {
		r.second(now)
	}
	return r.result
}

type run struct {
	service Service
	queue   *queue
	pool    *pool
	scaler  *autoscaler
	current Point
	ended   []Point // minutes that have ended and are not published yet
	firing  map[string]bool
	result  Result
}

func (r *run) second(now int) {
	r.queue.arrive(now)
	if r.service.Stuck == 0 || now < r.service.Stuck {
		r.pool.work(r.queue, now, func(wait int) { r.result.Waits[wait]++ })
	}
	running, inWork := r.pool.count(now)
	age := r.queue.age(now)
	for _, s := range samples {
		if now%minute == s {
			r.current.Waiting += float64(r.queue.waiting) / float64(len(samples))
			r.current.InWork += inWork / float64(len(samples))
		}
	}
	if now%minute == minute-1 {
		r.current.Tasks, r.current.Age = float64(running), float64(age)
		r.ended = append(r.ended, r.current)
		r.current = Point{}
		if len(r.ended) > publication {
			r.publish(now)
		}
	}
	r.result.Waiting = append(r.result.Waiting, r.queue.waiting)
	r.result.Running = append(r.result.Running, running)
	r.result.Desired = append(r.result.Desired, r.scaler.desired)
	r.result.Age = append(r.result.Age, age)
}

// publish shows the oldest minute that is due to the autoscaler and the alarms.
func (r *run) publish(now int) {
	p := r.ended[0]
	r.ended = r.ended[1:]
	r.scaler.step(p, now)
	r.pool.resize(r.scaler.desired, now)
	for _, a := range r.service.Alarms {
		fires := consecutive(r.scaler.points, a.Periods, func(p Point) bool { return a.Metric(p) > a.Threshold })
		if fires && !r.firing[a.Name] {
			r.result.Fired[a.Name] = append(r.result.Fired[a.Name], now)
		}
		r.firing[a.Name] = fires
	}
}
