package ec2_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

const oneSource = "Invalid Attribute Combination. Exactly one of these attributes must be configured: " +
	"[cidr_ipv4,cidr_ipv6,prefix_list_id,referenced_security_group_id]"

func TestSeparateRuleRules(t *testing.T) {
	allPorts := denied("InvalidParameterValue", "You may not specify all protocols and specific ports. Please specify "+
		"each protocol and port range combination individually, or all protocols and no port range.")
	portRange := func(protocol string) string {
		return denied("InvalidParameterValue",
			"Invalid value 'Must specify both from and to ports with "+protocol+".' for portRange.")
	}
	for _, c := range []struct {
		name string
		in   props
		want string
	}{
		{"N35 all", props{"ipProtocol": "-1", "cidrIpv4": open}, ""},
		{"N35 all with a port", props{"ipProtocol": "-1", "fromPort": 0.0, "cidrIpv4": open}, allPorts},
		{"N36 tcp", props{"ipProtocol": "tcp", "fromPort": 0.0, "toPort": 65535.0, "cidrIpv4": open}, ""},
		{
			"N36 port too large",
			props{"ipProtocol": "tcp", "fromPort": 0.0, "toPort": 65536.0, "cidrIpv4": open},
			"expected to_port to be in the range (-1 - 65535), got 65536",
		},
		{
			"N36 port too small",
			props{"ipProtocol": "tcp", "fromPort": -2.0, "toPort": 1.0, "cidrIpv4": open},
			"expected from_port to be in the range (-1 - 65535), got -2",
		},
		{"N36 tcp without ports", props{"ipProtocol": "tcp", "cidrIpv4": open}, portRange("TCP/UDP")},
		{"N36 udp with one", props{"ipProtocol": "17", "fromPort": 53.0, "cidrIpv4": open}, portRange("TCP/UDP")},
		{"N36 icmp with one", props{"ipProtocol": "icmp", "fromPort": 8.0, "cidrIpv4": open}, portRange("ICMP")},
		{"N36 icmp", props{"ipProtocol": "icmp", "fromPort": -1.0, "toPort": -1.0, "cidrIpv4": open}, ""},
		{"N37 no source", props{"ipProtocol": "-1"}, oneSource},
		{"N37 two sources", props{"ipProtocol": "-1", "cidrIpv4": open, "cidrIpv6": "::/0"}, oneSource},
		{
			"malformed range",
			props{"ipProtocol": "-1", "cidrIpv4": "10.0.0.0"},
			denied("InvalidParameterValue", "CIDR block 10.0.0.0 is malformed"),
		},
		{
			"unknown group",
			props{"ipProtocol": "-1", "cidrIpv4": open, "securityGroupId": "sg-1"},
			denied("InvalidGroup.NotFound", "The security group 'sg-1' does not exist"),
		},
		{
			"unknown source",
			props{"ipProtocol": "-1", "referencedSecurityGroupId": "sg-2"},
			denied("InvalidGroup.NotFound", "The security group 'sg-2' does not exist"),
		},
	} {
		for _, token := range []string{ec2.IngressRule, ec2.EgressRule} {
			t.Run(c.name+" "+token, func(t *testing.T) {
				n := newNetwork(t)
				in := c.in.Clone()
				in.Default("securityGroupId", n.make(ec2.SecurityGroup, "web", nil))
				id, state, err := n.Create(token, "rule", in)
				if c.want != "" {
					require.ErrorContains(t, err, c.want)
					return
				}
				require.NoError(t, err)
				require.Equal(t, id, state["securityGroupRuleId"])
			})
		}
	}
}

// In a preview, the group of a rule may be unknown.
func TestRuleWithUnknowns(t *testing.T) {
	n := newNetwork(t)
	in := props{"securityGroupId": simtest.Unknown, "ipProtocol": "-1", "referencedSecurityGroupId": simtest.Unknown}
	require.Empty(t, n.Check(ec2.IngressRule, "rule", in))
	in["cidrIpv4"] = open
	require.Equal(t, []string{oneSource}, n.Check(ec2.IngressRule, "rule", in))
}

