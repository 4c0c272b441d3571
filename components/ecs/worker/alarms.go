package worker

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/appautoscaling"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/scaling"
)

// newAlarms makes the alarms that notify people of what scaling cannot fix.
func (b *builder) newAlarms() error {
	if !b.args.measured() {
		return nil
	}
	if err := b.newBacklogAlarm(); err != nil {
		return err
	}
	if b.metrics.age == "" {
		return component.InOrder(b.newUnattendedAlarm, b.newDeadLetterAlarms)
	}
	for _, q := range b.scaling.Queues {
		if err := b.newAgeAlarm(q); err != nil {
			return err
		}
	}
	if b.args.Broker.Kind == celery.SQS {
		return b.newDeadLetterAlarms()
	}
	return nil
}

// newBacklogAlarm makes an alarm on the backlog per task. A service without tasks has no metric for their number, which
// counts as zero here.
func (b *builder) newBacklogAlarm() error {
	e := b.metrics.total("messages", b.metrics.waiting, b.scaling.Weights()).
		and(b.runningTasks()).
		with(formula{"running", "FILL(tasks, 0)"}, formula{"backlog", "IF(running > 0, messages / running, messages)"})
	return b.notify("late", b.scaling.BacklogAlarm(), aws.AlarmArgs{
		Description: "Messages wait longer than they may", Queries: e.watched(),
	})
}

// newUnattendedAlarm replaces the alarm on the age of messages with a broker that does not publish it.
func (b *builder) newUnattendedAlarm() error {
	add := func(id, metric string) equation { return b.metrics.total(id, metric, nil) }
	return b.notify("unattended", b.scaling.UnattendedAlarm(), aws.AlarmArgs{
		Description: "Messages wait and nobody works", Queries: b.metrics.unattended(add).watched(),
	})
}

// newAgeAlarm makes an alarm on the oldest message of a queue. SQS goes on counting while a worker has the message.
func (b *builder) newAgeAlarm(q scaling.Queue) error {
	inWork := 0
	if b.args.Broker.Kind == celery.SQS {
		inWork = b.args.LongestTask
	}
	return b.notify("age-"+q.Name, b.scaling.AgeAlarm(q, inWork), aws.AlarmArgs{
		Description: "The oldest message of " + q.Name + " waits longer than it may",
		Metric:      b.metrics.read("", b.metrics.age, maximum, q.Name).alone(),
	})
}

// newDeadLetterAlarms makes an alarm on each dead-letter queue. SQS publishes nothing about a queue that was not used for
// hours; the alarm keeps its state then.
func (b *builder) newDeadLetterAlarms() error {
	dead := b.metrics
	if b.args.Broker.Kind == celery.SQS {
		dead.dimensions = sqsDimensions(b.args.Broker.DeadLetterQueueNames)
	} else {
		dead.dimensions = func(queue string) []dimension { return b.metrics.dimensions(queue + celery.DeadLetters) }
	}
	for _, q := range b.scaling.Queues {
		err := b.notify("dead-"+q.Name, scaling.Alarm{Periods: 1}, aws.AlarmArgs{
			Description: "Messages of " + q.Name + " have failed for good", MissingData: "ignore",
			Metric: dead.read("", dead.waiting, maximum, q.Name).alone(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// notify makes an alarm that notifies people when it fires and when it ends.
func (b *builder) notify(suffix string, when scaling.Alarm, args aws.AlarmArgs) error {
	args.Threshold, args.Periods = when.Threshold, when.Periods
	args.ActionARNs, args.OKActionARNs = b.args.AlarmActionARNs, b.args.AlarmActionARNs
	return b.newAlarm(suffix, args)
}

// trigger makes an alarm that runs a scaling policy.
func (b *builder) trigger(policy *appautoscaling.Policy, suffix string, args aws.AlarmArgs) error {
	args.ActionARNs = []pulumi.StringInput{policy.Arn}
	return b.newAlarm(suffix, args)
}

func (b *builder) newAlarm(suffix string, args aws.AlarmArgs) error {
	args.Description += " (workers " + b.Name + ")"
	_, err := aws.NewAlarm(b.Base, suffix, args)
	return err
}
