package pack

import (
	"fmt"
	"slices"
)

// DurableData is the ID of the policy that demands a second copy in another zone, and backups.
const DurableData = "durable-data"

const (
	maxBackupDays    = 35 // of both RDS and ElastiCache
	maxShardReplicas = 5
	maxBrokerNodes   = 3 // of Amazon MQ
)

func durableData() policy {
	return policy{
		id:          DurableData,
		description: "Databases, caches and brokers survive the loss of a zone and can be restored.",
		fix: "Set `multiAz` and `backupRetentionPeriod` of databases; `automaticFailoverEnabled`, `multiAzEnabled`, " +
			"replicas and `snapshotRetentionLimit` of caches; a `deploymentMode` of several nodes; " +
			"give each queue a dead-letter queue.",
		settings: []setting{
			{name: "minBackupDays", what: "Minimum backup retention of a database, days.", fallback: 7, min: 1, max: maxBackupDays},
			{name: "minReplicas", what: "Minimum number of replicas of each cache shard.", fallback: 1, min: 0, max: maxShardReplicas},
			{name: "minSnapshotDays", what: "Minimum snapshot retention of a cache, days.", fallback: 1, min: 0, max: maxBackupDays},
			{name: "minBrokerNodes", what: "Minimum number of nodes of an Amazon MQ broker.", fallback: 2, min: 1, max: maxBrokerNodes},
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

// checkShardReplicas uses the number of nodes if a group does not set its replicas per shard.
func checkShardReplicas(group *resource, c check) {
	const why = "without a replica the loss of a node is the loss of its data; add one"
	minimum := c.int("minReplicas")
	replicas, nodes := group.get("replicasPerNodeGroup"), group.get("numCacheClusters")
	if replicas.state() != known && nodes.state() != absent {
		c.atLeast(group, nodes, minimum+1, why)
		return
	}
	c.atLeast(group, replicas, minimum, why)
}

// nodesOf is the number of nodes by deployment mode of Amazon MQ.
var nodesOf = map[string]int{"": 1, "SINGLE_INSTANCE": 1, "ACTIVE_STANDBY_MULTI_AZ": 2, "CLUSTER_MULTI_AZ": 3}

func checkNodes(broker *resource, c check) {
	mode, minimum := broker.get("deploymentMode"), c.int("minBrokerNodes")
	text, state := mode.text()
	nodes, ok := nodesOf[text]
	switch {
	case state == unknown, !ok:
		c.unknown(broker, mode)
	case nodes < minimum:
		c.violation(broker, mode, fmt.Sprintf("a mode of at least %d nodes", minimum),
			"messages would be lost with the node, or wait for it; set CLUSTER_MULTI_AZ with RabbitMQ, "+
				"ACTIVE_STANDBY_MULTI_AZ with ActiveMQ")
	}
}

// checkDeadLetters demands a dead-letter queue for every queue that is not one itself.
func (s stack) checkDeadLetters(c check) {
	dead, certain := s.deadLetters()
	for _, queue := range s.of(kindQueue) {
		policy := queue.get("redrivePolicy")
		attached, undecided := s.attached(kindRedrivePolicy, "queueUrl", queue)
		switch target := deadLetterTarget(queue); {
		case target.state() == known, len(attached) > 0, slices.Contains(dead, queue):
		case target.state() == unknown, !certain, len(undecided) > 0:
			c.unknown(queue, policy)
		default:
			c.report(queue, "%s names no dead-letter queue; want one: a message that fails each time "+
				"comes back until it expires; set deadLetterTargetArn and maxReceiveCount", policy.path)
		}
	}
}
