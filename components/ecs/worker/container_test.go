package worker

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// mailWorker is what Celery is told by the defaults.
func mailWorker(kind string) celery.Worker {
	return celery.Worker{
		App: "shop.celery:app", Kind: kind, Queues: []string{"mail"}, QueueOrder: "roundRobin", Pool: "prefork",
		Concurrency: 2, Prefetch: 1, MaxRetries: 3, LongestTask: 300, SoftShutdownTimeout: 60, StopTimeout: 90,
		VisibilityTimeout: map[string]int{celery.Redis: 3600, celery.RabbitMQ: 3600, celery.SQS: 900}[kind],
	}
}

func TestCeleryIsToldWhatIsStated(t *testing.T) {
	for _, kind := range []string{celery.Redis, celery.RabbitMQ, celery.SQS} {
		require.Equal(t, mailWorker(kind), fixedWorker(kind).withDefaults().celery())
	}
	a := grouped(fixedWorker(celery.SQS))
	a.Broker.VisibilityTimeouts["mail"] = 3600
	a.QueueOrder, a.Pool, a.Concurrency, a.Prefetch, a.MaxTasksPerChild = "ordered", "threads", 8, 4, 100
	a.MaxRetries, a.LongestTask, a.SoftShutdownTimeout, a.StopTimeout = 5, 700, 80, 110
	require.Equal(t, celery.Worker{
		App: "shop.celery:app", Kind: "sqs", Queues: []string{"mail", "reports"}, QueueOrder: "ordered", Pool: "threads",
		Concurrency: 8, Prefetch: 4, MaxTasksPerChild: 100, MaxRetries: 5, LongestTask: 700, SoftShutdownTimeout: 80,
		StopTimeout: 110, VisibilityTimeout: 3600,
	}, a.withDefaults().celery())
}

func TestWorkerContainer(t *testing.T) {
	for kind, more := range map[string]map[string]string{
		celery.Redis: {}, celery.RabbitMQ: {},
		celery.SQS: {"BROKER_URL": "sqs://", "BROKER_PREDEFINED_QUEUES": tasktest.PredefinedQueues},
	} {
		worker, environment := mailWorker(kind), tasktest.Everywhere(nil)
		for name, value := range worker.Environment() {
			environment[name] = value
		}
		if kind != celery.SQS {
			environment["SECRET_VERSIONS"] = tasktest.BrokerVersions
		}
		for name, value := range more {
			environment[name] = value
		}
		require.Equal(t, "SIGQUIT", environment["REMAP_SIGTERM"])

		c := tasktest.OnlyContainer(t, runWorker(t, fixedWorker(kind)))
		require.Equal(t, environment, tasktest.Values(c, "environment", "value"))
		delete(c, "environment")
		require.Equal(t, tasktest.Anys(worker.Command()), tasktest.Started(t, c))
		delete(c, "entryPoint")
		delete(c, "command")
		secrets := c["secrets"]
		delete(c, "secrets")
		require.Equal(t, map[string]any{
			"name": "mail", "image": tasktest.Image, "essential": true, "readonlyRootFilesystem": true,
			"stopTimeout": 90.0,
			"healthCheck": map[string]any{
				"command":  tasktest.Anys(worker.HealthCheck()),
				"interval": 30.0, "timeout": 5.0, "retries": 3.0, "startPeriod": 120.0,
			},
			"linuxParameters": map[string]any{"initProcessEnabled": true},
			"mountPoints":     []any{map[string]any{"containerPath": "/tmp", "readOnly": false, "sourceVolume": "scratch"}},
			"logConfiguration": map[string]any{"logDriver": "awslogs", "options": map[string]any{
				"awslogs-group": "mail-logs-name", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "mail",
				"mode": "non-blocking", "max-buffer-size": "25m",
			}},
		}, c)
		if kind == celery.SQS {
			require.Nil(t, secrets)
			continue
		}
		require.Equal(t, []any{map[string]any{"name": "BROKER_URL", "valueFrom": tasktest.BrokerARN + ":url::"}}, secrets)
	}
}

