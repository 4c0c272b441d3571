package ec2_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
)

// The API checks that referenced resources exist.
func TestUnknownReferences(t *testing.T) {
	n := newNetwork(t)
	vpc := n.Read(ec2.VPC, n.vpc)
	table, acl := vpc["defaultRouteTableId"], vpc["defaultNetworkAclId"]
	gateway := n.make(ec2.InternetGateway, "free", props{"vpcId": ""})
	to := func(target string, id any) props {
		return props{"defaultRouteTableId": table, "routes": list(map[string]any{"cidrBlock": open, target: id})}
	}
	from := func(direction string) props {
		return props{direction: list(rule("tcp", 80, 80, props{"securityGroups": list("sg-1")}))}
	}
	for _, c := range []struct {
		token string
		in    props
		want  string
	}{
		{ec2.SecondaryCIDR, props{"vpcId": "vpc-1", "cidrBlock": "10.1.0.0/16"}, "InvalidVpcID.NotFound"},
		{ec2.InternetGateway, props{"vpcId": "vpc-1"}, "InvalidVpcID.NotFound"},
		{ec2.GatewayAttachment, props{"vpcId": "vpc-1", "internetGatewayId": gateway}, "InvalidVpcID.NotFound"},
		{ec2.EgressOnlyGateway, props{"vpcId": "vpc-1"}, "InvalidVpcID.NotFound"},
		{ec2.RouteTable, props{"vpcId": "vpc-1"}, "InvalidVpcID.NotFound"},
		{ec2.NetworkACL, props{"vpcId": "vpc-1"}, "InvalidVpcID.NotFound"},
		{ec2.VPCEndpoint, props{"vpcId": "vpc-1", "serviceName": s3Service}, "InvalidVpcID.NotFound"},
		{ec2.DefaultGroup, props{"vpcId": "vpc-1"}, "no matching EC2 Security Group found"},
		{ec2.MainAssociation, props{"vpcId": "vpc-1", "routeTableId": table}, "InvalidVpcID.NotFound"},
		{ec2.MainAssociation, props{"routeTableId": "rtb-1"}, "InvalidRouteTableID.NotFound"},
		{ec2.Association, props{"routeTableId": "rtb-1", "gatewayId": gateway}, "InvalidRouteTableID.NotFound"},
		{ec2.Association, props{"routeTableId": table, "subnetId": "subnet-1"}, "InvalidSubnetID.NotFound"},
		{ec2.FlowLog, props{"subnetId": "subnet-1", "trafficType": "ALL", "iamRoleArn": "arn"}, "InvalidSubnetID.NotFound"},
		{ec2.DefaultACL, props{"defaultNetworkAclId": acl, "subnetIds": list("subnet-1")}, "InvalidSubnetID.NotFound"},
		{ec2.DefaultTable, to("natGatewayId", "nat-1"), "InvalidNatGatewayID.NotFound"},
		{ec2.DefaultTable, to("gatewayId", "igw-1"), "InvalidGatewayID.NotFound"},
		{ec2.SecurityGroup, from("egress"), "InvalidGroup.NotFound"},
		{ec2.DefaultGroup, from("ingress"), "InvalidGroup.NotFound"},
		{ec2.DefaultGroup, from("egress"), "InvalidGroup.NotFound"},
		{ec2.SecurityGroupRule, legacy("sg-1", props{"self": true}), "InvalidGroup.NotFound: The security group 'sg-1'"},
	} {
		t.Run(c.token+" "+c.want, func(t *testing.T) {
			_, _, err := n.Create(c.token, "refused", n.in(c.token, c.in))
			require.ErrorContains(t, err, c.want)
		})
	}
}

// The rules for adopted objects are those for new ones.
func TestAdoptedObjectsKeepTheRules(t *testing.T) {
	n := newNetwork(t)
	vpc := n.Read(ec2.VPC, n.vpc)
	gateway := n.make(ec2.InternetGateway, "gateway", nil)
	route := map[string]any{"cidrBlock": open, "gatewayId": gateway}
	table := func(routes ...any) props {
		return props{"defaultRouteTableId": vpc["defaultRouteTableId"], "routes": routes}
	}
	n.refuse(ec2.DefaultTable, table(map[string]any{"cidrBlock": open}), "* one of `carrier_gateway_id, ") // N27
	n.refuse(ec2.DefaultTable, table(route, route), "RouteAlreadyExists: ")                                // N26
	twice := rule("tcp", 80, 80, props{"self": true})
	n.refuse(ec2.DefaultGroup, props{"ingress": list(twice, twice)}, "The same permission must not appear") // N39
	n.refuse(ec2.DefaultGroup, props{"ingress": list(rule("tcp", 80, 80, props{"self": true, "description": "|"}))},
		`"description" doesn't comply with restrictions (`) // N41
	entry := map[string]any{"ruleNo": 1.0, "action": "deny", "protocol": "-1", "fromPort": 0.0, "toPort": 0.0}
	n.refuse(ec2.DefaultACL, props{
		"defaultNetworkAclId": vpc["defaultNetworkAclId"], "ingress": list(entry, entry),
	}, "NetworkAclEntryAlreadyExists: ")
	require.NoError(t, n.SetQuota(context.Background(), "routesPerTable", 0))
	n.refuse(ec2.DefaultTable, table(route), "RouteLimitExceeded: ")
	n.refuse(ec2.RouteTable, props{"routes": list(route)}, "RouteLimitExceeded: ")
}

