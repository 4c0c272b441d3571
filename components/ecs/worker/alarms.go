package worker

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/appautoscaling"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/scaling"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// alarms tell people what scaling cannot help.
func (b *builder) alarms() error {
	if !b.args.measured() {
		return nil
	}
	if err := b.late(); err != nil {
		return err
	}
	if b.args.gauges().age == "" {
		return b.unattendedAlarm()
	}
	for _, q := range b.args.Queues {
		if err := b.age(q); err != nil {
			return err
		}
	}
	if b.args.Broker.Kind == celery.SQS {
		return b.deadLetters()
	}
	return nil
}

// late is on the backlog per task. A service without tasks has no number of them, which counts as zero here.
func (b *builder) late() error {
	e := b.args.total("messages", b.args.gauges().waiting, b.args.scaling().Weights()).
		and(b.args.runningTasks(b.Service.Name)).
		with(formula{"running", "FILL(tasks, 0)"}, formula{"backlog", "IF(running > 0, messages / running, messages)"})
	return b.tell("late", "Messages wait longer than they may", b.args.scaling().BacklogAlarm(),
		&cloudwatch.MetricAlarmArgs{MetricQueries: e.watched()})
}

// unattendedAlarm stands in for the age of messages where the broker does not tell it.
func (b *builder) unattendedAlarm() error {
	add := func(id, metric string) equation { return b.args.total(id, metric, nil) }
	return b.tell("unattended", "Messages wait and nobody works", b.args.scaling().UnattendedAlarm(),
		&cloudwatch.MetricAlarmArgs{MetricQueries: b.args.unattended(add).watched()})
}

// age is on the oldest message of a queue. SQS goes on counting while a worker has it.
func (b *builder) age(q Queue) error {
	inWork := 0
	if b.args.Broker.Kind == celery.SQS {
		inWork = b.args.LongestTask
	}
	g := b.args.gauges()
	return b.tell("age-"+q.Name, "The oldest message of "+q.Name+" waits longer than it may",
		b.args.scaling().AgeAlarm(scaling.Queue(q), inWork), single(g.read("", g.age, maximum, q.Name)))
}

// deadLetters is on what has failed again and again and now waits for somebody to look. SQS does not tell of a queue
// that nobody has used for hours; the alarm stays as it is then.
func (b *builder) deadLetters() error {
	g := b.args.gauges()
	g.of = sqsDimensions(b.args.Broker.DeadLetterQueueNames)
	for _, q := range b.args.Queues {
		args := single(g.read("", g.waiting, maximum, q.Name))
		args.TreatMissingData = pulumi.String("ignore")
		err := b.tell("dead-"+q.Name, "Messages of "+q.Name+" have failed for good", scaling.Alarm{Periods: 1}, args)
		if err != nil {
			return err
		}
	}
	return nil
}

// single is an alarm on one metric.
func single(r reading) *cloudwatch.MetricAlarmArgs {
	return &cloudwatch.MetricAlarmArgs{
		Namespace: pulumi.String(r.namespace), MetricName: pulumi.String(r.metric), Statistic: pulumi.String(r.stat),
		Period: pulumi.Int(minute), Dimensions: r.dimensionMap(),
	}
}

// tell makes an alarm for people.
func (b *builder) tell(suffix, what string, when scaling.Alarm, args *cloudwatch.MetricAlarmArgs) error {
	args.ComparisonOperator = pulumi.String("GreaterThanThreshold")
	args.Threshold, args.EvaluationPeriods = pulumi.Float64(when.Threshold), pulumi.Int(when.Periods)
	if len(b.args.AlarmActionARNs) > 0 {
		args.AlarmActions = task.AlarmActions(b.args.AlarmActionARNs)
		args.OkActions = args.AlarmActions
	}
	return b.alarm(suffix, what, args)
}

// act makes an alarm that sets a scaling policy in motion.
func (b *builder) act(
	suffix, what string, policy *appautoscaling.Policy, periods int, comparison string, e equation,
) error {
	return b.alarm(suffix, what, &cloudwatch.MetricAlarmArgs{
		MetricQueries: e.watched(), ComparisonOperator: pulumi.String(comparison), Threshold: pulumi.Float64(0),
		EvaluationPeriods: pulumi.Int(periods), AlarmActions: pulumi.Array{policy.Arn},
	})
}

func (b *builder) alarm(suffix, what string, args *cloudwatch.MetricAlarmArgs) error {
	name := b.Name + "-" + suffix
	args.AlarmDescription, args.Tags = pulumi.String(what+" (workers "+b.Name+")"), component.Tags(name)
	if args.TreatMissingData == nil {
		args.TreatMissingData = pulumi.String("missing")
	}
	if _, err := cloudwatch.NewMetricAlarm(b.Ctx, name, args, b.Child()); err != nil {
		return fmt.Errorf("creating the alarm %s: %w", suffix, err)
	}
	return nil
}
