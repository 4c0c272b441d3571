package worker

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestSoundWorkersHaveNoProblems(t *testing.T) {
	for _, kind := range []string{celery.Redis, celery.RabbitMQ, celery.SQS} {
		for _, args := range []Args{
			fixedWorker(kind), scaledWorker(kind), sleepingWorker(kind), grouped(scaledWorker(kind)),
		} {
			require.NoError(t, args.withDefaults().problems("mail").Err("worker", "mail"))
		}
	}
	threads, rq, onSpot := scaledWorker(celery.Redis), rqWorker(), fixedWorker(celery.SQS)
	threads.Pool, threads.Concurrency = "threads", 100 // which need no memory of their own
	rq.Concurrency, onSpot.Spot, onSpot.OnDemandBase = 100, true, 1
	for _, args := range []Args{maximalWorker(), rqWorker(), threads, rq, onSpot} {
		require.NoError(t, args.withDefaults().problems("mail").Err("worker", "mail"))
	}
}

func TestAllThatAWorkerMissesIsNamedBeforeAnythingIsCreated(t *testing.T) {
	rec, err := stacktest.Record(workerProgram(Args{}))
	var want []string
	for _, line := range []string{
		"task.clusterName is required", "task.clusterArn is required", "task.vpcId is required", "task.subnetIds is required",
		"task.region is required", "task.image is required",
		"queues is required",
		`app is required; it is Celery's -A, such as "shop.celery:app"`,
		`broker is ""; want "redis" or "rabbitmq" or "sqs"`,
	} {
		want = append(want, `worker "mail": `+line)
	}
	require.ErrorContains(t, err, strings.Join(want, "\n"))
	require.ErrorContains(t, err, "minTasks is 0; want 1 to 5000; maxTasks is 0, so that nothing scales; set it")
	require.Zero(t, rec.Count(Type))
}

