// Package broker is where an environment's tasks wait for Celery's workers: a Redis store that is not clustered,
// RabbitMQ, or SQS.
package broker

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// Type is the type token of the component.
const Type = "tenfold:broker:Broker"

// Connection is what the web tier and the workers take to reach the broker. docs/broker.md has its fields.
type Connection = celery.Connection

// Broker is the message broker of Celery. For one called broker it creates, by Kind:
//
//   - Redis: the replication group (broker), not in cluster mode, with one or more standbys, and its parameter group,
//     subnet group and logs. When it is full it rejects new messages, and never evicts waiting ones
//   - RabbitMQ: the broker (broker) with three nodes, or one with SingleInstance, and its configuration
//   - SQS: for each queue the queue (broker-<queue>), its dead-letter queue (broker-<queue>-dlq) and their policies
//
// Redis and RabbitMQ also have a KMS key (broker-key), secrets with the password (broker-token) and the URL (broker-url),
// and a security group (broker-sg) without rules: whatever connects adds a rule for Port to it.
//
// Cost per month at the defaults: Redis 39.18 USD, RabbitMQ 600.55 USD, SQS 0.40 USD per million requests.
//
// How it fails: if a node of Redis fails, the standby takes over within about a minute, and the most recent tasks may be
// lost, or run twice. Quorum queues of RabbitMQ continue with two of three nodes. If a worker dies, its tasks return after
// VisibilityTimeout with Redis and SQS, if they are acknowledged late. Without AllowDestroy the engine refuses to destroy
// or to replace the broker.
//
// What it does not do: accept a clustered cache, encrypt RabbitMQ's disks with your key, limit the age of RabbitMQ's logs,
// store results with RabbitMQ or SQS, FIFO queues, priorities, queues by wildcard, alarms on queues.
//
// The arithmetic of the cost and all failure modes are in docs/broker.md. For a broker that exists already, see Existing.
type Broker struct {
	pulumi.ResourceState

	// Connection is all of it, to hand to what sends tasks and to what works on them.
	Connection Connection
	// Host is the address of the primary (Redis) or of the broker (RabbitMQ); it is empty with SQS.
	Host pulumi.StringOutput `pulumi:"host"`
	// Port is 6379, 5671 or, with SQS, 0.
	Port pulumi.IntOutput `pulumi:"port"`
	// URLSecretARN, URLSecret, URLSecretVersion, KMSKeyARN, SecurityGroupID, QueueURLs, ProducerPolicy, ConsumerPolicy,
	// QueueNames and DeadLetterQueueNames are those of Connection.
	URLSecretARN         pulumi.StringOutput    `pulumi:"urlSecretArn"`
	URLSecret            pulumi.StringOutput    `pulumi:"urlSecret"`
	URLSecretVersion     pulumi.StringOutput    `pulumi:"urlSecretVersion"`
	KMSKeyARN            pulumi.StringOutput    `pulumi:"kmsKeyArn"`
	SecurityGroupID      pulumi.StringOutput    `pulumi:"securityGroupId"`
	QueueURLs            pulumi.StringMapOutput `pulumi:"queueUrls"`
	ProducerPolicy       pulumi.StringOutput    `pulumi:"producerPolicy"`
	ConsumerPolicy       pulumi.StringOutput    `pulumi:"consumerPolicy"`
	QueueNames           pulumi.StringMapOutput `pulumi:"queueNames"`
	DeadLetterQueueNames pulumi.StringMapOutput `pulumi:"deadLetterQueueNames"`
	// ID is the replication group's, the dimension of its metrics, or RabbitMQ's; it is empty with SQS.
	ID pulumi.StringOutput `pulumi:"brokerId"`
}

