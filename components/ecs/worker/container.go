package worker

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// rqURL is the variable in which RQ's command line finds the broker. On the command line itself everybody in the task
// could read the password.
const rqURL = "RQ_REDIS_URL"

// workerStart is how long, in seconds, a new task may fail its health check: time to import the application and to
// reach the broker.
const workerStart = 120

// celery is what Celery must know.
func (a Args) celery() celery.Worker {
	names := make([]string, len(a.Queues))
	for i, q := range a.Queues {
		names[i] = q.Name
	}
	return celery.Worker{
		App: a.App, Kind: a.Broker.Kind, Queues: names, QueueOrder: a.QueueOrder,
		Pool: a.Pool, Concurrency: a.Concurrency, Prefetch: a.Prefetch,
		MaxTasksPerChild: a.MaxTasksPerChild, TaskEvents: a.TaskEvents, MaxRetries: a.MaxRetries, LongestTask: a.LongestTask,
		SoftShutdownTimeout: a.SoftShutdownTimeout, StopTimeout: a.StopTimeout, VisibilityTimeout: a.visibilityTimeout(),
	}
}

// visibilityTimeout is the one that the longest task must be held against: with SQS the shortest of these queues, with
// the others the one for all.
func (a Args) visibilityTimeout() int {
	if a.Broker.Kind != celery.SQS {
		return a.Broker.VisibilityTimeout
	}
	timeout := a.Broker.VisibilityTimeout
	for _, q := range a.Queues {
		if own, known := a.Broker.VisibilityTimeouts[q.Name]; known {
			timeout = min(timeout, own)
		}
	}
	return timeout
}

// task is the task of the workers, with access to their broker under the names that their library reads.
func (a Args) task() ecs.TaskArgs {
	t := a.Task.WithBrokerAccess(a.Broker, a.Broker.ConsumerPolicy)
	if a.Library == libraryRQ && !t.Has(rqURL) {
		t = t.WithSecret(rqURL, a.Broker.URLSecret)
	}
	return t
}

// container is that of a worker.
func (a Args) container() task.Container {
	c := task.Container{
		Command: a.Command, StopTimeout: a.StopTimeout, HealthCheck: a.HealthCheckCommand, StartPeriod: workerStart,
	}
	if a.Library == libraryRQ && len(c.HealthCheck) == 0 {
		c.HealthCheck = connected(a.Broker.Port)
	}
	if !a.isCelery() {
		return c
	}
	worker := a.celery()
	c.Command, c.Variables = worker.Command(), worker.Environment()
	if len(c.HealthCheck) == 0 {
		c.HealthCheck = worker.HealthCheck()
	}
	return c
}

// connected is a health check: one of the container's connections to a port, here the broker's, lasts. An RQ worker
// that cannot connect, or has a wrong password, exits; or its pool starts another worker every second, which is
// connected for a moment. In the kernel's table the remote port, in hexadecimal, precedes the state, and 01 is
// established. The local port, between the second colon and the third, identifies a connection.
func connected(port int) []string {
	return []string{"CMD-SHELL", fmt.Sprintf(
		"c() { grep -hs ':%04X 01 ' /proc/net/tcp /proc/net/tcp6 | cut -d: -f3; }; "+
			`a=$(c); [ "$a" ] && sleep 3 && c | grep -qxF "$a"`, port)}
}

// grants lets the tasks of Celery protect themselves from scale-in; AWS can say so of the tasks of a cluster, not of
// those of a service.
func (a Args) grants() []task.RolePolicy {
	if !a.isCelery() {
		return nil
	}
	policy := a.Task.ClusterARN.ToStringOutput().ApplyT(protectionPolicy).(pulumi.StringOutput)
	return []task.RolePolicy{{Suffix: "protection", Document: policy}}
}

func protectionPolicy(clusterARN string) string {
	tasks := strings.Replace(clusterARN, ":cluster/", ":task/", 1) + "/*"
	return aws.Document(aws.Allow("Protect", aws.List{"ecs:GetTaskProtection", "ecs:UpdateTaskProtection"}, aws.List{tasks}))
}
