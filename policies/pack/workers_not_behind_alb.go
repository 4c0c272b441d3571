package pack

// WorkersNotBehindALB is the ID of the policy that forbids workers in services behind a load balancer.
const WorkersNotBehindALB = "workers-not-behind-alb"

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
	const why = "a worker serves no requests and scales on its queues; run it in a service without a load balancer"
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
