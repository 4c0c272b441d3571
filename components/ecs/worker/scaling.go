package worker

import (
	"fmt"
	"strconv"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/appautoscaling"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/scaling"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// scaling is the service from which target and alarms are calculated. Without the autoscaler, the number of tasks is both
// minimum and maximum. The bounds are for validateTasks to validate.
func (a Args) scaling() scaling.Service {
	minTasks := max(0, a.MinTasks)
	s := scaling.Service{
		Concurrency: max(1, a.Concurrency), MinTasks: minTasks, MaxTasks: max(1, minTasks, a.MaxTasks), LongestTask: a.LongestTask,
		ScaleOutCooldown: a.ScaleOutCooldown, ScaleInCooldown: a.ScaleInCooldown, QuietTime: a.QuietTime,
	}
	for _, q := range a.Queues {
		s.Queues = append(s.Queues, scaling.Queue(q))
	}
	return s
}

// newAutoscaling makes the number of tasks follow the backlog. It comes after the alarms, because an alarm starts the
// first task of a service that scales to zero.
func (b *builder) newAutoscaling() error {
	if !b.args.autoscales() {
		return nil
	}
	target, err := b.NewScalingTarget(b.args.MinTasks, b.args.MaxTasks)
	if err != nil {
		return err
	}
	if err := b.newTrackingPolicies(target); err != nil {
		return err
	}
	if !b.args.scalesToZero() {
		return nil
	}
	return component.InOrder(
		func() error { return b.newWakePolicy(target) },
		func() error { return b.newSleepPolicy(target) })
}

// newTrackingPolicies follow the backlog and, where a message may not wait for a new task, how busy the processes are:
// a backlog has already waited. The policy that asks for more tasks wins.
func (b *builder) newTrackingPolicies(target *appautoscaling.Target) error {
	err := b.NewTrackingPolicy(target, "backlog", b.args.tracking(b.backlog(), b.scaling.Target()))
	busy := b.scaling.BusyTarget()
	if err != nil || busy == 0 {
		return err
	}
	return b.NewTrackingPolicy(target, "busy", b.args.tracking(b.busy(), busy))
}

func (a Args) tracking(metric equation, target float64) task.TrackingArgs {
	return task.TrackingArgs{
		CustomizedMetricSpecification: customArgs{Metrics: metric.tracked()},
		TargetValue:                   pulumi.Float64(target),
		ScaleOutCooldown:              pulumi.Int(a.ScaleOutCooldown),
		ScaleInCooldown:               pulumi.Int(a.ScaleInCooldown),
	}
}

// busy is the share of the processes that work, in percent.
func (b *builder) busy() equation {
	return b.metrics.total("working", b.metrics.working, nil).and(b.runningTasks()).
		with(formula{"busy", fmt.Sprintf("IF(tasks > 0, 100 * working / (tasks * %d), 0)", b.args.Concurrency)})
}

// backlog is the work that waits for each task, in messages of the first queue. If the service scales to zero, the
// backlog of a running task is never zero: target tracking would remove the last task without looking at what is in work.
func (b *builder) backlog() equation {
	e := b.metrics.total("messages", b.metrics.waiting, b.scaling.Weights()).and(b.runningTasks())
	if !b.args.scalesToZero() {
		return e.with(formula{"backlog", "IF(tasks > 0, messages / tasks, messages)"})
	}
	idle := strconv.FormatFloat(scaling.IdleBacklog, 'f', -1, 64)
	return e.with(
		formula{"work", fmt.Sprintf("IF(messages > %[1]s, messages, %[1]s)", idle)},
		formula{"backlog", "IF(tasks > 0, work / tasks, messages)"},
	)
}

// runningTasks is the number of tasks that run, which AWS does not measure for a service without any.
func (b *builder) runningTasks() equation {
	return equation{readings: []reading{{"tasks", "ECS/ContainerInsights", "RunningTaskCount", average, []dimension{
		{"ClusterName", b.args.Task.ClusterName}, {"ServiceName", b.Service.Name},
	}}}}
}

// newWakePolicy starts the first task when messages wait and none is in work. The number of tasks says nothing here: AWS
// does not measure a service without tasks. The step adds one task and never sets a number, so it removes none if tasks
// run and hang.
func (b *builder) newWakePolicy(target *appautoscaling.Target) error {
	policy, err := b.newStepPolicy(target, "wake", stepArgs{
		AdjustmentType:        pulumi.String("ChangeInCapacity"),
		MetricAggregationType: pulumi.String(maximum),
		Cooldown:              pulumi.Int(scaling.WakeCooldown),
		StepAdjustments: stepArray{
			step{MetricIntervalLowerBound: pulumi.String("0"), ScalingAdjustment: pulumi.Int(1)},
		},
	})
	if err != nil {
		return err
	}
	return b.trigger(policy, "wake", aws.AlarmArgs{
		Description: "Messages wait and nobody works", Periods: b.scaling.WakeAlarm().Periods,
		Queries: b.metrics.unattended(b.metrics.known).watched(),
	})
}

// newSleepPolicy removes the last tasks after a quiet time without waiting messages and without messages in work.
func (b *builder) newSleepPolicy(target *appautoscaling.Target) error {
	policy, err := b.newStepPolicy(target, "sleep", stepArgs{
		AdjustmentType:        pulumi.String("ExactCapacity"),
		MetricAggregationType: pulumi.String(maximum),
		Cooldown:              pulumi.Int(minute),
		StepAdjustments: stepArray{
			step{MetricIntervalUpperBound: pulumi.String("0"), ScalingAdjustment: pulumi.Int(0)},
		},
	})
	if err != nil {
		return err
	}
	return b.trigger(policy, "sleep", aws.AlarmArgs{
		Description: "Nothing waits and nothing is in work", Comparison: "LessThanOrEqualToThreshold",
		Periods: b.scaling.SleepPeriods(), Queries: b.metrics.unfinished().watched(),
	})
}

func (b *builder) newStepPolicy(
	target *appautoscaling.Target, suffix string, args stepArgs,
) (*appautoscaling.Policy, error) {
	return b.NewScalingPolicy(target, suffix, &appautoscaling.PolicyArgs{
		PolicyType: pulumi.String("StepScaling"), StepScalingPolicyConfiguration: args,
	})
}

type (
	customArgs = appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationArgs
	stepArgs   = appautoscaling.PolicyStepScalingPolicyConfigurationArgs
	stepArray  = appautoscaling.PolicyStepScalingPolicyConfigurationStepAdjustmentArray
	step       = appautoscaling.PolicyStepScalingPolicyConfigurationStepAdjustmentArgs
)
