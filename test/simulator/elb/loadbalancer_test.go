package elb_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/elb"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestLoadBalancerNames(t *testing.T) {
	f := newFixture(t)
	long := strings.Repeat("x", 33)
	each(t, f, elb.LoadBalancer, f.alb(nil), []errorCase{
		{"L1 32 characters", model.Props{"name": long[:32]}, ""},
		{"L1 33 characters", model.Props{"name": long}, `"name" cannot be longer than 32 characters: "` + long + `"`},
		{"L1 underscore", model.Props{"name": "a_b"}, `only alphanumeric characters and hyphens allowed in "name": "a_b"`},
		{"L1 leading hyphen", model.Props{"name": "-a"}, `"name" cannot begin with a hyphen: "-a"`},
		{"L1 trailing hyphen", model.Props{"name": "a-"}, `"name" cannot end with a hyphen: "a-"`},
		{"L1 internal", model.Props{"name": "internal-a"}, `"name" cannot begin with "internal-": "internal-a"`},
		{"L2 six characters", model.Props{"namePrefix": "sixsix"}, ""},
		{
			"L2 seven characters",
			model.Props{"namePrefix": "seven77"},
			`"name_prefix" cannot be longer than 6 characters: "seven77"`,
		},
		{"L3 taken", model.Props{"name": long[:32]}, "* ELBv2 Load Balancer (" + long[:32] + ") already exists"},
	})
	_, _, err := f.Create(elb.LoadBalancer, strings.Repeat("y", 26), f.alb(nil))
	require.ErrorContains(t, err, "plus 7 random chars is longer than maximum length 32")
}

func TestLoadBalancerNetwork(t *testing.T) {
	f := newFixture(t)
	other, _ := f.MustCreate(ec2.VPC, "other", model.Props{"cidrBlock": "10.1.0.0/16"})
	foreign, _ := f.MustCreate(ec2.SecurityGroup, "foreign", model.Props{"vpcId": other, "description": "foreign"})
	x, _ := f.MustCreate(ec2.Subnet, "x",
		model.Props{"vpcId": other, "cidrBlock": "10.1.0.0/24", "availabilityZone": "us-east-1a"})
	y, _ := f.MustCreate(ec2.Subnet, "y",
		model.Props{"vpcId": other, "cidrBlock": "10.1.1.0/24", "availabilityZone": "us-east-1b"})
	dark := model.Props{"subnets": []any{x, y}, "securityGroups": nil}
	mapping := []any{map[string]any{"subnetId": f.a}, map[string]any{"subnetId": f.b}}
	each(t, f, elb.LoadBalancer, f.alb(nil), []errorCase{
		{"L4 neither", model.Props{"subnets": nil}, `Invalid combination of arguments: "subnets": one of ` +
			"`subnets,subnet_mappings` must be specified"},
		{"L4 mappings", model.Props{"subnets": nil, "subnetMappings": mapping}, ""},
		{"L4 both", model.Props{"subnetMappings": mapping}, "only one of `subnets,subnet_mappings` can be specified"},
		{
			"L5 one zone",
			model.Props{"subnets": []any{f.a}},
			"operation error Elastic Load Balancing v2: CreateLoadBalancer, " +
				"https response error StatusCode: 400",
		},
		{"L5 text", model.Props{"subnets": []any{f.a}}, "api error ValidationError: " +
			"At least two subnets in two different Availability Zones must be specified"},
		{"L5 network one zone", model.Props{"subnets": []any{f.a}, "loadBalancerType": "network"}, ""},
		{"L6 same zone", model.Props{"subnets": []any{f.a, f.a2}}, ", InvalidConfigurationRequest: A load balancer cannot " +
			"be attached to multiple subnets in the same Availability Zone"},
		{"L7 no gateway", dark, "InvalidSubnet: VPC " + other + " has no internet gateway"},
		{"L7 internal", simtest.With(dark, model.Props{"internal": true}), ""},
		{"L8 /28", model.Props{"subnets": []any{f.a, f.tiny}}, "InvalidSubnet: Not enough IP space available in " + f.tiny +
			". ELB requires at least 8 free IP addresses in each subnet."},
		{
			"L9 other VPC",
			model.Props{"securityGroups": []any{foreign}},
			"InvalidConfigurationRequest: One or more security groups are invalid",
		},
		{
			"L9 unknown",
			model.Props{"securityGroups": []any{"sg-0"}},
			"InvalidSecurityGroup: Security group sg-0 does not exist",
		},
		{
			"unknown subnet",
			model.Props{"subnets": []any{f.a, "subnet-0"}},
			"SubnetNotFound: The subnet ID 'subnet-0' does not exist",
		},
		{"L14 idle 4000", model.Props{"idleTimeout": 4000}, ""},
		{
			"L14 idle 0",
			model.Props{"idleTimeout": 0},
			"ValidationError: 'idle_timeout.timeout_seconds' value '0' must be between '1-4000' inclusive",
		},
		{
			"L14 keep alive",
			model.Props{"clientKeepAlive": 59},
			"ValidationError: 'client_keep_alive.seconds' value '59' must be between '60-604800' inclusive",
		},
		{"unknown mapped subnet", model.Props{"subnets": nil, "subnetMappings": []any{
			map[string]any{"subnetId": f.a}, map[string]any{"subnetId": "subnet-1"},
		}}, "SubnetNotFound: The subnet ID 'subnet-1' does not exist"},
		{"unknown address type", model.Props{"ipAddressType": "ipv6"}, "expected ip_address_type to be one of"},
		{
			"unknown type",
			model.Props{"loadBalancerType": "classic"},
			`expected load_balancer_type to be one of ["application" "gateway" "network"], got classic`,
		},
	})
}

