package ecs

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const (
	subnets        = "networkConfiguration.subnets"
	securityGroups = "networkConfiguration.securityGroups"
	subnetType     = "aws:ec2/subnet:Subnet"
	groupType      = "aws:ec2/securityGroup:SecurityGroup"
)

// networkRules are the rules for the network interfaces of tasks.
func networkRules() []model.Rule {
	return []model.Rule{
		{ID: "E25", On: model.Write, Test: networkGiven},
		{ID: "E26", On: model.Write, Test: networkUsed},
		{ID: "E27", On: model.Write, Test: subnetsExist},
		{ID: "E27", On: model.Write, Test: groupsExist},
		{ID: "E28", On: model.Write, Test: interfaces},
	}
}

func networkGiven(c *model.Call) error {
	if definition(c).String("networkMode") == awsvpc && !c.New.Has("networkConfiguration") {
		return model.Errorf(invalid, "Network Configuration must be provided when networkMode 'awsvpc' is specified.")
	}
	return nil
}

func networkUsed(c *model.Call) error {
	mode := definition(c).String("networkMode")
	if mode != "" && mode != awsvpc && c.New.Has("networkConfiguration") {
		return model.Errorf(invalid, "Network Configuration is not valid for the given networkMode of this task definition.")
	}
	return nil
}

func subnetsExist(c *model.Call) error {
	if !c.New.Has("networkConfiguration") {
		return nil
	}
	if !c.New.Has(subnets) {
		return model.Errorf(invalid, "subnets can not be empty.")
	}
	for _, id := range c.New.Strings(subnets) {
		if !c.Exists(subnetType, id) {
			return model.Errorf(invalid, "Error retrieving subnet information for [%[1]s]: The subnet ID '%[1]s' does not "+
				"exist (ErrorCode: InvalidSubnetID.NotFound)", id)
		}
	}
	return nil
}

func groupsExist(c *model.Call) error {
	for _, id := range c.New.Strings(securityGroups) {
		if !c.Exists(groupType, id) && !defaultGroup(c, id) {
			return model.Errorf(invalid, "Error retrieving security group information for [%[1]s]: The security group "+
				"'%[1]s' does not exist (ErrorCode: InvalidGroup.NotFound)", id)
		}
	}
	return nil
}

// defaultGroup reports whether a security group is the default group of a VPC.
func defaultGroup(c *model.Call, id string) bool {
	for _, vpc := range c.List("aws:ec2/vpc:Vpc") {
		if vpc.Properties.String("defaultSecurityGroupId") == id {
			return true
		}
	}
	return false
}

// Limits of an awsvpc configuration. Source: ECS service quotas.
const (
	maxSubnets = 16
	maxGroups  = 5
)

func interfaces(c *model.Call) error {
	if len(c.New.Strings(subnets)) > maxSubnets {
		return model.Errorf(invalid, "subnets can have at most %d items.", maxSubnets)
	}
	if len(c.New.Strings(securityGroups)) > maxGroups {
		return model.Errorf(invalid, "securityGroups can have at most %d items.", maxGroups)
	}
	vpc := ""
	for _, id := range c.New.Strings(subnets) {
		own := c.Props(subnetType, id).String("vpcId")
		if vpc != "" && own != vpc {
			return model.Errorf(invalid, "Subnets are not all in the same VPC.")
		}
		vpc = own
	}
	for _, id := range c.New.Strings(securityGroups) {
		if own := c.Props(groupType, id).String("vpcId"); own != "" && own != vpc {
			return model.Errorf(invalid, "Security group %s does not appear to belong to the same VPC as the input subnets.",
				id)
		}
	}
	return nil
}
