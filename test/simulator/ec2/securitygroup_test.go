package ec2_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
)

func TestSecurityGroupRules(t *testing.T) {
	world := props{"cidrBlocks": list(open)}
	described := func(text string) props {
		return props{"ingress": list(rule("tcp", 80, 80, props{"self": true, "description": text}))}
	}
	for _, c := range []struct {
		name string
		in   props
		want string
	}{
		{"N31 longest name", props{"name": strings.Repeat("n", 255)}, ""},
		{
			"N31 name too long",
			props{"name": strings.Repeat("n", 256)},
			"expected length of name to be in the range (0 - 255), got n",
		},
		{
			"N31 prefix too long",
			props{"namePrefix": strings.Repeat("n", 230)},
			"expected length of name_prefix to be in the range (0 - 229), got n",
		},
		{"N31 ID as name", props{"name": "sg-web"}, denied("InvalidParameterValue",
			"Value (sg-web) for parameter GroupName is invalid. Group names may not be in the format sg-*.")},
		{
			"N31 default",
			props{"name": "default"},
			"InvalidGroup.Duplicate: The security group 'default' already exists for VPC 'vpc-",
		},
		{
			"N31 taken",
			props{"name": "taken"},
			"InvalidGroup.Duplicate: The security group 'taken' already exists for VPC 'vpc-",
		},
		{"no VPC", props{"vpcId": ""}, denied("VPCIdNotSpecified", "No default VPC for this user")},
		{"unknown VPC", props{"vpcId": "vpc-1"}, denied("InvalidVpcID.NotFound", "The vpc ID 'vpc-1' does not exist")},
		{"N34 all", props{"ingress": list(rule("-1", 0, 0, world))}, ""},
		{"N34 all with ports", props{"egress": list(rule("all", 88, 89, world))}, "egress rules: updating rules: " +
			"from_port (88) and to_port (89) must both be 0 to use the 'ALL' \"-1\" protocol!"},
		{"N39 two ports", props{"ingress": list(rule("tcp", 80, 80, world), rule("tcp", 443, 443, world))}, ""},
		{
			"N39 twice",
			props{"ingress": list(rule("tcp", 80, 80, world), rule("6", 80, 80, world))},
			denied("InvalidParameterValue", "The same permission must not appear multiple times"),
		},
		{"N41 description", described("for {you}"), ""},
		{"N41 characters", described("it's"), `"description" doesn't comply with restrictions (`},
		{
			"N41 length", described(strings.Repeat("d", 256)),
			`"description" cannot be longer than 255 characters: "d`,
		},
		{
			"malformed range",
			props{"ingress": list(rule("tcp", 80, 80, props{"cidrBlocks": list("10.0.0.0")}))},
			denied("InvalidParameterValue", "CIDR block 10.0.0.0 is malformed"),
		},
		{
			"unknown group",
			props{"ingress": list(rule("tcp", 80, 80, props{"securityGroups": list("sg-1")}))},
			denied("InvalidGroup.NotFound", "The security group 'sg-1' does not exist"),
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := newNetwork(t)
			n.make(ec2.SecurityGroup, "taken", props{"name": "taken"})
			id, state, err := n.Create(ec2.SecurityGroup, "web", n.in(ec2.SecurityGroup, c.in))
			if c.want != "" {
				require.ErrorContains(t, err, c.want)
				return
			}
			require.NoError(t, err)
			require.Equal(t, "arn:aws:ec2:us-east-1:123456789012:security-group/"+id, state["arn"])
			require.Equal(t, "Managed by Pulumi", state["description"])
		})
	}
}

func TestSecurityGroupNames(t *testing.T) {
	n := newNetwork(t)
	_, state := n.MustCreate(ec2.SecurityGroup, "web", n.in(ec2.SecurityGroup, nil))
	require.Regexp(t, `^web-[0-9a-f]{7}$`, state["name"])
	n.make(ec2.SecurityGroup, "api", props{"name": "api"})
	other, _ := n.MustCreate(ec2.VPC, "other", props{"cidrBlock": "10.1.0.0/16"})
	n.make(ec2.SecurityGroup, "api", props{"name": "api", "vpcId": other}) // N31: unique in a VPC
}

func TestSecurityGroupReplacement(t *testing.T) {
	n := newNetwork(t)
	id := n.make(ec2.SecurityGroup, "web", props{"name": "web", "description": "before"})
	for name, value := range map[string]any{"name": "api", "description": "after", "vpcId": "vpc-1"} { // N32
		changed := props{"name": "web", "description": "before"}
		changed[name] = value
		n.replaces(ec2.SecurityGroup, id, changed, name)
	}
	n.replaces(ec2.SecurityGroup, id, props{"namePrefix": "web", "description": "before"}, "namePrefix")
	n.replaces(ec2.SecurityGroup, id, props{
		"name": "web", "description": "before", "ingress": list(rule("tcp", 80, 80, props{"self": true})),
	})
}

