package ec2

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// sources are the properties that name the peer of an ingress or egress rule resource.
var sources = []string{"cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"}

func ingressRule() *model.Type {
	t := newerRule(IngressRule)
	t.Noun = "VPC Security Group Ingress Rule"
	t.Actions.Create, t.Actions.Delete = "AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"
	return t
}

func newerRule(token string) *model.Type {
	return &model.Type{
		Token: token, Service: service, NewID: model.Prefixed("sgr-"),
		Actions:  model.Actions{Update: "ModifySecurityGroupRules", Read: "DescribeSecurityGroupRules"},
		ARN:      "arn:{partition}:ec2:{region}:{account}:security-group-rule/{id}",
		Links:    []string{"securityGroupId"},
		Replaces: []model.Replace{{Rule: "N38", Properties: []string{"securityGroupId"}}},
		Plan:     planSource,
		Rules: []model.Rule{
			model.ExactlyOneAttribute(sources...).As("N37"),
			model.Between("fromPort", -1, 65535).As("N36"),
			model.Between("toPort", -1, 65535).As("N36"),
			{ID: "N35", On: model.Write, Test: allProtocols},
			{ID: "N36", On: model.Write, Test: bothPorts},
			inGroup("securityGroupId"),
			inGroup("referencedSecurityGroupId"),
			{ID: "N39,N42", On: model.Write, Test: newPermissions},
		},
		Fill: func(c *model.Call) error {
			c.State["securityGroupRuleId"] = c.ID
			return grant(c)
		},
		Deleted: revoke,
	}
}

func inGroup(property string) model.Rule {
	return model.Refers(property, SecurityGroup, groupMissing, groupMissingText)
}

// planSource replaces a rule whose peer changes its kind.
func planSource(c *model.Call, d *model.Diff) error {
	for _, name := range sources {
		if c.Old.Has(name) != c.New.Has(name) && slices.Contains(d.Changed, name) {
			d.Replace = append(d.Replace, name)
		}
	}
	return nil
}

func allProtocols(c *model.Call) error {
	if protocolOf(c.New.String("ipProtocol")) == "-1" && (c.New.Has("fromPort") || c.New.Has("toPort")) {
		return model.Errorf("InvalidParameterValue", "You may not specify all protocols and specific ports. Please "+
			"specify each protocol and port range combination individually, or all protocols and no port range.")
	}
	return nil
}

func bothPorts(c *model.Call) error {
	protocol := protocolOf(c.New.String("ipProtocol"))
	if !slices.Contains(withPorts, protocol) || c.New.Has("fromPort") && c.New.Has("toPort") {
		return nil
	}
	what := "TCP/UDP"
	if strings.HasPrefix(protocol, "icmp") {
		what = "ICMP"
	}
	return model.Errorf("InvalidParameterValue",
		"Invalid value 'Must specify both from and to ports with %s.' for portRange.", what)
}