func TestWorkerContainerIsTheSameTextEveryTime(t *testing.T) {
	first := runWorker(t, maximalWorker()).One(t, tasktest.TypeTaskDefinition).Input("containerDefinitions")
	for range 5 {
		require.Equal(t, first, runWorker(t, maximalWorker()).One(t, tasktest.TypeTaskDefinition).Input("containerDefinitions"))
	}
}

func TestWorkerTaskDefinition(t *testing.T) {
	args := fixedWorker(celery.Redis)
	args.CPU, args.Memory = 2048, 8192
	stacktest.RequireInputs(t, runWorker(t, args).One(t, tasktest.TypeTaskDefinition), map[string]any{
		"family": "test-mail", "cpu": "2048", "memory": "8192", "networkMode": "awsvpc",
		"runtimePlatform":  map[string]any{"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"},
		"executionRoleArn": "arn:aws:mock:::mail-execution", "taskRoleArn": "arn:aws:mock:::mail-task",
	})
}

func TestAHealthCheckOfOnesOwn(t *testing.T) {
	args := fixedWorker(celery.Redis)
	args.HealthCheckCommand = []string{"CMD", "python", "-m", "shop.alive"}
	check, ok := tasktest.OnlyContainer(t, runWorker(t, args))["healthCheck"].(map[string]any)
	require.True(t, ok)
	require.Equal(t, tasktest.Anys(args.HealthCheckCommand), check["command"])
}

func TestRQRunsItsCommand(t *testing.T) {
	args := rqWorker()
	c := tasktest.OnlyContainer(t, runWorker(t, args))
	require.Equal(t, []any{"rq", "worker", "mail"}, tasktest.Started(t, c))
	require.Equal(t, tasktest.Everywhere(map[string]any{"SECRET_VERSIONS": tasktest.BrokerVersions}),
		tasktest.Values(c, "environment", "value"))
	url := tasktest.BrokerARN + ":url::"
	require.Equal(t, map[string]any{"BROKER_URL": url, "RQ_REDIS_URL": url}, tasktest.Values(c, "secrets", "valueFrom"))
	require.Equal(t, 120.0, c["stopTimeout"])
	args.StopTimeout = 30
	require.Equal(t, 30.0, tasktest.OnlyContainer(t, runWorker(t, args))["stopTimeout"])
}

// TestRQIsWatched by its connections, unless the application knows better, as it may know another URL.
func TestRQIsWatched(t *testing.T) {
	args := rqWorker()
	args.Broker.Port = 0xabc
	check, ok := tasktest.OnlyContainer(t, runWorker(t, args))["healthCheck"].(map[string]any)
	require.True(t, ok)
	require.Equal(t, []any{
		"CMD-SHELL", "c() { grep -hs ':0ABC 01 ' /proc/net/tcp /proc/net/tcp6 | cut -d: -f3; }; " +
			`a=$(c); [ "$a" ] && sleep 3 && c | grep -qxF "$a"`,
	}, check["command"])
	require.Equal(t, 120.0, check["startPeriod"])

	args.HealthCheckCommand = []string{"CMD", "python", "-m", "shop.alive"}
	args.Task.Variables = map[string]pulumi.StringInput{"RQ_REDIS_URL": pulumi.String("redis://proxy")}
	c := tasktest.OnlyContainer(t, runWorker(t, args))
	check, ok = c["healthCheck"].(map[string]any)
	require.True(t, ok)
	require.Equal(t, tasktest.Anys(args.HealthCheckCommand), check["command"])
	require.Equal(t, "redis://proxy", tasktest.Values(c, "environment", "value")["RQ_REDIS_URL"])
	require.NotContains(t, tasktest.Values(c, "secrets", "valueFrom"), "RQ_REDIS_URL")
}

// shared is what a web tier has that sends to the same broker.
func shared(args Args) Args {
	text := func(s string) pulumi.StringInput { return pulumi.String(s) }
	args.Task.Variables = map[string]pulumi.StringInput{"BROKER_PREDEFINED_QUEUES": text("{}"), "MODE": text("live")}
	args.Task.Secrets = map[string]pulumi.StringInput{"BROKER_URL": text(tasktest.SecretARN), "API_KEY": text(tasktest.ParameterARN)}
	args.Task.SecretKMSKeyARNs = pulumi.ToStringArray([]string{"arn:cache-key", "arn:broker-key"})
	args.Task.EgressTo = []ecs.EgressTo{
		{Name: "broker", SecurityGroupID: text("sg-broker"), Port: 6379},
		{Name: "cache", SecurityGroupID: text("sg-c"), Port: 6380},
	}
	args.Task.TaskPolicies = []ecs.TaskPolicy{
		{Name: "broker", Document: text("send only")}, {Name: "media", Document: text("{}")},
	}
	return args
}