func TestSecurityGroupDelete(t *testing.T) {
	subnets := func(n *network) []any { return list(n.subnet("web", "10.0.0.0/24", "us-east-1a")) }
	for _, c := range []struct {
		name, token string
		in          func(n *network, group string) props
	}{
		{"a load balancer", loadBalancer, func(n *network, group string) props {
			return props{"subnets": subnets(n), "securityGroups": list(group)}
		}},
		{"a service", ecsService, func(n *network, group string) props {
			return props{"networkConfiguration": map[string]any{"subnets": subnets(n), "securityGroups": list(group)}}
		}},
		{"an endpoint", ec2.VPCEndpoint, func(n *network, group string) props {
			return props{
				"serviceName": "com.amazonaws.us-east-1.logs", "vpcEndpointType": "Interface",
				"subnetIds": subnets(n), "securityGroupIds": list(group),
			}
		}},
		{"a group's list", ec2.SecurityGroup, func(_ *network, group string) props {
			return props{"ingress": list(rule("tcp", 80, 80, props{"securityGroups": list(group)}))}
		}},
		{"a group's egress", ec2.SecurityGroup, func(_ *network, group string) props {
			return props{"egress": list(rule("tcp", 80, 80, props{"securityGroups": list(group)}))}
		}},
		{"another group's rule", ec2.IngressRule, func(n *network, group string) props {
			return tcp(n.make(ec2.SecurityGroup, "other", nil), 80, props{"referencedSecurityGroupId": group})
		}},
	} {
		t.Run("N33 "+c.name, func(t *testing.T) {
			n := newNetwork(t)
			group := n.make(ec2.SecurityGroup, "web", nil)
			n.make(ec2.IngressRule, "own", tcp(group, 443, props{"referencedSecurityGroupId": group}))
			user := n.make(c.token, "user", c.in(n, group))
			err := n.Delete(ec2.SecurityGroup, group)
			require.ErrorContains(t, err, denied("DependencyViolation", "resource "+group+" has a dependent object"))
			require.NoError(t, n.Delete(c.token, user))
			require.NoError(t, n.Delete(ec2.SecurityGroup, group), "a rule that names its own group does not keep it")
		})
	}
}

// tcp is an ingress or egress rule for one port.
func tcp(group string, port float64, source props) props {
	p := props{"securityGroupId": group, "ipProtocol": "tcp", "fromPort": port, "toPort": port}
	for name, value := range source {
		p[name] = value
	}
	return p
}

func TestInlineRuleLimit(t *testing.T) {
	n := newNetwork(t)
	require.NoError(t, n.SetQuota(context.Background(), "rulesPerSecurityGroup", 3))
	in := func(more props) props { return props{"ingress": list(rule("tcp", 80, 80, more))} }
	tooMany := denied("RulesPerSecurityGroupLimitExceeded",
		"The maximum number of rules per security group has been reached.")
	three, four := list("1.0.0.0/8", "2.0.0.0/8", "3.0.0.0/8"), list("1.0.0.0/8", "2.0.0.0/8", "3.0.0.0/8", "4.0.0.0/8")
	n.make(ec2.SecurityGroup, "N42", in(props{"cidrBlocks": three, "ipv6CidrBlocks": list("::/0")}))
	n.refuse(ec2.SecurityGroup, in(props{"cidrBlocks": four}), tooMany)
	n.refuse(ec2.SecurityGroup, in(props{"cidrBlocks": three, "self": true}), tooMany)
	weight := n.make(ec2.PrefixList, "weight", props{"addressFamily": "IPv4", "maxEntries": 4.0})
	n.refuse(ec2.SecurityGroup, in(props{"prefixListIds": list(weight)}), tooMany)
	cloudFront, err := n.Invoke("aws:ec2/getPrefixList:getPrefixList", props{
		"name": "com.amazonaws.global.cloudfront.origin-facing",
	})
	require.NoError(t, err)
	n.refuse(ec2.SecurityGroup, in(props{"prefixListIds": list(cloudFront["id"])}), tooMany)
	n.make(ec2.SecurityGroup, "a list AWS does not tell", in(props{"prefixListIds": list("pl-1")}))
}

func TestDefaultSecurityGroup(t *testing.T) {
	n := newNetwork(t)
	group := n.Read(ec2.VPC, n.vpc).String("defaultSecurityGroupId")
	before := n.make(ec2.IngressRule, "before", tcp(group, 443, props{"cidrIpv4": open}))
	id, state := n.MustCreate(ec2.DefaultGroup, "closed", props{"vpcId": n.vpc})
	require.Equal(t, group, id)
	require.Equal(t, "default", state["name"])
	require.Empty(t, state["ingress"])
	require.Empty(t, state["egress"])
	require.Nil(t, n.Read(ec2.IngressRule, before), "adopting a group empties it")
	after := n.make(ec2.IngressRule, "after", tcp(group, 443, props{"cidrIpv4": open}))
	_, err := n.Update(ec2.DefaultGroup, id, props{"vpcId": n.vpc, "tags": map[string]any{"a": "b"}})
	require.NoError(t, err)
	require.NotNil(t, n.Read(ec2.IngressRule, after))
	listed := props{"vpcId": n.vpc, "ingress": list(rule("-1", 7, 0, props{"self": true}))}
	_, err = n.Update(ec2.DefaultGroup, id, listed)
	require.ErrorContains(t, err, "updating Security Group ("+group+") ingress rules: updating rules: from_port (7) and ",
		"N34")
	n.refuse(ec2.DefaultGroup, props{"vpcId": ""}, "no matching EC2 Security Group found")
	require.NoError(t, n.Delete(ec2.DefaultGroup, id))
	require.NoError(t, n.Delete(ec2.VPC, n.vpc))
}
