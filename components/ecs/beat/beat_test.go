package beat

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func minimalBeat(kind string) Args {
	return Args{Task: tasktest.Args(), Broker: tasktest.Connection(kind), App: "shop.celery:app"}
}

func beats(args Args) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		b, err := New(ctx, "beat", args)
		if err != nil {
			return err
		}
		return stacktest.Probe(ctx, "outputs", tasktest.ServiceOutputs(b.ServiceOutputs))
	}
}

func TestBeatArgumentsAreDocumentedTruthfully(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
}

func TestBeatCreatesExactlyItsChildren(t *testing.T) {
	want := tasktest.Children(1, 2, 1)
	want[Type] = 1
	tasktest.RequireCounts(t, want, beats(minimalBeat(celery.Redis)))

	args := minimalBeat(celery.SQS)
	args.Scheduler = DjangoScheduler
	want = tasktest.Children(0, 1, 2)
	want[Type] = 1
	tasktest.RequireCounts(t, want, beats(args))
}

func TestBeatOutputs(t *testing.T) {
	rec := stacktest.Run(t, beats(minimalBeat(celery.Redis)))
	stacktest.RequireInputs(t, rec.Probed(t, "outputs"), map[string]any{
		"serviceName": "beat-name", "serviceArn": "beat-id", "taskDefinitionArn": "arn:aws:mock:::beat-task:1",
		"runningTaskDefinition": "arn:aws:mock:::beat-task:1", "securityGroupId": "beat-tasks-id",
		"logGroupName": "beat-logs-name", "taskRoleArn": "arn:aws:mock:::beat-task", "taskRoleName": "beat-task-name",
	})
	stacktest.RequireInputs(t, rec.One(t, Type), map[string]any{
		"app": "shop.celery:app", "scheduler": "redbeat", "broker.kind": "redis", "cpu": 256, "memory": 512,
		"stopTimeout": 30,
	})
}

// Two beats send every task twice: at no time may there be a second one, not for a deployment, a zone or a cheap price.
func TestBeatIsExactlyOne(t *testing.T) {
	service := stacktest.Run(t, beats(minimalBeat(celery.Redis))).One(t, tasktest.TypeService)
	stacktest.RequireInputs(t, service, map[string]any{
		"desiredCount": 1, "deploymentMinimumHealthyPercent": 0, "deploymentMaximumPercent": 100,
		"availabilityZoneRebalancing": "DISABLED",
		"capacityProviderStrategies":  []any{map[string]any{"capacityProvider": "FARGATE", "base": 1, "weight": 1}},
		"deploymentCircuitBreaker":    map[string]any{"enable": true, "rollback": true},
		"waitForSteadyState":          true, "cluster": tasktest.ClusterARN, "taskDefinition": "arn:aws:mock:::beat-task:1",
		"enableExecuteCommand": false, "propagateTags": "SERVICE", "enableEcsManagedTags": true,
		"networkConfiguration": map[string]any{
			"subnets": []any{"subnet-a", "subnet-b"}, "securityGroups": []any{"beat-tasks-id"}, "assignPublicIp": false,
		},
	})
	require.Empty(t, service.IgnoreChanges, "a count that somebody changed is put right by the next update")
	require.False(t, service.Has("loadBalancers"))
}

func TestBeatContainer(t *testing.T) {
	rec := stacktest.Run(t, beats(minimalBeat(celery.Redis)))
	c := tasktest.OnlyContainer(t, rec)
	want := celery.Beat{App: "shop.celery:app", Kind: "redis", Scheduler: "redbeat", VisibilityTimeout: 900}
	require.Equal(t, tasktest.Anys(want.Command()), tasktest.Started(t, c))
	require.Contains(t, c["command"], "--scheduler=redbeat.RedBeatScheduler")
	require.Equal(t, map[string]any{
		"command": tasktest.Anys(want.HealthCheck()), "interval": 30.0, "timeout": 5.0, "retries": 3.0, "startPeriod": 180.0,
	}, c["healthCheck"])
	require.Equal(t, 30.0, c["stopTimeout"])
	require.Equal(t, true, c["readonlyRootFilesystem"])
	require.NotContains(t, c, "portMappings")
	variables := tasktest.Everywhere(map[string]any{"SECRET_VERSIONS": tasktest.BrokerVersions})
	for name, value := range want.Environment() {
		variables[name] = value
	}
	require.Equal(t, variables, tasktest.Values(c, "environment", "value"))
	require.Equal(t, map[string]any{"BROKER_URL": tasktest.BrokerARN + ":url::"}, tasktest.Values(c, "secrets", "valueFrom"))
	stacktest.RequireInputs(t, rec.One(t, tasktest.TypeTaskDefinition), map[string]any{"family": "test-beat", "cpu": "256", "memory": "512"})
}