func TestSeparateRuleReplacement(t *testing.T) {
	n := newNetwork(t)
	group, other := n.make(ec2.SecurityGroup, "web", nil), n.make(ec2.SecurityGroup, "other", nil)
	id := n.make(ec2.IngressRule, "rule", tcp(group, 443, props{"cidrIpv4": open}))
	n.replaces(ec2.IngressRule, id, tcp(group, 443, props{"cidrIpv4": "10.0.0.0/8"})) // N38: in place
	n.replaces(ec2.IngressRule, id, tcp(group, 80, props{"cidrIpv4": open}))
	n.replaces(ec2.IngressRule, id, tcp(other, 443, props{"cidrIpv4": open}), "securityGroupId")
	n.replaces(ec2.IngressRule, id, tcp(group, 443, props{"referencedSecurityGroupId": other}),
		"cidrIpv4", "referencedSecurityGroupId")
	_, err := n.Update(ec2.IngressRule, id, tcp(group, 80, props{"cidrIpv4": open}))
	require.NoError(t, err)
	require.Equal(t, list(rule("tcp", 80, 80, props{"cidrBlocks": list(open)})),
		n.Read(ec2.SecurityGroup, group)["ingress"])
	require.NoError(t, n.Delete(ec2.IngressRule, id))
	require.Empty(t, n.Read(ec2.SecurityGroup, group)["ingress"])
}

func TestDuplicateRules(t *testing.T) {
	n := newNetwork(t)
	group := n.make(ec2.SecurityGroup, "web", props{
		"ingress": list(rule("tcp", 80, 80, props{"cidrBlocks": list("10.1.0.0/16", "10.2.0.0/16")})),
	})
	n.make(ec2.IngressRule, "N39", tcp(group, 443, props{"cidrIpv4": open}))
	duplicate := func(peer string) string {
		return denied("InvalidPermission.Duplicate", `the specified rule "peer: `+peer+`, ALLOW" already exists`)
	}
	n.refuse(ec2.IngressRule, tcp(group, 443, props{"cidrIpv4": open}),
		duplicate("0.0.0.0/0, TCP, from port: 443, to port: 443"))
	n.refuse(ec2.IngressRule, tcp(group, 80, props{"cidrIpv4": "10.2.0.9/16"}),
		duplicate("10.2.0.0/16, TCP, from port: 80, to port: 80"))
	n.make(ec2.EgressRule, "out", tcp(group, 443, props{"cidrIpv4": open}))
	moved := n.make(ec2.IngressRule, "moved", tcp(group, 22, props{"cidrIpv4": open}))
	_, err := n.Update(ec2.IngressRule, moved, tcp(group, 443, props{"cidrIpv4": open}))
	require.ErrorContains(t, err, duplicate("0.0.0.0/0, TCP, from port: 443, to port: 443"))
	_, err = n.Update(ec2.IngressRule, moved, tcp(group, 22, props{"cidrIpv4": open, "description": "the same"}))
	require.NoError(t, err)
	all := props{"securityGroupId": group, "ipProtocol": "-1", "referencedSecurityGroupId": group}
	n.make(ec2.IngressRule, "self", all)
	n.refuse(ec2.IngressRule, all, duplicate(group+", ALL"))
	n.refuse(ec2.SecurityGroupRule, legacy(group, props{"cidrBlocks": list(open), "fromPort": 443.0, "toPort": 443.0}),
		duplicate("0.0.0.0/0, TCP, from port: 443, to port: 443"))
}

func TestSeparateRuleLimit(t *testing.T) {
	n := newNetwork(t)
	group := n.make(ec2.SecurityGroup, "web", props{
		"ingress": list(rule("tcp", 80, 80, props{"cidrBlocks": list("10.1.0.0/16")})),
	})
	require.NoError(t, n.SetQuota(context.Background(), "rulesPerSecurityGroup", 2))
	n.make(ec2.IngressRule, "second", tcp(group, 443, props{"cidrIpv4": open}))
	n.refuse(ec2.IngressRule, tcp(group, 22, props{"cidrIpv4": open}), denied("RulesPerSecurityGroupLimitExceeded",
		"The maximum number of rules per security group has been reached.")) // N42
	n.make(ec2.IngressRule, "IPv6 counts apart", tcp(group, 22, props{"cidrIpv6": "::/0"}))
	n.make(ec2.EgressRule, "so does egress", tcp(group, 22, props{"cidrIpv4": open}))
}

