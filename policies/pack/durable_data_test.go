package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

const (
	oneZone  = "; want true: the loss of a zone, and each change of size, would be an outage; turn it on"
	restore  = ": a mistake is often found after days, and can then be undone from backups alone; raise it"
	alone    = ": without a replica the loss of a node is the loss of its data; add one"
	noBackup = ": without a snapshot a lost store starts empty; raise it"
	wait     = "messages would be lost with the node, or wait for it; set CLUSTER_MULTI_AZ with RabbitMQ, " +
		"ACTIVE_STANDBY_MULTI_AZ with ActiveMQ"
	poisoned = " names no dead-letter queue; want one: a message that fails each time comes back until it expires; " +
		"set deadLetterTargetArn and maxReceiveCount"
)

func TestDurableDatabases(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "one zone", do: put("db", "multiAz", false), want: []string{"durable-data · db · multiAz is false" + oneZone}},
		{name: "nothing said", do: put("db", "multiAz", nil), want: []string{
			"durable-data · db · multiAz is not set" + oneZone,
		}},
		{name: "a replica in one zone", do: put("db-a", "multiAz", false), want: []string{}},
		{name: "short backups", do: put("db", "backupRetentionPeriod", 6), want: []string{
			"durable-data · db · backupRetentionPeriod is 6; want at least 7" + restore,
		}},
		{name: "no backups", do: put("db", "backupRetentionPeriod", nil), want: []string{
			"durable-data · db · backupRetentionPeriod is not set; want at least 7" + restore,
		}},
		{name: "a replica without backups", do: put("db-a", "backupRetentionPeriod", 0), want: []string{}},
		{name: "a cluster", do: func(f fixture) {
			f.add("aurora", "aws:rds/cluster:Cluster", props{
				"storageEncrypted": true, "kmsKeyId": ref{"key", "arn"}, "backupRetentionPeriod": 1, "deletionProtection": true,
			})
			f["aurora"].protected = true
		}, want: []string{"durable-data · aurora · backupRetentionPeriod is 1; want at least 7" + restore}},
	})
}

func TestDurableCaches(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "no failover", do: put("cache", "automaticFailoverEnabled", false), want: []string{
			"durable-data · cache · automaticFailoverEnabled is false; want true: " +
				"a replica that does not take over is none; turn it on",
		}},
		{name: "one zone", do: put("redis", "multiAzEnabled", nil), want: []string{
			"durable-data · redis · multiAzEnabled is not set; want true: all nodes may be in the zone that fails; turn it on",
		}},
		{name: "no replica per shard", do: put("cache", "replicasPerNodeGroup", 0), want: []string{
			"durable-data · cache · replicasPerNodeGroup is 0; want at least 1" + alone,
		}},
		{name: "one node", do: put("redis", "numCacheClusters", 1), want: []string{
			"durable-data · redis · numCacheClusters is 1; want at least 2" + alone,
		}},
		{name: "no word of nodes", do: put("redis", "numCacheClusters", nil), want: []string{
			"durable-data · redis · replicasPerNodeGroup is not set; want at least 1" + alone,
		}},
		{name: "nodes of several shards", do: func(f fixture) {
			f.set("cache", "replicasPerNodeGroup", 0)
			f.set("cache", "numCacheClusters", 3)
		}, want: []string{"durable-data · cache · replicasPerNodeGroup is 0; want at least 1" + alone}},
		{name: "no snapshots", do: put("cache", "snapshotRetentionLimit", 0), want: []string{
			"durable-data · cache · snapshotRetentionLimit is 0; want at least 1" + noBackup,
		}},
	})
}

func TestDurableBrokers(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "one node", do: put("rabbit", "deploymentMode", "SINGLE_INSTANCE"), want: []string{
			`durable-data · rabbit · deploymentMode is "SINGLE_INSTANCE"; want a mode of at least 2 nodes: ` + wait,
		}},
		{name: "nothing said", do: put("rabbit", "deploymentMode", nil), want: []string{
			"durable-data · rabbit · deploymentMode is not set; want a mode of at least 2 nodes: " + wait,
		}},
		{name: "standby", do: put("rabbit", "deploymentMode", "ACTIVE_STANDBY_MULTI_AZ"), want: []string{}},
		{name: "a mode of later days", do: put("rabbit", "deploymentMode", "MULTI_REGION"), onlyUpdate: true, want: []string{
			"durable-data · rabbit · deploymentMode could not be checked: " +
				"its value is unknown or malformed; set a plain value, or check it by hand",
		}},
		{name: "a queue without dead letters", do: func(f fixture) {
			f.add("other", "aws:sqs/queue:Queue", props{"sqsManagedSseEnabled": true})
			f["other"].protected = true
			addUse(f, "other")
		}, want: []string{"durable-data · other · redrivePolicy" + poisoned}},
		{name: "a policy without a target", do: func(f fixture) {
			f.set("queue", "redrivePolicy", `{"maxReceiveCount": 5}`)
			delete(f, "dead")
		}, want: []string{"durable-data · queue · redrivePolicy" + poisoned}},
		{name: "a dead-letter queue of another stack", do: func(f fixture) {
			f.set("queue", "redrivePolicy",
				`{"deadLetterTargetArn": "arn:aws:sqs:us-east-1:111122223333:dead", "maxReceiveCount": 5}`)
			delete(f, "dead")
		}, want: []string{}},
		{name: "a policy of its own", do: func(f fixture) {
			f.add("redrive", "aws:sqs/redrivePolicy:RedrivePolicy", props{
				"queueUrl": ref{"queue", "id"}, "redrivePolicy": f["queue"].props["redrivePolicy"],
			})
			f.set("queue", "redrivePolicy", nil)
		}, want: []string{}},
	})
}

func TestDurableDataSettings(t *testing.T) {
	options := pack.Options{Settings: map[string]map[string]any{
		pack.DurableData: {"minBackupDays": 14.0, "minReplicas": 2.0, "minSnapshotDays": 7.0, "minBrokerNodes": 3.0},
	}}
	f := compliant()
	f.set("rabbit", "deploymentMode", "ACTIVE_STANDBY_MULTI_AZ")
	require.Equal(t, []string{
		"durable-data · cache · replicasPerNodeGroup is 1; want at least 2" + alone,
		"durable-data · cache · snapshotRetentionLimit is 1; want at least 7" + noBackup,
		"durable-data · db · backupRetentionPeriod is 7; want at least 14" + restore,
		`durable-data · rabbit · deploymentMode is "ACTIVE_STANDBY_MULTI_AZ"; want a mode of at least 3 nodes: ` + wait,
		"durable-data · redis · numCacheClusters is 2; want at least 3" + alone,
		"durable-data · redis · snapshotRetentionLimit is 1; want at least 7" + noBackup,
	}, violations(t, f, options))
}

// In a preview a queue's policy is unknown unless it is set, because AWS may answer with one.
func TestUnknownDeadLetters(t *testing.T) {
	f := compliant()
	f.add("other", "aws:sqs/queue:Queue", props{"sqsManagedSseEnabled": true})
	f["other"].protected = true
	addUse(f, "other")
	f.add("redrive", "aws:sqs/redrivePolicy:RedrivePolicy", props{
		"queueUrl": unknownValue{}, "redrivePolicy": f["queue"].props["redrivePolicy"],
	})
	require.Equal(t, []string{
		"durable-data · other · redrivePolicy could not be checked: " +
			"its value is unknown or malformed; set a plain value, or check it by hand",
	}, violations(t, f, pack.Options{}))
	require.Empty(t, violations(t, f, pack.Options{Preview: true}))
}
