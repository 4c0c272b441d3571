package test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/ecs/worker"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// existing are brokers that another program created, by kind.
func existing() map[string]broker.ExistingArgs {
	const account = "us-east-1:123456789012:"
	server := broker.ExistingArgs{
		URLSecretARN: pulumi.String("arn:aws:secretsmanager:" + account + "secret:tasks-url-AbCdEf"),
		KMSKeyARN:    pulumi.String("arn:aws:kms:" + account + "key/1"), SecurityGroupID: pulumi.String("sg-broker"),
		BrokerName: pulumi.String("tasks"), Queues: []broker.ExistingQueue{{Name: "mail", VisibilityTimeout: 3600}},
	}
	redis, rabbit := server, server
	redis.Kind, redis.Endpoint = broker.Redis, "rediss://master.tasks.abc123.use1.cache.amazonaws.com:6379"
	rabbit.Kind, rabbit.Endpoint = broker.RabbitMQ, "amqps://b-1.mq.us-east-1.on.aws:5671"
	return map[string]broker.ExistingArgs{
		broker.Redis: redis, broker.RabbitMQ: rabbit,
		broker.SQS: {Kind: broker.SQS, Queues: []broker.ExistingQueue{{
			Name: "mail", VisibilityTimeout: 3600, ARN: pulumi.String("arn:aws:sqs:" + account + "mail"),
			DeadLetterARN: pulumi.String("arn:aws:sqs:" + account + "mail-dead"),
		}}},
	}
}

// Workers need no Broker: the connection to one that exists already is enough.
func TestWorkersOnExistingBrokers(t *testing.T) {
	for kind, args := range existing() {
		t.Run(kind, func(t *testing.T) {
			rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
				connection, err := broker.Existing(args)
				if err != nil {
					return err
				}
				_, err = worker.New(ctx, "mail", worker.Args{
					Task: ecs.TaskArgs{
						ClusterName: pulumi.String("main"),
						ClusterARN:  pulumi.String("arn:aws:ecs:us-east-1:123456789012:cluster/main"),
						VPCID:       pulumi.String("vpc-0a1b2c3d"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}),
						Region: "us-east-1", Image: pulumi.String("123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:v42"),
					},
					Broker: connection, App: "shop.celery:app", MinTasks: 1,
					Queues: []worker.Queue{{Name: "mail", AcceptableLatency: 60, SecondsPerTask: 0.5}},
				})
				return err
			})
			require.Zero(t, rec.Count(broker.Type))
			require.Equal(t, 1, rec.Count("aws:ecs/service:Service"))
			toBroker := 0
			for _, rule := range rec.OfType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule") {
				if rule.Input("securityGroupId") == "sg-broker" {
					toBroker++
				}
			}
			require.Equal(t, map[string]int{"redis": 1, "rabbitmq": 1, "sqs": 0}[kind], toBroker)
		})
	}
}
