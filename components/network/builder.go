package network

import (
	"fmt"
	"net/netip"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// builder makes the children of one network, step by step. Each step uses what the steps before it have made.
type builder struct {
	ctx    *pulumi.Context
	name   string
	args   Args
	region string
	parent pulumi.ResourceOption

	vpc           *ec2.Vpc
	gateway       *ec2.InternetGateway
	publicRoute   *ec2.Route
	isolatedTable *ec2.RouteTable
	zones         []*zone
	addresses     []*ec2.Eip
}

// zone is an availability zone and what the network has in it.
type zone struct {
	name, letter              string
	slot                      slot
	public, private, isolated placed
	privateTable              *ec2.RouteTable
	nat                       *ec2.NatGateway // nil when another zone's is used
}

// newBuilder takes arguments that have no problems.
func newBuilder(ctx *pulumi.Context, name string, args Args, parent pulumi.Resource) *builder {
	b := &builder{
		ctx: ctx, name: name, args: args, region: regionOf(args.Zones[0]), parent: pulumi.Parent(parent),
	}
	slots := allocate(netip.MustParsePrefix(args.CIDR), len(args.Zones))
	for i, name := range args.Zones {
		b.zones = append(b.zones, &zone{name: name, letter: component.ZoneLetter(name), slot: slots[i]})
	}
	return b
}

func (b *builder) build() error {
	return component.InOrder(
		b.makeVPC, b.closeDefaultGroup, b.makeGateway, b.makeSubnets, b.routePublic, b.makeNATs, b.routePrivate,
		b.routeIsolated, b.makeS3Endpoint, b.makeInterfaceEndpoints, b.makeFlowLogs,
	)
}

func (b *builder) makeVPC() (err error) {
	b.vpc, err = ec2.NewVpc(b.ctx, b.name, &ec2.VpcArgs{
		CidrBlock: pulumi.String(b.args.CIDR),
		// The private DNS of interface endpoints needs both.
		EnableDnsSupport:   pulumi.Bool(true),
		EnableDnsHostnames: pulumi.Bool(true),
		Tags:               component.Tags(b.name),
	}, b.parent)
	return wrap("VPC", err)
}

// closeDefaultGroup adopts the group that AWS puts whatever names none into. Declared without rules it loses those
// that AWS gave it: everything from its own members, and everything out.
func (b *builder) closeDefaultGroup() error {
	name := b.name + "-default"
	_, err := ec2.NewDefaultSecurityGroup(b.ctx, name, &ec2.DefaultSecurityGroupArgs{
		VpcId: b.vpc.ID(),
		Tags:  component.Tags(name),
	}, b.parent)
	return wrap("default security group", err)
}

func (b *builder) makeGateway() (err error) {
	b.gateway, err = ec2.NewInternetGateway(b.ctx, b.name, &ec2.InternetGatewayArgs{
		VpcId: b.vpc.ID(),
		Tags:  component.Tags(b.name),
	}, b.parent)
	return wrap("internet gateway", err)
}

// wrap says which child could not be created.
func wrap(child string, err error) error {
	if err != nil {
		return fmt.Errorf("creating %s: %w", child, err)
	}
	return nil
}
