package pack

import (
	"slices"
)

// isReplica says whether a database instance is a read replica.
func isReplica(r *resource) bool { return r.get("replicateSourceDb").state() != absent }

// primaries is the database instances that are not replicas.
func (s stack) primaries() []*resource {
	return slices.DeleteFunc(s.of(kindDBInstance), isReplica)
}