func TestOtherChecks(t *testing.T) {
	n := newNetwork(t)
	n.refuse(ec2.SecurityGroup, props{"name": "a", "namePrefix": "b"},
		`Conflicting configuration arguments: "name": conflicts with name_prefix`)
	n.refuse(ec2.SecurityGroup, props{"description": strings.Repeat("d", 256)},
		"expected length of description to be in the range (0 - 255), got d")
	n.refuse(ec2.FlowLog, props{"vpcId": n.vpc, "logDestinationType": "tape"},
		"expected log_destination_type to be one of [")
	n.refuse(ec2.FlowLog, props{"vpcId": n.vpc, "logDestination": "arn", "logGroupName": "flow"},
		`Conflicting configuration arguments: "log_destination": conflicts with log_group_name`)
}

// Leaving out a computed list is no change; naming another owner is a replacement.
func TestChangesOfOtherTypes(t *testing.T) {
	n := newNetwork(t)
	vpc := n.Read(ec2.VPC, n.vpc)
	n.make(ec2.InternetGateway, "gateway", nil)
	subnet := n.subnet("web", "10.0.0.0/24", "us-east-1a")
	group := n.make(ec2.SecurityGroup, "web", nil)
	entry := map[string]any{"ruleNo": 1.0, "action": "deny", "protocol": "-1", "fromPort": 0.0, "toPort": 0.0}
	routes := list(map[string]any{"cidrBlock": open, "natGatewayId": n.nat("nat", subnet)})
	rules := list(rule("tcp", 80, 80, props{"self": true}))
	for _, c := range []struct {
		token  string
		in     props
		filled []string // lists that may be left out
		owner  string   // property that replaces
	}{
		{ec2.RouteTable, props{"routes": routes}, []string{"routes"}, "vpcId"},
		{
			ec2.DefaultTable,
			props{"defaultRouteTableId": vpc["defaultRouteTableId"], "routes": routes},
			[]string{"routes"},
			"defaultRouteTableId",
		},
		{ec2.SecurityGroup, props{"ingress": rules, "egress": rules}, []string{"ingress", "egress"}, "vpcId"},
		{ec2.DefaultGroup, props{"ingress": rules, "egress": rules}, []string{"ingress", "egress"}, "vpcId"},
		{ec2.NetworkACL, props{"ingress": list(entry), "subnetIds": list(subnet)}, []string{"ingress", "subnetIds"}, "vpcId"},
		{
			ec2.DefaultACL,
			props{"defaultNetworkAclId": vpc["defaultNetworkAclId"], "egress": list(entry)},
			[]string{"egress"},
			"defaultNetworkAclId",
		},
		{ec2.PrefixList, props{
			"addressFamily": "IPv4", "maxEntries": 1.0, "entries": list(map[string]any{"cidr": "10.0.0.0/8"}),
		}, []string{"entries"}, "addressFamily"},
		{ec2.VPCEndpoint, props{
			"serviceName": logsService, "vpcEndpointType": "Interface", "subnetIds": list(subnet),
			"securityGroupIds": list(group),
		}, []string{"subnetIds", "securityGroupIds"}, "serviceRegion"},
		{ec2.NATGateway, props{
			"subnetId": subnet, "connectivityType": "private", "secondaryPrivateIpAddresses": list("10.0.0.9"),
		}, []string{"secondaryPrivateIpAddresses"}, "subnetId"},
		{ec2.EgressOnlyGateway, props{}, nil, "vpcId"},
		{ec2.MainAssociation, props{"routeTableId": vpc["defaultRouteTableId"]}, nil, "vpcId"},
		{ec2.EgressRule, tcp(group, 443, props{"cidrIpv4": open}), nil, "securityGroupId"}, // N38
	} {
		t.Run(c.token, func(t *testing.T) {
			id := n.make(c.token, "resource", c.in)
			less := n.in(c.token, c.in)
			for _, name := range c.filled {
				delete(less, name)
			}
			changed, _, _, err := n.Diff(c.token, id, less)
			require.NoError(t, err)
			require.Empty(t, changed)
			other := n.in(c.token, c.in)
			other[c.owner] = "other"
			n.replaces(c.token, id, other, c.owner)
		})
	}
	egress := n.make(ec2.EgressRule, "out", tcp(group, 80, props{"cidrIpv4": open}))
	n.replaces(ec2.EgressRule, egress, tcp(group, 80, props{"cidrIpv6": "::/0"}), "cidrIpv4", "cidrIpv6") // N38
	require.NoError(t, n.Delete(ec2.EgressRule, egress))
	n.make(ec2.EgressRule, "again", tcp(group, 80, props{"cidrIpv4": open}))
}

func TestRoutesEndWithTheirTable(t *testing.T) {
	n := newNetwork(t)
	table := n.make(ec2.RouteTable, "table", nil)
	gateway := n.make(ec2.InternetGateway, "gateway", nil)
	route := n.make(ec2.Route, "default", props{
		"routeTableId": table, "destinationCidrBlock": open, "gatewayId": gateway,
	})
	require.NoError(t, n.Delete(ec2.RouteTable, table))
	require.Nil(t, n.Read(ec2.Route, route))
}
