package ec2_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// made is one resource of a whole network.
type made struct {
	token, id string
	in        props
}

// whole makes one resource of every type.
func whole(n *network) []made {
	all := []made{{ec2.VPC, n.vpc, props{
		"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": true, "tags": map[string]any{"Name": "main"},
	}}}
	add := func(token string, p props) string {
		in := n.in(token, p)
		id, _ := n.MustCreate(token, "web", in)
		all = append(all, made{token, id, in})
		return id
	}
	vpc := n.Read(ec2.VPC, n.vpc)
	add(ec2.SecondaryCIDR, props{"cidrBlock": "10.1.0.0/16"})
	add(ec2.DefaultGroup, nil)
	add(ec2.DefaultTable, props{"defaultRouteTableId": vpc["defaultRouteTableId"]})
	add(ec2.DefaultACL, props{"defaultNetworkAclId": vpc["defaultNetworkAclId"]})
	gateway := add(ec2.InternetGateway, props{"vpcId": ""})
	add(ec2.GatewayAttachment, props{"internetGatewayId": gateway})
	add(ec2.EgressOnlyGateway, nil)
	subnet := add(ec2.Subnet, props{"cidrBlock": "10.0.0.0/24"})
	nat := add(ec2.NATGateway, props{"subnetId": subnet, "allocationId": add(ec2.EIP, props{"domain": "vpc"})})
	table := add(ec2.RouteTable, nil)
	add(ec2.Route, props{"routeTableId": table, "destinationCidrBlock": open, "natGatewayId": nat})
	add(ec2.Association, props{"routeTableId": table, "subnetId": subnet})
	add(ec2.MainAssociation, props{"routeTableId": table})
	group := add(ec2.SecurityGroup, props{"egress": list(rule("-1", 0, 0, props{"cidrBlocks": list(open)}))})
	add(ec2.IngressRule, tcp(group, 443, props{"cidrIpv4": open}))
	add(ec2.EgressRule, tcp(add(ec2.SecurityGroup, nil), 443, props{"referencedSecurityGroupId": group}))
	add(ec2.SecurityGroupRule, legacy(group, props{"self": true}))
	add(ec2.VPCEndpoint, props{"serviceName": s3Service, "routeTableIds": list(table)})
	add(ec2.VPCEndpoint, props{
		"serviceName": logsService, "vpcEndpointType": "Interface", "subnetIds": list(subnet),
		"securityGroupIds": list(group), "privateDnsEnabled": true,
	})
	add(ec2.FlowLog, props{"vpcId": n.vpc, "trafficType": "ALL", "iamRoleArn": "arn", "logGroupName": "flow"})
	add(ec2.NetworkACL, props{"subnetIds": list(subnet)})
	add(ec2.PrefixList, props{"addressFamily": "IPv4", "maxEntries": 2.0})
	return all
}

func TestWholeNetwork(t *testing.T) {
	n := newNetwork(t)
	all := whole(n)
	for _, typ := range ec2.Types() {
		require.True(t, slices.ContainsFunc(all, func(m made) bool { return m.token == typ.Token }), typ.Token)
	}
	for _, m := range all {
		changed, _, _, err := n.Diff(m.token, m.id, m.in)
		require.NoError(t, err)
		require.Empty(t, changed, "a second up changes no %s", m.token)
		outputs := schema.Load().Resources[m.token].Outputs
		for name := range n.Read(m.token, m.id) {
			require.Contains(t, outputs, name, m.token)
		}
	}
	for _, m := range slices.Backward(all) {
		require.NoError(t, n.Delete(m.token, m.id), "destroying %s", m.token)
	}
	resources, err := n.Resources(context.Background())
	require.NoError(t, err)
	require.Empty(t, resources)
}
