package network

import (
	"net/netip"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// builder creates the children of one network, step by step. Each step uses what the steps before it have created.
type builder struct {
	component.Base
	args   Args
	region string

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
func newBuilder(base component.Base, args Args) *builder {
	b := &builder{Base: base, args: args, region: regionOf(args.Zones[0])}
	slots := allocate(netip.MustParsePrefix(args.CIDR), len(args.Zones))
	for i, name := range args.Zones {
		b.zones = append(b.zones, &zone{name: name, letter: component.ZoneLetter(name), slot: slots[i]})
	}
	return b
}

func (b *builder) build() error {
	return component.InOrder(
		b.newVPC, b.closeDefaultGroup, b.newGateway, b.newSubnets, b.routePublic, b.newNATs, b.routePrivate,
		b.routeIsolated, b.newS3Endpoint, b.newInterfaceEndpoints, b.newFlowLogs,
	)
}

func (b *builder) newVPC() (err error) {
	b.vpc, err = ec2.NewVpc(b.Ctx, b.Name, &ec2.VpcArgs{
		CidrBlock: pulumi.String(b.args.CIDR),
		// The private DNS of interface endpoints needs both.
		EnableDnsSupport:   pulumi.Bool(true),
		EnableDnsHostnames: pulumi.Bool(true),
		Tags:               component.Tags(b.Name),
	}, b.Options()...)
	return component.Creating("VPC", err)
}

// closeDefaultGroup adopts the group that AWS puts whatever names none into. Declared without rules it loses those
// that AWS gave it: everything from its own members, and everything out.
func (b *builder) closeDefaultGroup() error {
	name := b.Name + "-default"
	_, err := ec2.NewDefaultSecurityGroup(b.Ctx, name, &ec2.DefaultSecurityGroupArgs{
		VpcId: b.vpc.ID(),
		Tags:  component.Tags(name),
	}, b.Options()...)
	return component.Creating("default security group", err)
}

func (b *builder) newGateway() (err error) {
	b.gateway, err = ec2.NewInternetGateway(b.Ctx, b.Name, &ec2.InternetGatewayArgs{
		VpcId: b.vpc.ID(),
		Tags:  component.Tags(b.Name),
	}, b.Options()...)
	return component.Creating("internet gateway", err)
}
