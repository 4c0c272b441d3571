package job

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/sqs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// maxRetention is the limit of SQS, in seconds.
const maxRetention = 14 * 24 * 3600

// newDeadLetterQueue makes the queue of starts that were given up and of runs that failed.
func (b *builder) newDeadLetterQueue() (err error) {
	name := b.Name + "-dlq"
	b.dead, err = sqs.NewQueue(b.Ctx, name, &sqs.QueueArgs{
		MessageRetentionSeconds: pulumi.Int(maxRetention), SqsManagedSseEnabled: pulumi.Bool(true),
		Tags: component.Tags(name),
	}, b.Options()...)
	if err != nil {
		return fmt.Errorf("creating the dead-letter queue: %w", err)
	}
	return nil
}

// newQueuePolicy allows the rule to send to the queue. The schedule sends with its role.
func (b *builder) newQueuePolicy() (*sqs.QueuePolicy, error) {
	access, err := sqs.NewQueuePolicy(b.Ctx, b.Name+"-dlq-policy", &sqs.QueuePolicyArgs{
		QueueUrl: b.dead.ID(),
		Policy: pulumi.All(b.dead.Arn, b.rule.Arn).ApplyT(func(v []any) string {
			return queueAccess(v[0].(string), v[1].(string))
		}).(pulumi.StringOutput),
	}, b.Options()...)
	if err != nil {
		return nil, fmt.Errorf("creating the policy of the dead-letter queue: %w", err)
	}
	return access, nil
}

func queueAccess(queue, rule string) string {
	tls := aws.Deny("TLSOnly", aws.List{"sqs:*"}, aws.List{queue}).By(aws.Identity("*")).
		When(aws.Condition{"Bool": {"aws:SecureTransport": aws.List{"false"}}})
	send := aws.Allow("FailedRuns", aws.List{"sqs:SendMessage"}, aws.List{queue}).
		By(aws.Service("events.amazonaws.com")).
		When(aws.Condition{"ArnEquals": {"aws:SourceArn": aws.List{rule}}})
	return aws.Document(tls, send)
}

// newAlarm makes an alarm that stays on while the dead-letter queue holds a message.
func (b *builder) newAlarm() error {
	alarm, err := aws.NewAlarm(b.Base, "failed", alarmArgs(b.Name, b.dead.Name, b.args.AlarmActionARNs))
	if err != nil {
		return err
	}
	b.alarm = alarm.Name
	return nil
}

func alarmArgs(name string, queue pulumi.StringInput, actions []pulumi.StringInput) aws.AlarmArgs {
	return aws.AlarmArgs{
		Description: "The job " + name + " failed, or was due and did not start; its dead-letter queue says why, and " +
			"purging it ends this alarm",
		Metric: &aws.Metric{
			Namespace: "AWS/SQS", Name: "ApproximateNumberOfMessagesVisible", Statistic: "Maximum", Period: 60,
			Dimensions: pulumi.StringMap{"QueueName": queue},
		},
		Periods: 1,
		// After six hours without use, SQS stops publishing the metric of a queue.
		MissingData: "notBreaching",
		ActionARNs:  actions,
	}
}
