package pack

import "fmt"

// IDs of the policies that data outlives failures and mistakes.
const (
	// DurableData demands a second copy in another zone, and backups.
	DurableData = "durable-data"
	// ProtectedData demands that nothing which holds data is deleted by accident.
	ProtectedData = "protected-data"
)

const (
	longestBackup   = 35 // days, of both RDS and ElastiCache
	shortestWindow  = 7  // days, in which a deleted key or secret can be restored
	longestWindow   = 30
	mostShardCopies = 5
	mostNodes       = 3 // of Amazon MQ
)

func durableData() policy {
	return policy{
		id:          DurableData,
		description: "Databases, caches and brokers survive the loss of a zone and can be restored.",
		fix: "Set `multiAz` and `backupRetentionPeriod` of databases; `automaticFailoverEnabled`, `multiAzEnabled`, " +
			"replicas and `snapshotRetentionLimit` of caches; a `deploymentMode` of several nodes; " +
			"give each queue a dead-letter queue.",
		settings: []setting{
			{name: "minBackupDays", what: "Days that a database can be restored to.", fallback: 7, low: 1, high: longestBackup},
			{name: "minReplicas", what: "Replicas of each shard of a cache.", fallback: 1, low: 0, high: mostShardCopies},
			{name: "minSnapshotDays", what: "Days that a cache's snapshots are kept.", fallback: 1, low: 0, high: longestBackup},
			{name: "minBrokerNodes", what: "Nodes of an Amazon MQ broker.", fallback: 2, low: 1, high: mostNodes},
		},
		stack: func(s stack, c check) {
			for _, db := range s.primaries() {
				c.flag(db, db.get("multiAz"), true, "the loss of a zone, and each change of size, would be an outage; turn it on")
				checkBackups(db, c)
			}
			for _, cluster := range s.of(kindDBCluster) {
				checkBackups(cluster, c)
			}
			for _, group := range s.of(kindReplicationGroup) {
				checkFailover(group, c)
			}
			for _, broker := range s.of(kindMessageBroker) {
				checkNodes(broker, c)
			}
			s.checkDeadLetters(c)
		},
	}
}

func checkBackups(db *resource, c check) {
	c.atLeast(db, db.get("backupRetentionPeriod"), c.int("minBackupDays"),
		"a mistake is often found after days, and can then be undone from backups alone; raise it")
}

func checkFailover(group *resource, c check) {
	c.flag(group, group.get("automaticFailoverEnabled"), true, "a replica that does not take over is none; turn it on")
	c.flag(group, group.get("multiAzEnabled"), true, "all nodes may be in the zone that fails; turn it on")
	c.atLeast(group, group.get("snapshotRetentionLimit"), c.int("minSnapshotDays"),
		"without a snapshot a lost store starts empty; raise it")
	checkShardReplicas(group, c)
}

// checkShardReplicas takes the number of nodes for a group that does not say how many replicas a shard has.
func checkShardReplicas(group *resource, c check) {
	const why = "without a replica the loss of a node is the loss of its data; add one"
	least := c.int("minReplicas")
	replicas, nodes := group.get("replicasPerNodeGroup"), group.get("numCacheClusters")
	if replicas.state() != known && nodes.state() != absent {
		c.atLeast(group, nodes, least+1, why)
		return
	}
	c.atLeast(group, replicas, least, why)
}

// nodesOf is the number of nodes by deployment mode of Amazon MQ.
var nodesOf = map[string]int{"": 1, "SINGLE_INSTANCE": 1, "ACTIVE_STANDBY_MULTI_AZ": 2, "CLUSTER_MULTI_AZ": 3}

func checkNodes(broker *resource, c check) {
	mode, least := broker.get("deploymentMode"), c.int("minBrokerNodes")
	text, state := mode.text()
	nodes, ok := nodesOf[text]
	switch {
	case state == unknown, !ok:
		c.unknown(broker, mode)
	case nodes < least:
		c.violation(broker, mode, fmt.Sprintf("a mode of at least %d nodes", least),
			"messages would be lost with the node, or wait for it; set CLUSTER_MULTI_AZ with RabbitMQ, "+
				"ACTIVE_STANDBY_MULTI_AZ with ActiveMQ")
	}
}

// checkDeadLetters demands a dead-letter queue of every queue that is none.
func (s stack) checkDeadLetters(c check) {
	dead, certain := s.deadLetters()
	for _, queue := range s.of(kindQueue) {
		policy := queue.get("redrivePolicy")
		attached, undecided := s.attached(kindRedrivePolicy, "queueUrl", queue)
		switch target := deadLetterTarget(queue); {
		case target.state() == known, len(attached) > 0, contains(dead, queue):
		case target.state() == unknown, !certain, len(undecided) > 0:
			c.unknown(queue, policy)
		default:
			c.report(queue, "%s names no dead-letter queue; want one: a message that fails each time "+
				"comes back until it expires; set deadLetterTargetArn and maxReceiveCount", policy.path)
		}
	}
}

func deadLetterTarget(r *resource) value {
	return r.get("redrivePolicy").decoded().get("deadLetterTargetArn")
}

// undelivered is where a schedule puts the starts that it gave up.
func undelivered(schedule *resource) value { return schedule.get("target", "deadLetterConfig", "arn") }

// deadLetters is the dead-letter queues of the stack, of other queues and of schedules, and whether there are certainly
// no more.
func (s stack) deadLetters() (found []*resource, certain bool) {
	certain = true
	add := func(r *resource, target value) {
		l := s.linked(r, target, kindQueue)
		found = union(found, l.found)
		certain = certain && l.missing == 0
	}
	for _, r := range s.of(kindQueue, kindRedrivePolicy) {
		add(r, deadLetterTarget(r))
	}
	for _, r := range s.of(kindSchedule) {
		add(r, undelivered(r))
	}
	return found, certain
}
