package queuedepth

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func minimalDepth() Args {
	return Args{Task: tasktest.Args(), Broker: tasktest.Connection(celery.Redis), Queues: []string{"mail", "reports"}}
}

func depths(args Args) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		q, err := New(ctx, "depth", args)
		if err != nil {
			return err
		}
		outputs := tasktest.ServiceOutputs(q.ServiceOutputs)
		outputs["namespace"], outputs["environment"] = pulumi.String(q.Metrics.Namespace), pulumi.String(q.Metrics.Environment)
		return stacktest.Probe(ctx, "outputs", outputs)
	}
}

func TestQueueDepthArgumentsAreDocumentedTruthfully(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
}

func TestQueueDepthCreatesExactlyItsChildren(t *testing.T) {
	want := tasktest.Children(1, 2, 1)
	want[Type] = 1
	tasktest.RequireCounts(t, want, depths(minimalDepth()))

	args := minimalDepth()
	args.MetricsSecurityGroupID = pulumi.String("sg-prometheus")
	want = tasktest.Children(2, 2, 1)
	want[Type] = 1
	tasktest.RequireCounts(t, want, depths(args))
}

func TestQueueDepthOutputs(t *testing.T) {
	rec := stacktest.Run(t, depths(minimalDepth()), stacktest.Project("shop"), stacktest.Stack("production"))
	stacktest.RequireInputs(t, rec.Probed(t, "outputs"), map[string]any{
		"namespace": "Tenfold/Queues", "environment": "shop-production", "serviceName": "depth-name",
		"serviceArn": "depth-id", "taskDefinitionArn": "arn:aws:mock:::depth-task:1",
		"runningTaskDefinition": "arn:aws:mock:::depth-task:1", "securityGroupId": "depth-tasks-id",
		"logGroupName": "depth-logs-name",
	})
	stacktest.RequireInputs(t, rec.One(t, Type), map[string]any{
		"queues": []any{"mail", "reports"}, "broker.kind": "redis", "tasks": 2, "environment": "shop-production",
		"namespace": "Tenfold/Queues", "library": "celery", "interval": 30,
	})
}

func TestQueueDepthService(t *testing.T) {
	tasktest.RequireSpread(t, stacktest.Run(t, depths(minimalDepth())).One(t, tasktest.TypeService), "depth-tasks-id", 2)
	args := minimalDepth()
	args.Tasks = 3
	tasktest.RequireSpread(t, stacktest.Run(t, depths(args)).One(t, tasktest.TypeService), "depth-tasks-id", 3)
}

func TestQueueDepthContainer(t *testing.T) {
	rec := stacktest.Run(t, depths(minimalDepth()))
	all := tasktest.Containers(t, rec)
	require.Len(t, all, 1, "the image has no chmod")
	c := all["depth"]
	require.NotContains(t, c, "dependsOn")
	require.Equal(t, tasktest.Everywhere(map[string]any{
		"QUEUES": "mail,reports", "ENVIRONMENT": "tenfold-test", "NAMESPACE": "Tenfold/Queues", "LIBRARY": "celery",
		"INTERVAL": "30s", "LISTEN": ":9540", "SECRET_VERSIONS": tasktest.BrokerVersions,
	}), tasktest.Values(c, "environment", "value"))
	require.Equal(t, map[string]any{"BROKER_URL": tasktest.BrokerARN + ":url::"}, tasktest.Values(c, "secrets", "valueFrom"))
	require.Equal(t, map[string]any{
		"command": []any{"CMD", "/queuedepth", "health"}, "interval": 30.0, "timeout": 5.0, "retries": 3.0,
		"startPeriod": 60.0,
	}, c["healthCheck"])
	require.Equal(t, []any{map[string]any{"containerPort": 9540.0, "protocol": "tcp"}}, c["portMappings"])
	require.Equal(t, 10.0, c["stopTimeout"])
	require.NotContains(t, c, "command", "the image knows its command")
	stacktest.RequireInputs(t, rec.One(t, tasktest.TypeTaskDefinition), map[string]any{"family": "test-depth", "cpu": "256", "memory": "512"})
}

func TestEachQueueDepthArgumentArrives(t *testing.T) {
	args := minimalDepth()
	args.Queues, args.Library, args.PrioritySteps, args.Interval = []string{"a"}, "rq", []int{0, 5}, 5
	args.Namespace, args.Environment, args.CPU, args.Memory = "Shop/Q", "prod", 512, 1024
	args.MetricsSecurityGroupID = pulumi.String("sg-prometheus")
	rec := stacktest.Run(t, depths(args))
	variables := tasktest.Values(tasktest.Containers(t, rec)["depth"], "environment", "value")
	for name, want := range map[string]string{
		"QUEUES": "a", "LIBRARY": "rq", "PRIORITY_STEPS": "0,5", "INTERVAL": "5s", "NAMESPACE": "Shop/Q",
		"ENVIRONMENT": "prod",
	} {
		require.Equal(t, want, variables[name], name)
	}
	stacktest.RequireInputs(t, rec.Probed(t, "outputs"), map[string]any{"namespace": "Shop/Q", "environment": "prod"})
	stacktest.RequireInputs(t, rec.One(t, tasktest.TypeTaskDefinition), map[string]any{"cpu": "512", "memory": "1024"})
	in := rec.Named(t, tasktest.TypeIngress, "depth-metrics")
	require.Equal(t, []any{"depth-tasks-id", "sg-prometheus", nil, "tcp", 9540, 9540}, tasktest.Rule(in))
	require.Equal(t, []any{"depth-tasks-id", "sg-broker", nil, "tcp", 6379, 6379},
		tasktest.Rule(rec.Named(t, tasktest.TypeEgress, "depth-to-broker")))
	require.Contains(t, rec.One(t, tasktest.TypeService).DependsOn, in.URN)
}

