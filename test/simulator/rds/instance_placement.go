package rds

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// ownSubnetGroup requires the primary's subnet group for a replica, unless it names its own by ARN.
func ownSubnetGroup(c *model.Call) error {
	source := c.New.String("replicateSourceDb")
	if source != "" && !strings.HasPrefix(source, "arn:") && c.New.Has("dbSubnetGroupName") {
		return model.Errorf("DBSubnetGroupNotAllowedFault", "DbSubnetGroupName should not be specified for read replicas "+
			"that are created in the same region as the master")
	}
	return nil
}

// subnetGroupOf returns the subnet group of the instance.
func subnetGroupOf(c *model.Call) model.Props {
	name := c.State.String("dbSubnetGroupName")
	origin := originOf(c)
	if name == "" && origin != nil && origin.Type == Instance && origin.Region == c.Region {
		name = origin.Properties.String("dbSubnetGroupName")
	}
	return c.Props(SubnetGroup, name)
}

// subnetGroupExists requires a subnet group, because the account has no default VPC.
func subnetGroupExists(c *model.Call) error {
	if name := c.New.String("dbSubnetGroupName"); name != "" && !c.Exists(SubnetGroup, name) {
		return model.Errorf("DBSubnetGroupNotFoundFault", "DB subnet group '%s' does not exist.", name)
	}
	group := subnetGroupOf(c)
	if group == nil {
		return model.Errorf("InvalidSubnet", "No default subnet detected in VPC. Please contact AWS Support to recreate "+
			"the default Subnets.")
	}
	was := c.Old.String("dbSubnetGroupName")
	if c.Op == model.Update && c.Changed("dbSubnetGroupName") &&
		c.Props(SubnetGroup, was).String("vpcId") == group.String("vpcId") {
		return model.Errorf("InvalidVPCNetworkStateFault", "You cannot move DB instance %s to subnet group %s. The "+
			"specified DB subnet group and DB instance are in the same VPC. Choose a DB subnet group in different VPC than "+
			"the specified DB instance and try again.", c.Old.String("identifier"), group.String("name"))
	}
	return nil
}

func oneZone(c *model.Call) error {
	if c.New.Bool("multiAz") && c.New.Has("availabilityZone") {
		return model.Errorf(combination, "Requesting a specific availability zone is not valid for Multi-AZ instances.")
	}
	return nil
}

func zoneCovered(c *model.Call) error {
	zone := c.New.String("availabilityZone")
	if zone != "" && !slices.Contains(zonesOf(c, subnetGroupOf(c).Strings("subnetIds")), zone) {
		return model.Errorf("InvalidVPCNetworkStateFault", "The DB subnet group %s has no subnet in the requested "+
			"Availability Zone %s.", subnetGroupOf(c).String("name"), zone)
	}
	return nil
}

// zonesOf are the zones of subnets, each once, sorted.
func zonesOf(c *model.Call, subnets []string) []string {
	var zones []string
	for _, id := range subnets {
		if zone := c.Props(subnet, id).String("availabilityZone"); zone != "" {
			zones = append(zones, zone)
		}
	}
	slices.Sort(zones)
	return slices.Compact(zones)
}

func groupsInVPC(c *model.Call) error {
	home := subnetGroupOf(c).String("vpcId")
	for _, id := range c.New.Strings("vpcSecurityGroupIds") {
		group := c.Props(securityGroup, id)
		if group == nil {
			return model.Errorf(invalid, "Invalid security group , groupId= %s, groupName=.", id)
		}
		if in := group.String("vpcId"); in != home {
			return model.Errorf(combination, "The DB instance and EC2 security group are in different VPCs. The DB instance "+
				"is in %s and the EC2 security group is in %s", home, in)
		}
	}
	return nil
}

// fillPlacement chooses the zone with the fewest instances of the subnet group, so that replicas are apart from their
// primary and from each other.
func fillPlacement(c *model.Call) {
	group := subnetGroupOf(c)
	if !c.State.Has("availabilityZone") {
		instances := map[string]int{}
		for _, r := range c.Find(Instance, "dbSubnetGroupName", group.String("name")) {
			instances[r.Properties.String("availabilityZone")]++
		}
		zones := zonesOf(c, group.Strings("subnetIds"))
		c.State["availabilityZone"] = slices.MinFunc(zones, func(a, b string) int { return instances[a] - instances[b] })
	}
	if !c.State.Has("vpcSecurityGroupIds") {
		c.State["vpcSecurityGroupIds"] = []any{c.Props(vpc, group.String("vpcId")).String("defaultSecurityGroupId")}
	}
}