// A group that lists its rules takes away, at its next update, what a separate rule added: with a refresh in between,
// each keeps undoing the other (N40).
func TestInlineAndSeparateRulesFight(t *testing.T) {
	n := newNetwork(t)
	own := rule("tcp", 80, 80, props{"cidrBlocks": list(open)})
	in := n.in(ec2.SecurityGroup, props{"ingress": list(own)})
	group := n.make(ec2.SecurityGroup, "web", in)
	newer := n.make(ec2.IngressRule, "newer", tcp(group, 443, props{"cidrIpv4": open}))
	older := n.make(ec2.SecurityGroupRule, "older", legacy(group, props{"cidrBlocks": list(open)}))
	out := n.make(ec2.EgressRule, "out", tcp(group, 443, props{"cidrIpv4": open}))
	require.Len(t, n.Read(ec2.SecurityGroup, group)["ingress"], 3, "a refresh shows the group all rules")
	changed, _, _, err := n.Diff(ec2.SecurityGroup, group, in)
	require.NoError(t, err)
	require.Empty(t, changed, "without a refresh nothing shows")
	in["tags"] = map[string]any{"a": "b"}
	_, err = n.Update(ec2.SecurityGroup, group, in)
	require.NoError(t, err)
	require.NotNil(t, n.Read(ec2.IngressRule, newer), "another change leaves the rules alone")
	in["ingress"] = list(own, rule("tcp", 81, 81, props{"cidrBlocks": list(open)}))
	_, err = n.Update(ec2.SecurityGroup, group, in)
	require.NoError(t, err)
	require.Nil(t, n.Read(ec2.IngressRule, newer))
	require.Nil(t, n.Read(ec2.SecurityGroupRule, older))
	require.NotNil(t, n.Read(ec2.EgressRule, out))
	require.NoError(t, n.Delete(ec2.IngressRule, newer))
	require.NoError(t, n.Delete(ec2.SecurityGroup, group))
	require.Nil(t, n.Read(ec2.EgressRule, out), "the rules of a group end with it")
}

// legacy is a SecurityGroupRule.
func legacy(group string, more props) props {
	p := props{"type": "ingress", "securityGroupId": group, "protocol": "tcp", "fromPort": 22.0, "toPort": 22.0}
	for name, value := range more {
		p[name] = value
	}
	return p
}

func TestLegacyRuleRules(t *testing.T) {
	for _, c := range []struct {
		name string
		in   props
		want string
	}{
		{"two ranges", props{"cidrBlocks": list("10.0.0.0/8", "11.0.0.0/8"), "ipv6CidrBlocks": list("::/0")}, ""},
		{"self", props{"self": true}, ""},
		{"egress", props{"self": true, "type": "egress"}, ""},
		{"type", props{"self": true, "type": "both"}, `expected type to be one of ["ingress" "egress"], got both`},
		{"N37 none", props{}, "Invalid combination of arguments: \"cidr_blocks\": one of `cidr_blocks,ipv6_cidr_blocks," +
			"prefix_list_ids,self,source_security_group_id` must be specified"},
		{
			"N37 group and range",
			props{"sourceSecurityGroupId": "sg-1", "cidrBlocks": list(open)},
			`Conflicting configuration arguments: "source_security_group_id": conflicts with cidr_blocks`,
		},
		{
			"N37 self and range",
			props{"self": true, "cidrBlocks": list(open)},
			`Conflicting configuration arguments: "self": conflicts with cidr_blocks`,
		},
		{
			"N41 length",
			props{"self": true, "description": strings.Repeat("d", 256)},
			`"description" cannot be longer than 255 characters: "d`,
		},
		{"N41 longest", props{"self": true, "description": strings.Repeat("d", 255)}, ""},
		{"N41 characters", props{"self": true, "description": "a|b"}, `"description" doesn't comply with restrictions (`},
		{
			"unknown source",
			props{"sourceSecurityGroupId": "sg-1"},
			denied("InvalidGroup.NotFound", "The security group 'sg-1' does not exist"),
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := newNetwork(t)
			group := n.make(ec2.SecurityGroup, "web", nil)
			id, _, err := n.Create(ec2.SecurityGroupRule, "rule", legacy(group, c.in))
			if c.want != "" {
				require.ErrorContains(t, err, c.want)
				return
			}
			require.NoError(t, err)
			require.Regexp(t, `^sgrule-\d+$`, id)
			direction := legacy(group, c.in).String("type")
			require.Len(t, n.Read(ec2.SecurityGroup, group)[direction], 1)
			require.NoError(t, n.Delete(ec2.SecurityGroupRule, id))
			require.Empty(t, n.Read(ec2.SecurityGroup, group)[direction])
		})
	}
}

func TestLegacyRuleReplacement(t *testing.T) {
	n := newNetwork(t)
	group := n.make(ec2.SecurityGroup, "web", nil)
	id := n.make(ec2.SecurityGroupRule, "rule", legacy(group, props{"cidrBlocks": list(open)}))
	n.replaces(ec2.SecurityGroupRule, id, legacy(group, props{"cidrBlocks": list(open), "description": "in place"}))
	n.replaces(ec2.SecurityGroupRule, id, legacy(group, props{"cidrBlocks": list("10.0.0.0/8"), "toPort": 23.0}),
		"cidrBlocks", "toPort")
}
