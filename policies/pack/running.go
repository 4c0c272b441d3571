package pack

import (
	"slices"
)

// Components whose services are workers, and beat, whatever their containers run.
const (
	workerType = "tenfold:ecs:Worker"
	beatType   = "tenfold:ecs:Beat"
)

// running is a service and the processes that its containers run.
type running struct {
	service   *resource
	tasks     []*resource
	processes []process
	// hidden is the values that may hide other processes.
	hidden []hidden
}

// hidden is a value that a policy needs and cannot read. why says the reason of one that is known.
type hidden struct {
	on  *resource
	v   value
	why string
}

// running is all services of the stack. It reports no hidden values; each policy reports those that it needs.
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

// workers is the services that work on queues. It reports the hidden values of a service without a load balancer, which
// may be a worker.
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
