package pack

import "slices"

// ProtectedData is the ID of the policy that demands that nothing which holds data is deleted by accident.
const ProtectedData = "protected-data"

// The recovery window of a deleted key or secret, in days.
const (
	minRecoveryWindow = 7
	maxRecoveryWindow = 30
)

func protectedData() policy {
	return policy{
		id:          ProtectedData,
		description: "Nothing that holds data, or without which data cannot be read, is deleted by accident.",
		fix: "Set the resource option `protect`; `deletionProtection: true` and no `skipFinalSnapshot` of databases; " +
			"no `forceDestroy` of buckets; `deletionWindowInDays` of keys and `recoveryWindowInDays` of secrets.",
		settings: []setting{
			{
				name: "minRecoveryDays", what: "Minimum number of days in which a deleted key or secret can be restored.",
				fallback: minRecoveryWindow, min: minRecoveryWindow, max: maxRecoveryWindow,
			},
			{
				name: "disposableSecrets", what: "Names of secrets that may be deleted at once, because a new one can replace them.",
				fallback: []string{},
			},
		},
		preventsDestroy: true,
		stack: func(s stack, c check) {
			for _, db := range append(s.primaries(), s.of(kindDBCluster)...) {
				checkDeletion(db, c)
			}
			starts := s.undeliveredStarts()
			for _, r := range s.of(kindReplicationGroup, kindMessageBroker, kindQueue) {
				if !slices.Contains(starts, r) {
					checkProtected(r, c)
				}
			}
			s.checkBucketProtection(c)
			s.checkKeys(c)
			for _, secret := range s.of(kindSecret) {
				if !c.has("disposableSecrets", secret.name) {
					checkWindow(secret, "recoveryWindowInDays",
						"raise it, or list the secret in "+SettingsKey+" under "+ProtectedData+".disposableSecrets", c)
				}
			}
		},
	}
}

// undeliveredStarts is the dead-letter queues of schedules. They hold no data: a failed start contains only what the
// schedule contains.
func (s stack) undeliveredStarts() []*resource {
	var all []*resource
	for _, r := range s.of(kindSchedule) {
		all = union(all, s.linked(r, undelivered(r), kindQueue).found)
	}
	return all
}

func checkProtected(r *resource, c check) {
	if !r.protected {
		c.report(r, "is not protected; want the resource option protect: a mistake in the program, or a destroy, deletes it "+
			"and its data; set it, or set %s: true for a stack that may be destroyed", DestroyKey)
	}
}

func checkDeletion(db *resource, c check) {
	checkProtected(db, c)
	c.flag(db, db.get("deletionProtection"), true, "it blocks deletions from outside Pulumi, such as in the console; enable it")
	c.flag(db, db.get("skipFinalSnapshot"), false, "deleting a database also deletes its automated backups; keep the final snapshot")
}

// checkBucketProtection skips log buckets: logs are not restored, and new ones arrive.
func (s stack) checkBucketProtection(c check) {
	logs := s.bucketsOf(allLogs, c)
	for _, bucket := range s.of(kindBucket) {
		c.flag(bucket, bucket.get("forceDestroy"), false, "S3 refuses to delete a bucket that is not empty; keep that safeguard")
		if !logs.uncertain && !slices.Contains(logs.found, bucket) {
			checkProtected(bucket, c)
		}
	}
}

// checkKeys demands protection only of keys that encrypt data. Other keys can be replaced.
func (s stack) checkKeys(c check) {
	used := s.dataKeys(c)
	for _, key := range s.of(kindKey) {
		checkWindow(key, "deletionWindowInDays", "raise it", c)
		if slices.Contains(used, key) {
			checkProtected(key, c)
		}
	}
}

// checkWindow accepts a window that is not set: AWS then uses its maximum.
func checkWindow(r *resource, name, fix string, c check) {
	if window := r.get(name); window.state() != absent {
		c.atLeast(r, window, c.int("minRecoveryDays"), "a deletion can be undone only within it; "+fix)
	}
}

// dataKeys is the keys of the stack that encrypt data.
func (s stack) dataKeys(c check) []*resource {
	var all []*resource
	use := func(r *resource, key value) {
		l := s.linked(r, key, kindKey)
		all = union(all, l.found)
		if l.missing > 0 {
			c.unknown(r, key)
		}
	}
	for _, r := range s.of(kindDBInstance, kindDBCluster, kindReplicationGroup, kindSecret) {
		use(r, r.get("kmsKeyId"))
	}
	for _, r := range s.of(kindMessageBroker) {
		use(r, r.get("encryptionOptions", "kmsKeyId"))
	}
	for _, r := range s.of(kindQueue) {
		use(r, r.get("kmsMasterKeyId"))
	}
	for _, r := range s.of(kindBucketEncryption) {
		rules := r.get("rules")
		for _, rule := range items(rules) {
			use(r, rule.get("applyServerSideEncryptionByDefault", "kmsMasterKeyId"))
		}
	}
	return all
}
