package worker

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	consumerText = `{"Version":"2012-10-17","Statement":["work"]}`
	topicARN     = "arn:aws:sns:us-east-1:123456789012:on-call"
)

// workerBroker is the Connection of a Broker of each kind, with two queues.
func workerBroker(kind string) celery.Connection {
	c := tasktest.Connection(kind)
	c.VisibilityTimeout, c.VisibilityTimeouts = 3600, map[string]int{"mail": 900, "reports": 3600}
	c.ConsumerPolicy = pulumi.String(consumerText).ToStringOutput()
	c.BrokerName = pulumi.String("tasks-1a2b3c4").ToStringOutput()
	c.QueueNames = pulumi.ToStringMap(map[string]string{"mail": "tasks-mail-1a", "reports": "tasks-reports-2b"}).
		ToStringMapOutput()
	c.DeadLetterQueueNames = pulumi.ToStringMap(map[string]string{
		"mail": "tasks-mail-dlq-3c", "reports": "tasks-reports-dlq-4d",
	}).ToStringMapOutput()
	return c
}

// fixedWorker is the required arguments and no more: two tasks, and no autoscaler.
func fixedWorker(kind string) Args {
	return Args{
		Task: tasktest.Args(), Broker: workerBroker(kind), App: "shop.celery:app", MinTasks: 2,
		Queues: []Queue{{Name: "mail", AcceptableLatency: 30, SecondsPerTask: 0.5}},
	}
}

// scaledWorker has the autoscaler.
func scaledWorker(kind string) Args {
	a := fixedWorker(kind)
	a.MaxTasks = 6
	if kind != celery.SQS {
		a.Depth = &ecs.DepthMetrics{Namespace: "Shop/Queues", Environment: "shop-production"}
	}
	return a
}

// sleepingWorker may have no task at all.
func sleepingWorker(kind string) Args {
	a := scaledWorker(kind)
	a.MinTasks = 0
	return a
}

// grouped gives a worker a second queue, whose messages count four times as much.
func grouped(a Args) Args {
	a.Queues = append(a.Queues, Queue{Name: "reports", AcceptableLatency: 60, SecondsPerTask: 2})
	return a
}

// maximalWorker is every argument set, so that every child exists that Redis has.
func maximalWorker() Args {
	a := grouped(sleepingWorker(celery.Redis))
	a.Task = tasktest.MaximalArgs()
	a.Spot, a.OnDemandBase = true, 1
	a.AlarmActionARNs = []pulumi.StringInput{pulumi.String(topicARN)}
	a.AlarmNames = []pulumi.StringInput{pulumi.String("errors")}
	return a
}

// workerProgram makes a Worker called "mail" and probes its outputs.
func workerProgram(args Args) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		w, err := New(ctx, "mail", args)
		if err != nil {
			return err
		}
		outputs := tasktest.ServiceOutputs(w.ServiceOutputs)
		outputs["backlogTarget"] = w.BacklogTarget
		return stacktest.Probe(ctx, "outputs", outputs)
	}
}

func runWorker(t *testing.T, args Args, opts ...stacktest.Option) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, workerProgram(args), opts...)
}