func TestBeatReachesItsBroker(t *testing.T) {
	rec := stacktest.Run(t, beats(minimalBeat(celery.Redis)))
	require.Equal(t, []any{"sg-broker", "beat-tasks-id", nil, "tcp", 6379, 6379}, tasktest.Rule(rec.One(t, tasktest.TypeIngress)))
	require.Equal(t, []any{"beat-tasks-id", "sg-broker", nil, "tcp", 6379, 6379},
		tasktest.Rule(rec.Named(t, tasktest.TypeEgress, "beat-to-broker")))
	policy := rec.One(t, tasktest.TypeRolePolicy)
	require.Equal(t, "beat-execution-name", policy.Input("role"))
	require.Contains(t, policy.Input("policy"), `"Resource":["`+tasktest.BrokerARN+`"]`)
	require.Contains(t, policy.Input("policy"), `"Action":["kms:Decrypt"],"Resource":["arn:broker-key"]`)
}

func TestBeatSendsToSQS(t *testing.T) {
	args := minimalBeat(celery.SQS)
	args.Scheduler = DjangoScheduler
	rec := stacktest.Run(t, beats(args))
	c := tasktest.OnlyContainer(t, rec)
	require.Contains(t, c["command"], "--scheduler=django_celery_beat.schedulers:DatabaseScheduler")
	variables := tasktest.Values(c, "environment", "value")
	require.Equal(t, []any{"sqs://", tasktest.PredefinedQueues, "us-east-1"},
		[]any{variables["BROKER_URL"], variables["BROKER_PREDEFINED_QUEUES"], variables["AWS_REGION"]})
	require.NotContains(t, c, "secrets")
	policy := rec.Named(t, tasktest.TypeRolePolicy, "beat-policy-broker")
	require.Equal(t, []any{"beat-task-name", tasktest.ProducerPolicy}, []any{policy.Input("role"), policy.Input("policy")})
	require.Contains(t, rec.One(t, tasktest.TypeService).DependsOn, policy.URN)
}

func TestBeatGate(t *testing.T) {
	tasktest.RequireGate(t, "beat", "beat", beats(minimalBeat(celery.Redis)))
}

func TestBeatProblems(t *testing.T) {
	for _, tc := range []struct {
		name string
		set  func(*Args)
		want []string
	}{
		{"nothing", func(a *Args) { *a = Args{} }, []string{
			"task.clusterName is required", "task.clusterArn is required", "task.vpcId is required",
			"task.subnetIds is required", "task.region is required", "task.image is required",
			`app is required; it is Celery's -A, such as "shop.celery:app"`,
			`broker is ""; want "redis" or "rabbitmq" or "sqs"`,
		}},
		{"a connection of one's own", func(a *Args) { a.Broker = celery.Connection{Kind: celery.Redis} }, []string{
			"broker is required; take the Connection of a Broker as it is",
		}},
		{"redbeat without redis", func(a *Args) { a.Broker = tasktest.Connection(celery.SQS) }, []string{
			`scheduler is "redbeat"; want "django" with sqs; redbeat keeps its schedule in the broker, which must be Redis; ` +
				"without Django, use scheduled jobs",
		}},
		{"scheduler", func(a *Args) { a.Scheduler = "celery.beat" }, []string{
			`scheduler is "celery.beat"; want "redbeat" or "django"`,
		}},
		{"size", func(a *Args) { a.CPU, a.Memory, a.StopTimeout = 256, 4096, 121 }, []string{
			"memory is 4096; want 512, 1024 or 2048 with cpu 256; the nearest valid memory is 2048",
			"stopTimeout is 121; want 2 to 120",
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			args := minimalBeat(celery.Redis)
			tc.set(&args)
			tasktest.RequireProblems(t, "beat", "beat", args.withDefaults().problems("beat"), tc.want)
		})
	}
	require.ErrorContains(t, minimalBeat(celery.Redis).withDefaults().problems("B").Err("beat", "B"), `name is "B"`)
	rec, err := stacktest.Record(beats(Args{}))
	require.Error(t, err)
	require.Zero(t, rec.Count(Type))
}

func TestEachBeatArgumentArrives(t *testing.T) {
	args := minimalBeat(celery.RabbitMQ)
	args.Scheduler, args.CPU, args.Memory, args.StopTimeout = DjangoScheduler, 512, 2048, 60
	rec := stacktest.Run(t, beats(args))
	stacktest.RequireInputs(t, rec.One(t, tasktest.TypeTaskDefinition), map[string]any{"cpu": "512", "memory": "2048"})
	require.Equal(t, 60.0, tasktest.OnlyContainer(t, rec)["stopTimeout"])
	require.Equal(t, 5671, rec.Named(t, tasktest.TypeEgress, "beat-to-broker").Input("fromPort"))
}
