package backend

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/alb"
	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/cache"
	"github.com/tenfold-iac/tenfold/components/network"
	"github.com/tenfold-iac/tenfold/components/postgres"
	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
	"github.com/tenfold-iac/tenfold/stacks/tier"
)

// environment is what the steps of Program have made so far.
type environment struct {
	ctx    *pulumi.Context
	config config.Config
	sizes  tier.Tier

	zones []string
	// hostedZoneID is nil without a domain.
	hostedZoneID pulumi.StringInput
	// usEast1 is where CloudFront wants its certificate and firewall; nil when it has neither.
	usEast1 pulumi.ProviderResource

	network  *network.Network
	front    *alb.ALB
	database *postgres.Postgres
	cache    *cache.Cache
	broker   *broker.Broker
	storage  *storage.Storage
	platform platform
	pool     pool
	web      service
	workers  map[string]service
	beat     service
	flower   flowerService
}

// locate finds out where in AWS the environment goes.
func (e *environment) locate() (err error) {
	if e.zones, err = e.findZones(); err != nil {
		return err
	}
	if e.config.Domain != "" || e.sizes.CDN.WAF {
		if e.usEast1, err = e.usEast1Provider(); err != nil {
			return err
		}
	}
	if e.config.Zone == "" {
		return nil
	}
	zone, err := route53.LookupZone(e.ctx, &route53.LookupZoneArgs{Name: pulumi.StringRef(e.config.Zone)})
	if err != nil {
		return fmt.Errorf("looking up the hosted zone %s of tenfold:zone: %w", e.config.Zone, err)
	}
	e.hostedZoneID = pulumi.String(zone.ZoneId)
	return nil
}

// findZones are the availability zones: the configured ones or, without any, the first of the region by name. The order
// matters: a zone's place in it is its place in the address plan.
func (e *environment) findZones() ([]string, error) {
	want := e.sizes.Network.Zones
	if len(e.config.Zones) > 0 {
		return e.config.Zones, nil
	}
	found, err := aws.GetAvailabilityZones(e.ctx, &aws.GetAvailabilityZonesArgs{
		State:   pulumi.StringRef("available"),
		Filters: []aws.GetAvailabilityZonesFilter{{Name: "opt-in-status", Values: []string{"opt-in-not-required"}}},
	})
	if err != nil {
		return nil, fmt.Errorf("looking up the availability zones: %w", err)
	}
	names := slices.Sorted(slices.Values(found.Names))
	if len(names) < want {
		return nil, fmt.Errorf("network.zones is %d; want at most %d, the zones of %s: %s",
			want, len(names), e.config.Region, strings.Join(names, ", "))
	}
	return names[:want], nil
}

// usEast1Provider is an explicit provider with the default provider's tags. Credentials come from the surroundings, as
// the default provider's do.
func (e *environment) usEast1Provider() (pulumi.ProviderResource, error) {
	args := &aws.ProviderArgs{Region: pulumi.String("us-east-1")}
	if len(e.config.DefaultTags.Tags) > 0 {
		args.DefaultTags = &aws.ProviderDefaultTagsArgs{Tags: pulumi.ToStringMap(e.config.DefaultTags.Tags)}
	}
	return aws.NewProvider(e.ctx, "us-east-1", args)
}

// originDomain is the load balancer's own name, for the certificate that CloudFront checks; "" without a domain.
func (e *environment) originDomain() string {
	if e.config.Domain == "" {
		return ""
	}
	return "origin." + e.config.Domain
}

func (e *environment) firewall() *storage.WAF {
	if !e.sizes.CDN.WAF {
		return nil
	}
	return &storage.WAF{RateLimit: e.sizes.CDN.RateLimit}
}

// brokerArgs hands the node type to the kind that has one.
func (e *environment) brokerArgs() broker.Args {
	args := broker.Args{
		Kind:             e.sizes.Broker.Kind,
		VPCID:            e.network.VPCID,
		SubnetIDs:        e.network.IsolatedSubnetIDs,
		LogRetentionDays: e.sizes.LogRetentionDays,
		AllowDestroy:     e.config.AllowDestroy,
		Queues:           e.queues(),
	}
	switch args.Kind {
	case broker.RabbitMQ:
		args.InstanceType = e.sizes.Broker.NodeType
	case broker.SQS: // has no nodes
	default:
		args.NodeType = e.sizes.Broker.NodeType
		args.SkipFinalSnapshot = e.config.AllowDestroy && e.config.SkipFinalSnapshot
	}
	return args
}

// queues are those of all workers.
func (e *environment) queues() []broker.Queue {
	var list []broker.Queue
	for _, name := range e.sizes.WorkerNames() {
		worker := e.sizes.Workers[name]
		for _, queue := range worker.Queues {
			list = append(list, broker.Queue{
				Name: queue.Name, LongestTask: worker.LongestTask, VisibilityTimeout: worker.VisibilityTimeout,
			})
		}
	}
	return list
}