// New creates a broker.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Broker, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("broker", name); err != nil {
		return nil, err
	}
	br := &Broker{}
	if err := component.Register(ctx, Type, name, args, br, opts...); err != nil {
		return nil, err
	}
	b := newBuilder(component.Base{Ctx: ctx, Name: name, Parent: br, AllowDestroy: args.AllowDestroy}, args)
	if err := b.build(); err != nil {
		return nil, err
	}
	br.setOutputs(b)
	return br, component.Publish(ctx, br)
}

// builder creates the children of one broker, step by step. Each step uses what the steps before it have created.
type builder struct {
	component.Base
	args Args

	connection Connection
	host, id   pulumi.StringOutput
}

// newBuilder has every output at its empty value, so that none is nil whatever the kind.
func newBuilder(base component.Base, args Args) *builder {
	return &builder{Base: base, args: args, host: noText(), id: noText(), connection: emptyConnection(args)}
}

func noText() pulumi.StringOutput { return pulumi.String("").ToStringOutput() }

func noTexts() pulumi.StringMapOutput { return pulumi.StringMap{}.ToStringMapOutput() }

// emptyConnection has no addresses, no secrets and no policies yet.
func emptyConnection(args Args) Connection {
	return Connection{
		Kind: args.Kind, URLSecretARN: noText(), URLSecret: noText(), URLSecretVersion: noText(), KMSKeyARN: noText(), SecurityGroupID: noText(),
		QueueURLs: noTexts(), PredefinedQueues: noText(), ProducerPolicy: noText(), ConsumerPolicy: noText(),
		VisibilityTimeout: args.visibilityTimeout(), VisibilityTimeouts: args.visibilityTimeouts(),
		BrokerName: noText(), QueueNames: noTexts(), DeadLetterQueueNames: noTexts(),
		ProducerSettings: pulumi.String(args.producer().Settings()).ToStringOutput(),
	}
}

func (b *builder) build() error {
	switch b.args.Kind {
	case RabbitMQ:
		return b.newRabbitMQ()
	case SQS:
		return b.newQueues()
	default:
		return b.newRedis()
	}
}

// defaultQueue is Celery's own name of the queue that tasks go to unless they are routed. RabbitMQ loses tasks for later
// when it is not declared.
const defaultQueue = "celery"

// producer is what senders must know; with SQS the queues' addresses are added once they are known.
func (a Args) producer() celery.Producer {
	p := celery.Producer{Kind: a.Kind, VisibilityTimeout: a.visibilityTimeout(), PredefinedQueues: "{}"}
	for _, q := range a.Queues {
		p.Queues = append(p.Queues, q.Name)
	}
	if !slices.Contains(p.Queues, defaultQueue) {
		p.Queues = append(p.Queues, defaultQueue)
	}
	return p
}

func (b *Broker) setOutputs(from *builder) {
	c := from.connection
	b.Connection, b.Host, b.ID = c, from.host, from.id
	b.Port = pulumi.Int(c.Port).ToIntOutput()
	b.URLSecretARN, b.URLSecret, b.KMSKeyARN = c.URLSecretARN, c.URLSecret, c.KMSKeyARN
	b.URLSecretVersion = c.URLSecretVersion
	b.SecurityGroupID, b.QueueURLs = c.SecurityGroupID, c.QueueURLs
	b.ProducerPolicy, b.ConsumerPolicy = c.ProducerPolicy, c.ConsumerPolicy
	b.QueueNames, b.DeadLetterQueueNames = c.QueueNames, c.DeadLetterQueueNames
}

func (b *builder) setStore(store aws.Store) {
	b.connection.KMSKeyARN, b.connection.SecurityGroupID = store.Key.Arn, store.SecurityGroup.ID().ToStringOutput()
}

// setAddress is for the kinds with a password.
func (b *builder) setAddress(host pulumi.StringOutput, port int, url aws.URL) {
	b.host, b.connection.Port = host, port
	b.connection.URLSecretARN, b.connection.URLSecret = url.SecretARN, url.Reference
	b.connection.URLSecretVersion = url.Version
}
