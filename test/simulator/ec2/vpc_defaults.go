package ec2

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// fillVPC sets the IDs of what AWS creates with a VPC: a main route table, a network ACL and a default security group.
func fillVPC(c *model.Call) error {
	suffix := c.ID[len("vpc-"):]
	c.State.Default("dhcpOptionsId", "dopt-"+suffix)
	c.State.Default("mainRouteTableId", "rtb-"+suffix)
	c.State.Default("defaultRouteTableId", "rtb-"+suffix)
	c.State.Default("defaultNetworkAclId", "acl-"+suffix)
	c.State.Default("defaultSecurityGroupId", "sg-"+suffix)
	c.State.Default("ownerId", account.ID)
	return nil
}

// vpcFree rejects the deletion of a VPC that contains more than AWS itself created.
func vpcFree(c *model.Call) error {
	own := defaultsOf(c.Old)
	for _, use := range vpcUses {
		for _, r := range c.Find(use.Token, use.Property, c.ID) {
			if !slices.Contains(own, r.ID) {
				return model.Errorf("DependencyViolation", "The vpc '%s' has dependencies and cannot be deleted.", c.ID)
			}
		}
	}
	return nil
}

func defaultsOf(vpc model.Props) []string {
	return []string{
		vpc.String("defaultRouteTableId"), vpc.String("defaultNetworkAclId"), vpc.String("defaultSecurityGroupId"),
	}
}

// makeDefaults creates the VPC's default route table, ACL and group. They count as seed data: no program creates or
// deletes them.
func makeDefaults(c *model.Call) error {
	id := c.ID
	c.Seed(RouteTable, c.State.String("defaultRouteTableId"), model.Props{
		"vpcId": id, "ownerId": account.ID, "routes": []any{},
		"arn": c.Expand("arn:{partition}:ec2:{region}:{account}:route-table/") + c.State.String("defaultRouteTableId"),
	})
	c.Seed(NetworkACL, c.State.String("defaultNetworkAclId"), model.Props{
		"vpcId": id, "ownerId": account.ID,
		"arn": c.Expand("arn:{partition}:ec2:{region}:{account}:network-acl/") + c.State.String("defaultNetworkAclId"),
	})
	group := c.State.String("defaultSecurityGroupId")
	c.Seed(SecurityGroup, group, model.Props{
		"vpcId": id, "ownerId": account.ID, "name": "default", "description": "default VPC security group",
		"arn":     c.Expand("arn:{partition}:ec2:{region}:{account}:security-group/") + group,
		"ingress": []any{map[string]any{"protocol": "-1", "fromPort": 0.0, "toPort": 0.0, "self": true}},
		"egress": []any{map[string]any{
			"protocol": "-1", "fromPort": 0.0, "toPort": 0.0, "cidrBlocks": []any{"0.0.0.0/0"},
		}},
	})
	return nil
}

// removeDefaults deletes with the VPC what AWS created with it, adopted or not.
func removeDefaults(c *model.Call) error {
	for _, id := range defaultsOf(c.Old) {
		for _, token := range []string{RouteTable, DefaultTable, NetworkACL, DefaultACL, SecurityGroup, DefaultGroup} {
			c.Delete(token, id)
		}
	}
	return nil
}
