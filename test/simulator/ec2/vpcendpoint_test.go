package ec2_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
)

const (
	s3Service   = "com.amazonaws.us-east-1.s3"
	logsService = "com.amazonaws.us-east-1.logs"
)

func TestEndpointRules(t *testing.T) {
	n := newNetwork(t)
	a, b := n.subnet("a", "10.0.0.0/24", "us-east-1a"), n.subnet("b", "10.0.1.0/24", "us-east-1b")
	a2 := n.subnet("a2", "10.0.2.0/24", "us-east-1a")
	table, group := n.make(ec2.RouteTable, "table", nil), n.make(ec2.SecurityGroup, "group", nil)
	logs := func(more props) props {
		p := props{"serviceName": logsService, "vpcEndpointType": "Interface"}
		for name, value := range more {
			p[name] = value
		}
		return p
	}
	dead, _ := n.MustCreate(ec2.VPC, "no names", props{"cidrBlock": "10.1.0.0/16"})
	n.make(ec2.VPCEndpoint, "private", logs(props{"privateDnsEnabled": true}))
	for _, c := range []struct {
		name string
		in   props
		want string
	}{
		{"N43 gateway", props{"serviceName": s3Service, "routeTableIds": list(table)}, ""},
		{"N43 interface", logs(props{"subnetIds": list(a, b), "securityGroupIds": list(group)}), ""},
		{"N43 nothing", props{}, "one of `service_name,resource_configuration_arn,service_network_arn` must be specified"},
		{
			"N43 two services",
			props{"serviceName": s3Service, "serviceNetworkArn": "arn:aws:vpc-lattice:us-east-1:1:x"},
			"but `service_name,service_network_arn` were specified.",
		},
		{
			"N43 gateway with subnets",
			props{"serviceName": s3Service, "subnetIds": list(a)},
			denied("InvalidParameter", "Subnet IDs are only supported for Interface type VPC Endpoint."),
		},
		{
			"N43 gateway with groups",
			props{"serviceName": s3Service, "securityGroupIds": list(group)},
			denied("InvalidParameter", "Security group IDs are only supported for Interface type VPC Endpoint."),
		},
		{
			"N43 gateway with private DNS",
			props{"serviceName": s3Service, "privateDnsEnabled": true},
			denied("InvalidParameter", "Private DNS is only supported for Interface type VPC Endpoint."),
		},
		{"N43 gateway without private DNS", props{
			"serviceName": "com.amazonaws.us-east-1.dynamodb", "privateDnsEnabled": false,
		}, ""},
		{
			"N43 interface with tables", logs(props{"routeTableIds": list(table)}),
			denied("InvalidParameter", "Route table IDs are only supported for Gateway type VPC Endpoint."),
		},
		{"N5 VPC without names", logs(props{"vpcId": dead, "privateDnsEnabled": true}), denied("InvalidParameter",
			"Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for "+dead)},
		{"N44 second private", logs(props{"privateDnsEnabled": true}), denied("InvalidParameter",
			"private-dns-enabled cannot be set because there is already a conflicting DNS domain for "+
				"logs.us-east-1.amazonaws.com in the VPC "+n.vpc)},
		{"N44 other service", logs(props{
			"serviceName": "com.amazonaws.us-east-1.ecr.api", "privateDnsEnabled": true,
		}), ""},
		{"N45 two in a zone", logs(props{"subnetIds": list(a, a2)}), denied("DuplicateSubnetsInSameZone",
			"Found another VPC endpoint subnet in the availability zone of "+a2)},
		{"N46 no such service", props{"serviceName": "com.amazonaws.us-east-1.nothing"}, denied("InvalidServiceName",
			"The Vpc Endpoint Service 'com.amazonaws.us-east-1.nothing' does not exist")},
		{"N46 other region", props{"serviceName": "com.amazonaws.eu-west-1.s3"}, denied("InvalidServiceName",
			"The Vpc Endpoint Service 'com.amazonaws.eu-west-1.s3' does not exist")},
		{"N46 no gateway", props{"serviceName": logsService}, denied("InvalidParameter",
			"Endpoint type (Gateway) does not match available service types ([Interface]).")},
		{
			"N42 groups", logs(props{"securityGroupIds": list(group, group, group, group, group, group)}),
			denied("SecurityGroupsPerInterfaceLimitExceeded",
				"The maximum number of security groups per interface has been reached."),
		},
		{
			"second route",
			props{"serviceName": s3Service, "routeTableIds": list(table)},
			"api error RouteAlreadyExists: route table " + table + " already has a route with destination-prefix-list-id pl-",
		},
		{"policy", props{"serviceName": s3Service, "policy": "{"}, `"policy" contains an invalid JSON: `},
		{"type", props{"serviceName": s3Service, "vpcEndpointType": "Door"}, "expected vpc_endpoint_type to be one of ["},
		{
			"no table",
			props{"serviceName": s3Service, "routeTableIds": list("rtb-1")},
			denied("InvalidRouteTableId.NotFound", "The routeTable ID 'rtb-1' does not exist"),
		},
		{"no subnet", logs(props{"subnetIds": list("subnet-1")}), "InvalidSubnetID.NotFound: "},
		{"no group", logs(props{"securityGroupIds": list("sg-1")}), "InvalidGroup.NotFound: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := n.Create(ec2.VPCEndpoint, "endpoint", n.in(ec2.VPCEndpoint, c.in))
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestEndpointOutputs(t *testing.T) {
	n := newNetwork(t)
	a, b := n.subnet("a", "10.0.0.0/24", "us-east-1a"), n.subnet("b", "10.0.1.0/24", "us-east-1b")
	in := n.in(ec2.VPCEndpoint, props{"serviceName": logsService, "vpcEndpointType": "Interface", "subnetIds": list(a)})
	id, state := n.MustCreate(ec2.VPCEndpoint, "logs", in)
	require.Equal(t, "available", state["state"])
	require.Len(t, state["networkInterfaceIds"], 1)
	require.Equal(t, list(n.Read(ec2.VPC, n.vpc)["defaultSecurityGroupId"]), state["securityGroupIds"])
	require.Regexp(t, "^"+id+`-[0-9a-f]{8}\.logs\.us-east-1\.vpce\.amazonaws\.com$`, state.String("dnsEntries.0.dnsName"))
	in["subnetIds"] = list(a, b)
	n.replaces(ec2.VPCEndpoint, id, in)
	after, err := n.Update(ec2.VPCEndpoint, id, in)
	require.NoError(t, err)
	require.Len(t, after["networkInterfaceIds"], 2)
	require.Contains(t, after["networkInterfaceIds"], state.List("networkInterfaceIds")[0])
	_, gateway := n.MustCreate(ec2.VPCEndpoint, "s3", n.in(ec2.VPCEndpoint, props{"serviceName": s3Service}))
	require.Regexp(t, `^pl-[0-9a-f]{8}$`, gateway["prefixListId"])
	require.NotEmpty(t, gateway["cidrBlocks"])
	require.Contains(t, gateway["policy"], `"Effect":"Allow"`)
}

func TestEndpointReplacement(t *testing.T) {
	n := newNetwork(t)
	id := n.make(ec2.VPCEndpoint, "s3", props{"serviceName": s3Service})
	for name, value := range map[string]any{ // N47
		"vpcId": "vpc-1", "serviceName": logsService, "vpcEndpointType": "Interface",
	} {
		changed := props{"serviceName": s3Service}
		changed[name] = value
		n.replaces(ec2.VPCEndpoint, id, changed, name)
	}
	n.replaces(ec2.VPCEndpoint, id, props{"serviceName": s3Service, "policy": "{}"})
}

func TestSubnetDelete(t *testing.T) {
	for _, c := range []struct {
		name, token string
		in          func(subnet string) props
	}{
		{"a NAT gateway", ec2.NATGateway, func(s string) props {
			return props{"subnetId": s, "connectivityType": "private"}
		}},
		{"an endpoint", ec2.VPCEndpoint, func(s string) props {
			return props{"serviceName": logsService, "vpcEndpointType": "Interface", "subnetIds": list(s)}
		}},
		{"a load balancer", loadBalancer, func(s string) props { return props{"subnets": list(s)} }},
		{"a service", ecsService, func(s string) props {
			return props{"networkConfiguration": map[string]any{"subnets": list(s)}}
		}},
	} {
		t.Run("N14 "+c.name, func(t *testing.T) {
			n := newNetwork(t)
			subnet := n.subnet("web", "10.0.0.0/24", "us-east-1a")
			user := n.make(c.token, "user", c.in(subnet))
			err := n.Delete(ec2.Subnet, subnet)
			require.ErrorContains(t, err, denied("DependencyViolation",
				"The subnet '"+subnet+"' has dependencies and cannot be deleted."))
			require.NoError(t, n.Delete(c.token, user))
			require.NoError(t, n.Delete(ec2.Subnet, subnet))
		})
	}
}

func TestFreeAddresses(t *testing.T) {
	n := newNetwork(t)
	a, b := n.subnet("a", "10.0.0.0/24", "us-east-1a"), n.subnet("b", "10.0.1.0/28", "us-east-1b")
	free := func(subnet string) any {
		out, err := n.Invoke("aws:ec2/getSubnet:getSubnet", props{"id": subnet})
		require.NoError(t, err)
		return out["availableIpAddressCount"]
	}
	require.Equal(t, []any{251.0, 11.0}, []any{free(a), free(b)}, "five of each are AWS's")
	n.make(ec2.NATGateway, "nat", props{"subnetId": a, "connectivityType": "private"})
	n.make(ec2.VPCEndpoint, "logs", props{
		"serviceName": logsService, "vpcEndpointType": "Interface", "subnetIds": list(a, b),
	})
	n.make(loadBalancer, "lb", props{"subnets": list(a, b)})
	require.Equal(t, []any{248.0, 9.0}, []any{free(a), free(b)})
	service := n.make(ecsService, "web", props{
		"desiredCount": 5.0, "networkConfiguration": map[string]any{"subnets": list(a, b)},
	})
	require.Equal(t, []any{245.0, 6.0}, []any{free(a), free(b)})
	require.NoError(t, n.Change(context.Background(), "us-east-1", ecsService, service, props{"desiredCount": 40.0}))
	require.Equal(t, []any{228.0, 0.0}, []any{free(a), free(b)}, "what autoscaling made of the count")
}