func TestLoadBalancerOutputs(t *testing.T) {
	f := newFixture(t)
	id, alb := f.MustCreate(elb.LoadBalancer, "web", f.alb(model.Props{"name": "Web", "securityGroups": nil}))
	require.Regexp(t, `^arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/Web/[0-9a-f]{16}$`, id)
	require.Equal(t, id, alb["arn"])
	require.Regexp(t, `^app/Web/[0-9a-f]{16}$`, alb["arnSuffix"])
	require.Regexp(t, `^web-\d+\.us-east-1\.elb\.amazonaws\.com$`, alb["dnsName"])
	require.Equal(t, "Z35SXDOTRQ7X7K", alb["zoneId"])
	require.Equal(t, f.vpc, alb["vpcId"])
	require.Equal(t, []any{f.a, f.b}, alb["subnets"])
	require.Equal(t, 60.0, alb["idleTimeout"])
	vpc := f.Read(ec2.VPC, f.vpc)
	require.Equal(t, []any{vpc["defaultSecurityGroupId"]}, alb["securityGroups"], "the VPC's default group")

	_, internal := f.MustCreate(elb.LoadBalancer, "in", f.alb(model.Props{"name": "in", "internal": true}))
	require.Regexp(t, `^internal-in-\d+\.us-east-1\.elb\.amazonaws\.com$`, internal["dnsName"])
	_, nlb := f.MustCreate(elb.LoadBalancer, "net", f.nlb(model.Props{"name": "net"}))
	require.Regexp(t, `^net-[0-9a-f]{16}\.elb\.us-east-1\.amazonaws\.com$`, nlb["dnsName"])
	require.Equal(t, "Z26RNL4JYFTOTI", nlb["zoneId"])

	changed, _, _, err := f.Diff(elb.LoadBalancer, id, f.alb(model.Props{"name": "Web", "securityGroups": nil}))
	require.NoError(t, err)
	require.Empty(t, changed, "a second up changes nothing")
	_, _, err = f.Create("aws:alb/loadBalancer:LoadBalancer", "alias", f.alb(nil))
	require.NoError(t, err, "F12")
	_, _, err = f.Create("aws:elasticloadbalancingv2/loadBalancer:LoadBalancer", "alias2", f.alb(nil))
	require.NoError(t, err, "F12")
}

