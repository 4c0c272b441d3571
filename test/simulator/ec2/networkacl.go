package ec2

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func networkACL() *model.Type {
	return &model.Type{
		Token: NetworkACL, Service: service, Noun: "EC2 Network ACL", NewID: model.Prefixed("acl-"),
		Actions:  model.Actions{Update: "ReplaceNetworkAclEntry"},
		ARN:      "arn:{partition}:ec2:{region}:{account}:network-acl/{id}",
		Links:    []string{"vpcId", "subnetIds"},
		Computed: []string{"ingress", "egress", "subnetIds"},
		Replaces: []model.Replace{{Properties: []string{"vpcId"}}},
		Rules:    []model.Rule{inVPC(), inSubnets("subnetIds"), {On: model.Write, Test: aclNumbers}},
		Fill:     fillACL,
	}
}

func fillACL(c *model.Call) error {
	c.State["ownerId"] = account.ID
	for _, list := range []string{"ingress", "egress", "subnetIds"} {
		c.State.Default(list, []any{})
	}
	return nil
}

// aclNumbers rejects two entries of one direction with the same number.
func aclNumbers(c *model.Call) error {
	for _, direction := range directions {
		seen := map[int]bool{}
		for _, entry := range c.New.Objects(direction) {
			n := entry.Int("ruleNo")
			if seen[n] {
				return model.Errorf("NetworkAclEntryAlreadyExists", "The network acl entry identified by %d already exists.", n)
			}
			seen[n] = true
		}
	}
	return nil
}
