package network_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/network"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	vpcType         = "aws:ec2/vpc:Vpc"
	subnetType      = "aws:ec2/subnet:Subnet"
	gatewayType     = "aws:ec2/internetGateway:InternetGateway"
	natType         = "aws:ec2/natGateway:NatGateway"
	eipType         = "aws:ec2/eip:Eip"
	tableType       = "aws:ec2/routeTable:RouteTable"
	routeType       = "aws:ec2/route:Route"
	associationType = "aws:ec2/routeTableAssociation:RouteTableAssociation"
	endpointType    = "aws:ec2/vpcEndpoint:VpcEndpoint"
	groupType       = "aws:ec2/securityGroup:SecurityGroup"
	defaultGroup    = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
	ingressType     = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	flowLogType     = "aws:ec2/flowLog:FlowLog"
	logGroupType    = "aws:cloudwatch/logGroup:LogGroup"
	roleType        = "aws:iam/role:Role"
	rolePolicyType  = "aws:iam/rolePolicy:RolePolicy"
)

var (
	twoZones   = []string{"us-east-1a", "us-east-1b"}
	threeZones = []string{"us-east-1a", "us-east-1b", "us-east-1c"}
)

// run makes a network called main and probes its outputs.
func run(t *testing.T, args network.Args, opts ...stacktest.Option) *stacktest.Recording {
	t.Helper()
	owner := stacktest.Outputs(vpcType, func(stacktest.Resource) resource.PropertyMap {
		return resource.PropertyMap{"ownerId": resource.NewProperty("123456789012")}
	})
	return stacktest.Run(t, func(ctx *pulumi.Context) error {
		n, err := network.New(ctx, "main", args)
		if err != nil {
			return err
		}
		return stacktest.ProbeEach(ctx, pulumi.Map{
			"vpc": n.VPCID, "cidr": n.CIDR, "public": n.PublicSubnetIDs, "publicCidrs": n.PublicCIDRs, "private": n.PrivateSubnetIDs,
			"isolated": n.IsolatedSubnetIDs, "tables": n.PrivateRouteTableIDs, "ips": n.NATPublicIPs,
		})
	}, append(opts, owner)...)
}

// atDefaults is what two zones and no choices make.
func atDefaults() map[string]int {
	return map[string]int{
		network.Type: 1, vpcType: 1, defaultGroup: 1, gatewayType: 1, subnetType: 6, natType: 2, eipType: 2, tableType: 4,
		routeType: 3, associationType: 6, endpointType: 1, flowLogType: 1, logGroupType: 1, roleType: 1, rolePolicyType: 1,
	}
}

func with(more map[string]int) map[string]int {
	m := atDefaults()
	maps.Copy(m, more)
	return m
}

func TestCounts(t *testing.T) {
	for name, tc := range map[string]struct {
		args network.Args
		want map[string]int
	}{
		"two zones": {network.Args{Zones: twoZones}, atDefaults()},
		"three zones": {network.Args{Zones: threeZones}, with(map[string]int{
			subnetType: 9, natType: 3, eipType: 3, tableType: 5, routeType: 4, associationType: 9,
		})},
		"single NAT": {network.Args{Zones: threeZones, NAT: "single"}, with(map[string]int{
			subnetType: 9, natType: 1, eipType: 1, tableType: 5, routeType: 4, associationType: 9,
		})},
		"endpoints": {
			network.Args{Zones: twoZones, InterfaceEndpoints: []string{"ecr.api", "logs"}},
			with(map[string]int{endpointType: 3, groupType: 1, ingressType: 2}),
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, run(t, tc.args).Counts())
			require.Equal(t, tc.want, run(t, tc.args, stacktest.Preview()).Counts(), "in a preview")
		})
	}
}

func TestProblemsStopBeforeAnythingIsRegistered(t *testing.T) {
	name := strings.Repeat("n", 47)
	rec, err := stacktest.Record(func(ctx *pulumi.Context) error {
		_, err := network.New(ctx, name, network.Args{Zones: twoZones[:1]})
		return err
	})
	require.ErrorContains(t, err, `network "`+name+`": zones is 1; want 2 to 3`)
	require.ErrorContains(t, err, `network "`+name+`": name is "`+name+`"; want at most 46 characters; `+
		`an IAM role is called after it, with "-flow-logs" and 8 more, and AWS allows 64`)
	require.Empty(t, rec.All())
}

func TestLongestName(t *testing.T) {
	name := strings.Repeat("n", 46)
	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
		_, err := network.New(ctx, name, network.Args{Zones: twoZones})
		return err
	})
	require.Len(t, rec.One(t, roleType).Name, 64-8, "what autonaming leaves of 64")
}

func TestComponentRecordsIntent(t *testing.T) {
	c := run(t, network.Args{Zones: twoZones, NAT: "single"}).One(t, "tenfold:network:Network")
	require.Equal(t, resource.NewPropertyMapFromMap(map[string]any{
		"cidr": "10.0.0.0/16", "zones": []any{"us-east-1a", "us-east-1b"}, "nat": "single", "flowLogRetentionDays": 30.0,
	}), c.Inputs)
}

