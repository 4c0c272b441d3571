package pack_test

import "testing"

const (
	weak = "; want a policy of TLS 1.2 or newer: TLS 1.0 and 1.1 are broken, and AWS's default allows them; " +
		"set ELBSecurityPolicy-TLS13-1-2-2021-06"
	served = `; want "redirect": plain HTTP must not be served; redirect it to HTTPS`
)

func TestTLS(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "AWS's default", do: put("https", "sslPolicy", nil), want: []string{
			"tls · https · sslPolicy is not set" + weak,
		}},
		{name: "TLS 1.0", do: put("https", "sslPolicy", "ELBSecurityPolicy-2016-08"), want: []string{
			`tls · https · sslPolicy is "ELBSecurityPolicy-2016-08"` + weak,
		}},
		{name: "TLS 1.3 and 1.0", do: put("https", "sslPolicy", "ELBSecurityPolicy-TLS13-1-0-2021-06"), want: []string{
			`tls · https · sslPolicy is "ELBSecurityPolicy-TLS13-1-0-2021-06"` + weak,
		}},
		{name: "forward secrecy of TLS 1.1", do: put("https", "sslPolicy", "ELBSecurityPolicy-FS-1-1-2019-08"), want: []string{
			`tls · https · sslPolicy is "ELBSecurityPolicy-FS-1-1-2019-08"` + weak,
		}},
		{name: "TLS 1.3 only", do: put("https", "sslPolicy", "ELBSecurityPolicy-TLS13-1-3-2021-06"), want: []string{}},
		{name: "post-quantum", do: put("https", "sslPolicy", "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"), want: []string{}},
		{name: "TLS 1.2 only", do: put("https", "sslPolicy", "ELBSecurityPolicy-TLS-1-2-Ext-2018-06"), want: []string{}},
		{name: "forward secrecy", do: put("https", "sslPolicy", "ELBSecurityPolicy-FS-1-2-Res-2020-10"), want: []string{}},
		{name: "TLS listener of an NLB", do: func(f fixture) {
			f.add("tls", "aws:lb/listener:Listener", props{"protocol": "TLS"})
		}, want: []string{"tls · tls · sslPolicy is not set" + weak}},
	})
}

func TestTLSOfPlainListeners(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "served", do: put("http", "defaultActions.0.type", "forward"), want: []string{
			`tls · http · defaultActions[0].type is "forward"` + served,
		}},
		{name: "redirected to HTTP", do: put("http", "defaultActions.0.redirect.protocol", "#{protocol}"), want: []string{
			`tls · http · defaultActions[0].redirect.protocol is "#{protocol}"; want "HTTPS": ` +
				"a redirect keeps the protocol unless it names one; set it",
		}},
		{name: "a rule that serves", do: func(f fixture) {
			f.add("rule", "aws:lb/listenerRule:ListenerRule", props{
				"listenerArn": ref{"http", "arn"}, "actions": []any{props{"type": "forward"}},
			})
		}, want: []string{`tls · rule · actions[0].type is "forward"` + served}},
		{name: "no HTTPS", do: func(f fixture) { delete(f, "https") }, want: []string{
			`tls · http · protocol is "HTTP" and the stack has no HTTPS listener; want one: ` +
				"passwords and sessions cross the internet in the clear; give the environment a domain, so that it gets a certificate",
		}},
	})
}

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
