package ec2_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
)

func TestNetworkACLs(t *testing.T) {
	n := newNetwork(t)
	entry := func(number float64) map[string]any {
		return map[string]any{
			"ruleNo": number, "action": "allow", "protocol": "-1", "fromPort": 0.0, "toPort": 0.0, "cidrBlock": open,
		}
	}
	id := n.make(ec2.NetworkACL, "acl", props{"ingress": list(entry(100), entry(200)), "egress": list(entry(100))})
	n.replaces(ec2.NetworkACL, id, props{"ingress": list(entry(300))})
	n.replaces(ec2.NetworkACL, id, props{"vpcId": "vpc-1", "ingress": list(entry(100), entry(200))}, "vpcId")
	n.refuse(ec2.NetworkACL, props{"egress": list(entry(100), entry(100))}, denied("NetworkAclEntryAlreadyExists",
		"The network acl entry identified by 100 already exists."))
	n.refuse(ec2.NetworkACL, props{"subnetIds": list("subnet-1")}, "InvalidSubnetID.NotFound: ")
	own := n.Read(ec2.VPC, n.vpc)["defaultNetworkAclId"]
	adopted, state := n.MustCreate(ec2.DefaultACL, "closed", props{"defaultNetworkAclId": own})
	require.Equal(t, own, adopted)
	require.Equal(t, n.vpc, state["vpcId"])
	n.refuse(ec2.DefaultACL, props{"defaultNetworkAclId": "acl-1"},
		denied("InvalidNetworkAclID.NotFound", "The networkAcl ID 'acl-1' does not exist"))
}
