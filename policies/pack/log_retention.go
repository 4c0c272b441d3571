package pack

import (
	"fmt"
)

// LogRetention is the ID of the policy that demands a limited log retention.
const LogRetention = "log-retention"

// maxRetention is the longest limited retention of CloudWatch Logs, in days.
const maxRetention = 3653

func logRetention() policy {
	return policy{
		id:          LogRetention,
		description: "Log groups keep their events for a limited time.",
		fix:         "Set `retentionInDays`.",
		settings: []setting{
			{name: "minDays", what: "Minimum retention, days.", fallback: 1, min: 1, max: maxRetention},
			{name: "maxDays", what: "Maximum retention, days.", fallback: maxRetention, min: 1, max: maxRetention},
		},
		minSetting: "minDays", maxSetting: "maxDays",
		resource: func(r *resource, c check) {
			if r.kind == kindLogGroup {
				checkRetention(r, c)
			}
		},
	}
}

func checkRetention(r *resource, c check) {
	retention := r.get("retentionInDays")
	minimum, maximum := c.int("minDays"), c.int("maxDays")
	switch days, state := retention.number(); {
	case state == unknown:
		c.unknown(r, retention)
	case days < minimum, days > maximum:
		c.violation(r, retention, fmt.Sprintf("%d to %d", minimum, maximum),
			"without a limit CloudWatch keeps logs, and bills them, indefinitely; set the days that you need")
	}
}
