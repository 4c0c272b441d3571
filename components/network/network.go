// Package network makes the network that everything else stands in: a VPC over two or three availability zones, with
// public, private and isolated subnets.
package network

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// Type is the component's type token.
const Type = "tenfold:network:Network"

// Network is a VPC in two or three availability zones of a region. For a network called main it creates
//
//   - the VPC (main) with a closed default security group, and an internet gateway (main)
//   - in each zone a public, a private and an isolated subnet (main-public-a …), with their route tables
//   - a NAT gateway in each zone (main-nat-a), or one for all zones
//   - a gateway endpoint for S3 (main-s3), and an interface endpoint for each service in InterfaceEndpoints
//     (main-endpoint-ecr.api) behind one security group (main-endpoints)
//   - flow logs of the VPC, with a log group and a role (main-flow-logs)
//
// The subnet IDs wait for the routes of their subnets. A task that uses one starts only once its route exists.
//
// Cost: 73.00 USD a month at the defaults in two zones, 109.50 in three, plus traffic and flow logs.
//
// How it fails: if a zone fails, the others continue. With NAT "single" and the first zone lost, no zone reaches the
// internet. A change of the range, or of the zones' order, replaces subnets.
//
// What it does not do: IPv6, network ACLs, endpoint policies, peering, VPN, transit gateways.
//
// The arithmetic of the cost, the address ranges and all failure modes are in docs/network.md.
type Network struct {
	pulumi.ResourceState

	// VPCID is the ID of the VPC.
	VPCID pulumi.StringOutput `pulumi:"vpcId"`
	// CIDR is the VPC's IPv4 range.
	CIDR pulumi.StringOutput `pulumi:"cidr"`
	// PublicSubnetIDs are the subnets for load balancers, in the zones' order.
	PublicSubnetIDs pulumi.StringArrayOutput `pulumi:"publicSubnetIds"`
	// PublicCIDRs are the IPv4 ranges of those subnets: the addresses of a load balancer are among them.
	PublicCIDRs pulumi.StringArrayOutput `pulumi:"publicCidrs"`
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
	n.PublicCIDRs = b.publicCIDRs().ToStringArrayOutput()
	n.PrivateSubnetIDs = b.subnetIDs(func(z *zone) placed { return z.private })
	n.IsolatedSubnetIDs = b.subnetIDs(func(z *zone) placed { return z.isolated })
	n.PrivateRouteTableIDs = b.privateTableIDs().ToStringArrayOutput()
	n.NATPublicIPs = b.publicIPs()
}
