package pack

import (
	"fmt"
)

// WebReplicas is the ID of the policy that web services survive the loss of a task or a zone.
const WebReplicas = "web-replicas"

func webReplicas() policy {
	return policy{
		id:          WebReplicas,
		description: "Web services run at least two tasks in at least two availability zones.",
		fix: "Raise `minCapacity` of the scaling target (`desiredCount` without one) and of its schedules; " +
			"give the service subnets in more zones.",
		settings: []setting{
			{name: "minTasks", what: "Minimum number of tasks of a web service.", fallback: 2, min: 1, max: 1000},
			{name: "minZones", what: "Minimum number of availability zones that its subnets span.", fallback: 2, min: 1, max: 6},
		},
		stack: func(s stack, c check) {
			for _, service := range s.webServices(c) {
				s.checkTasks(service, c)
				s.checkZones(service, c)
			}
		},
	}
}

// checkTasks checks what decides the minimum number of tasks: scaling targets, or else desiredCount, and schedules, which
// change the limits of a target.
func (s stack) checkTasks(service *resource, c check) {
	targets := s.scalers(kindScalingTarget, service, nil)
	for _, target := range targets {
		checkCount(target, target.get("minCapacity"), true, c)
	}
	if len(targets) == 0 {
		checkCount(service, service.get("desiredCount"), true, c)
	}
	for _, action := range s.scalers(kindScheduledAction, service, targets) {
		bounds := action.get("scalableTargetAction")
		checkCount(action, bounds.get("minCapacity"), false, c)
		checkCount(action, bounds.get("maxCapacity"), false, c)
	}
}

func checkCount(on *resource, v value, required bool, c check) {
	minimum := c.int("minTasks")
	switch tasks, state := v.number(); {
	case state == unknown:
		c.unknown(on, v)
	case state == absent && !required:
	case tasks < minimum:
		c.violation(on, v, fmt.Sprintf("at least %d", minimum),
			"with fewer tasks one failure or one deployment is an outage; raise it")
	}
}

// checkZones counts the zones that the service's subnets certainly span, and the maximum that they may span. A subnet
// outside of the stack counts as a separate zone.
func (s stack) checkZones(service *resource, c check) {
	subnets := service.get("networkConfiguration", "subnets")
	used := s.linked(service, subnets, kindSubnet, kindDefaultSubnet)
	zones, undecided := zonesOf(used.found)
	certain := len(zones) + len(used.outside)
	minimum := c.int("minZones")
	wholeUnknown := subnets.state() == unknown && len(used.found) == 0
	switch {
	case certain >= minimum:
	case wholeUnknown, certain+undecided+used.missing >= minimum:
		c.unknown(service, subnets)
	default:
		c.report(service, "%s are in %s; want at least %d availability zones: a zone can fail; add subnets in other zones",
			subnets.path, describeZones(zones, certain), minimum)
	}
}