func TestLoadBalancerChanges(t *testing.T) {
	f := newFixture(t)
	mapping := func(ids ...string) []any {
		var list []any
		for _, id := range ids {
			list = append(list, map[string]any{"subnetId": id})
		}
		return list
	}
	mapped := model.Props{"subnets": nil, "subnetMappings": mapping(f.a, f.b)}
	tests := []struct {
		name              string
		from, to          model.Props
		changed, replaced []string
	}{
		{"L10 internal", f.alb(nil), f.alb(model.Props{"internal": true}), []string{"internal"}, []string{"internal"}},
		{"L11 subnets", f.alb(nil), f.alb(model.Props{"subnets": []any{f.a, f.c}}), []string{"subnets"}, nil},
		{"L11 order", f.alb(nil), f.alb(model.Props{"subnets": []any{f.b, f.a}}), nil, nil},
		{
			"L11 mapping swapped", f.alb(mapped), f.alb(simtest.With(mapped, model.Props{"subnetMappings": mapping(f.a, f.c)})),
			[]string{"subnetMappings"},
			[]string{"subnetMappings"},
		},
		{
			"L11 mapping added", f.alb(mapped), f.alb(simtest.With(mapped, model.Props{"subnetMappings": mapping(f.a, f.b, f.c)})),
			[]string{"subnetMappings"},
			nil,
		},
		{"L12 subnet added", f.nlb(nil), f.nlb(model.Props{"subnets": []any{f.a, f.b, f.c}}), []string{"subnets"}, nil},
		{
			"L12 subnet swapped", f.nlb(nil), f.nlb(model.Props{"subnets": []any{f.a, f.c}}),
			[]string{"subnets"},
			[]string{"subnets"},
		},
		{
			"L12 first group", f.nlb(nil), f.nlb(model.Props{"securityGroups": []any{f.group}}),
			[]string{"securityGroups"},
			[]string{"securityGroups"},
		},
		{
			"L12 last group", f.nlb(model.Props{"securityGroups": []any{f.group}}), f.nlb(nil),
			[]string{"securityGroups"},
			[]string{"securityGroups"},
		},
		{
			"protection", f.alb(nil), f.alb(model.Props{"enableDeletionProtection": true}),
			[]string{"enableDeletionProtection"},
			nil,
		},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id, _ := f.MustCreate(elb.LoadBalancer, "lb"+string(rune('a'+i)), tt.from)
			changed, replaced, _, err := f.Diff(elb.LoadBalancer, id, tt.to)
			require.NoError(t, err)
			require.ElementsMatch(t, tt.changed, changed)
			require.ElementsMatch(t, tt.replaced, replaced)
		})
	}
}

func TestLoadBalancerUpdate(t *testing.T) {
	f := newFixture(t)
	id := f.mustALB("web")
	state, err := f.Update(elb.LoadBalancer, id, f.alb(model.Props{"subnets": []any{f.a, f.b, f.c}}))
	require.NoError(t, err)
	require.Len(t, state["subnetMappings"], 3)
	_, err = f.Update(elb.LoadBalancer, id, f.alb(model.Props{"subnets": []any{f.a}}))
	require.ErrorContains(t, err, "At least two subnets", "L5 holds for updates")
}

func TestLoadBalancerDelete(t *testing.T) {
	f := newFixture(t)
	id, _ := f.MustCreate(elb.LoadBalancer, "web", f.alb(model.Props{"enableDeletionProtection": true}))
	listener := f.mustListener("http", http(id, f.mustGroup("web"), nil))
	t.Run("L13 protected", func(t *testing.T) {
		require.ErrorContains(t, f.Delete(elb.LoadBalancer, id), "OperationNotPermitted: Load balancer '"+id+
			"' cannot be deleted because deletion protection is enabled")
	})
	t.Run("L13 protection lifted", func(t *testing.T) {
		_, err := f.Update(elb.LoadBalancer, id, f.alb(nil))
		require.NoError(t, err)
		require.NoError(t, f.Delete(elb.LoadBalancer, id))
		require.Nil(t, f.Read(elb.Listener, listener), "its listeners go with it")
	})
}

func TestLoadBalancerQuota(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.SetQuota(context.Background(), "applicationLoadBalancers", 1))
	f.mustALB("one")
	_, _, err := f.Create(elb.LoadBalancer, "two", f.alb(nil))
	require.ErrorContains(t, err, "TooManyLoadBalancers", "L43")
	f.MustCreate(elb.LoadBalancer, "net", f.nlb(nil))
}
