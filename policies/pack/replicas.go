package pack

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// WebReplicas is the ID of the policy that web services survive the loss of a task and of a zone.
const WebReplicas = "web-replicas"

func webReplicas() policy {
	return policy{
		id:          WebReplicas,
		description: "Web services run at least two tasks in at least two availability zones.",
		fix: "Raise `minCapacity` of the scaling target (`desiredCount` without one) and of its schedules; " +
			"give the service subnets in more zones.",
		settings: []setting{
			{name: "minTasks", what: "Tasks that a web service never goes below.", fallback: 2, low: 1, high: 1000},
			{name: "minZones", what: "Availability zones that its subnets span.", fallback: 2, low: 1, high: 6},
		},
		stack: func(s stack, c check) {
			for _, service := range s.webServices(c) {
				s.checkTasks(service, c)
				s.checkZones(service, c)
			}
		},
	}
}

// checkTasks looks at what decides the lowest number of tasks: the scaling targets, or else desiredCount; and at
// the schedules, which move the bounds of a target.
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
	least := c.int("minTasks")
	switch tasks, state := v.number(); {
	case state == unknown:
		c.unknown(on, v)
	case state == absent && !required:
	case tasks < least:
		c.violation(on, v, fmt.Sprintf("at least %d", least),
			"with fewer tasks one failure or one deployment is an outage; raise it")
	}
}

// scalers is the autoscaling resources of a kind that scale the service: those whose resourceId names the service, or
// was computed from it or from one of its scaling targets.
func (s stack) scalers(kind string, service *resource, targets []*resource) []*resource {
	var found []*resource
	for _, r := range s.of(kind) {
		if dimension, state := r.get("scalableDimension").text(); state == known && dimension != "ecs:service:DesiredCount" {
			continue
		}
		if scales(r, service) || slices.ContainsFunc(targets, func(t *resource) bool { return dependsOn(r, t) }) {
			found = append(found, r)
		}
	}
	return found
}

func scales(r, service *resource) bool {
	id, state := r.get("resourceId").text()
	name, named := service.get("name").text()
	if state != known || named != known {
		return dependsOn(r, service)
	}
	cluster, _ := service.get("cluster").text()
	cluster = cluster[strings.LastIndex(cluster, "/")+1:] // of an ARN, the name
	return id == "service/"+cluster+"/"+name || dependsOn(r, service)
}

func dependsOn(r, on *resource) bool { return slices.Contains(r.dependencies["resourceId"], on.urn) }

// checkZones counts the zones that the service's subnets are certain to span, and those that they may span at most.
// A subnet from outside the stack counts as a zone of its own.
func (s stack) checkZones(service *resource, c check) {
	subnets := service.get("networkConfiguration", "subnets")
	used := s.linked(service, subnets, kindSubnet, kindDefaultSubnet)
	zones, undecided := zonesOf(used.found)
	certain := len(zones) + len(used.outside)
	least := c.int("minZones")
	wholeUnknown := subnets.state() == unknown && len(used.found) == 0
	switch {
	case certain >= least:
	case wholeUnknown, certain+undecided+used.missing >= least:
		c.unknown(service, subnets)
	default:
		c.report(service, "%s are in %s; want at least %d availability zones: a zone can fail; add subnets in other zones",
			subnets.path, describeZones(zones, certain), least)
	}
}

// zonesOf is the distinct zones of the subnets, and the number of subnets whose zone is not known.
func zonesOf(subnets []*resource) (zones map[string]bool, undecided int) {
	zones = map[string]bool{}
	for _, subnet := range subnets {
		zone, state := subnet.get("availabilityZone").text()
		if state == absent {
			zone, state = subnet.get("availabilityZoneId").text()
		}
		if state == known {
			zones[zone] = true
		} else {
			undecided++
		}
	}
	return zones, undecided
}

func describeZones(zones map[string]bool, count int) string {
	text := fmt.Sprintf("%d availability zones", count)
	if count == 1 {
		text = "1 availability zone"
	}
	if len(zones) == 0 {
		return text
	}
	return text + " (" + strings.Join(slices.Sorted(maps.Keys(zones)), ", ") + ")"
}

// ReadReplicas is the ID of the policy that databases have the read replicas that their environment wants.
const ReadReplicas = "read-replicas"

// mostReplicas is how many replicas RDS lets a primary have.
const mostReplicas = 15

func readReplicas() policy {
	return policy{
		id:          ReadReplicas,
		description: "Every primary database has read replicas, within limits, in at least two zones.",
		fix:         "Change the number of replicas; give them an `availabilityZone` each.",
		settings: []setting{
			{name: "min", what: "Fewest read replicas of a primary.", fallback: 1, low: 0, high: mostReplicas},
			{name: "max", what: "Most read replicas of a primary.", fallback: mostReplicas, low: 0, high: mostReplicas},
		},
		low: "min", high: "max",
		stack: func(s stack, c check) {
			for _, primary := range s.primaries() {
				replicas, undecided := s.replicasOf(primary)
				checkReplicaCount(primary, replicas, undecided, c)
				checkReplicaZones(primary, replicas, c)
			}
		},
	}
}

// isReplica says whether a database instance repeats what another one writes.
func isReplica(r *resource) bool { return r.get("replicateSourceDb").state() != absent }

// primaries is the database instances that are not replicas.
func (s stack) primaries() []*resource {
	return slices.DeleteFunc(s.of(kindDBInstance), isReplica)
}

// replicasOf is the replicas that certainly belong to a primary, and those that may.
func (s stack) replicasOf(primary *resource) (certain, undecided []*resource) {
	for _, r := range s.of(kindDBInstance) {
		source := s.linked(r, r.get("replicateSourceDb"), kindDBInstance)
		switch {
		case slices.Contains(source.found, primary):
			certain = append(certain, r)
		case source.missing > 0:
			undecided = append(undecided, r)
		}
	}
	return certain, undecided
}

func checkReplicaCount(primary *resource, replicas, undecided []*resource, c check) {
	low, high, n := c.int("min"), c.int("max"), len(replicas)
	if n >= low && n+len(undecided) <= high {
		return
	}
	if n <= high && n+len(undecided) >= low {
		for _, r := range undecided {
			c.unknown(r, r.get("replicateSourceDb"))
		}
		return
	}
	c.report(primary, "the number of read replicas is %d; want %d to %d: without one its reads wait behind its writes, "+
		"and each costs as much as an instance; change their number", n, low, high)
}

// checkReplicaZones compares replicas with each other alone: the primary's zone changes with each failover.
func checkReplicaZones(primary *resource, replicas []*resource, c check) {
	zones, undecided := zonesOf(replicas)
	switch {
	case len(replicas) < 2, len(zones) > 1:
	case len(zones)+undecided > 1:
		for _, r := range replicas {
			if zone := r.get("availabilityZone"); zone.state() != known {
				c.unknown(r, zone)
			}
		}
	default:
		c.report(primary, "its %d read replicas are in %s; want at least 2: a zone can fail, and all of its reads with it; "+
			"set availabilityZone", len(replicas), describeZones(zones, len(zones)))
	}
}
