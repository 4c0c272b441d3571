package pack

import (
	"slices"
)

// HealthCheck is the ID of the policy that demands a health check that asks the application.
const HealthCheck = "health-check"

func healthCheck() policy {
	return policy{
		id:          HealthCheck,
		description: "Target groups of an ALB ask the application whether it is healthy.",
		fix:         "Set `healthCheck.path` to a path of the application such as `/healthz`, which looks at this process only: no database, cache or broker.",
		resource: func(r *resource, c check) {
			if r.kind == kindTargetGroup && speaksHTTP(r, c) {
				checkHealthPath(r, c)
				checkHealthProtocol(r, c)
			}
		},
	}
}

// speaksHTTP says whether the target group belongs to an ALB rather than an NLB or a function.
func speaksHTTP(r *resource, c check) bool {
	protocol, state := r.get("protocol").text()
	if state == unknown {
		c.unknown(r, r.get("protocol"))
	}
	return protocol == "HTTP" || protocol == "HTTPS"
}

func checkHealthPath(r *resource, c check) {
	path := r.get("healthCheck", "path")
	switch text, state := path.text(); {
	case state == unknown:
		c.unknown(r, path)
	case state == absent, text == "/":
		c.violation(r, path, "a path of the application other than /",
			"/ is a page that may need the database, and ECS ends every task that fails; set a path such as /healthz, which "+
				"looks at this process only: no database, cache or broker")
	}
}

func checkHealthProtocol(r *resource, c check) {
	protocol := r.get("healthCheck", "protocol")
	allowed := []string{"", "HTTP", "HTTPS"} // not set is HTTP
	switch text, state := protocol.text(); {
	case state == unknown:
		c.unknown(r, protocol)
	case !slices.Contains(allowed, text):
		c.violation(r, protocol, `"HTTP" or "HTTPS"`,
			"an open port does not show that the application works; check over HTTP")
	}
}
