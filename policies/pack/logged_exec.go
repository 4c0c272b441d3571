package pack

// LoggedExec is the ID of the policy that a shell in a task leaves a trace.
const LoggedExec = "logged-exec"

const (
	execSettings = "executeCommandConfiguration"
	execWhy      = "anyone who may run tasks can open a shell in one, as root; log what it prints"
)

func loggedExec() policy {
	return policy{
		id:          LoggedExec,
		description: "Sessions of ECS Exec are encrypted, and what they print is logged.",
		fix: "Set `executeCommandConfiguration` of the cluster: `logging: OVERRIDE`, a `kmsKeyId`, and a log group with " +
			"`cloudWatchEncryptionEnabled` or a bucket with `s3BucketEncryptionEnabled`.",
		stack: func(s stack, c check) {
			for _, cluster := range s.of(kindCluster) {
				checkSessions(cluster, c)
			}
			for _, service := range s.of(kindService) {
				s.checkExecCluster(service, c)
			}
		},
	}
}

// checkSessions looks at every cluster: whoever starts a task decides whether it takes sessions.
func checkSessions(cluster *resource, c check) {
	settings := cluster.get("configuration", execSettings)
	switch logging, state := settings.get("logging").text(); {
	case state == unknown:
		c.unknown(cluster, settings.get("logging"))
	case logging != "OVERRIDE":
		c.violation(cluster, settings.get("logging"), `"OVERRIDE"`, execWhy)
	default:
		checkSessionLog(cluster, settings.get("logConfiguration"), c)
	}
	checkSet(cluster, settings.get("kmsKeyId"), c, "a key", "a session shows passwords and customers' data; encrypt it")
}

// checkSessionLog accepts a log group or a bucket, encrypted.
func checkSessionLog(cluster *resource, log value, c check) {
	const why = "what a session printed must not be readable for everyone who reads logs; encrypt it"
	if log.get("s3BucketName").state() != absent {
		c.flag(cluster, log.get("s3BucketEncryptionEnabled"), true, why)
		return
	}
	checkSet(cluster, log.get("cloudWatchLogGroupName"), c, "a log group", execWhy)
	c.flag(cluster, log.get("cloudWatchEncryptionEnabled"), true, why)
}

func checkSet(on *resource, v value, c check, want, why string) {
	switch text, state := v.text(); {
	case state == unknown:
		c.unknown(on, v)
	case text == "":
		c.violation(on, v, want, why)
	}
}

// checkExecCluster reports a service with ECS Exec in a cluster that this stack does not show.
func (s stack) checkExecCluster(service *resource, c check) {
	exec, cluster := service.get("enableExecuteCommand"), service.get("cluster")
	switch enabled, state := exec.flag(); {
	case state == unknown:
		c.unknown(service, exec)
	case enabled && len(s.linked(service, cluster, kindCluster).found) == 0:
		c.report(service, "%s is true and %s is not part of this stack, so its log of sessions could not be checked; "+
			"define the cluster here", exec.path, cluster.path)
	}
}
