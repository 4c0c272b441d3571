package broker_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	replicationGroup = "aws:elasticache/replicationGroup:ReplicationGroup"
	subnetGroup      = "aws:elasticache/subnetGroup:SubnetGroup"
	parameterGroup   = "aws:elasticache/parameterGroup:ParameterGroup"
	logGroup         = "aws:cloudwatch/logGroup:LogGroup"
	key              = "aws:kms/key:Key"
	secret           = "aws:secretsmanager/secret:Secret"
	secretVersion    = "aws:secretsmanager/secretVersion:SecretVersion"
	securityGroup    = "aws:ec2/securityGroup:SecurityGroup"
	rabbitBroker     = "aws:mq/broker:Broker"
	configuration    = "aws:mq/configuration:Configuration"
	queue            = "aws:sqs/queue:Queue"
	queuePolicy      = "aws:sqs/queuePolicy:QueuePolicy"
	redriveAllow     = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"
)

// password is what the mock makes up.
var password = strings.Repeat("mock", 16)

// computed is what AWS makes up.
func computed() []stacktest.Option {
	return []stacktest.Option{
		stacktest.Outputs(replicationGroup, func(r stacktest.Resource) resource.PropertyMap {
			return resource.PropertyMap{
				"primaryEndpointAddress": resource.NewProperty("master." + r.Name),
				"replicationGroupId":     resource.NewProperty(r.Name + "-1a2b3c4"),
			}
		}),
		stacktest.Outputs(rabbitBroker, func(r stacktest.Resource) resource.PropertyMap {
			endpoints := []resource.PropertyValue{resource.NewProperty("amqps://b-1.on.aws:5671")}
			instance := resource.PropertyMap{"endpoints": resource.NewProperty(endpoints)}
			return resource.PropertyMap{
				"instances":  resource.NewProperty([]resource.PropertyValue{resource.NewProperty(instance)}),
				"brokerName": resource.NewProperty(r.Name + "-1a2b3c4"),
			}
		}),
		stacktest.Outputs(configuration, func(stacktest.Resource) resource.PropertyMap {
			return resource.PropertyMap{"latestRevision": resource.NewProperty(7.0)}
		}),
		stacktest.Outputs(queue, func(r stacktest.Resource) resource.PropertyMap {
			return resource.PropertyMap{"url": resource.NewProperty("https://sqs/" + r.Name)}
		}),
	}
}

func inVPC(kind string) broker.Args {
	return broker.Args{
		Kind: kind, VPCID: pulumi.String("vpc-1"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}),
	}
}

func queues() broker.Args {
	return broker.Args{Kind: broker.SQS, Queues: []broker.Queue{
		{Name: "celery"}, {Name: "reports", LongestTask: 3600, VisibilityTimeout: 7200, MaxReceives: 2},
	}}
}

func run(t *testing.T, a broker.Args, opts ...stacktest.Option) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, func(ctx *pulumi.Context) error {
		b, err := broker.New(ctx, "broker", a)
		if err != nil {
			return err
		}
		c := b.Connection
		if err := stacktest.Probe(ctx, "connection", pulumi.Map{
			"kind": pulumi.String(c.Kind), "url": pulumi.String(c.URL), "urlSecretArn": c.URLSecretARN,
			"urlSecret": c.URLSecret, "kmsKeyArn": c.KMSKeyARN, "securityGroupId": c.SecurityGroupID,
			"port": pulumi.Int(c.Port), "queueUrls": c.QueueURLs, "predefinedQueues": c.PredefinedQueues,
			"producerPolicy": c.ProducerPolicy, "consumerPolicy": c.ConsumerPolicy,
			"visibilityTimeout": pulumi.Int(c.VisibilityTimeout), "visibilityTimeouts": pulumi.ToIntMap(c.VisibilityTimeouts),
			"producerSettings": c.ProducerSettings, "brokerName": c.BrokerName, "queueNames": c.QueueNames, "deadLetterQueueNames": c.DeadLetterQueueNames,
		}); err != nil {
			return err
		}
		return stacktest.Probe(ctx, "outputs", pulumi.Map{
			"host": b.Host, "port": b.Port, "urlSecretArn": b.URLSecretARN, "urlSecret": b.URLSecret,
			"kmsKeyArn": b.KMSKeyARN, "securityGroupId": b.SecurityGroupID, "queueUrls": b.QueueURLs,
			"producerPolicy": b.ProducerPolicy, "consumerPolicy": b.ConsumerPolicy, "queueNames": b.QueueNames,
			"deadLetterQueueNames": b.DeadLetterQueueNames, "id": b.ID,
		})
	}, append(computed(), opts...)...)
}

