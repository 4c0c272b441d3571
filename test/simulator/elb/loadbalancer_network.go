package elb

import (
	"net/netip"
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// minSubnet is the maximum prefix length that leaves an application load balancer its eight addresses.
const minSubnet = 27

// subnetsOf returns the subnets of a load balancer's inputs, from either property.
func subnetsOf(p model.Props) []string {
	subnets := p.Strings("subnets")
	if len(subnets) == 0 {
		for _, m := range p.Objects("subnetMappings") {
			subnets = append(subnets, m.String("subnetId"))
		}
	}
	return subnets
}

func vpcOf(c *model.Call, subnets []string) string {
	if len(subnets) == 0 {
		return ""
	}
	return c.Props(ec2.Subnet, subnets[0]).String("vpcId")
}

func zonesOf(c *model.Call) []string {
	var zones []string
	for _, id := range subnetsOf(c.New) {
		zones = append(zones, c.Props(ec2.Subnet, id).String("availabilityZone"))
	}
	slices.Sort(zones)
	return zones
}

func oneSubnetPerZone(c *model.Call) error {
	if zones := zonesOf(c); len(slices.Compact(slices.Clone(zones))) < len(zones) {
		return model.Errorf("InvalidConfigurationRequest",
			"A load balancer cannot be attached to multiple subnets in the same Availability Zone")
	}
	return nil
}

func twoZones(c *model.Call) error {
	if kindOf(c.New) == application && len(zonesOf(c)) < 2 {
		return validation("At least two subnets in two different Availability Zones must be specified")
	}
	return nil
}

func internetGateway(c *model.Call) error {
	vpcID := vpcOf(c, subnetsOf(c.New))
	if kindOf(c.New) == application && !c.New.Bool("internal") && !ec2.HasInternetGateway(c, vpcID) {
		return model.Errorf("InvalidSubnet", "VPC %s has no internet gateway", vpcID)
	}
	return nil
}

func subnetRoom(c *model.Call) error {
	if kindOf(c.New) != application {
		return nil
	}
	for _, id := range subnetsOf(c.New) {
		p, err := netip.ParsePrefix(c.Props(ec2.Subnet, id).String("cidrBlock"))
		if err == nil && p.Bits() > minSubnet {
			return model.Errorf("InvalidSubnet", "Not enough IP space available in %s. "+
				"ELB requires at least 8 free IP addresses in each subnet.", id)
		}
	}
	return nil
}

// groupsOfVPC requires security groups of the load balancer's own VPC. Only the VPC knows its default group, unless a
// program adopted it.
func groupsOfVPC(c *model.Call) error {
	vpcID := vpcOf(c, subnetsOf(c.New))
	for _, id := range c.New.Strings("securityGroups") {
		group := c.Props(ec2.SecurityGroup, id)
		if group == nil && c.Props(ec2.VPC, vpcID).String("defaultSecurityGroupId") == id {
			continue
		}
		if group == nil {
			return model.Errorf("InvalidSecurityGroup", "Security group %s does not exist", id)
		}
		if group.String("vpcId") != vpcID {
			return model.Errorf("InvalidConfigurationRequest", "One or more security groups are invalid")
		}
	}
	return nil
}

// planLoadBalancer decides which changes of subnets and security groups are in place. Their order has no meaning.
func planLoadBalancer(c *model.Call, d *model.Diff) error {
	for _, name := range []string{"subnets", "securityGroups"} {
		if sameSet(c.Old.Strings(name), c.New.Strings(name)) && !schema.IsUnknown(c.New[name]) {
			d.Changed = slices.DeleteFunc(d.Changed, func(s string) bool { return s == name })
		}
	}
	if kindOf(c.New) == network {
		planNetwork(c, d)
	} else if len(c.Old.List("subnetMappings")) == len(c.New.List("subnetMappings")) {
		replaceIfChanged(d, "subnetMappings")
	}
	return nil
}

// planNetwork replaces a network load balancer that loses a subnet, gets its first security group or loses its last
// one.
func planNetwork(c *model.Call, d *model.Diff) {
	if subnets := subnetsOf(c.New); !schema.IsUnknown(c.New["subnets"]) && !containsAll(subnets, c.Old.Strings("subnets")) {
		replaceIfChanged(d, "subnets")
		replaceIfChanged(d, "subnetMappings")
	}
	if had := len(c.Old.Strings("securityGroups")) > 0; had != c.New.Has("securityGroups") {
		if !slices.Contains(d.Changed, "securityGroups") {
			d.Changed = append(d.Changed, "securityGroups")
		}
		replaceIfChanged(d, "securityGroups")
	}
}

func replaceIfChanged(d *model.Diff, name string) {
	if slices.Contains(d.Changed, name) {
		d.Replace = append(d.Replace, name)
	}
}

func sameSet(a, b []string) bool { return len(a) == len(b) && containsAll(a, b) }

func containsAll(all, some []string) bool {
	for _, s := range some {
		if !slices.Contains(all, s) {
			return false
		}
	}
	return true
}
