package broker_test

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/broker"
)

// A Redis broker for two queues, and what a task needs to reach it.
func ExampleNew() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		b, err := broker.New(ctx, "broker", broker.Args{
			VPCID:     pulumi.String("vpc-0123456789abcdef0"),
			SubnetIDs: pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}),
			Queues:    []broker.Queue{{Name: "celery"}, {Name: "reports", LongestTask: 1800, VisibilityTimeout: 3600}},
		})
		if err != nil {
			return err
		}
		ctx.Export("brokerUrlSecret", b.Connection.URLSecret)
		return nil
	})
}

// Queues of SQS: the policies go to the roles of the tasks, and the JSON text to Celery.
func ExampleNew_sqs() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		b, err := broker.New(ctx, "broker", broker.Args{Kind: broker.SQS, Queues: []broker.Queue{{Name: "celery"}}})
		if err != nil {
			return err
		}
		ctx.Export("predefinedQueues", b.Connection.PredefinedQueues)
		ctx.Export("workerPolicy", b.Connection.ConsumerPolicy)
		return nil
	})
}

// Workers of Tenfold on a Redis store that another program created.
func ExampleExisting() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		connection, err := broker.Existing(broker.ExistingArgs{
			Kind:            broker.Redis,
			Endpoint:        "rediss://master.tasks.abc123.use1.cache.amazonaws.com:6379",
			URLSecretARN:    pulumi.String("arn:aws:secretsmanager:us-east-1:123456789012:secret:tasks-url-AbCdEf"),
			KMSKeyARN:       pulumi.String("arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"),
			SecurityGroupID: pulumi.String("sg-0123456789abcdef0"),
			Queues:          []broker.ExistingQueue{{Name: "celery", VisibilityTimeout: 3600}},
		})
		if err != nil {
			return err
		}
		ctx.Export("brokerUrlSecret", connection.URLSecret) // or the Broker of a Worker, a Beat and a Flower
		return nil
	})
}