func TestExactlyTheseResources(t *testing.T) {
	for name, tc := range map[string]struct {
		args broker.Args
		want map[string]int
	}{
		"redis": {inVPC(""), map[string]int{
			replicationGroup: 1, subnetGroup: 1, parameterGroup: 1, logGroup: 2, key: 1, secret: 2, secretVersion: 2,
			securityGroup: 1,
		}},
		"rabbitmq": {inVPC(broker.RabbitMQ), map[string]int{
			rabbitBroker: 1, configuration: 1, key: 1, secret: 2, secretVersion: 2, securityGroup: 1,
		}},
		"sqs": {queues(), map[string]int{queue: 4, queuePolicy: 4, redriveAllow: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			tc.want[broker.Type] = 1
			require.Equal(t, tc.want, run(t, tc.args).Counts())
			require.Equal(t, tc.want, run(t, tc.args, stacktest.Preview()).Counts(), "in a preview")
		})
	}
}

// Celery takes what a broker gives, and the type of that is the one that a cache cannot have.
func TestConnectionIsCelerys(t *testing.T) {
	require.Equal(t, reflect.TypeFor[celery.Connection](), reflect.TypeFor[broker.Connection]())
}

// Who sends declares queues as workers do, knows SQS's addresses of them, and gives up on a node that does not answer.
func TestProducersGetTheSettingsOfTheWorkers(t *testing.T) {
	for kind, want := range map[string]string{
		broker.Redis: `{"broker_connection_retry_on_startup": true, "broker_transport_options": {"visibility_timeout": 7200,
			"socket_connect_timeout": 5, "socket_timeout": 30, "socket_keepalive": true}}`,
		broker.RabbitMQ: `{"broker_connection_retry_on_startup": true, "broker_transport_options": {"confirm_publish": true},
			"task_default_queue_type": "quorum", "task_default_exchange_type": "topic",
			"task_create_missing_queue_type": "quorum", "task_create_missing_queue_exchange_type": "topic", "task_queues": {
				"celery": {"exchange": "celery", "exchange_type": "topic", "routing_key": "celery", "queue_arguments": {
					"x-queue-type": "quorum", "x-delivery-limit": 20, "x-dead-letter-exchange": "",
					"x-dead-letter-routing-key": "celery.dead"}},
				"reports": {"exchange": "reports", "exchange_type": "topic", "routing_key": "reports", "queue_arguments": {
					"x-queue-type": "quorum", "x-delivery-limit": 20, "x-dead-letter-exchange": "",
					"x-dead-letter-routing-key": "reports.dead"}}}}`,
		broker.SQS: `{"broker_connection_retry_on_startup": true, "worker_enable_remote_control": false,
			"worker_send_task_events": false, "broker_transport_options": {"visibility_timeout": 7200,
				"wait_time_seconds": 20, "region": "eu-west-1", "predefined_queues": {
					"celery": {"url": "https://sqs/broker-celery"}, "reports": {"url": "https://sqs/broker-reports"}}}}`,
	} {
		a := inVPC(kind)
		a.Queues = queues().Queues
		arn := stacktest.Outputs(queue, func(r stacktest.Resource) resource.PropertyMap {
			return resource.PropertyMap{
				"url": resource.NewProperty("https://sqs/" + r.Name),
				"arn": resource.NewProperty("arn:aws:sqs:eu-west-1:123456789012:" + r.Name),
			}
		})
		settings := run(t, a, arn).Probed(t, "connection").Input("producerSettings")
		require.JSONEq(t, want, settings.(string), kind)
	}
}

// RabbitMQ loses a task for later whose default queue nobody has declared.
func TestProducersDeclareCelerysDefaultQueue(t *testing.T) {
	a := inVPC(broker.RabbitMQ)
	a.Queues = []broker.Queue{{Name: "mail"}}
	settings := run(t, a).Probed(t, "connection").Input("producerSettings").(string)
	for _, queue := range []string{"celery", "mail"} {
		require.Contains(t, settings, `"`+queue+`":{"exchange":"`+queue+`"`)
	}
}

func TestProtection(t *testing.T) {
	for kind, want := range map[string]int{broker.Redis: 4, broker.RabbitMQ: 4, broker.SQS: 4} {
		for _, allow := range []bool{false, true} {
			a := inVPC(kind)
			a.Queues, a.AllowDestroy = queues().Queues, allow
			protected := 0
			for _, r := range run(t, a).All() {
				if r.Protect {
					protected++
				}
			}
			require.Equal(t, map[bool]int{false: want, true: 0}[allow], protected, kind)
		}
	}
}
