package ec2

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/regions"
)

func subnet() *model.Type {
	return &model.Type{
		Token: Subnet, Service: service, Noun: "EC2 Subnet", NewID: model.Prefixed("subnet-"),
		ARN:   "arn:{partition}:ec2:{region}:{account}:subnet/{id}",
		Links: []string{"vpcId"},
		Defaults: model.Props{
			"mapPublicIpOnLaunch": false, "assignIpv6AddressOnCreation": false, "enableDns64": false, "ipv6Native": false,
			"enableResourceNameDnsARecordOnLaunch": false, "enableResourceNameDnsAaaaRecordOnLaunch": false,
			"privateDnsHostnameTypeOnLaunch": "ip-name",
		},
		Replaces: []model.Replace{
			{Rule: "N13", Properties: []string{"vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId"}},
		},
		Rules: []model.Rule{
			inVPC(),
			{On: model.Create, Test: subnetRange},
			{ID: "N12", On: model.Create, Test: subnetZone},
			{ID: "N9", On: model.Create, Test: subnetSize},
			{ID: "N10", On: model.Create, Test: subnetInsideVPC},
			{ID: "N11", On: model.Create, Test: subnetOverlap},
			model.LimitPer("subnetsPerVPC", "vpcId", 200, "SubnetLimitExceeded",
				"The maximum number of subnets has been reached."),
			{ID: "N14", On: model.Delete, Test: subnetFree},
		},
		Fill: fillSubnet, Deleted: disassociate,
	}
}

func subnetRange(c *model.Call) error {
	if !c.New.Has("cidrBlock") && !c.New.Has("ipv6CidrBlock") {
		return model.Errorf("MissingParameter", "Either 'cidrBlock' or 'ipv6CidrBlock' should be provided.")
	}
	return nil
}

func subnetZone(c *model.Call) error {
	zone, zones := c.New.String("availabilityZone"), regions.Zones(c.Region)
	if zone != "" && !slices.Contains(zones, zone) {
		return model.Errorf("InvalidParameterValue", "Value (%s) for parameter availabilityZone is invalid. "+
			"Subnets can currently only be created in the following availability zones: %s", zone, strings.Join(zones, ", "))
	}
	return nil
}

func subnetSize(c *model.Call) error {
	if !c.New.Has("cidrBlock") {
		return nil
	}
	p, ok := prefix(c.New.String("cidrBlock"))
	if !ok || p.Bits() < minPrefixBits || p.Bits() > maxPrefixBits {
		return model.Errorf("InvalidSubnet.Range", "The CIDR '%s' is invalid.", c.New.String("cidrBlock"))
	}
	return nil
}

func subnetInsideVPC(c *model.Call) error {
	p, ok := prefix(c.New.String("cidrBlock"))
	if !ok {
		return nil
	}
	for _, r := range vpcRanges(c, c.New.String("vpcId")) {
		if r.Contains(p.Addr()) && r.Bits() <= p.Bits() {
			return nil
		}
	}
	return model.Errorf("InvalidSubnet.Range", "The CIDR '%s' is invalid.", p)
}

func vpcRanges(c *model.Call, id string) []netip.Prefix {
	own, _ := prefix(c.Props(VPC, id).String("cidrBlock"))
	ranges := []netip.Prefix{own}
	for _, more := range c.Find(SecondaryCIDR, "vpcId", id) {
		p, _ := prefix(more.Properties.String("cidrBlock"))
		ranges = append(ranges, p)
	}
	return ranges
}

func subnetOverlap(c *model.Call) error {
	p, _ := prefix(c.New.String("cidrBlock"))
	for _, sibling := range c.Find(Subnet, "vpcId", c.New.String("vpcId")) {
		q, _ := prefix(sibling.Properties.String("cidrBlock"))
		if p.Overlaps(q) {
			return model.Errorf("InvalidSubnet.Conflict", "The CIDR '%s' conflicts with another subnet", p)
		}
	}
	return nil
}

func subnetFree(c *model.Call) error {
	if len(c.InSubnet(c.ID)) > 0 {
		return model.Errorf("DependencyViolation", "The subnet '%s' has dependencies and cannot be deleted.", c.ID)
	}
	return nil
}

func fillSubnet(c *model.Call) error {
	c.State.Default("availabilityZone", regions.Zones(c.Region)[0])
	c.State["availabilityZoneId"] = regions.ZoneID(c.State.String("availabilityZone"))
	c.State.Default("ownerId", account.ID)
	return nil
}

// disassociate deletes the association of a deleted subnet with its route table.
func disassociate(c *model.Call) error {
	for _, a := range c.Find(Association, "subnetId", c.ID) {
		c.Delete(Association, a.ID)
	}
	return nil
}
