package network

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// The values of Args.NAT.
const (
	// NATPerZone gives each zone its own NAT gateway.
	NATPerZone = "perZone"
	// NATSingle sends all zones through one NAT gateway, in the first zone.
	NATSingle = "single"
)

func (a Args) validateNAT(p *component.Problems) {
	if a.NAT != NATPerZone && a.NAT != NATSingle {
		p.Want("nat", a.NAT, `"perZone" or "single"`)
	}
}

// newNATs creates a NAT gateway in every zone, or in the first one only.
func (b *builder) newNATs() error {
	for _, z := range b.natZones() {
		if err := b.newNAT(z); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) natZones() []*zone {
	if b.args.NAT == NATSingle {
		return b.zones[:1]
	}
	return b.zones
}

// newNAT says what the engine cannot infer: AWS gives a NAT gateway up for failed unless the internet gateway is
// attached before it, and does not detach that one before NAT gateway and address are gone.
func (b *builder) newNAT(z *zone) error {
	name := b.zoneName("nat", z)
	address, err := ec2.NewEip(b.Ctx, name, &ec2.EipArgs{
		Domain: pulumi.String("vpc"),
		Tags:   component.Tags(name),
	}, b.Options(pulumi.DependsOn([]pulumi.Resource{b.gateway}))...)
	if err != nil {
		return component.Creating("elastic IP address", err)
	}
	b.addresses = append(b.addresses, address)
	z.nat, err = ec2.NewNatGateway(b.Ctx, name, &ec2.NatGatewayArgs{
		AllocationId: address.AllocationId,
		SubnetId:     z.public.subnet.ID(),
		Tags:         component.Tags(name),
	}, b.Options(pulumi.DependsOn(append([]pulumi.Resource{b.gateway}, z.public.routing...)))...)
	return component.Creating("NAT gateway", err)
}

// natOf is the NAT gateway that a zone's private subnet uses.
func (b *builder) natOf(z *zone) *ec2.NatGateway {
	if z.nat != nil {
		return z.nat
	}
	return b.zones[0].nat
}

func (b *builder) publicIPs() pulumi.StringArrayOutput {
	ips := make(pulumi.StringArray, len(b.addresses))
	for i, address := range b.addresses {
		ips[i] = address.PublicIp
	}
	return ips.ToStringArrayOutput()
}
