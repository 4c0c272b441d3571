package ec2

import (
	"fmt"
	"hash/crc32"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// legacyRuleID returns the provider's ID for the older SecurityGroupRule.
func legacyRuleID(c *model.Call) string {
	text := c.New.String("type") + c.New.String("securityGroupId") + fmt.Sprint(permissionsOfRule(c.Type.Token, c.New))
	return fmt.Sprintf("sgrule-%d", crc32.ChecksumIEEE([]byte(text)))
}

// legacyPeers are the properties that name the peers of the older SecurityGroupRule.
var legacyPeers = []string{"cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "self", "sourceSecurityGroupId"}

func securityGroupRule() *model.Type {
	return &model.Type{
		Token: SecurityGroupRule, Service: service, Noun: "Security Group Rule", NewID: legacyRuleID,
		Actions: model.Actions{
			Create: "AuthorizeSecurityGroupIngress", Update: "UpdateSecurityGroupRuleDescriptionsIngress",
			Delete: "RevokeSecurityGroupIngress", Read: "DescribeSecurityGroupRules",
		},
		Links: []string{"securityGroupId"},
		Replaces: []model.Replace{
			{Properties: append([]string{"type", "protocol", "fromPort", "toPort", "securityGroupId"}, legacyPeers...)},
		},
		Rules: []model.Rule{
			model.OneOf("type", directions...),
			{ID: "N41", On: model.Check, Test: func(c *model.Call) error {
				return validDescription("description", c.New.String("description"))
			}},
			{ID: "N37", On: model.Check, Test: somePeer},
			model.Conflicts("sourceSecurityGroupId", "cidrBlocks", "ipv6CidrBlocks", "self").As("N37"),
			model.Conflicts("self", "cidrBlocks", "ipv6CidrBlocks").As("N37"),
			inGroup("securityGroupId"),
			inGroup("sourceSecurityGroupId"),
			{ID: "N39,N42", On: model.Write, Test: newPermissions},
		},
		Fill: grant, Deleted: revoke,
	}
}

func somePeer(c *model.Call) error {
	var names []string
	for _, name := range legacyPeers {
		if c.New.Has(name) {
			return nil
		}
		names = append(names, schema.Snake(name))
	}
	return model.Invalidf("cidrBlocks", "Invalid combination of arguments: %q: one of `%s` must be specified",
		names[0], strings.Join(names, ","))
}
