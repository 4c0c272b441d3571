package pack

import (
	"slices"
)

// ReadReplicas is the ID of the policy that demands read replicas of databases.
const ReadReplicas = "read-replicas"

// maxReplicas is how many replicas RDS lets a primary have.
const maxReplicas = 15

func readReplicas() policy {
	return policy{
		id:          ReadReplicas,
		description: "Every primary database has read replicas, within limits, in at least two zones.",
		fix:         "Change the number of replicas; give them an `availabilityZone` each.",
		settings: []setting{
			{name: "min", what: "Minimum number of read replicas of a primary.", fallback: 1, min: 0, max: maxReplicas},
			{name: "max", what: "Maximum number of read replicas of a primary.", fallback: maxReplicas, min: 0, max: maxReplicas},
		},
		minSetting: "min", maxSetting: "max",
		stack: func(s stack, c check) {
			for _, primary := range s.primaries() {
				replicas, undecided := s.replicasOf(primary)
				checkReplicaCount(primary, replicas, undecided, c)
				checkReplicaZones(primary, replicas, c)
			}
		},
	}
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
	minimum, maximum, n := c.int("min"), c.int("max"), len(replicas)
	if n >= minimum && n+len(undecided) <= maximum {
		return
	}
	if n <= maximum && n+len(undecided) >= minimum {
		for _, r := range undecided {
			c.unknown(r, r.get("replicateSourceDb"))
		}
		return
	}
	c.report(primary, "the number of read replicas is %d; want %d to %d: without one its reads wait behind its writes, "+
		"and each costs as much as an instance; change their number", n, minimum, maximum)
}

// checkReplicaZones compares replicas only with each other, because a failover moves the primary.
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
