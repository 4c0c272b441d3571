package worker

import (
	"fmt"
	"strconv"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/appautoscaling"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/scaling"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// scaling is what the numbers of target and alarms come from. Without the autoscaler it is the number of tasks; what
// is wrong with that one, checkTasks says.
func (a Args) scaling() scaling.Service {
	low := max(0, a.MinTasks)
	s := scaling.Service{
		Concurrency: max(1, a.Concurrency), MinTasks: low, MaxTasks: max(1, low, a.MaxTasks),
		ScaleOutCooldown: a.ScaleOutCooldown, ScaleInCooldown: a.ScaleInCooldown, QuietTime: a.QuietTime,
	}
	for _, q := range a.Queues {
		s.Queues = append(s.Queues, scaling.Queue(q))
	}
	return s
}

// autoscale makes the number of tasks follow the backlog. It comes after the alarms, for the first task of a service
// that sleeps is started by one.
func (b *builder) autoscale() error {
	if !b.args.autoscales() {
		return nil
	}
	target, err := b.NewScalingTarget(b.args.MinTasks, b.args.MaxTasks)
	if err != nil {
		return err
	}
	for _, policy := range b.args.policies(b.Service.Name) {
		if err := b.NewTrackingPolicy(target, policy.name, policy.tracking); err != nil {
			return err
		}
	}
	if !b.args.sleeps() {
		return nil
	}
	if err := b.wake(target); err != nil {
		return err
	}
	return b.sleep(target)
}

// trackedPolicy is a policy of target tracking and the end of its name.
type trackedPolicy struct {
	name     string
	tracking task.TrackingArgs
}

// policies follow the backlog and, where a message may not wait for a new task, how busy the processes are: a backlog
// is what has waited already. The policy that asks for more tasks wins.
func (a Args) policies(service pulumi.StringInput) []trackedPolicy {
	list := []trackedPolicy{{"backlog", a.tracking(a.backlog(service), a.scaling().Target())}}
	if target := a.scaling().BusyTarget(); target > 0 {
		list = append(list, trackedPolicy{"busy", a.tracking(a.busy(service), target)})
	}
	return list
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
func (a Args) busy(service pulumi.StringInput) equation {
	return a.total("working", a.gauges().working, nil).and(a.runningTasks(service)).
		with(formula{"busy", fmt.Sprintf("IF(tasks > 0, 100 * working / (tasks * %d), 0)", a.Concurrency)})
}

// backlog is the work that waits for each task, in messages of the first queue. Where there may be no task it is never
// nothing while one runs: target tracking would go to zero by itself, without a look at what is in work.
func (a Args) backlog(service pulumi.StringInput) equation {
	e := a.total("messages", a.gauges().waiting, a.scaling().Weights()).and(a.runningTasks(service))
	if !a.sleeps() {
		return e.with(formula{"backlog", "IF(tasks > 0, messages / tasks, messages)"})
	}
	least := strconv.FormatFloat(scaling.IdleBacklog, 'f', -1, 64)
	return e.with(
		formula{"work", fmt.Sprintf("IF(messages > %[1]s, messages, %[1]s)", least)},
		formula{"backlog", "IF(tasks > 0, work / tasks, messages)"},
	)
}

// wake starts the first task when messages wait and nobody works. The number of tasks says nothing here: AWS does not
// measure a service without tasks. The step adds one and never sets a number, so that it takes none away from tasks
// that are stuck.
func (b *builder) wake(target *appautoscaling.Target) error {
	policy, err := b.step(target, "wake", stepArgs{
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
	return b.act("wake", "Messages wait and nobody works", policy, b.args.scaling().WakeAlarm().Periods,
		"GreaterThanThreshold", b.args.unattended(b.args.known))
}

// sleep takes the last tasks away when nothing has waited and nothing was in work for the quiet time.
func (b *builder) sleep(target *appautoscaling.Target) error {
	policy, err := b.step(target, "sleep", stepArgs{
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
	return b.act("sleep", "Nothing waits and nothing is in work", policy, b.args.scaling().SleepPeriods(),
		"LessThanOrEqualToThreshold", b.args.anything())
}

// step makes a step policy.
func (b *builder) step(
	target *appautoscaling.Target, suffix string, args stepArgs,
) (*appautoscaling.Policy, error) {
	policy, err := appautoscaling.NewPolicy(b.Ctx, b.Name+"-"+suffix, &appautoscaling.PolicyArgs{
		PolicyType:       pulumi.String("StepScaling"),
		ServiceNamespace: target.ServiceNamespace, ScalableDimension: target.ScalableDimension, ResourceId: target.ResourceId,
		StepScalingPolicyConfiguration: args,
	}, b.Child())
	if err != nil {
		return nil, fmt.Errorf("creating the scaling policy %s: %w", suffix, err)
	}
	return policy, nil
}

// anything is how many messages wait or are in work.
func (a Args) anything() equation {
	g := a.gauges()
	return a.total("messages", g.waiting, nil).and(a.total("working", g.working, nil)).
		with(formula{"anything", "messages + working"})
}

// unattended is how many messages wait while none is in work; add adds up the queues.
func (a Args) unattended(add func(id, metric string) equation) equation {
	g := a.gauges()
	return add("messages", g.waiting).and(add("working", g.working)).
		with(formula{"unattended", "IF(working > 0, 0, messages)"})
}

type (
	customArgs = appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationArgs
	stepArgs   = appautoscaling.PolicyStepScalingPolicyConfigurationArgs
	stepArray  = appautoscaling.PolicyStepScalingPolicyConfigurationStepAdjustmentArray
	step       = appautoscaling.PolicyStepScalingPolicyConfigurationStepAdjustmentArgs
)
