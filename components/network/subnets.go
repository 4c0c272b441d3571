package network

import (
	"net/netip"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// placed is a subnet and the routing that must exist before anything in it works.
type placed struct {
	subnet  *ec2.Subnet
	routing []pulumi.Resource
}

func (b *builder) newSubnets() (err error) {
	for _, z := range b.zones {
		if z.public.subnet, err = b.newSubnet("public", z, z.slot.public); err != nil {
			return err
		}
		if z.private.subnet, err = b.newSubnet("private", z, z.slot.private); err != nil {
			return err
		}
		if z.isolated.subnet, err = b.newSubnet("isolated", z, z.slot.isolated); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) newSubnet(role string, z *zone, cidr netip.Prefix) (*ec2.Subnet, error) {
	name := b.zoneName(role, z)
	subnet, err := ec2.NewSubnet(b.Ctx, name, &ec2.SubnetArgs{
		VpcId:            b.vpc.ID(),
		AvailabilityZone: pulumi.String(z.name),
		CidrBlock:        pulumi.String(cidr.String()),
		// Load balancers and NAT gateways bring their own addresses; anything else in a public subnet needs none.
		MapPublicIpOnLaunch: pulumi.Bool(false),
		Tags:                component.Tags(name),
	}, b.Options()...)
	return subnet, component.Creating(role+" subnet", err)
}

// publicCIDRs are known before the subnets exist.
func (b *builder) publicCIDRs() pulumi.StringArray {
	var all pulumi.StringArray
	for _, z := range b.zones {
		all = append(all, pulumi.String(z.slot.public.String()))
	}
	return all
}

func (b *builder) routePublic() error {
	name := b.Name + "-public"
	table, err := b.newTable(name)
	if err != nil {
		return err
	}
	b.publicRoute, err = b.newRoute(name, &ec2.RouteArgs{RouteTableId: table.ID(), GatewayId: b.gateway.ID()})
	if err != nil {
		return err
	}
	for _, z := range b.zones {
		if err := b.associate("public", z, &z.public, table); err != nil {
			return err
		}
		z.public.routing = append(z.public.routing, b.publicRoute)
	}
	return nil
}

// routePrivate gives each zone a table of its own, also with a single NAT gateway: going over to one per zone then
// changes a route's target and no table.
func (b *builder) routePrivate() (err error) {
	for _, z := range b.zones {
		name := b.zoneName("private", z)
		if z.privateTable, err = b.newTable(name); err != nil {
			return err
		}
		route, err := b.newRoute(name, &ec2.RouteArgs{RouteTableId: z.privateTable.ID(), NatGatewayId: b.natOf(z).ID()})
		if err != nil {
			return err
		}
		if err := b.associate("private", z, &z.private, z.privateTable); err != nil {
			return err
		}
		z.private.routing = append(z.private.routing, route)
	}
	return nil
}

// routeIsolated makes one table for all zones: without a default route they have nothing that differs.
func (b *builder) routeIsolated() (err error) {
	if b.isolatedTable, err = b.newTable(b.Name + "-isolated"); err != nil {
		return err
	}
	for _, z := range b.zones {
		if err := b.associate("isolated", z, &z.isolated, b.isolatedTable); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) newTable(name string) (*ec2.RouteTable, error) {
	table, err := ec2.NewRouteTable(b.Ctx, name, &ec2.RouteTableArgs{
		VpcId: b.vpc.ID(),
		Tags:  component.Tags(name),
	}, b.Options()...)
	return table, component.Creating("route table", err)
}

// newRoute creates a default route. Routes are resources of their own because gateway endpoints add routes too, and a
// table with inline routes would remove those.
func (b *builder) newRoute(name string, args *ec2.RouteArgs) (*ec2.Route, error) {
	args.DestinationCidrBlock = pulumi.String(aws.Anywhere)
	route, err := ec2.NewRoute(b.Ctx, name, args, b.Options()...)
	return route, component.Creating("route", err)
}

func (b *builder) associate(role string, z *zone, p *placed, table *ec2.RouteTable) error {
	association, err := ec2.NewRouteTableAssociation(b.Ctx, b.zoneName(role, z), &ec2.RouteTableAssociationArgs{
		SubnetId:     p.subnet.ID(),
		RouteTableId: table.ID(),
	}, b.Options()...)
	p.routing = append(p.routing, association)
	return component.Creating("route table association", err)
}

// zoneName is the name of a child that exists once per zone.
func (b *builder) zoneName(role string, z *zone) string {
	return b.Name + "-" + role + "-" + z.letter
}

// subnetIDs are the IDs of one kind of subnet, in the zones' order.
func (b *builder) subnetIDs(pick func(*zone) placed) pulumi.StringArrayOutput {
	ids := make(pulumi.StringArray, len(b.zones))
	for i, z := range b.zones {
		ids[i] = pick(z).id()
	}
	return ids.ToStringArrayOutput()
}

// id is the subnet's ID, and whoever uses it waits for the routing, too: a task that starts before its default route
// cannot pull its image. The URNs carry the dependency and, unlike IDs, are known in a preview even when a route is to
// be replaced. pulumi.OutputWithDependencies would be shorter but reads the output without its lock.
func (p placed) id() pulumi.StringOutput {
	routing := make([]pulumi.Output, len(p.routing))
	for i, r := range p.routing {
		routing[i] = r.URN()
	}
	return component.OnceExist(p.subnet.ID().ToStringOutput(), routing...)
}

func (b *builder) privateTableIDs() pulumi.StringArray {
	ids := make(pulumi.StringArray, len(b.zones))
	for i, z := range b.zones {
		ids[i] = z.privateTable.ID()
	}
	return ids
}
