package pack_test

import (
	"testing"
)

const (
	onDisk = "; want true: disks, backups and snapshots hold the data; turn it on now, later on it takes a new database"
	noTLS  = "; want true: sessions and passwords cross the network in the clear; turn it on"
	noSSE  = "; want true: messages hold the arguments of tasks; turn it on, or name a key in kmsMasterKeyId"
	still  = "; want true: a key that never changes protects ever more data; turn it on, nothing else has to change"
)

func TestEncryptedDatabases(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "not encrypted", do: put("db", "storageEncrypted", false), want: []string{
			"encrypted-data · db · storageEncrypted is false" + onDisk,
		}},
		{name: "nothing said", do: put("db", "storageEncrypted", nil), want: []string{
			"encrypted-data · db · storageEncrypted is not set" + onDisk,
		}},
		{name: "no key", do: put("db", "kmsKeyId", nil), want: []string{
			"encrypted-data · db · kmsKeyId is not set; want a key: " +
				"their key decides who can read backups; name one of your own",
		}},
		{name: "a replica that is not encrypted", do: put("db-a", "storageEncrypted", false), want: []string{
			"encrypted-data · db-a · storageEncrypted is false" + onDisk,
		}},
		{name: "a cluster", do: func(f fixture) {
			f.add("aurora", "aws:rds/cluster:Cluster", props{
				"engine": "aurora-postgresql", "kmsKeyId": "arn:aws:kms:us-east-1:111122223333:key/1",
				"dbClusterParameterGroupName": "default.aurora-postgresql17",
				"backupRetentionPeriod":       7, "deletionProtection": true,
			})
			f["aurora"].protected = true
		}, want: []string{
			`encrypted-data · aurora · dbClusterParameterGroupName is "default.aurora-postgresql17" and could not be ` +
				"checked: it is no parameter group of this stack; define one with rds.force_ssl = 1 here",
			"encrypted-data · aurora · storageEncrypted is not set" + onDisk,
		}},
	})
}

func TestDatabasesForceTLS(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "off, reported once", do: put("db-params", "parameters.1.value", "0"), want: []string{
			`encrypted-data · db-params · parameters[1].value is "0"; want "1": ` +
				"rds.force_ssl refuses clients without TLS; set it",
		}},
		{name: "not said", do: put("db-params", "parameters", nil), want: []string{
			"encrypted-data · db-params · parameters has no rds.force_ssl; want 1: " +
				"a client that asks for no TLS gets none; set it",
		}},
		{name: "no parameter group", do: put("db", "parameterGroupName", nil), want: []string{
			"encrypted-data · db · parameterGroupName is not set and could not be checked: " +
				"it is no parameter group of this stack; define one with rds.force_ssl = 1 here",
		}},
		{name: "AWS's parameter group", do: put("db-a", "parameterGroupName", "default.postgres17"), want: []string{
			`encrypted-data · db-a · parameterGroupName is "default.postgres17" and could not be checked: ` +
				"it is no parameter group of this stack; define one with rds.force_ssl = 1 here",
		}},
		{name: "a replica with its source's", do: put("db-a", "parameterGroupName", nil), want: []string{}},
		{name: "MySQL", do: put("db", "engine", "mysql"), want: []string{
			"encrypted-data · db-params · parameters has no require_secure_transport; want 1: " +
				"a client that asks for no TLS gets none; set it",
		}},
		{name: "MySQL's spelling", do: func(f fixture) {
			f.set("db", "engine", "mysql")
			f.set("db-params", "parameters.0", props{"name": "require_secure_transport", "value": "ON"})
		}, want: []string{}},
	})
}

func TestEncryptedCaches(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "at rest", do: put("cache", "atRestEncryptionEnabled", false), want: []string{
			"encrypted-data · cache · atRestEncryptionEnabled is false; want true: " +
				"disks and snapshots hold what it holds; turn it on",
		}},
		{name: "in transit", do: put("redis", "transitEncryptionEnabled", nil), want: []string{
			"encrypted-data · redis · transitEncryptionEnabled is not set" + noTLS,
		}},
		{name: "in transit, for those who ask", do: put("redis", "transitEncryptionMode", "preferred"), want: []string{
			`encrypted-data · redis · transitEncryptionMode is "preferred"; want "required": ` +
				"clients without TLS are served as well; require it once all of them have it",
		}},
		{name: "AWS's default mode", do: put("redis", "transitEncryptionMode", nil), want: []string{}},
		{name: "single node", do: func(f fixture) {
			f.add("memcached", "aws:elasticache/cluster:Cluster", props{})
		}, want: []string{"encrypted-data · memcached · transitEncryptionEnabled is not set" + noTLS}},
		{name: "member of a group", do: func(f fixture) {
			f.add("member", "aws:elasticache/cluster:Cluster", props{"replicationGroupId": ref{"cache", "id"}})
		}, want: []string{}},
	})
}

func TestEncryptedQueuesAndKeys(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "queue", do: put("queue", "sqsManagedSseEnabled", false), want: []string{
			"encrypted-data · queue · sqsManagedSseEnabled is false" + noSSE,
		}},
		{name: "queue that says nothing", do: put("dead", "sqsManagedSseEnabled", nil), want: []string{
			"encrypted-data · dead · sqsManagedSseEnabled is not set" + noSSE,
		}},
		{name: "queue with a key", do: func(f fixture) {
			f.set("queue", "sqsManagedSseEnabled", false)
			f.set("queue", "kmsMasterKeyId", "alias/queue")
		}, want: []string{}},
		{name: "key", do: put("key", "enableKeyRotation", nil), want: []string{
			"encrypted-data · key · enableKeyRotation is not set" + still,
		}},
		{name: "key of the default kind", do: func(f fixture) {
			f.set("key", "enableKeyRotation", false)
			f.set("key", "keyUsage", "ENCRYPT_DECRYPT")
			f.set("key", "customerMasterKeySpec", "SYMMETRIC_DEFAULT")
		}, want: []string{"encrypted-data · key · enableKeyRotation is false" + still}},
		{name: "asymmetric key", do: func(f fixture) {
			f.add("pair", "aws:kms/key:Key", props{"customerMasterKeySpec": "RSA_2048"})
		}, want: []string{}},
		{name: "signing key", do: func(f fixture) {
			f.add("sign", "aws:kms/key:Key", props{"keyUsage": "GENERATE_VERIFY_MAC"})
		}, want: []string{}},
	})
}
