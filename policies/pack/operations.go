package pack

import (
	"fmt"
	"slices"
)

// IDs of the policies that an environment can be operated.
const (
	// HealthCheck demands a health check that asks the application.
	HealthCheck = "health-check"
	// LogRetention demands that logs are kept for a limited time.
	LogRetention = "log-retention"
)

// longestRetention is the longest that CloudWatch Logs keeps events other than for ever, in days.
const longestRetention = 3653

func healthCheck() policy {
	return policy{
		id:          HealthCheck,
		description: "Target groups of an ALB ask the application whether it is healthy.",
		fix:         "Set `healthCheck.path` to a path of the application that answers only when it can serve, such as `/health`.",
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
			"a page that always answers keeps broken tasks in service; set one such as /health, which fails when the task cannot serve")
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

func logRetention() policy {
	return policy{
		id:          LogRetention,
		description: "Log groups keep their events for a limited time.",
		fix:         "Set `retentionInDays`.",
		settings: []setting{
			{name: "minDays", what: "Shortest retention, days.", fallback: 1, low: 1, high: longestRetention},
			{name: "maxDays", what: "Longest retention, days.", fallback: longestRetention, low: 1, high: longestRetention},
		},
		low: "minDays", high: "maxDays",
		resource: func(r *resource, c check) {
			if r.kind == kindLogGroup {
				checkRetention(r, c)
			}
		},
	}
}

func checkRetention(r *resource, c check) {
	retention := r.get("retentionInDays")
	low, high := c.int("minDays"), c.int("maxDays")
	switch days, state := retention.number(); {
	case state == unknown:
		c.unknown(r, retention)
	case days < low, days > high:
		c.violation(r, retention, fmt.Sprintf("%d to %d", low, high),
			"without a limit logs are kept, and paid for, for ever; set the days that you need")
	}
}
