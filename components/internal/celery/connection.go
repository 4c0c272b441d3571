// Package celery is what Tenfold knows about Celery itself.
package celery

import (
	"net/url"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// The kinds of broker, for Connection.Kind.
const (
	Redis    = "redis"
	RabbitMQ = "rabbitmq"
	SQS      = "sqs"
)

// Connection is how Celery, in the web tier and in the workers, reaches its broker. Only a broker makes one. A cache
// has none to give: it is a Redis Cluster, where Celery's commands over several keys fail, so that handing a cache to
// the workers does not compile.
type Connection struct {
	// Kind is Redis, RabbitMQ or SQS. With SQS there are no worker events, and so no Flower.
	Kind string `pulumi:"kind"`
	// URL is BROKER_URL where it holds no secret: "sqs://". It is empty with the other kinds.
	URL string `pulumi:"url"`
	// URLSecretARN is the secret that holds BROKER_URL, in its JSON under "url", and URLSecret how a task definition
	// names that key. Both are empty with SQS, where the role of the task opens the door.
	URLSecretARN pulumi.StringOutput `pulumi:"urlSecretArn"`
	URLSecret    pulumi.StringOutput `pulumi:"urlSecret"`
	// URLSecretVersion is the ID of the secret's version, which starts new tasks when it changes. It is empty with SQS and
	// with a broker that exists already.
	URLSecretVersion pulumi.StringOutput `pulumi:"urlSecretVersion"`
	// KMSKeyARN is the key of the secret; it is empty with SQS.
	KMSKeyARN pulumi.StringOutput `pulumi:"kmsKeyArn"`
	// SecurityGroupID and Port are where to connect to. With SQS they are empty and 0: it is reached over HTTPS.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	Port            int                 `pulumi:"port"`
	// QueueURLs are the URLs of the queues by Celery's names of them, and PredefinedQueues the same as the JSON text of
	// Celery's setting predefined_queues. They are empty but with SQS.
	QueueURLs        pulumi.StringMapOutput `pulumi:"queueUrls"`
	PredefinedQueues pulumi.StringOutput    `pulumi:"predefinedQueues"`
	// ProducerPolicy and ConsumerPolicy are IAM policies, as JSON text, for the roles of tasks that send, and of tasks
	// that work (and send). They are empty but with SQS.
	ProducerPolicy pulumi.StringOutput `pulumi:"producerPolicy"`
	ConsumerPolicy pulumi.StringOutput `pulumi:"consumerPolicy"`
	// ProducerSettings are settings of Celery, as JSON text, that who sends must have in common with the workers.
	ProducerSettings pulumi.StringOutput `pulumi:"producerSettings"`
	// VisibilityTimeout is the number of seconds after which an unacknowledged message goes to another worker, the
	// maximum of all queues. With Redis it is Celery's broker_transport_options["visibility_timeout"].
	VisibilityTimeout int `pulumi:"visibilityTimeout"`
	// VisibilityTimeouts are those of the queues that the broker was told of, by Celery's names of them. Only with SQS
	// each queue has its own, and only there they are all the queues that there are.
	VisibilityTimeouts map[string]int `pulumi:"visibilityTimeouts"`
	// BrokerName is RabbitMQ's name in Amazon MQ, a dimension of its metrics; it is empty with the other kinds.
	BrokerName pulumi.StringOutput `pulumi:"brokerName"`
	// QueueNames and DeadLetterQueueNames are SQS's names of the queues, dimensions of their metrics, by Celery's names
	// of them. They are empty but with SQS.
	QueueNames           pulumi.StringMapOutput `pulumi:"queueNames"`
	DeadLetterQueueNames pulumi.StringMapOutput `pulumi:"deadLetterQueueNames"`
}

// CheckBrokerURL says what is wrong with a broker's URL that a user typed, and nothing if it may work. It knows a
// cluster by the name that ElastiCache gives the endpoint of one, with and without TLS.
func CheckBrokerURL(text string) string {
	parsed, err := url.Parse(text)
	if err != nil || parsed.Scheme == "" {
		return "a broker's URL begins with redis://, rediss://, amqps:// or sqs://"
	}
	for _, label := range strings.Split(parsed.Hostname(), ".") {
		if label == "clustercfg" {
			return "this is a Redis Cluster, whose slots Celery's commands over several keys cannot cross; " +
				"use a broker that is not clustered"
		}
	}
	return ""
}
