package scaling_test

import (
	"fmt"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/ecs/worker"
	"github.com/tenfold-iac/tenfold/stacks/tier"
	"github.com/tenfold-iac/tenfold/test/scaling"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	scalingPolicy = "aws:appautoscaling/policy:Policy"
	metricAlarm   = "aws:cloudwatch/metricAlarm:MetricAlarm"
)

// service is a worker service with one queue.
type service struct {
	queue tier.Queue
	// cpu and memory size a task, concurrency is the number of its processes.
	cpu, memory, concurrency int
	minTasks, maxTasks       int
	longestTask, quietTime   int // in seconds
}

// simulated is what the component Worker makes of a service: its scaling policies and its alarms. The alarm on
// unattended messages is that of a broker that does not tell the age of messages.
func simulated(t *testing.T, s service, in scaling.ScaleIn) scaling.Service {
	t.Helper()
	redis, rabbit := record(t, s, broker.Redis), record(t, s, broker.RabbitMQ)
	made := scaling.Service{
		Concurrency: s.concurrency, SecondsPerTask: s.queue.SecondsPerTask, MinTasks: s.minTasks, MaxTasks: s.maxTasks,
		ScaleIn: in,
		Alarms: []scaling.Alarm{
			alarm(t, redis, "backlog", "late", scaling.BacklogPerTask(0)),
			alarm(t, redis, "age", "age-"+s.queue.Name, scaling.OldestAge),
			alarm(t, rabbit, "unattended", "unattended", scaling.Unattended),
		},
	}
	const tracking = "targetTrackingScalingPolicyConfiguration."
	for _, policy := range redis.OfType(scalingPolicy) {
		if !policy.Has(tracking + "targetValue") {
			continue
		}
		made.ScaleOutCooldown = policy.Input(tracking + "scaleOutCooldown").(int)
		made.ScaleInCooldown = policy.Input(tracking + "scaleInCooldown").(int)
		made.Tracked = append(made.Tracked, scaling.Tracking{
			Metric: metric(t, policy, s), Target: float(policy.Input(tracking + "targetValue")),
		})
	}
	require.NotEmpty(t, made.Tracked)
	if s.minTasks == 0 {
		wake, sleep := alarm(t, redis, "", "wake", scaling.Unattended), alarm(t, redis, "", "sleep", scaling.Anything)
		cooldown := redis.Named(t, scalingPolicy, "worker-wake").Input("stepScalingPolicyConfiguration.cooldown").(int)
		made.Wake = &scaling.Step{Metric: wake.Metric, Periods: wake.Periods, Cooldown: cooldown}
		made.Sleep = &scaling.Step{Metric: sleep.Metric, Periods: sleep.Periods}
	}
	return made
}

// metric is the metric of a policy of target tracking, by the end of its name.
func metric(t *testing.T, policy stacktest.Resource, s service) scaling.Metric {
	t.Helper()
	if policy.Name == "worker-busy" {
		return scaling.Busy(s.concurrency, 100)
	}
	require.Equal(t, "worker-backlog", policy.Name)
	if s.minTasks > 0 {
		return scaling.BacklogPerTask(0)
	}
	const metrics = "targetTrackingScalingPolicyConfiguration.customizedMetricSpecification.metrics"
	var idle float64
	for i := 0; policy.Has(fmt.Sprintf("%s[%d]", metrics, i)); i++ {
		expression, _ := policy.Input(fmt.Sprintf("%s[%d].expression", metrics, i)).(string)
		_, _ = fmt.Sscanf(expression, "IF(messages > %g,", &idle) // one of the expressions has it
	}
	require.Positive(t, idle, "target tracking would take the last task away")
	return scaling.BacklogPerTask(idle)
}

// alarm is an alarm of the component, by the end of its name.
func alarm(t *testing.T, rec *stacktest.Recording, name, suffix string, metric scaling.Metric) scaling.Alarm {
	t.Helper()
	a := rec.Named(t, metricAlarm, "worker-"+suffix)
	return scaling.Alarm{
		Name: name, Metric: metric, Threshold: float(a.Input("threshold")), Periods: a.Input("evaluationPeriods").(int),
	}
}

// float is a number, which the recording gives as an int when it has no fraction.
func float(number any) float64 {
	if n, ok := number.(int); ok {
		return float64(n)
	}
	return number.(float64)
}

// recorded is a component with a kind of broker.
type recorded struct {
	service
	kind string
}

// recordings are those of earlier tests; none of them runs beside another.
var recordings = map[recorded]*stacktest.Recording{}

// record runs the component with the service's sizes and its own cooldowns.
func record(t *testing.T, s service, kind string) *stacktest.Recording {
	t.Helper()
	if recordings[recorded{s, kind}] == nil {
		args := workerArgs(s, kind)
		recordings[recorded{s, kind}] = stacktest.Run(t, func(ctx *pulumi.Context) error {
			_, err := worker.New(ctx, "worker", args)
			return err
		})
	}
	return recordings[recorded{s, kind}]
}

func workerArgs(s service, kind string) worker.Args {
	text := func(v string) pulumi.StringOutput { return pulumi.String(v).ToStringOutput() }
	return worker.Args{
		Task: ecs.TaskArgs{
			ClusterName: text("main"), ClusterARN: text("arn:aws:ecs:us-east-1:123456789012:cluster/main"),
			VPCID: text("vpc-1"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}),
			Region: "us-east-1", Image: text("registry.example.com/shop:1.0.0"),
		},
		Broker: broker.Connection{
			Kind: kind, URLSecret: text("arn:aws:secretsmanager:us-east-1:123456789012:secret:broker-a1b2c3:url::"),
			KMSKeyARN: text("arn:aws:kms:us-east-1:123456789012:key/1"), SecurityGroupID: text("sg-1"), Port: 6379,
			VisibilityTimeout: 7200, BrokerName: text("tasks"),
		},
		App: "shop", CPU: s.cpu, Memory: s.memory, Concurrency: s.concurrency, MinTasks: s.minTasks, MaxTasks: s.maxTasks,
		LongestTask: s.longestTask, QuietTime: s.quietTime, Queues: []worker.Queue{worker.Queue(s.queue)},
		Depth: &ecs.DepthMetrics{Namespace: "Shop/Queues", Environment: "test"},
	}
}
