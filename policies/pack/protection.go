package pack

import "slices"

func protectedData() policy {
	return policy{
		id:          ProtectedData,
		description: "Nothing that holds data, or without which data cannot be read, is deleted by accident.",
		fix: "Set the resource option `protect`; `deletionProtection: true` and no `skipFinalSnapshot` of databases; " +
			"no `forceDestroy` of buckets; `deletionWindowInDays` of keys and `recoveryWindowInDays` of secrets.",
		settings: []setting{
			{
				name: "minRecoveryDays", what: "Days in which a deleted key or secret can be restored.",
				fallback: shortestWindow, low: shortestWindow, high: longestWindow,
			},
			{
				name: "disposableSecrets", what: "Names of secrets that may be gone at once, because another is as good.",
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
				if !contains(starts, r) {
					checkProtected(r, c)
				}
			}
			s.checkBucketProtection(c)
			s.checkKeys(c)
			for _, secret := range s.of(kindSecret) {
				if !c.has("disposableSecrets", secret.name) {
					checkWindow(secret, "recoveryWindowInDays", c)
				}
			}
		},
	}
}

// undeliveredStarts is the dead-letter queues of schedules, which hold no data: a start that was given up has no
// more in it than the schedule has.
func (s stack) undeliveredStarts() []*resource {
	var all []*resource
	for _, r := range s.of(kindSchedule) {
		all = union(all, s.linked(r, undelivered(r), kindQueue).found)
	}
	return all
}

func checkProtected(r *resource, c check) {
	if !r.protected {
		c.report(r, "is not protected; want the resource option protect: "+
			"a slip in the program, or a destroy, deletes it and what it holds; set it")
	}
}

func checkDeletion(db *resource, c check) {
	checkProtected(db, c)
	c.flag(db, db.get("deletionProtection"), true, "it stops a deletion that does not come from the engine; turn it on")
	c.flag(db, db.get("skipFinalSnapshot"), false, "automated backups go with the database; keep the final snapshot")
}

// checkBucketProtection leaves buckets of logs out, which nobody restores and which fill up again.
func (s stack) checkBucketProtection(c check) {
	logs := s.bucketsOf(allLogs, c)
	for _, bucket := range s.of(kindBucket) {
		c.flag(bucket, bucket.get("forceDestroy"), false, "S3 refuses to delete a bucket that is not empty; leave it at that")
		if !logs.uncertain && !contains(logs.found, bucket) {
			checkProtected(bucket, c)
		}
	}
}

// checkKeys demands protection of the keys of data alone: other keys are as good when they are new.
func (s stack) checkKeys(c check) {
	used := s.dataKeys(c)
	for _, key := range s.of(kindKey) {
		checkWindow(key, "deletionWindowInDays", c)
		if contains(used, key) {
			checkProtected(key, c)
		}
	}
}

// checkWindow accepts a window that is not set: AWS then takes its longest.
func checkWindow(r *resource, name string, c check) {
	if window := r.get(name); window.state() != absent {
		c.atLeast(r, window, c.int("minRecoveryDays"), "within it a deletion can be taken back; raise it")
	}
}

// dataKeys is the keys of the stack that something which holds data is encrypted with.
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

func contains(all []*resource, r *resource) bool { return slices.Contains(all, r) }