func TestOptionsReachTheComponent(t *testing.T) {
	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
		_, err := network.New(ctx, "main", network.Args{Zones: twoZones}, pulumi.Protect(true))
		return err
	})
	require.True(t, rec.One(t, network.Type).Protect)
}

// The mock calls no transforms, so the example's is called here.
func TestExampleTransformChangesFlowLogsAlone(t *testing.T) {
	vpc := &pulumi.ResourceTransformArgs{Type: vpcType, Props: pulumi.Map{}}
	require.Nil(t, longerFlowLogs(t.Context(), vpc))
	require.Empty(t, vpc.Props)
	flowLog := &pulumi.ResourceTransformArgs{Type: flowLogType, Props: pulumi.Map{"trafficType": pulumi.String("ALL")}}
	got := longerFlowLogs(t.Context(), flowLog).Props
	require.Len(t, got, 2)
	require.Equal(t, pulumi.String("ALL"), got["trafficType"])
	require.Contains(t, got["logFormat"], "${pkt-srcaddr}")
}

func TestVPC(t *testing.T) {
	rec := run(t, network.Args{Zones: twoZones, CIDR: "10.8.0.0/16"})
	vpc := rec.Named(t, vpcType, "main")
	require.Equal(t, "10.8.0.0/16", vpc.Input("cidrBlock"))
	require.Equal(t, true, vpc.Input("enableDnsSupport"))
	require.Equal(t, true, vpc.Input("enableDnsHostnames"))
	require.Equal(t, "main-id", rec.Named(t, gatewayType, "main").Input("vpcId"))
}

func TestDefaultSecurityGroupIsClosed(t *testing.T) {
	group := run(t, network.Args{Zones: twoZones}).Named(t, defaultGroup, "main-default")
	require.Equal(t, "main-id", group.Input("vpcId"))
	require.False(t, group.Has("ingress"))
	require.False(t, group.Has("egress"))
}

func TestSubnets(t *testing.T) {
	want := map[string][2]string{
		"main-public-a":   {"us-east-1a", "10.0.240.0/22"},
		"main-public-b":   {"us-east-1b", "10.0.244.0/22"},
		"main-private-a":  {"us-east-1a", "10.0.0.0/18"},
		"main-private-b":  {"us-east-1b", "10.0.64.0/18"},
		"main-isolated-a": {"us-east-1a", "10.0.192.0/20"},
		"main-isolated-b": {"us-east-1b", "10.0.208.0/20"},
	}
	got := map[string][2]string{}
	for _, s := range run(t, network.Args{Zones: twoZones}).OfType(subnetType) {
		got[s.Name] = [2]string{s.Input("availabilityZone").(string), s.Input("cidrBlock").(string)}
		require.Equal(t, false, s.Input("mapPublicIpOnLaunch"), s.Name)
		require.Equal(t, "main-id", s.Input("vpcId"), s.Name)
	}
	require.Equal(t, want, got)
}

// A third zone adds resources and changes none: same URNs, same inputs.
func TestThirdZoneChangesNothing(t *testing.T) {
	before := run(t, network.Args{Zones: twoZones, InterfaceEndpoints: []string{"logs"}})
	after := map[string]stacktest.Resource{}
	for _, r := range run(t, network.Args{Zones: threeZones, InterfaceEndpoints: []string{"logs"}}).All() {
		after[r.URN] = r
	}
	// These list subnets, tables or zones, and grow in place.
	grows := []string{network.Type, endpointType}
	for _, r := range before.All() {
		require.Contains(t, after, r.URN)
		if !slices.Contains(grows, r.Type) {
			require.Equal(t, r.Inputs, after[r.URN].Inputs, r.URN)
		}
	}
}

func TestEveryTaggableChildHasItsName(t *testing.T) {
	untaggable := []string{network.Type, routeType, associationType, rolePolicyType}
	for _, r := range run(t, network.Args{Zones: twoZones, InterfaceEndpoints: []string{"logs"}}).All() {
		if !slices.Contains(untaggable, r.Type) {
			require.Equal(t, map[string]any{"Name": r.Name}, r.Input("tags"), r.URN)
		}
	}
}

func TestOutputs(t *testing.T) {
	rec := run(t, network.Args{Zones: []string{"us-east-1c", "us-east-1a"}})
	ip := func(name string) any { return rec.Named(t, eipType, name).Outputs["publicIp"].StringValue() }
	for name, want := range map[string]any{
		"vpc": "main-id", "cidr": "10.0.0.0/16",
		"public":   []any{"main-public-c-id", "main-public-a-id"},
		"private":  []any{"main-private-c-id", "main-private-a-id"},
		"isolated": []any{"main-isolated-c-id", "main-isolated-a-id"},
		"tables":   []any{"main-private-c-id", "main-private-a-id"},
		"ips":      []any{ip("main-nat-c"), ip("main-nat-a")},
	} {
		require.Equal(t, want, rec.Value(t, name), name)
	}
}

func TestOutputsAreUnknownInAPreview(t *testing.T) {
	rec := run(t, network.Args{Zones: twoZones}, stacktest.Preview())
	require.Equal(t, "10.0.0.0/16", rec.Value(t, "cidr"))
	for _, name := range []string{"vpc", "public", "private", "isolated", "tables", "ips"} {
		require.Equal(t, stacktest.Unknown, rec.Value(t, name), name)
	}
}
