package pack

import (
	"slices"
	"strings"
)

// EncryptedData is the ID of the policy that data is encrypted at rest and in transit.
const EncryptedData = "encrypted-data"

func encryptedData() policy {
	return policy{
		id:          EncryptedData,
		description: "Databases, caches, queues and buckets encrypt what they keep, and talk over TLS only.",
		fix: "Set `storageEncrypted`, `kmsKeyId` and a parameter group with `rds.force_ssl` of databases; " +
			"`atRestEncryptionEnabled`, `transitEncryptionEnabled` and `transitEncryptionMode: required` of caches; " +
			"`sqsManagedSseEnabled` or a key of queues; `enableKeyRotation` of keys; " +
			"give buckets default encryption and a policy that denies requests without TLS.",
		stack: func(s stack, c check) {
			for _, db := range s.of(kindDBInstance, kindDBCluster) {
				checkStorage(db, c)
			}
			s.checkForcedTLS(c)
			for _, group := range s.of(kindReplicationGroup) {
				c.flag(group, group.get("atRestEncryptionEnabled"), true,
					"disks and snapshots hold what it holds; turn it on")
			}
			for _, r := range s.of(kindReplicationGroup, kindCacheCluster) {
				checkTransit(r, c)
			}
			for _, queue := range s.of(kindQueue) {
				checkQueueEncryption(queue, c)
			}
			for _, key := range s.of(kindKey) {
				checkRotation(key, c)
			}
			for _, bucket := range s.of(kindBucket) {
				s.checkBucketEncryption(bucket, c)
				s.checkBucketTLS(bucket, c)
			}
		},
	}
}

// checkStorage accepts a replica without encryption settings: it inherits those of its source.
func checkStorage(db *resource, c check) {
	encrypted, key := db.get("storageEncrypted"), db.get("kmsKeyId")
	replica := isReplica(db)
	if !replica || encrypted.state() != absent {
		c.flag(db, encrypted, true, "disks, backups and snapshots hold the data; turn it on now, later on it takes a new database")
	}
	switch key.state() {
	case unknown:
		c.unknown(db, key)
	case absent:
		if !replica {
			c.violation(db, key, "a key", "their key decides who can read backups; name one of your own")
		}
	}
}

// tlsParameters is the parameter by which an engine refuses clients without TLS.
var tlsParameters = map[string]string{
	"postgres": "rds.force_ssl", "aurora-postgresql": "rds.force_ssl",
	"mysql": "require_secure_transport", "aurora-mysql": "require_secure_transport", "mariadb": "require_secure_transport",
}

// checkForcedTLS looks at each parameter group once, however many instances use it.
func (s stack) checkForcedTLS(c check) {
	type demand struct {
		group     *resource
		parameter string
	}
	var seen []demand
	for _, db := range s.of(kindDBInstance, kindDBCluster) {
		engine, state := db.get("engine").text()
		if state == unknown {
			c.unknown(db, db.get("engine"))
		}
		parameter, ok := tlsParameters[engine]
		if !ok {
			continue
		}
		for _, group := range s.parameterGroups(db, parameter, c) {
			if d := (demand{group, parameter}); !slices.Contains(seen, d) {
				seen = append(seen, d)
				checkTLSParameter(group, parameter, c)
			}
		}
	}
}

// parameterGroups accepts a replica that names none: it inherits its source's.
func (s stack) parameterGroups(db *resource, parameter string, c check) []*resource {
	name := db.get("parameterGroupName")
	if db.kind == kindDBCluster {
		name = db.get("dbClusterParameterGroupName")
	}
	used := s.linked(db, name, kindDBParameterGroup, kindDBClusterParameters)
	switch {
	case len(used.found) > 0:
	case used.missing > 0:
		c.unknown(db, name)
	case name.state() != absent, !isReplica(db):
		c.report(db, "%s is %s and could not be checked: it is no parameter group of this stack; "+
			"define one with %s = 1 here", name.path, name, parameter)
	}
	return used.found
}

func checkTLSParameter(group *resource, parameter string, c check) {
	v := parameterOf(group, parameter)
	switch text, state := v.text(); {
	case state == unknown:
		c.unknown(group, v)
	case state == absent:
		c.report(group, "%s has no %s; want 1: a client that asks for no TLS gets none; set it", v.path, parameter)
	case text != "1" && !strings.EqualFold(text, "on"):
		c.violation(group, v, `"1"`, parameter+" refuses clients without TLS; set it")
	}
}

// checkTransit is about caches, whose nodes can have TLS, no TLS, or both at once.
func checkTransit(r *resource, c check) {
	if group := r.get("replicationGroupId"); r.kind == kindCacheCluster && group.state() != absent {
		return // a member of a replication group, which is looked at itself
	}
	c.flag(r, r.get("transitEncryptionEnabled"), true, "sessions and passwords cross the network in the clear; turn it on")
	mode := r.get("transitEncryptionMode")
	switch text, state := mode.text(); {
	case state == unknown:
		c.unknown(r, mode)
	case text == "preferred":
		c.violation(r, mode, `"required"`, "clients without TLS are served as well; require it once all of them have it")
	}
}

func checkQueueEncryption(queue *resource, c check) {
	managed, key := queue.get("sqsManagedSseEnabled"), queue.get("kmsMasterKeyId")
	on, state := managed.flag()
	switch {
	case on, key.state() == known:
	case state == unknown:
		c.unknown(queue, managed)
	case key.state() == unknown:
		c.unknown(queue, key)
	default:
		c.violation(queue, managed, "true",
			"messages hold the arguments of tasks; turn it on, or name a key in kmsMasterKeyId")
	}
}

// checkRotation skips the key types that AWS cannot rotate.
func checkRotation(key *resource, c check) {
	usage, _ := key.get("keyUsage").text()
	spec, _ := key.get("customerMasterKeySpec").text()
	if usage != "" && usage != "ENCRYPT_DECRYPT" || spec != "" && spec != "SYMMETRIC_DEFAULT" {
		return
	}
	c.flag(key, key.get("enableKeyRotation"), true,
		"a key that never changes protects ever more data; turn it on, nothing else has to change")
}
