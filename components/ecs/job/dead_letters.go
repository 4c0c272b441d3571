package job

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/sqs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// longestKept is the longest time, in seconds, that SQS keeps a message.
const longestKept = 14 * 24 * 3600

// deadLetters is where starts go that were given up, and runs that failed.
func (b *builder) deadLetters() (err error) {
	name := b.Name + "-dlq"
	b.dead, err = sqs.NewQueue(b.Ctx, name, &sqs.QueueArgs{
		MessageRetentionSeconds: pulumi.Int(longestKept), SqsManagedSseEnabled: pulumi.Bool(true),
		Tags: component.Tags(name),
	}, b.Child())
	if err != nil {
		return fmt.Errorf("creating the dead-letter queue: %w", err)
	}
	return nil
}

// deadLetterPolicy lets the rule send to the queue; the schedule does so with its role.
func (b *builder) deadLetterPolicy() (*sqs.QueuePolicy, error) {
	access, err := sqs.NewQueuePolicy(b.Ctx, b.Name+"-dlq-policy", &sqs.QueuePolicyArgs{
		QueueUrl: b.dead.ID(),
		Policy: pulumi.All(b.dead.Arn, b.rule.Arn).ApplyT(func(v []any) string {
			return queueAccess(v[0].(string), v[1].(string))
		}).(pulumi.StringOutput),
	}, b.Child())
	if err != nil {
		return nil, fmt.Errorf("creating the policy of the dead-letter queue: %w", err)
	}
	return access, nil
}

func queueAccess(queue, rule string) string {
	tls := task.Statement{
		Sid: "TLSOnly", Effect: "Deny", Principal: map[string]string{"AWS": "*"},
		Action: []string{"sqs:*"}, Resource: []string{queue},
		Condition: task.Condition{"Bool": {"aws:SecureTransport": {"false"}}},
	}
	send := task.Allow("FailedRuns", []string{"sqs:SendMessage"}, queue)
	send.Principal = map[string]string{"Service": "events.amazonaws.com"}
	send.Condition = task.Condition{"ArnEquals": {"aws:SourceArn": {rule}}}
	return task.Policy(tls, send)
}

// failed is an alarm that stays on while the dead-letter queue holds anything.
func (b *builder) failed() error {
	args := failedArgs(b.Name, b.args.AlarmActionARNs)
	args.Dimensions = pulumi.StringMap{"QueueName": b.dead.Name}
	alarm, err := cloudwatch.NewMetricAlarm(b.Ctx, b.Name+"-failed", args, b.Child())
	if err != nil {
		return fmt.Errorf("creating the alarm: %w", err)
	}
	b.alarm = alarm.Name
	return nil
}

func failedArgs(name string, actions []pulumi.StringInput) *cloudwatch.MetricAlarmArgs {
	args := &cloudwatch.MetricAlarmArgs{
		AlarmDescription: pulumi.String("The job " + name + " failed, or was due and did not start; its dead-letter queue " +
			"says why, and purging it ends this alarm"),
		Namespace:          pulumi.String("AWS/SQS"),
		MetricName:         pulumi.String("ApproximateNumberOfMessagesVisible"),
		Statistic:          pulumi.String("Maximum"),
		Period:             pulumi.Int(60),
		EvaluationPeriods:  pulumi.Int(1),
		ComparisonOperator: pulumi.String("GreaterThanThreshold"),
		Threshold:          pulumi.Float64(0),
		// The metric of a queue that nobody uses ends after six hours.
		TreatMissingData: pulumi.String("notBreaching"),
		Tags:             component.Tags(name + "-failed"),
	}
	if len(actions) > 0 {
		args.AlarmActions = task.AlarmActions(actions)
	}
	return args
}