func TestTheBrokerIsThereOnce(t *testing.T) {
	args := shared(fixedWorker(celery.Redis))
	rec := runWorker(t, args)
	c := tasktest.OnlyContainer(t, rec)
	require.Equal(t, map[string]any{"BROKER_URL": tasktest.BrokerARN + ":url::", "API_KEY": tasktest.ParameterARN},
		tasktest.Values(c, "secrets", "valueFrom"))
	require.NotContains(t, tasktest.Values(c, "environment", "value"), "BROKER_PREDEFINED_QUEUES")
	require.Equal(t, "live", tasktest.Values(c, "environment", "value")["MODE"])
	require.Equal(t, []any{"mail-tasks-id", "sg-broker", nil, "tcp", 6379, 6379},
		tasktest.Rule(rec.Named(t, tasktest.TypeEgress, "mail-to-broker")))
	require.Equal(t, []any{"sg-broker", "mail-tasks-id", nil, "tcp", 6379, 6379},
		tasktest.Rule(rec.Named(t, tasktest.TypeIngress, "mail-to-broker")))
	require.Len(t, rec.OfType(tasktest.TypeIngress), 2, "broker and cache")
	require.Len(t, rec.OfType(tasktest.TypeRolePolicy), 3, "execution, protection and media")
	policy, _ := rec.Named(t, tasktest.TypeRolePolicy, "mail-execution").Input("policy").(string)
	require.Contains(t, policy, `"Action":["kms:Decrypt"],"Resource":["arn:broker-key","arn:cache-key"]`)

	require.Len(t, args.Task.Variables, 2, "the web tier keeps what it has")
	require.Equal(t, pulumi.String(tasktest.SecretARN), args.Task.Secrets["BROKER_URL"])
	require.Equal(t, "broker", args.Task.EgressTo[0].Name)
	require.Equal(t, "broker", args.Task.TaskPolicies[0].Name)
}

func TestTheBrokerIsThereOnceWithSQS(t *testing.T) {
	rec := runWorker(t, shared(fixedWorker(celery.SQS)))
	c := tasktest.OnlyContainer(t, rec)
	require.Equal(t, map[string]any{"API_KEY": tasktest.ParameterARN}, tasktest.Values(c, "secrets", "valueFrom"))
	require.Equal(t, tasktest.PredefinedQueues, tasktest.Values(c, "environment", "value")["BROKER_PREDEFINED_QUEUES"])
	require.Equal(t, consumerText, rec.Named(t, tasktest.TypeRolePolicy, "mail-policy-broker").Input("policy"))
	require.Len(t, rec.OfType(tasktest.TypeIngress), 1, "nothing listens for a broker")
	require.Equal(t, "mail-to-cache", rec.One(t, tasktest.TypeIngress).Name)
	policy, _ := rec.Named(t, tasktest.TypeRolePolicy, "mail-execution").Input("policy").(string)
	require.Contains(t, policy, `"Resource":["arn:broker-key","arn:cache-key"]`, "what Task says of keys stays")
}

func TestTheKeyOfTheBrokerIsAddedInAPreviewToo(t *testing.T) {
	for _, keys := range []pulumi.StringArrayInput{nil, pulumi.ToStringArray([]string{"arn:cache-key"})} {
		args := fixedWorker(celery.Redis)
		args.Task.SecretKMSKeyARNs = keys
		rec := runWorker(t, args, stacktest.Preview())
		require.Equal(t, stacktest.Unknown, rec.Named(t, tasktest.TypeRolePolicy, "mail-execution").Input("policy"))
	}
	rec := runWorker(t, fixedWorker(celery.Redis))
	require.Contains(t, rec.Named(t, tasktest.TypeRolePolicy, "mail-execution").Input("policy"),
		`"Action":["kms:Decrypt"],"Resource":["arn:broker-key"]`)
}
