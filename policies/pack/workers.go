package pack

import "slices"

// IDs of the policies that work is done apart from the web tier.
const (
	// WorkerTier demands a worker service beside the web service.
	WorkerTier = "worker-tier"
	// WorkersNotBehindALB forbids workers in services that a load balancer sends requests to.
	WorkersNotBehindALB = "workers-not-behind-alb"
)

// Components whose services are workers, and beat, whatever their containers run.
const (
	workerType = "tenfold:ecs:Worker"
	beatType   = "tenfold:ecs:Beat"
)

// running is a service, and what its containers run.
type running struct {
	service   *resource
	tasks     []*resource
	processes []process
	// hidden is what keeps other processes from being known.
	hidden []hidden
}

// hidden is a value that a policy needs and cannot read. why says the reason of one that is known.
type hidden struct {
	on  *resource
	v   value
	why string
}

// running is all services of the stack. It reports nothing: each policy does when it misses something.
func (s stack) running() []running {
	var all []running
	for _, service := range s.of(kindService) {
		r := running{service: service}
		definition := service.get("taskDefinition")
		runs := s.linked(service, definition, kindTaskDefinition)
		if len(runs.found) == 0 && runs.missing > 0 {
			r.hidden = append(r.hidden, hidden{on: service, v: definition})
		}
		r.tasks = runs.found
		for _, task := range r.tasks {
			r.read(task)
		}
		all = append(all, r)
	}
	return all
}

func (r *running) read(task *resource) {
	containers := task.get("containerDefinitions").decoded()
	list, state := containers.list()
	if state != known {
		r.hidden = append(r.hidden, hidden{on: task, v: containers})
	}
	for _, container := range list {
		processes, doubts := processesOf(task, container)
		r.processes, r.hidden = append(r.processes, processes...), append(r.hidden, doubts...)
	}
}

func (r running) reportHidden(c check) {
	for _, h := range r.hidden {
		if h.why != "" {
			c.report(h.on, "%s %s", h.v.path, h.why)
			continue
		}
		c.unknown(h.on, h.v)
	}
}

func (r running) works() bool { return r.service.below(workerType) || len(r.workers()) > 0 }

func (r running) beats() bool {
	return r.service.below(beatType) || slices.ContainsFunc(r.processes, func(p process) bool { return p.beat })
}

// workers is the processes that work on queues.
func (r running) workers() []process {
	var all []process
	for _, p := range r.processes {
		if !p.beat {
			all = append(all, p)
		}
	}
	return all
}

// balanced says whether a load balancer sends requests to the service.
func (r running) balanced() (bool, state) {
	list, state := r.service.get("loadBalancers").list()
	return len(list) > 0, state
}

// workers is the services that work on queues. One that has no load balancer and may work on queues, for all that is
// known, is reported.
func (s stack) workers(c check) []running {
	var all []running
	for _, r := range s.running() {
		if behind, _ := r.balanced(); !behind || r.works() {
			r.reportHidden(c)
		}
		if r.works() {
			all = append(all, r)
		}
	}
	return all
}

func workerTier() policy {
	return policy{
		id:          WorkerTier,
		description: "Beside the web service there is a worker service of its own.",
		fix: "Run `celery worker` (or RQ's) in a service without load balancer, with a task definition of " +
			"its own; name a service in `workers` whose command does not show that it is one.",
		settings: []setting{{
			name: "workers", what: "Names of services that are workers by other means.", fallback: []string{},
		}},
		stack: func(s stack, c check) {
			all := s.running()
			if slices.ContainsFunc(all, func(r running) bool { return r.isSeparate(all, c) }) {
				return
			}
			web := s.webServices(c)
			web = slices.DeleteFunc(web, func(r *resource) bool { return !s.servesHTTP(r) })
			if len(web) > 0 {
				reportNoWorker(all, web[0], c)
			}
		},
	}
}

// isSeparate says whether the service certainly works, and shares no task definition with one that serves requests.
func (r running) isSeparate(all []running, c check) bool {
	behind, state := r.balanced()
	if behind || state == unknown || !r.works() && !c.has("workers", r.service.name) {
		return false
	}
	return !slices.ContainsFunc(all, func(other running) bool {
		behind, _ := other.balanced()
		return behind && slices.ContainsFunc(other.tasks, func(task *resource) bool { return contains(r.tasks, task) })
	})
}

func reportNoWorker(all []running, web *resource, c check) {
	sure := true
	for _, r := range all {
		if behind, _ := r.balanced(); !behind && len(r.hidden) > 0 {
			r.reportHidden(c)
			sure = false
		}
	}
	if sure {
		c.report(web, "no service without a load balancer runs workers; want one beside this: a request that does all of "+
			"its work itself is slow, and is lost with its task; run Celery or RQ in a service of its own")
	}
}

// servesHTTP says whether the service is behind an ALB. A target group that the stack does not have is taken for one's.
func (s stack) servesHTTP(service *resource) bool {
	balancers, _ := service.get("loadBalancers").list()
	return slices.ContainsFunc(balancers, func(balancer value) bool {
		targets := s.linked(service, balancer.get("targetGroupArn"), kindTargetGroup).found
		return len(targets) == 0 || slices.ContainsFunc(targets, func(group *resource) bool {
			protocol, state := group.get("protocol").text()
			return state != known || protocol == "HTTP" || protocol == "HTTPS"
		})
	})
}

func workersNotBehindALB() policy {
	return policy{
		id:          WorkersNotBehindALB,
		description: "Workers and beat run in services without a load balancer.",
		fix:         "Remove `loadBalancers` from the service; move a worker out of the web service into one of its own.",
		stack: func(s stack, c check) {
			for _, r := range s.running() {
				checkBalanced(r, c)
			}
		},
	}
}

func checkBalanced(r running, c check) {
	const why = "a worker answers no requests, and scales on its queues; give it a service without load balancer"
	balancers := r.service.get("loadBalancers")
	behind, state := r.balanced()
	owned := r.service.below(workerType) || r.service.below(beatType)
	switch {
	case state == unknown && (r.works() || r.beats()):
		c.unknown(r.service, balancers)
	case !behind:
	case owned:
		c.violation(r.service, balancers, "none", why)
	default:
		r.reportHidden(c)
		for _, p := range r.processes {
			c.report(p.task, "%s runs %s, and %s has a load balancer: %s", p.container.path, p.name(), r.service.name, why)
		}
	}
}
