package network_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/network"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// links maps each resource of a type to the value of one of its inputs.
func links(rec *stacktest.Recording, typ, input string) map[string]any {
	m := map[string]any{}
	for _, r := range rec.OfType(typ) {
		m[r.Name] = r.Input(input)
	}
	return m
}

func TestNATGatewayPerZone(t *testing.T) {
	rec := run(t, network.Args{Zones: twoZones})
	require.Equal(t, map[string]any{
		"main-nat-a": "main-public-a-id", "main-nat-b": "main-public-b-id",
	}, links(rec, natType, "subnetId"))
	require.Equal(t, map[string]any{
		"main-nat-a": "main-nat-a-id", "main-nat-b": "main-nat-b-id",
	}, links(rec, natType, "allocationId"))
	require.Equal(t, map[string]any{"main-nat-a": "vpc", "main-nat-b": "vpc"}, links(rec, eipType, "domain"))
	require.Equal(t, map[string]any{
		"main-public": nil, "main-private-a": "main-nat-a-id", "main-private-b": "main-nat-b-id",
	}, links(rec, routeType, "natGatewayId"))
}

func TestSingleNATGateway(t *testing.T) {
	rec := run(t, network.Args{Zones: threeZones, NAT: "single"})
	require.Equal(t, map[string]any{"main-nat-a": "main-public-a-id"}, links(rec, natType, "subnetId"))
	require.Equal(t, map[string]any{
		"main-public": nil, "main-private-a": "main-nat-a-id", "main-private-b": "main-nat-a-id",
		"main-private-c": "main-nat-a-id",
	}, links(rec, routeType, "natGatewayId"))
	require.Len(t, rec.Probed(t, "ips").Input("value"), 1)
}

// AWS fails a NAT gateway that is made before the internet gateway, and no property tells the engine.
func TestNATGatewaysWaitForTheInternetGateway(t *testing.T) {
	rec := run(t, network.Args{Zones: twoZones})
	require.Equal(t, []string{"InternetGateway main"}, rec.Named(t, eipType, "main-nat-b").WaitsFor())
	require.Equal(t, []string{
		"Eip main-nat-b", "InternetGateway main", "Route main-public", "RouteTableAssociation main-public-b",
		"Subnet main-public-b",
	}, rec.Named(t, natType, "main-nat-b").WaitsFor())
}

func TestRoutes(t *testing.T) {
	rec := run(t, network.Args{Zones: twoZones})
	require.Equal(t, map[string]any{
		"main-public": "0.0.0.0/0", "main-private-a": "0.0.0.0/0", "main-private-b": "0.0.0.0/0",
	}, links(rec, routeType, "destinationCidrBlock"), "no default route for isolated subnets")
	require.Equal(t, map[string]any{
		"main-public": "main-public-id", "main-private-a": "main-private-a-id", "main-private-b": "main-private-b-id",
	}, links(rec, routeType, "routeTableId"))
	require.Equal(t, map[string]any{
		"main-public": "main-id", "main-private-a": nil, "main-private-b": nil,
	}, links(rec, routeType, "gatewayId"))
	for _, table := range rec.OfType(tableType) {
		require.False(t, table.Has("routes"), "inline routes would remove those of gateway endpoints")
		require.Equal(t, "main-id", table.Input("vpcId"))
	}
}

func TestAssociations(t *testing.T) {
	rec := run(t, network.Args{Zones: twoZones})
	require.Equal(t, map[string]any{
		"main-public-a": "main-public-id", "main-public-b": "main-public-id",
		"main-private-a": "main-private-a-id", "main-private-b": "main-private-b-id",
		"main-isolated-a": "main-isolated-id", "main-isolated-b": "main-isolated-id",
	}, links(rec, associationType, "routeTableId"))
	for _, a := range rec.OfType(associationType) {
		require.Equal(t, a.Name+"-id", a.Input("subnetId"))
	}
}

// Whatever uses a subnet must not start before the subnet's way out exists.
func TestSubnetIDsWaitForTheirRouting(t *testing.T) {
	rec := run(t, network.Args{Zones: twoZones})
	require.Equal(t, []string{
		"Route main-public", "RouteTableAssociation main-public-a", "RouteTableAssociation main-public-b",
		"Subnet main-public-a", "Subnet main-public-b",
	}, rec.Probed(t, "public").WaitsFor())
	require.Equal(t, []string{
		"Route main-private-a", "Route main-private-b", "RouteTableAssociation main-private-a",
		"RouteTableAssociation main-private-b", "Subnet main-private-a", "Subnet main-private-b",
	}, rec.Probed(t, "private").WaitsFor())
	require.Equal(t, []string{
		"RouteTableAssociation main-isolated-a", "RouteTableAssociation main-isolated-b",
		"Subnet main-isolated-a", "Subnet main-isolated-b",
	}, rec.Probed(t, "isolated").WaitsFor())
}

