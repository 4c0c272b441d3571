package ec2_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
)

func TestVPCRules(t *testing.T) {
	for _, c := range []struct {
		name string
		in   props
		want string
	}{
		{"N1 largest", props{"cidrBlock": "10.0.0.0/16"}, ""},
		{"N1 smallest", props{"cidrBlock": "10.0.0.0/28"}, ""},
		{"N1 too large", props{"cidrBlock": "10.0.0.0/8"}, denied("InvalidVpc.Range", "The CIDR '10.0.0.0/8' is invalid.")},
		{"N1 too small", props{"cidrBlock": "10.0.0.0/29"}, denied("InvalidVpc.Range", "The CIDR '10.0.0.0/29' is invalid.")},
		{"N2 not canonical", props{"cidrBlock": "10.0.0.1/16"}, denied("InvalidParameterValue",
			"Value (10.0.0.1/16) for parameter cidrBlock is invalid. This is not a valid CIDR block.")},
		{"N4 dedicated", props{"cidrBlock": "10.0.0.0/16", "instanceTenancy": "dedicated"}, ""},
		{
			"N4 host",
			props{"cidrBlock": "10.0.0.0/16", "instanceTenancy": "host"},
			`expected instance_tenancy to be one of ["default" "dedicated"], got host`,
		},
		{"N5 names and support", props{
			"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": true, "enableDnsSupport": true,
		}, ""},
		{"N5 names without support", props{
			"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": true, "enableDnsSupport": false,
		}, denied("InvalidParameter", "enableDnsHostnames requires enableDnsSupport to be true")},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := newNetwork(t)
			_, _, err := n.Create(ec2.VPC, "second", c.in)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestVPCReplacement(t *testing.T) {
	n := newNetwork(t)
	in := props{"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": true, "tags": map[string]any{"Name": "main"}}
	for _, c := range []struct {
		name  string
		value any
		want  []string
	}{
		{"cidrBlock", "10.1.0.0/16", []string{"cidrBlock"}}, // N3
		{"ipv4IpamPoolId", "ipam-pool-1", []string{"ipv4IpamPoolId"}},
		{"instanceTenancy", "dedicated", []string{"instanceTenancy"}}, // N4
		{"instanceTenancy", "default", nil},
		{"enableDnsHostnames", false, nil},
	} {
		changed := in.Clone()
		changed[c.name] = c.value
		n.replaces(ec2.VPC, n.vpc, changed, c.want...)
	}
	dedicated, _ := n.MustCreate(ec2.VPC, "dedicated", props{"cidrBlock": "10.9.0.0/16", "instanceTenancy": "dedicated"})
	changed, replaced, _, err := n.Diff(ec2.VPC, dedicated, props{
		"cidrBlock": "10.9.0.0/16", "instanceTenancy": "default",
	})
	require.NoError(t, err)
	require.Equal(t, []string{"instanceTenancy"}, changed, "N4: loosened in place")
	require.Empty(t, replaced)
}

func TestVPCDelete(t *testing.T) {
	for _, c := range []struct {
		token string
		in    props
	}{
		{ec2.Subnet, props{"cidrBlock": "10.0.0.0/24"}},
		{ec2.InternetGateway, nil},
		{ec2.EgressOnlyGateway, nil},
		{ec2.SecurityGroup, nil},
		{ec2.RouteTable, nil},
		{ec2.NetworkACL, nil},
		{ec2.VPCEndpoint, props{"serviceName": "com.amazonaws.us-east-1.s3"}},
	} {
		t.Run("N6 "+c.token, func(t *testing.T) {
			n := newNetwork(t)
			id := n.make(c.token, "dependent", c.in)
			require.ErrorContains(t, n.Delete(ec2.VPC, n.vpc), "deleting EC2 VPC ("+n.vpc+"): operation error EC2: DeleteVpc, ")
			require.ErrorContains(t, n.Delete(ec2.VPC, n.vpc),
				denied("DependencyViolation", "The vpc '"+n.vpc+"' has dependencies and cannot be deleted."))
			require.NoError(t, n.Delete(c.token, id))
			require.NoError(t, n.Delete(ec2.VPC, n.vpc))
			resources, err := n.Resources(context.Background())
			require.NoError(t, err)
			require.Empty(t, resources)
		})
	}
}

func TestVPCTakesItsDefaultsWithIt(t *testing.T) {
	n := newNetwork(t)
	vpc := n.Read(ec2.VPC, n.vpc)
	n.make(ec2.DefaultGroup, "closed", nil)
	n.make(ec2.DefaultTable, "closed", props{"defaultRouteTableId": vpc["defaultRouteTableId"]})
	n.make(ec2.DefaultACL, "closed", props{"defaultNetworkAclId": vpc["defaultNetworkAclId"]})
	require.NoError(t, n.Delete(ec2.VPC, n.vpc), "what a program adopted does not keep the VPC")
	resources, err := n.Resources(context.Background())
	require.NoError(t, err)
	require.Empty(t, resources)
	_, err = n.Invoke("aws:ec2/getSecurityGroup:getSecurityGroup", props{"id": vpc["defaultSecurityGroupId"]})
	require.ErrorContains(t, err, "no matching EC2 Security Group found")
}

func TestVPCQuotas(t *testing.T) {
	n := newNetwork(t)
	for i := range 4 {
		n.MustCreate(ec2.VPC, fmt.Sprint(i), props{"cidrBlock": "10.1.0.0/16"})
	}
	_, _, err := n.Create(ec2.VPC, "sixth", props{"cidrBlock": "10.1.0.0/16"})
	require.ErrorContains(t, err, denied("VpcLimitExceeded", "The maximum number of VPCs has been reached."), "N8")
	_, _, err = n.Region("eu-west-1").Create(ec2.VPC, "elsewhere", props{"cidrBlock": "10.1.0.0/16"})
	require.NoError(t, err, "N8: the quota is one region's")
	require.NoError(t, n.SetQuota(context.Background(), "vpcs", 6))
	n.MustCreate(ec2.VPC, "sixth", props{"cidrBlock": "10.1.0.0/16"})
}

func TestSecondaryRanges(t *testing.T) {
	n := newNetwork(t)
	n.refuse(ec2.SecondaryCIDR, props{"cidrBlock": "10.1.0.1/16"}, denied("InvalidParameterValue",
		"Value (10.1.0.1/16) for parameter cidrBlock is invalid. This is not a valid CIDR block."))
	n.refuse(ec2.SecondaryCIDR, props{"cidrBlock": "10.1.0.0/8"}, "InvalidParameterValue")
	n.refuse(ec2.SecondaryCIDR, props{"cidrBlock": "11.0.0.0/8"},
		denied("InvalidVpc.Range", "The CIDR '11.0.0.0/8' is invalid."))
	n.refuse(ec2.SecondaryCIDR, props{"cidrBlock": "10.0.128.0/17"},
		denied("InvalidVpc.Range", "The CIDR '10.0.128.0/17' is invalid."))
	first := n.make(ec2.SecondaryCIDR, "1", props{"cidrBlock": "10.1.0.0/16"})
	n.replaces(ec2.SecondaryCIDR, first, props{"cidrBlock": "10.7.0.0/16"}, "cidrBlock")
	n.subnet("in the second range", "10.1.0.0/24", "us-east-1a")
	for i := 2; i < 5; i++ {
		n.make(ec2.SecondaryCIDR, fmt.Sprint(i), props{"cidrBlock": fmt.Sprintf("10.%d.0.0/16", i)})
	}
	n.refuse(ec2.SecondaryCIDR, props{"cidrBlock": "10.5.0.0/16"}, denied("CidrLimitExceeded",
		"This network "+n.vpc+" has met its maximum number of allowed CIDRs: 5")) // N7
}

func TestSubnetRules(t *testing.T) {
	outOf := func(cidr string) string { return denied("InvalidSubnet.Range", "The CIDR '"+cidr+"' is invalid.") }
	for _, c := range []struct {
		name string
		in   props
		want string
	}{
		{"N9 largest", props{"cidrBlock": "10.0.0.0/16"}, ""},
		{"N9 smallest", props{"cidrBlock": "10.0.0.0/28"}, ""},
		{"N9 too small", props{"cidrBlock": "10.0.0.0/29"}, outOf("10.0.0.0/29")},
		{"N9 too large", props{"cidrBlock": "10.0.0.0/15"}, outOf("10.0.0.0/15")},
		{"N10 outside", props{"cidrBlock": "10.1.0.0/24"}, outOf("10.1.0.0/24")},
		{"N11 beside", props{"cidrBlock": "10.0.254.0/24"}, ""},
		{
			"N11 overlap",
			props{"cidrBlock": "10.0.255.128/25"},
			denied("InvalidSubnet.Conflict", "The CIDR '10.0.255.128/25' conflicts with another subnet"),
		},
		{"N12 zone", props{"cidrBlock": "10.0.0.0/24", "availabilityZone": "us-east-1f"}, ""},
		{
			"N12 no such zone",
			props{"cidrBlock": "10.0.0.0/24", "availabilityZone": "us-east-1z"},
			denied("InvalidParameterValue", "Value (us-east-1z) for parameter availabilityZone is invalid. Subnets can "+
				"currently only be created in the following availability zones: us-east-1a, us-east-1b, us-east-1c, "+
				"us-east-1d, us-east-1e, us-east-1f"),
		},
		{"no range", props{}, denied("MissingParameter", "Either 'cidrBlock' or 'ipv6CidrBlock' should be provided.")},
		{
			"no VPC",
			props{"cidrBlock": "10.0.0.0/24", "vpcId": "vpc-1"},
			denied("InvalidVpcID.NotFound", "The vpc ID 'vpc-1' does not exist"),
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := newNetwork(t)
			if c.in["cidrBlock"] != "10.0.0.0/16" {
				n.subnet("sibling", "10.0.255.0/24", "us-east-1a")
			}
			_, state, err := n.Create(ec2.Subnet, "web", n.in(ec2.Subnet, c.in))
			if c.want != "" {
				require.ErrorContains(t, err, c.want)
				return
			}
			require.NoError(t, err)
			require.Regexp(t, `^use1-az\d$`, state["availabilityZoneId"])
		})
	}
}

func TestSubnetReplacement(t *testing.T) {
	n := newNetwork(t)
	in := props{"cidrBlock": "10.0.0.0/24", "availabilityZone": "us-east-1a"}
	id := n.make(ec2.Subnet, "web", in)
	for name, value := range map[string]any{ // N13
		"cidrBlock": "10.0.1.0/24", "availabilityZone": "us-east-1b", "vpcId": "vpc-1", "availabilityZoneId": "use1-az2",
	} {
		changed := in.Clone()
		changed[name] = value
		n.replaces(ec2.Subnet, id, changed, name)
	}
	in["mapPublicIpOnLaunch"] = true
	n.replaces(ec2.Subnet, id, in)
}

func TestSubnetQuota(t *testing.T) {
	n := newNetwork(t)
	require.NoError(t, n.SetQuota(context.Background(), "subnetsPerVPC", 1))
	n.subnet("first", "10.0.0.0/24", "us-east-1a")
	n.refuse(ec2.Subnet, props{"cidrBlock": "10.0.1.0/24"},
		denied("SubnetLimitExceeded", "The maximum number of subnets has been reached."))
}
