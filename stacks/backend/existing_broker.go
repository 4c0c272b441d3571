package backend

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/mq"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/sqs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// existingBroker looks up a broker of the kind in the sizes.
func existingBroker(ctx *pulumi.Context, c config.Config, net Network) (broker.Connection, error) {
	f := &finder{ctx: ctx, under: existingKey}
	e, args := c.Existing.Broker, broker.ExistingArgs{Kind: c.Sizes.Broker.Kind}
	switch args.Kind {
	case broker.RabbitMQ:
		f.rabbitMQ(e, net, &args)
	case broker.SQS: // has neither a URL nor a network
	default:
		group := f.replicationGroup("broker", e.ReplicationGroupID, e.SecurityGroupID, net)
		args.Endpoint = fmt.Sprintf("rediss://%s:%d", group.host, group.port)
		args.SecurityGroupID = pulumi.String(group.securityGroup)
		f.want(!group.clustered, "broker.replicationGroupId", "is %q, which is in cluster mode; want one that is not: Celery cannot "+
			"use it", e.ReplicationGroupID)
	}
	if args.Kind != broker.SQS {
		args.URLSecretARN = pulumi.String(e.URLSecretARN)
		args.KMSKeyARN = pulumi.String(f.secretKey("broker.urlSecretArn", e.URLSecretARN))
	}
	args.Queues = f.queues(c)
	if err := f.err(); err != nil {
		return broker.Connection{}, err
	}
	return broker.Existing(args)
}

// rabbitMQ looks up a broker of Amazon MQ by its name.
func (f *finder) rabbitMQ(e config.ExistingBroker, net Network, args *broker.ExistingArgs) {
	const key = "broker.brokerName"
	found, err := mq.LookupBroker(f.ctx, &mq.LookupBrokerArgs{BrokerName: &e.BrokerName})
	if !f.found(err, key, e.BrokerName, "a broker of Amazon MQ") ||
		!f.want(found.EngineType == "RabbitMQ", key, "is %q, a broker of %s; want one of RabbitMQ", e.BrokerName, found.EngineType) ||
		!f.want(!found.PubliclyAccessible, key, "is %q, which is public; want one in the network", e.BrokerName) ||
		!f.want(len(found.SubnetIds) > 0 && len(found.Instances) > 0 && len(found.Instances[0].Endpoints) > 0, key, "is %q, which has no endpoint; want one that "+
			"is available", e.BrokerName) {
		return
	}
	subnet, err := ec2.LookupSubnet(f.ctx, &ec2.LookupSubnetArgs{Id: &found.SubnetIds[0]})
	if !f.found(err, key, e.BrokerName, "a broker with subnets") || !f.inNetwork(key, e.BrokerName, subnet.VpcId, net) {
		return
	}
	args.Endpoint, args.BrokerName = found.Instances[0].Endpoints[0], pulumi.String(e.BrokerName)
	args.SecurityGroupID = pulumi.String(f.groupOf("broker", e.SecurityGroupID, found.SecurityGroups))
}

// queues are those of all workers. With SQS each is looked up.
func (f *finder) queues(c config.Config) []broker.ExistingQueue {
	var list []broker.ExistingQueue
	for _, q := range queues(c.Sizes) {
		made := broker.ExistingQueue{Name: q.Name, VisibilityTimeout: q.VisibilityTimeout}
		if c.Sizes.Broker.Kind == broker.SQS {
			e := c.Existing.Broker.Queues[q.Name]
			made.ARN = pulumi.String(f.queueARN("broker.queues."+q.Name+".name", e.Name))
			made.DeadLetterARN = pulumi.String(f.queueARN("broker.queues."+q.Name+".deadLetterName", e.DeadLetterName))
		}
		list = append(list, made)
	}
	return list
}

func (f *finder) queueARN(key, name string) string {
	found, err := sqs.LookupQueue(f.ctx, &sqs.LookupQueueArgs{Name: name})
	if !f.found(err, key, name, "a queue") {
		return ""
	}
	return found.Arn
}
