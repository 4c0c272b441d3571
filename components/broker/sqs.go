package broker

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/sqs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	maxPoll = 20 // seconds, the maximum of SQS
	// A message that no worker took for 4 days is waiting for a person; a dead one may wait for the longest time there
	// is, which counts from when it was first sent.
	retention     = 4 * 24 * 3600
	deadRetention = 14 * 24 * 3600
	maxMessage    = 262144 // bytes, SQS's limit
)

// pair is a queue and where its failures go.
type pair struct{ work, dead *sqs.Queue }

func (b *builder) newQueues() error {
	urls, names, deadNames := pulumi.StringMap{}, pulumi.StringMap{}, pulumi.StringMap{}
	var arns pulumi.StringArray
	for _, q := range b.args.Queues {
		made, err := b.newPair(q)
		if err != nil {
			return fmt.Errorf("queue %q: %w", q.Name, err)
		}
		urls[q.Name], names[q.Name], deadNames[q.Name] = made.work.Url, made.work.Name, made.dead.Name
		arns = append(arns, made.work.Arn)
	}
	connectQueues(&b.connection, b.args, urls, names, deadNames, arns)
	return nil
}

// connectQueues completes a connection with queues of SQS. The maps are by Celery's names of the queues.
func connectQueues(c *Connection, args Args, urls, names, deadNames pulumi.StringMap, arns pulumi.StringArray) {
	all := arns.ToStringArrayOutput()
	c.QueueNames, c.DeadLetterQueueNames = names.ToStringMapOutput(), deadNames.ToStringMapOutput()
	c.URL, c.QueueURLs = "sqs://", urls.ToStringMapOutput()
	c.PredefinedQueues = c.QueueURLs.ApplyT(predefined).(pulumi.StringOutput)
	c.ProducerSettings = pulumi.All(c.PredefinedQueues, all).ApplyT(func(v []any) string {
		return args.sqsProducer(v[0].(string), v[1].([]string))
	}).(pulumi.StringOutput)
	c.ProducerPolicy = all.ApplyT(producerPolicy).(pulumi.StringOutput)
	c.ConsumerPolicy = all.ApplyT(consumerPolicy).(pulumi.StringOutput)
}

// sqsProducer reads the region from the ARNs of the queues. There is at least one.
func (a Args) sqsProducer(predefined string, arns []string) string {
	p := a.producer()
	p.PredefinedQueues, p.Region = predefined, strings.Split(arns[0], ":")[arnRegion]
	return p.Settings()
}

func (b *builder) newPair(q Queue) (made pair, err error) {
	name := b.Name + "-" + q.Name
	if made.dead, err = b.newQueue(name+deadLetters, deadArgs(name+deadLetters)); err != nil {
		return made, err
	}
	if made.work, err = b.newQueue(name, workArgs(name, q, made.dead.Arn)); err != nil {
		return made, err
	}
	_, err = sqs.NewRedriveAllowPolicy(b.Ctx, name+deadLetters+"-sources", &sqs.RedriveAllowPolicyArgs{
		QueueUrl: made.dead.ID(), RedriveAllowPolicy: made.work.Arn.ApplyT(sourcePolicy).(pulumi.StringOutput),
	}, b.Options()...)
	if err != nil {
		return made, fmt.Errorf("limiting sources of dead-letter queue: %w", err)
	}
	return made, nil
}

// newQueue makes a queue that refuses requests without TLS.
func (b *builder) newQueue(name string, args *sqs.QueueArgs) (*sqs.Queue, error) {
	queue, err := sqs.NewQueue(b.Ctx, name, args, b.Protected()...)
	if err != nil {
		return nil, component.Creating("queue "+name, err)
	}
	_, err = sqs.NewQueuePolicy(b.Ctx, name+"-policy", &sqs.QueuePolicyArgs{
		QueueUrl: queue.ID(), Policy: queue.Arn.ApplyT(tlsOnly).(pulumi.StringOutput),
	}, b.Options()...)
	return queue, component.Creating("policy of queue "+name, err)
}

func workArgs(name string, q Queue, dead pulumi.StringOutput) *sqs.QueueArgs {
	return &sqs.QueueArgs{
		VisibilityTimeoutSeconds: pulumi.Int(q.VisibilityTimeout),
		ReceiveWaitTimeSeconds:   pulumi.Int(maxPoll),
		MessageRetentionSeconds:  pulumi.Int(retention),
		MaxMessageSize:           pulumi.Int(maxMessage),
		SqsManagedSseEnabled:     pulumi.Bool(true),
		RedrivePolicy: pulumi.JSONMarshal(pulumi.Map{
			"deadLetterTargetArn": dead, "maxReceiveCount": pulumi.Int(q.MaxReceives),
		}),
		Tags: component.Tags(name),
	}
}

func deadArgs(name string) *sqs.QueueArgs {
	return &sqs.QueueArgs{
		MessageRetentionSeconds: pulumi.Int(deadRetention),
		MaxMessageSize:          pulumi.Int(maxMessage),
		SqsManagedSseEnabled:    pulumi.Bool(true),
		Tags:                    component.Tags(name),
	}
}

type object = map[string]any

// predefined is Celery's setting of the same name. With it Celery neither lists nor creates queues.
func predefined(urls map[string]string) (string, error) {
	queues := object{}
	for name, url := range urls {
		queues[name] = object{"url": url}
	}
	return marshal(queues)
}

func sourcePolicy(source string) (string, error) {
	return marshal(object{"redrivePermission": "byQueue", "sourceQueueArns": []string{source}})
}

func tlsOnly(queue string) string {
	return aws.Document(aws.TLSOnly(aws.One("sqs:*"), aws.One(queue)))
}

var (
	produce = aws.List{"sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"}
	consume = aws.List{"sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage"}
)

func producerPolicy(queues []string) string {
	return aws.Document(aws.Allow("Send", produce, aws.List(queues)))
}

// consumerPolicy lets workers send too: a task that is retried, or that calls another one, is a new message.
func consumerPolicy(queues []string) string {
	return aws.Document(aws.Allow("Send", produce, aws.List(queues)), aws.Allow("Work", consume, aws.List(queues)))
}

func marshal(value any) (string, error) {
	text, err := json.Marshal(value)
	return string(text), err
}
