package pack

// NoStickySessions is the ID of the policy that forbids binding a client to one task.
const NoStickySessions = "no-sticky-sessions"

func noStickySessions() policy {
	return policy{
		id:          NoStickySessions,
		description: "Target groups and listeners do not bind a client to one task.",
		fix:         "Remove `stickiness` (or set `enabled: false`); keep sessions in the cache.",
		resource: func(r *resource, c check) {
			switch r.kind {
			case kindTargetGroup:
				// AWS's provider takes a stickiness block without "enabled" for an enabled one.
				checkStickiness(r, r.get("stickiness"), true, c)
			case kindListener:
				checkForwards(r, r.get("defaultActions"), c)
			case kindListenerRule:
				checkForwards(r, r.get("actions"), c)
			}
		},
	}
}

func checkForwards(r *resource, actions value, c check) {
	list, state := actions.list()
	if state == unknown {
		c.unknown(r, actions)
	}
	for _, action := range list {
		checkStickiness(r, action.get("forward", "stickiness"), false, c)
	}
}

func checkStickiness(r *resource, stickiness value, byDefault bool, c check) {
	if stickiness.state() == absent {
		return
	}
	enabled := stickiness.get("enabled")
	on, state := enabled.flag()
	switch {
	case state == unknown:
		c.unknown(r, enabled)
	case on, state == absent && byDefault:
		c.violation(r, enabled, "false",
			"any task must be able to serve any request; keep sessions in the cache, and remove stickiness")
	}
}
