package ecs

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
)

// workerStart is how long, in seconds, a new task may fail its health check: time to import the application and to
// reach the broker.
const workerStart = 120

// celery is what Celery must know.
func (a WorkerArgs) celery() celery.Worker {
	names := make([]string, len(a.Queues))
	for i, q := range a.Queues {
		names[i] = q.Name
	}
	return celery.Worker{
		App: a.App, Kind: a.Broker.Kind, Queues: names, QueueOrder: a.QueueOrder,
		Pool: a.Pool, Concurrency: a.Concurrency, Prefetch: a.Prefetch,
		MaxTasksPerChild: a.MaxTasksPerChild, MaxRetries: a.MaxRetries, LongestTask: a.LongestTask,
		SoftShutdownTimeout: a.SoftShutdownTimeout, StopTimeout: a.StopTimeout, VisibilityTimeout: a.visibilityTimeout(),
	}
}

// visibilityTimeout is the one that the longest task must be held against: with SQS the shortest of these queues, with
// the others the one for all.
func (a WorkerArgs) visibilityTimeout() int {
	if a.Broker.Kind != celery.SQS {
		return a.Broker.VisibilityTimeout
	}
	shortest := a.Broker.VisibilityTimeout
	for _, q := range a.Queues {
		if timeout, known := a.Broker.VisibilityTimeouts[q.Name]; known {
			shortest = min(shortest, timeout)
		}
	}
	return shortest
}

// container is that of a worker.
func (a WorkerArgs) container() container {
	c := container{
		command: a.Command, stopTimeout: a.StopTimeout, healthCheck: a.HealthCheckCommand, startPeriod: workerStart,
	}
	if !a.isCelery() {
		return c
	}
	worker := a.celery()
	c.command, c.variables = worker.Command(), worker.Environment()
	if len(c.healthCheck) == 0 {
		c.healthCheck = worker.HealthCheck()
	}
	return c
}

// grants lets the tasks of Celery protect themselves from scale-in; AWS can say so of the tasks of a cluster, not of
// those of a service.
func (a WorkerArgs) grants() []grant {
	if !a.isCelery() {
		return nil
	}
	return []grant{{"protection", a.Task.ClusterARN.ToStringOutput().ApplyT(protectionPolicy).(pulumi.StringOutput)}}
}

func protectionPolicy(clusterARN string) string {
	tasks := strings.Replace(clusterARN, ":cluster/", ":task/", 1) + "/*"
	return policy(allow("Protect", []string{"ecs:GetTaskProtection", "ecs:UpdateTaskProtection"}, tasks))
}
