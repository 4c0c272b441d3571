package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

const (
	unprotected = " · is not protected; want the resource option protect: a mistake in the program, or a destroy, " +
		"deletes it and its data; set it, or set tenfold:allowDestroy: true for a stack that may be destroyed"
	consoles = "; want true: it blocks deletions from outside Pulumi, such as in the console; enable it"
	noFinal  = "skipFinalSnapshot is true; want false: deleting a database also deletes its automated backups; keep the final snapshot"
	emptied  = "forceDestroy is true; want false: S3 refuses to delete a bucket that is not empty; keep that safeguard"
	window   = ": a deletion can be undone only within it; raise it"
	// orDisposable is the second way out, for secrets alone.
	orDisposable = ", or list the secret in tenfold:policyConfig under protected-data.disposableSecrets"
)

func TestProtectedData(t *testing.T) {
	for _, name := range []string{"key", "db", "cache", "redis", "rabbit", "queue", "dead", "files"} {
		checkBreaches(t, []breach{
			{name: name, do: expose(name), want: []string{"protected-data · " + name + unprotected}},
		})
	}
	checkBreaches(t, []breach{
		{name: "a key of nothing that lasts", do: func(f fixture) {
			f.add("exec", "aws:kms/key:Key", props{"enableKeyRotation": true})
		}, want: []string{}},
		{name: "a key of a bucket", do: otherKey("files-encryption",
			"rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId"), want: []string{"protected-data · other" + unprotected}},
		{
			name: "a key of a queue", do: otherKey("queue", "kmsMasterKeyId"),
			want: []string{"protected-data · other" + unprotected},
		},
		{
			name: "a key of a broker", do: otherKey("rabbit", "encryptionOptions.kmsKeyId"),
			want: []string{"protected-data · other" + unprotected},
		},
		{name: "a key of a secret", do: otherKey("url", "kmsKeyId"), want: []string{"protected-data · other" + unprotected}},
		{name: "a key of a cache", do: otherKey("cache", "kmsKeyId"), want: []string{"protected-data · other" + unprotected}},
	})
}

func TestProtectedDatabases(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "no deletion protection", do: put("db", "deletionProtection", false), want: []string{
			"protected-data · db · deletionProtection is false" + consoles,
		}},
		{name: "nothing said", do: put("db", "deletionProtection", nil), want: []string{
			"protected-data · db · deletionProtection is not set" + consoles,
		}},
		{name: "no final snapshot", do: put("db", "skipFinalSnapshot", true), want: []string{
			"protected-data · db · " + noFinal,
		}},
		{name: "a cluster", do: func(f fixture) {
			f.add("aurora", "aws:rds/cluster:Cluster", props{
				"storageEncrypted": true, "kmsKeyId": ref{"key", "arn"}, "backupRetentionPeriod": 7,
				"skipFinalSnapshot": true,
			})
		}, want: []string{
			"protected-data · aurora · deletionProtection is not set" + consoles,
			"protected-data · aurora" + unprotected,
			"protected-data · aurora · " + noFinal,
		}},
	})
}

func TestProtectedBuckets(t *testing.T) {
	logsTo := func(name, token, path string) func(fixture) {
		return func(f fixture) {
			f["files"].protected = false
			if _, ok := f[name]; !ok {
				f.add(name, token, props{})
			}
			f.set(name, path, ref{"files", "id"})
		}
	}
	checkBreaches(t, []breach{
		{name: "data", do: put("files", "forceDestroy", true), want: []string{"protected-data · files · " + emptied}},
		{name: "logs", do: put("logs-bucket", "forceDestroy", true), want: []string{
			"protected-data · logs-bucket · " + emptied,
		}},
		{name: "logs of the ALB", do: logsTo("alb", "", "accessLogs.bucket"), want: []string{}},
		{name: "connection logs of the ALB", do: logsTo("alb", "", "connectionLogs.bucket"), want: []string{}},
		{
			name: "logs of a bucket", do: logsTo("log", "aws:s3/bucketLoggingV2:BucketLoggingV2", "targetBucket"),
			want: []string{},
		},
		{name: "logs of the network", do: func(f fixture) {
			logsTo("log", "aws:ec2/flowLog:FlowLog", "logDestination")(f)
			f.set("log", "logDestinationType", "s3")
		}, want: []string{}},
		{name: "logs of the network in a log group", do: func(f fixture) {
			f["files"].protected = false
			f.add("log", "aws:ec2/flowLog:FlowLog", props{"logDestination": ref{"logs", "arn"}})
		}, want: []string{"protected-data · files" + unprotected}},
	})
}

func TestDeletionsCanBeTakenBack(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "key", do: put("key", "deletionWindowInDays", 6), want: []string{
			"protected-data · key · deletionWindowInDays is 6; want at least 7" + window,
		}},
		{name: "AWS's default for a key", do: put("key", "deletionWindowInDays", nil), want: []string{}},
		{name: "secret", do: put("url", "recoveryWindowInDays", 0), want: []string{
			"protected-data · url · recoveryWindowInDays is 0; want at least 7" + window + orDisposable,
		}},
		{name: "AWS's default for a secret", do: put("url", "recoveryWindowInDays", nil), want: []string{}},
	})
	f := compliant()
	f.set("url", "recoveryWindowInDays", 14)
	f.add("another", "aws:secretsmanager/secret:Secret", props{"recoveryWindowInDays": 0})
	require.Equal(t, []string{"protected-data · url · recoveryWindowInDays is 14; want at least 30" + window + orDisposable},
		violations(t, f, pack.Options{Settings: map[string]map[string]any{
			pack.ProtectedData: {"minRecoveryDays": 30.0, "disposableSecrets": []any{"another"}},
		}}))
}

func expose(name string) func(fixture) {
	return func(f fixture) { f[name].protected = false }
}

// otherKey encrypts a resource with a key that is not protected.
func otherKey(name, path string) func(fixture) {
	return func(f fixture) {
		f.add("other", "aws:kms/key:Key", props{"enableKeyRotation": true})
		f.set(name, path, ref{"other", "arn"})
	}
}
