package backend

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/postgres"
	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
	"github.com/tenfold-iac/tenfold/stacks/tier"
)

// brokerArgs sets the node type of brokers that have nodes.
func brokerArgs(c config.Config, net Network) broker.Args {
	args := sized(broker.Args{
		VPCID:            net.VPCID,
		SubnetIDs:        net.IsolatedSubnetIDs,
		LogRetentionDays: c.Sizes.LogRetentionDays,
		AllowDestroy:     c.AllowDestroy,
		Queues:           queues(c.Sizes),
	}, c.Sizes.Broker)
	switch args.Kind {
	case broker.RabbitMQ:
		args.InstanceType = c.Sizes.Broker.NodeType
	case broker.SQS: // has no nodes
	default:
		args.NodeType = c.Sizes.Broker.NodeType
		args.SkipFinalSnapshot = c.AllowDestroy && c.SkipFinalSnapshot
	}
	return args
}

// queues are those of all workers.
func queues(sizes tier.Tier) []broker.Queue {
	var list []broker.Queue
	for _, name := range sizes.WorkerNames() {
		worker := sizes.Workers[name]
		for _, queue := range worker.Queues {
			list = append(list, broker.Queue{
				Name: queue.Name, LongestTask: worker.LongestTask, VisibilityTimeout: worker.VisibilityTimeout,
				MaxReceives: worker.MaxReceives,
			})
		}
	}
	return list
}

func queueNames(sizes tier.Tier) []string {
	var names []string
	for _, queue := range queues(sizes) {
		names = append(names, queue.Name)
	}
	return names
}

// publishesDepth says whether something must publish the depth of the queues: AWS knows only that of SQS.
func publishesDepth(c config.Config) bool {
	return c.Sizes.Broker.Kind != broker.SQS && c.QueueDepthImage != "" && len(queues(c.Sizes)) > 0
}

// firewall is nil without a WAF.
func firewall(sizes tier.CDN) *storage.WAF {
	if !sizes.WAF {
		return nil
	}
	return &storage.WAF{RateLimit: sizes.RateLimit, CountOnly: sizes.CountOnly}
}

// readers are the hosts of the replicas, whose number is known before they exist. A database that stands in has none: their
// number may be what is refused.
func readers(database *postgres.Postgres, replicas int) []pulumi.StringInput {
	var hosts []pulumi.StringInput
	if database.MaxConnections == standInNumber {
		return nil
	}
	for i := range replicas {
		hosts = append(hosts, database.ReaderEndpoints.Index(pulumi.Int(i)))
	}
	return hosts
}
