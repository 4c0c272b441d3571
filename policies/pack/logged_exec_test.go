package pack_test

import "testing"

// logged is the configuration of a cluster that logs its sessions.
func logged() props {
	return props{"executeCommandConfiguration": props{
		"kmsKeyId": "arn:key", "logging": "OVERRIDE",
		"logConfiguration": props{"cloudWatchLogGroupName": "sessions", "cloudWatchEncryptionEnabled": true},
	}}
}

// withCluster adds a cluster and a service in it that takes sessions.
func withCluster(f fixture) {
	f.add("cluster", "aws:ecs/cluster:Cluster", props{"configuration": logged()})
	f.set("workers", "cluster", ref{"cluster", "arn"})
	f.set("workers", "enableExecuteCommand", true)
}

func TestLoggedExec(t *testing.T) {
	const (
		settings = "configuration.executeCommandConfiguration"
		log      = settings + ".logConfiguration"
		trace    = ": anyone who may run tasks can open a shell in one, as root; log what it prints"
		encrypt  = ": what a session printed must not be readable for everyone who reads logs; encrypt it"
		hide     = ": a session shows passwords and customers' data; encrypt it"
	)
	with := func(path string, v any) func(fixture) {
		return func(f fixture) {
			withCluster(f)
			f.set("cluster", path, v)
		}
	}
	checkBreaches(t, []breach{
		{name: "logged", do: withCluster, want: []string{}},
		{name: "AWS's default", do: with("configuration", nil), want: []string{
			"logged-exec · cluster · " + settings + `.kmsKeyId is not set; want a key` + hide,
			"logged-exec · cluster · " + settings + `.logging is not set; want "OVERRIDE"` + trace,
		}},
		{name: "the task's own log", do: with(settings+".logging", "DEFAULT"), want: []string{
			"logged-exec · cluster · " + settings + `.logging is "DEFAULT"; want "OVERRIDE"` + trace,
		}},
		{name: "no log", do: with(log+".cloudWatchLogGroupName", nil), want: []string{
			"logged-exec · cluster · " + log + ".cloudWatchLogGroupName is not set; want a log group" + trace,
		}},
		{name: "plain log", do: with(log+".cloudWatchEncryptionEnabled", false), want: []string{
			"logged-exec · cluster · " + log + ".cloudWatchEncryptionEnabled is false; want true" + encrypt,
		}},
		{name: "a bucket", do: with(log, props{"s3BucketName": "b", "s3BucketEncryptionEnabled": true}), want: []string{}},
		{name: "a plain bucket", do: with(log, props{"s3BucketName": "b"}), want: []string{
			"logged-exec · cluster · " + log + ".s3BucketEncryptionEnabled is not set; want true" + encrypt,
		}},
		{name: "elsewhere", do: put("workers", "enableExecuteCommand", true), want: []string{
			"logged-exec · workers · enableExecuteCommand is true and cluster is not part of this stack, so its log of sessions " +
				"could not be checked; define the cluster here",
		}},
	})
}
