package ec2

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func defaultACL() *model.Type {
	return &model.Type{
		Token: DefaultACL, Service: service, Noun: "EC2 Default Network ACL", Adopt: true,
		NewID:    model.Named("defaultNetworkAclId"),
		Actions:  model.Actions{Create: "ReplaceNetworkAclEntry", Update: "ReplaceNetworkAclEntry"},
		ARN:      "arn:{partition}:ec2:{region}:{account}:network-acl/{id}",
		Computed: []string{"ingress", "egress", "subnetIds"},
		Replaces: []model.Replace{{Properties: []string{"defaultNetworkAclId"}}},
		Rules: []model.Rule{
			model.Refers("defaultNetworkAclId", NetworkACL, "InvalidNetworkAclID.NotFound",
				"The networkAcl ID '%s' does not exist"),
			inSubnets("subnetIds"),
			{On: model.Write, Test: aclNumbers},
		},
		Fill: func(c *model.Call) error {
			c.State["vpcId"] = c.Props(NetworkACL, c.ID)["vpcId"]
			return fillACL(c)
		},
	}
}