func TestWorkerProblems(t *testing.T) {
	text := func(s string) pulumi.StringInput { return pulumi.String(s) }
	type args = *Args
	redis, sqs := scaledWorker(celery.Redis), scaledWorker(celery.SQS)
	for name, tc := range map[string]struct {
		base Args
		set  func(args)
		want []string
	}{
		"a connection by hand": {redis, func(a args) { a.Broker.KMSKeyARN = pulumi.StringOutput{} }, []string{
			"broker is required; take the Connection of a Broker as it is",
		}},
		"library": {redis, func(a args) { a.Library = "dramatiq" }, []string{
			`library is "dramatiq"; want "celery" or "rq"`,
		}},
		"a command for celery": {redis, func(a args) { a.Command = []string{"celery", "worker"} }, []string{
			`command is "celery worker"; want none with the library celery; app, queues, pool and concurrency say what it runs`,
		}},
		"rq": {rqWorker(), func(a args) { a.Command, a.Broker = nil, workerBroker(celery.RabbitMQ) }, []string{
			`broker is "rabbitmq"; want "redis" with the library rq`,
			"command is required; it is what starts the workers of rq",
		}},
		"the ranges of rq": {rqWorker(), func(a args) {
			a.Broker = workerBroker(celery.SQS)
			a.Queues[0].Name, a.Broker.VisibilityTimeouts["No"] = "No", 900
			a.Concurrency, a.LongestTask, a.StopTimeout = 1001, 3600, 121
		}, []string{
			`queues[0].name is "No"; want lower-case letters, digits and hyphens`,
			`broker is "sqs"; want "redis" with the library rq`,
			"longestTask is 3600; want 1 to 3599", "stopTimeout is 121; want 2 to 120", "concurrency is 1001; want 1 to 1000",
		}},
		"the name of a queue": {redis, func(a args) { a.Queues = []Queue{{"a,b", 30, 1}, {"", 30, 1}} }, []string{
			`queues[0].name is "a,b"; want lower-case letters, digits and hyphens`,
			`queues[1].name is ""; want lower-case letters, digits and hyphens`,
		}},
		"concurrency":    {redis, func(a args) { a.Concurrency = 1001 }, []string{"concurrency is 1001; want 1 to 1000"}},
		"no concurrency": {redis, func(a args) { a.Concurrency = -1 }, []string{"concurrency is -1; want 1 to 1000"}},
		"celery's own": {sqs, func(a args) {
			a.App, a.QueueOrder, a.Pool, a.SoftShutdownTimeout, a.LongestTask = "", "ordered", "solo", 85, 900
		}, []string{
			`app is required; it is Celery's -A, such as "shop.celery:app"`,
			`queueOrder is "ordered"; want "roundRobin" with sqs; ` +
				"it delivers each queue independently; give the urgent one a worker of its own",
			`pool is "solo"; want "prefork" or "threads" or "gevent"`,
			"stopTimeout is 90; want softShutdownTimeout, 85, + 10 to 120; " +
				"after the soft shutdown the worker gives back what has not ended, and exits; then ECS kills it",
			"longestTask is 900; want 1 to 899: less than the broker's visibilityTimeout, 900, ÷ 1; " +
				"a message that has waited for longer behind the 1 that a process may hold goes to another worker as well",
		}},
		"gevent has no children to replace": {redis, func(a args) { a.Pool, a.MaxTasksPerChild = "gevent", 100 }, []string{
			`maxTasksPerChild is 100; want 0 with the pool "gevent"; it has no processes`,
		}},
		"queues": {redis, func(a args) {
			a.Queues = []Queue{{"mail", 30, 0}, {"mail", 30, 1}, {"Mail", 0, 1}}
		}, []string{
			`queues[1].name is "mail"; want each queue once`,
			`queues[2].name is "Mail"; want lower-case letters, digits and hyphens`,
			"queues[0].secondsPerTask is 0; want more than 0 seconds",
			"queues[2].acceptableLatency is 0; want more than 0 seconds",
		}},
		"too many queues": {redis, func(a args) {
			a.Queues = nil
			for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
				a.Queues = append(a.Queues, Queue{name, 30, 1})
			}
		}, []string{
			"queues is a list of 6; want 1 to 5; an alarm is about 10 metrics at the most, two for each queue; " +
				"make another worker for the others",
		}},
		"a queue that SQS has not": {sqs, func(a args) { a.Queues[0].Name = "bulk" }, []string{
			`queues[0].name is "bulk"; want one of the broker's: mail, reports`,
		}},
		"a message more than a task may have": {redis, func(a args) { a.Queues[0].SecondsPerTask = 61 }, []string{
			"queues[0].secondsPerTask is 61; want at most 60, the smallest acceptableLatency × concurrency = 30 × 2; " +
				"a single message that waits would be more than a task may have waiting; " +
				"accept a longer wait, or give slow tasks a worker of their own",
		}},
		"size": {redis, func(a args) { a.Memory = 1024 }, []string{
			"memory is 1024; want 2048 to 8192 in steps of 1024 with cpu 1024; the nearest valid memory is 2048",
		}},
		"more processes than memory": {redis, func(a args) { a.Concurrency = 33 }, []string{
			"concurrency is 33; want at most 32 with memory 2048; a process takes 64 MiB at least",
		}},
		"health check": {redis, func(a args) { a.HealthCheckCommand = []string{"pgrep"} }, []string{
			`healthCheckCommand is "pgrep"; want "CMD" or "CMD-SHELL" and then a command`,
		}},
		"no task and nothing that starts one": {redis, func(a args) { a.MinTasks, a.MaxTasks = 0, 0 }, []string{
			"minTasks is 0; want 1 to 5000; maxTasks is 0, so that nothing scales; set it",
		}},
		"max below min":  {redis, func(a args) { a.MinTasks, a.MaxTasks = 4, 3 }, []string{"maxTasks is 3; want 4 to 5000"}},
		"negative tasks": {redis, func(a args) { a.MinTasks = -1 }, []string{"minTasks is -1; want 0 to 5000"}},
		"negative max": {redis, func(a args) { a.MaxTasks, a.MinTasks = -1, 1 }, []string{
			"maxTasks is -1; want 1 to 5000",
		}},
		"pauses": {redis, func(a args) { a.ScaleOutCooldown, a.ScaleInCooldown = 3601, -1 }, []string{
			"scaleOutCooldown is 3601; want 0 to 3600", "scaleInCooldown is -1; want 0 to 3600",
		}},
		"quiet time": {redis, func(a args) { a.MinTasks, a.QuietTime = 0, 86401 }, []string{
			"quietTime is 86401; want 300 to 86400", "quietTime is 86401; want whole minutes, in seconds; alarms count minutes",
		}},
		"a base without spot": {redis, func(a args) { a.OnDemandBase = 1 }, []string{
			"onDemandBase is 1; want none without spot; all tasks run on demand",
		}},
		"a base of more than all": {redis, func(a args) { a.Spot, a.OnDemandBase = true, 7 }, []string{
			"onDemandBase is 7; want 1 to 6; the rest runs on Spot",
		}},
		"nobody measures Redis": {redis, func(a args) { a.Depth = nil }, []string{
			"depth is required; AWS does not measure the queues of Redis and of RabbitMQ 4; QueueDepth.Metrics does",
		}},
		"half a depth": {redis, func(a args) { a.Depth = &ecs.DepthMetrics{} }, []string{
			"depth.namespace is required", "depth.environment is required",
		}},
		"AWS measures SQS": {sqs, func(a args) { a.Depth = redis.Depth }, []string{
			"depth is set; want none with sqs; AWS measures its queues",
		}},
		"alarm actions": {redis, func(a args) {
			a.AlarmActionARNs = []pulumi.StringInput{text("1"), text("2"), nil, text("4"), text("5"), text("6")}
		}, []string{"alarmActionArns is a list of 6; want at most 5", "alarmActionArns[2] is required"}},
		"alarm names": {redis, func(a args) { a.AlarmNames = []pulumi.StringInput{nil, text("errors")} }, []string{
			"alarmNames[0] is required",
		}},
		"an average above the longest": {redis, func(a args) {
			a.Queues[0].AcceptableLatency, a.Queues[0].SecondsPerTask = 600, 300.5
		}, []string{
			"queues[0].secondsPerTask is 300.5; want at most longestTask, 300; " +
				"it is the average, and the slowest may not take longer",
		}},
		"a wait that no alarm can be about": {redis, func(a args) { a.Queues[0].AcceptableLatency = 90000 }, []string{
			"queues[0].acceptableLatency is 90000; want at most 86400 seconds; no alarm looks back for longer than a day",
		}},
		"latest": {redis, func(a args) { a.Task.Image = text("app") }, []string{
			`task.image is "app"; want a tag or digest that never moves; ` +
				`"latest" is another image tomorrow, and a rollback would start that`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			a := tc.base
			a.Queues = append([]Queue(nil), a.Queues...)
			tc.set(&a)
			tasktest.RequireProblems(t, "worker", "mail", a.withDefaults().problems("mail"), tc.want)
		})
	}
	require.ErrorContains(t, redis.withDefaults().problems(strings.Repeat("w", 47)).Err("worker", "w"),
		"want at most 46 characters")
}
