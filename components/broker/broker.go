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

// Connection is what the web tier and the workers take to reach the broker.
type Connection = celery.Connection

// Broker is the message broker of Celery. For one called broker it creates, by Kind:
//
// Redis:
//
//  1. the replication group (broker), not in cluster mode: Celery's commands run over several keys, which a cluster
//     refuses. A primary and one standby or more in other zones, automatic failover, TLS and a password; it refuses
//     new messages when it is full (noeviction) and never throws waiting ones away; protected
//  2. its parameter group (broker-parameters), subnet group (broker-subnets), slow log (broker-slow-log) and engine's
//     log (broker-engine-log)
//
// RabbitMQ:
//
//  1. the broker (broker): three nodes in as many zones, or one with SingleInstance; private, TLS, logs; protected
//  2. its configuration (broker-configuration), which waits as long for a task as the longest VisibilityTimeout
//
// SQS, for each queue:
//
//  1. the queue (broker-<queue>) with long polling, encrypted with SQS's own key; protected
//  2. its dead-letter queue (broker-<queue>-dlq), that keeps 14 days what MaxReceives workers took and did not finish; protected
//  3. a policy of each (…-policy) that refuses all but TLS, and who may use it as dead-letter queue (…-dlq-sources)
//
// Redis and RabbitMQ also have a KMS key (broker-key), the secrets of the password (broker-token) and of the URL
// (broker-url), all protected, and a security group (broker-sg) without rules: whoever connects adds one for Port.
//
// # Cost
//
// Per month at the defaults, of us-east-1 as of September and October 2026:
//
//	Redis     2 nodes × 730 h × 0.0256 + 1.00 for the key + 2 secrets × 0.40 = 37.38 + 1.80 = 39.18 USD;
//	          2 cache.m7g.large are 2 × 730 × 0.1264 = 184.54
//	RabbitMQ  3 nodes × 730 h × 0.2734 + 1.80 = 598.75 + 1.80 = 600.55, and 0.10 per GB of each node's disk; one node
//	          730 × 0.2734 = 199.58
//	SQS       0.40 per million requests: about three per task, and 730 × 3600 / 20 = 131,400 (0.05) for each
//	          queue of each ECS task that waits
//
// # How it fails
//
//   - Redis, a node or a zone fails: the standby takes over within about a minute, at the same address; Celery connects
//     again. Replication is asynchronous: tasks of the last moment may be lost, or run twice. ElastiCache writes no
//     file of every command with a standby; snapshots are for a lost broker, and as old as a day.
//   - Redis is full: publishing fails, which the web tier sees. Watch DatabaseMemoryUsagePercentage.
//   - RabbitMQ, a node fails: quorum queues go on with two of three. With "3.13" Celery must ask for quorum queues.
//   - A worker dies: its tasks return after VisibilityTimeout with Redis and SQS, if they are acknowledged late.
//   - SQS: a message goes to the dead-letter queue when it was handed out MaxReceives times and never acknowledged, and
//     stays there until somebody looks. Celery acknowledges what has failed; so these are messages whose workers were
//     killed each time, or that no task takes.
//   - Without AllowDestroy the engine refuses to destroy or to replace the broker.
//
// # What it does not do
//
//   - Be a cache, or a cluster. Its type, Connection, is not the one of a clustered cache, so that one for the other
//     does not compile.
//   - Encrypt RabbitMQ's disks with a key of one's own: Amazon MQ offers that for ActiveMQ only, and uses its own.
//   - Limit the age of RabbitMQ's logs: Amazon MQ makes their groups itself. Celery's results with RabbitMQ or SQS.
//   - FIFO queues, priorities, queues by wildcard, and alarms on queues, which the workers of a queue bring.
type Broker struct {
	pulumi.ResourceState

	// Connection is all of it, to hand to what sends tasks and to what works on them.
	Connection Connection
	// Host is the address of the primary (Redis) or of the broker (RabbitMQ); it is empty with SQS.
	Host pulumi.StringOutput `pulumi:"host"`
	// Port is 6379, 5671 or, with SQS, 0.
	Port pulumi.IntOutput `pulumi:"port"`
	// URLSecretARN, URLSecret, KMSKeyARN, SecurityGroupID, QueueURLs, ProducerPolicy, ConsumerPolicy, QueueNames and
	// DeadLetterQueueNames are those of Connection.
	URLSecretARN         pulumi.StringOutput    `pulumi:"urlSecretArn"`
	URLSecret            pulumi.StringOutput    `pulumi:"urlSecret"`
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
		Kind: args.Kind, URLSecretARN: noText(), URLSecret: noText(), KMSKeyARN: noText(), SecurityGroupID: noText(),
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
}