func TestTheEnvironmentFitsADimension(t *testing.T) {
	named := Args{}.named("shop", strings.Repeat("s", 300))
	require.Len(t, named.Environment, 255)
	require.Equal(t, "mine", Args{Environment: "mine"}.named("shop", "dev").Environment)
}

func TestQueueDepthGate(t *testing.T) {
	tasktest.RequireGate(t, "queuedepth", "depth", depths(minimalDepth()))
}

// TestQueueDepthOfRabbitMQ: it is asked by its management API once a minute, for the dead letters too.
func TestQueueDepthOfRabbitMQ(t *testing.T) {
	args := minimalDepth()
	args.Broker = tasktest.Connection(celery.RabbitMQ)
	args = args.withDefaults()
	require.Equal(t, 60, args.Interval)
	require.Equal(t, 443, args.reached().Port)
	variables := args.container().Variables
	require.Equal(t, "60s", variables["INTERVAL"])
	require.Equal(t, "mail,reports,mail.dead,reports.dead", variables["QUEUES"])
}

func TestQueueDepthProblems(t *testing.T) {
	const dimension = "; want 1 to 255 visible ASCII characters without comma and blank, no colon first"
	const steps = "; want ascending numbers from 0 up to 9, such as 0, 3, 6, 9"
	for _, tc := range []struct {
		name string
		set  func(*Args)
		want []string
	}{
		{"nothing", func(a *Args) { *a = Args{} }, []string{
			"task.clusterName is required", "task.clusterArn is required", "task.vpcId is required",
			"task.subnetIds is required", "task.region is required", "task.image is required",
			"broker is required; take the Connection of a Broker as it is", "queues is required",
		}},
		{"log class", func(a *Args) { a.Task.LogClass = "INFREQUENT_ACCESS" }, []string{
			`task.logClass is "INFREQUENT_ACCESS"; want "STANDARD"; CloudWatch takes the metrics from the log`,
		}},
		{"sqs", func(a *Args) { a.Broker = tasktest.Connection(celery.SQS) }, []string{
			`broker is "sqs"; want "redis" or "rabbitmq"; CloudWatch has the depths of its queues already, in the namespace AWS/SQS`,
		}},
		{"rabbitmq", func(a *Args) { a.Broker, a.Library = tasktest.Connection(celery.RabbitMQ), "rq" }, []string{
			`library is "rq"; want "celery" with RabbitMQ`,
		}},
		{"another broker", func(a *Args) { a.Broker.Kind = "kafka" }, []string{`broker is "kafka"; want "redis" or "rabbitmq"`}},
		{"a connection of one's own", func(a *Args) { a.Broker = celery.Connection{Kind: celery.Redis} }, []string{
			"broker is required; take the Connection of a Broker as it is",
		}},
		{"queues", func(a *Args) {
			a.Queues = []string{"a,b", "mail", "mail", ":a", "", "a b", "ä", "a:b"}
		}, []string{
			`queues[0] is "a,b"` + dimension, `queues[2] is "mail"; want each queue once`, `queues[3] is ":a"` + dimension,
			`queues[4] is ""` + dimension, `queues[5] is "a b"` + dimension, `queues[6] is "ä"` + dimension,
		}},
		{"too many queues", func(a *Args) {
			for i := range 99 {
				a.Queues = append(a.Queues, fmt.Sprintf("q%d", i))
			}
		}, []string{"queues is a list of 101; want at most 100"}},
		{"ranges", func(a *Args) { a.Interval, a.Tasks, a.CPU = 61, 4, 128 }, []string{
			"interval is 61; want 1 to 60", "tasks is 4; want 1 to 3",
			"cpu is 128; want 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768; the nearest valid cpu is 256",
		}},
		{"metrics", func(a *Args) { a.Library, a.Namespace, a.Environment = "dramatiq", "AWS/SQS", "a b" }, []string{
			`library is "dramatiq"; want "celery" or "rq"`,
			`namespace is "AWS/SQS"; want 1 to 255 letters, digits and ./_#:- , not beginning with AWS/`,
			`environment is "a b"` + dimension,
		}},
		{"namespace", func(a *Args) { a.Namespace = "a b" }, []string{
			`namespace is "a b"; want 1 to 255 letters, digits and ./_#:- , not beginning with AWS/`,
		}},
		{"steps from 1", func(a *Args) { a.PrioritySteps = []int{1, 2} }, []string{
			"prioritySteps is [1 2]" + steps,
		}},
		{"steps twice", func(a *Args) { a.PrioritySteps = []int{0, 3, 3} }, []string{
			"prioritySteps is [0 3 3]" + steps,
		}},
		{"steps to 10", func(a *Args) { a.PrioritySteps = []int{0, 10} }, []string{
			"prioritySteps is [0 10]" + steps,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			args := minimalDepth()
			tc.set(&args)
			tasktest.RequireProblems(t, "queuedepth", "depth", args.withDefaults().problems("depth"), tc.want)
		})
	}
	require.ErrorContains(t, minimalDepth().withDefaults().problems("D").Err("queuedepth", "D"), `name is "D"`)
	rec, err := stacktest.Record(depths(Args{}))
	require.Error(t, err)
	require.Zero(t, rec.Count(Type))
}
