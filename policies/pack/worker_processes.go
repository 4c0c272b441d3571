package pack

import (
	"fmt"
	"strings"
)

// WorkerProcesses is the ID of the policy that demands a minimum number of worker processes.
const WorkerProcesses = "worker-processes"

func workerProcesses() policy {
	return policy{
		id:          WorkerProcesses,
		description: "The workers of the stack always have a minimum number of processes.",
		fix: "Raise `minCapacity` of the scaling targets of workers (`desiredCount` without one) and of their schedules, " +
			"or the workers' `--concurrency`.",
		settings: []setting{{
			name: "minProcesses", what: "Minimum number of processes (or threads) of all workers together.",
			fallback: 1, min: 0, max: 100_000,
		}},
		stack: func(s stack, c check) {
			total := capacity{}
			for _, r := range s.running() {
				behind, _ := r.balanced()
				switch {
				case r.works():
					total.add(s, r)
				case !behind:
					total.hidden = append(total.hidden, r.hidden...)
				}
			}
			if len(total.services) > 0 {
				total.check(c)
			}
		},
	}
}

// capacity is the processes of all workers at their minimum number of tasks.
type capacity struct {
	services  []*resource
	processes int
	// terms explains the number, by service.
	terms []string
	// hidden is the values that may hide more processes.
	hidden []hidden
}

func (total *capacity) add(s stack, r running) {
	total.services = append(total.services, r.service)
	total.hidden = append(total.hidden, r.hidden...)
	tasks, unread := s.minTasks(r.service)
	total.hidden = append(total.hidden, unread...)
	concurrency := 0
	if len(r.workers()) == 0 && len(r.hidden) == 0 {
		concurrency = 1 // of a command that is not known
	}
	for _, p := range r.workers() {
		n, doubt := p.concurrency()
		if doubt.path != "" {
			total.hidden = append(total.hidden, hidden{on: p.task, v: doubt})
		}
		concurrency += n
	}
	total.processes += tasks * concurrency
	total.terms = append(total.terms, fmt.Sprintf("%s: %d × %d", r.service.name, tasks, concurrency))
}

func (total *capacity) check(c check) {
	minimum := c.int("minProcesses")
	switch {
	case total.processes >= minimum:
	case len(total.hidden) > 0:
		running{hidden: total.hidden}.reportHidden(c)
	default:
		c.report(total.services[0], "all workers together have %d processes at the minimum (tasks × processes of %s); "+
			"want at least %d: a burst waits until new tasks have started, for minutes; raise minCapacity or concurrency",
			total.processes, strings.Join(total.terms, ", "), minimum)
	}
}
