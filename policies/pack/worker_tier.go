package pack

import (
	"slices"
)

// WorkerTier is the ID of the policy that demands a worker service beside the web service.
const WorkerTier = "worker-tier"

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

// isSeparate says whether the service is certainly a worker and shares no task definition with a web service.
func (r running) isSeparate(all []running, c check) bool {
	behind, state := r.balanced()
	if behind || state == unknown || !r.works() && !c.has("workers", r.service.name) {
		return false
	}
	return !slices.ContainsFunc(all, func(other running) bool {
		behind, _ := other.balanced()
		return behind && slices.ContainsFunc(other.tasks, func(task *resource) bool { return slices.Contains(r.tasks, task) })
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
