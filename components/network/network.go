// Package network makes the network that everything else stands in: a VPC over two or three availability zones, with
// public, private and isolated subnets.
package network

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// Type is the component's type token.
const Type = "tenfold:network:Network"

// Network is a VPC over two or three availability zones of a region. It creates, for a network called main:
//
//  1. the VPC (main), with DNS, and its default security group closed: nothing can use it by mistake;
//  2. an internet gateway (main);
//  3. per zone a public subnet (main-public-a) for load balancers and NAT gateways, a private one (main-private-a) for
//     tasks, and an isolated one (main-isolated-a) for databases and caches. No subnet hands out public addresses;
//  4. per zone a NAT gateway with an address (main-nat-a), or one for all;
//  5. one public route table (main-public) to the internet gateway, one private per zone (main-private-a) to a NAT
//     gateway, and one isolated (main-isolated), which leads nowhere but to S3;
//  6. a gateway endpoint for S3 (main-s3), free of charge, for private and isolated subnets;
//  7. for each service in InterfaceEndpoints an endpoint with private DNS (main-endpoint-ecr.api) in every private
//     subnet, all behind one security group (main-endpoints) that lets in port 443 from the private subnets alone;
//  8. flow logs of the VPC into a log group with a retention, with a role that can write there and nowhere else
//     (main-flow-logs).
//
// Of the default range, 10.0.0.0/16, the subnets get:
//
//	private   10.0.0.0/18    10.0.64.0/18   10.0.128.0/18   16,379 addresses each, one per task
//	isolated  10.0.192.0/20  10.0.208.0/20  10.0.224.0/20   4,091
//	public    10.0.240.0/22  10.0.244.0/22  10.0.248.0/22   1,019
//
// The third of each is reserved while there are two zones, so that a third zone moves nothing. 10.0.252.0/22 is free.
//
// The IDs in PublicSubnetIDs, PrivateSubnetIDs and IsolatedSubnetIDs wait for the routes of their subnets. Whatever is
// placed by them starts only when its way out exists, and is gone before that way is.
//
// # Cost
//
// At its defaults in two zones 73.00 USD a month, in three 109.50 (us-east-1, 730 hours, prices as of 2026-10):
//
//	NAT gateways      2 × 0.045 × 730 = 65.70
//	their addresses   2 × 0.005 × 730 =  7.30
//
// With "single" it is 36.50. By use: 0.045 per GB through NAT, 0.01 per GB and direction between zones (with "single",
// all traffic of the other zones), and flow logs at 0.50 per GB written and 0.03 per GB and month kept. A record of a
// flow takes about 150 bytes; 100 new client connections per second, each seen in both directions, are 200 records per
// second, 79 GB and 39 USD a month. With FlowLogRejectsOnly what is left is what scanners cause, below 1 USD.
//
// An interface endpoint costs 0.01 × 730 = 7.30 in each zone and 0.01 per GB. In two zones it saves money from 417 GB a
// month on: 14.60 / (0.045 - 0.01).
//
// # How it fails
//
//   - A zone is lost: the others go on. With NAT "single" and the first zone lost, tasks everywhere serve what needs no
//     internet, and start no new copy unless the endpoints for its image, logs and secrets exist.
//   - More than 55,000 connections at once to one address and port: the NAT gateway drops new ones
//     (ErrorPortAllocation). An endpoint, or another zone, takes load off it.
//   - Quotas: an account starts with 5 VPCs and 5 elastic addresses per region. Two networks in three zones need 6.
//   - A service has no interface endpoint in one of the zones: AWS refuses the endpoint and says so. Take another zone,
//     or leave the service to NAT.
//   - The zones change their order, or the range changes: subnets are replaced, and AWS refuses to delete those that
//     are in use.
//
// # What it does not do
//
//   - IPv6. It would not save the NAT gateways, since container registries, payment providers and the like are still
//     reached by IPv4, and it would double every rule that says who may talk to whom. Nothing stands in its way: AWS
//     adds an IPv6 range to a VPC and to its subnets in place.
//   - Network ACLs beyond the default one, which lets everything through; security groups decide. Nor endpoint
//     policies: the roles of the tasks decide.
//   - Peering, VPN, transit gateways, DynamoDB's gateway endpoint, and endpoint services of the China regions, some of
//     which have other names.
type Network struct {
	pulumi.ResourceState

	// VPCID is the ID of the VPC.
	VPCID pulumi.StringOutput `pulumi:"vpcId"`
	// CIDR is the VPC's IPv4 range.
	CIDR pulumi.StringOutput `pulumi:"cidr"`
	// PublicSubnetIDs are the subnets for load balancers, in the zones' order.
	PublicSubnetIDs pulumi.StringArrayOutput `pulumi:"publicSubnetIds"`
	// PrivateSubnetIDs are the subnets for tasks, in the zones' order.
	PrivateSubnetIDs pulumi.StringArrayOutput `pulumi:"privateSubnetIds"`
	// IsolatedSubnetIDs are the subnets for databases and caches, in the zones' order.
	IsolatedSubnetIDs pulumi.StringArrayOutput `pulumi:"isolatedSubnetIds"`
	// PrivateRouteTableIDs are the route tables of the private subnets, in the zones' order, for further endpoints and
	// peerings.
	PrivateRouteTableIDs pulumi.StringArrayOutput `pulumi:"privateRouteTableIds"`
	// NATPublicIPs are the addresses that others see calls come from, one per NAT gateway.
	NATPublicIPs pulumi.StringArrayOutput `pulumi:"natPublicIps"`
}

// New creates a network.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Network, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("network", name); err != nil {
		return nil, err
	}
	n := &Network{}
	if err := component.Register(ctx, Type, name, args, n, opts...); err != nil {
		return nil, err
	}
	b := newBuilder(component.Base{Ctx: ctx, Name: name, Parent: n}, args)
	if err := b.build(); err != nil {
		return nil, err
	}
	n.setOutputs(b)
	return n, component.Publish(ctx, n)
}

func (n *Network) setOutputs(b *builder) {
	n.VPCID, n.CIDR = b.vpc.ID().ToStringOutput(), b.vpc.CidrBlock
	n.PublicSubnetIDs = b.subnetIDs(func(z *zone) placed { return z.public })
	n.PrivateSubnetIDs = b.subnetIDs(func(z *zone) placed { return z.private })
	n.IsolatedSubnetIDs = b.subnetIDs(func(z *zone) placed { return z.isolated })
	n.PrivateRouteTableIDs = b.privateTableIDs().ToStringArrayOutput()
	n.NATPublicIPs = b.publicIPs()
}