func TestS3Endpoint(t *testing.T) {
	s3 := run(t, network.Args{Zones: []string{"eu-west-1a", "eu-west-1b"}}).One(t, endpointType)
	require.Equal(t, "main-s3", s3.Name)
	require.Equal(t, "Gateway", s3.Input("vpcEndpointType"))
	require.Equal(t, "com.amazonaws.eu-west-1.s3", s3.Input("serviceName"))
	require.Equal(t, []any{"main-private-a-id", "main-private-b-id", "main-isolated-id"}, s3.Input("routeTableIds"))
	require.False(t, s3.Has("subnetIds"))
}

func TestInterfaceEndpoints(t *testing.T) {
	rec := run(t, network.Args{Zones: twoZones, InterfaceEndpoints: []string{"ecr.api", "logs"}})
	require.Equal(t, map[string]any{
		"main-s3": "com.amazonaws.us-east-1.s3", "main-endpoint-ecr.api": "com.amazonaws.us-east-1.ecr.api",
		"main-endpoint-logs": "com.amazonaws.us-east-1.logs",
	}, links(rec, endpointType, "serviceName"))
	api := rec.Named(t, endpointType, "main-endpoint-ecr.api")
	require.Equal(t, "Interface", api.Input("vpcEndpointType"))
	require.Equal(t, true, api.Input("privateDnsEnabled"))
	require.Equal(t, []any{"main-private-a-id", "main-private-b-id"}, api.Input("subnetIds"))
	require.Equal(t, []any{"main-endpoints-id"}, api.Input("securityGroupIds"))
	require.Subset(t, api.WaitsFor(), []string{
		"SecurityGroupIngressRule main-endpoints-a", "SecurityGroupIngressRule main-endpoints-b",
	})
}

func TestEndpointsAdmitPrivateSubnetsAlone(t *testing.T) {
	rec := run(t, network.Args{Zones: twoZones, InterfaceEndpoints: []string{"logs"}})
	group := rec.Named(t, groupType, "main-endpoints")
	require.Equal(t, "main-id", group.Input("vpcId"))
	require.False(t, group.Has("ingress"))
	require.False(t, group.Has("egress"))
	require.Equal(t, map[string]any{
		"main-endpoints-a": "10.0.0.0/18", "main-endpoints-b": "10.0.64.0/18",
	}, links(rec, ingressType, "cidrIpv4"))
	for _, rule := range rec.OfType(ingressType) {
		require.Equal(t, "main-endpoints-id", rule.Input("securityGroupId"))
		require.Equal(t, "tcp", rule.Input("ipProtocol"))
		require.Equal(t, 443, rule.Input("fromPort"))
		require.Equal(t, 443, rule.Input("toPort"))
	}
}

func TestFlowLogs(t *testing.T) {
	rec := run(t, network.Args{Zones: twoZones})
	log := rec.Named(t, flowLogType, "main-flow-logs")
	require.Equal(t, "main-id", log.Input("vpcId"))
	require.Equal(t, "ALL", log.Input("trafficType"))
	require.Equal(t, "arn:aws:mock:::main-flow-logs", log.Input("logDestination"))
	require.Equal(t, "arn:aws:mock:::main-flow-logs", log.Input("iamRoleArn"))
	require.Contains(t, log.WaitsFor(), "RolePolicy main-flow-logs")
	group := rec.Named(t, logGroupType, "main-flow-logs")
	require.Equal(t, 30, group.Input("retentionInDays"))
	require.False(t, group.Has("name"), "a fixed name would be taken when the group is replaced")
}

func TestFlowLogChoices(t *testing.T) {
	rec := run(t, network.Args{Zones: twoZones, FlowLogRetentionDays: 90, FlowLogRejectsOnly: true})
	require.Equal(t, 90, rec.One(t, logGroupType).Input("retentionInDays"))
	require.Equal(t, "REJECT", rec.One(t, flowLogType).Input("trafficType"))
}

func TestFlowLogRoleIsOfLeastPrivilege(t *testing.T) {
	rec := run(t, network.Args{Zones: twoZones})
	require.JSONEq(t, `{"Version": "2012-10-17", "Statement": [{
		"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
		"Condition": {
			"StringEquals": {"aws:SourceAccount": "123456789012"},
			"ArnLike": {"aws:SourceArn": "arn:*:ec2:us-east-1:123456789012:vpc-flow-log/*"}
		}
	}]}`, rec.One(t, roleType).Input("assumeRolePolicy").(string))
	policy := rec.One(t, rolePolicyType)
	require.Equal(t, "main-flow-logs-id", policy.Input("role"))
	require.JSONEq(t, `{"Version": "2012-10-17", "Statement": [{
		"Effect": "Allow",
		"Action": ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams"],
		"Resource": ["arn:aws:mock:::main-flow-logs", "arn:aws:mock:::main-flow-logs:*"]
	}]}`, policy.Input("policy").(string))
}
