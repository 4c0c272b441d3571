package ec2

import (
	"regexp"
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

var descriptionRE = regexp.MustCompile(descriptionPattern)

// validDescription is the provider's check of a rule's description.
func validDescription(property, text string) error {
	if len(text) > 255 {
		return model.Invalidf(property, "\"description\" cannot be longer than 255 characters: %q", text)
	}
	if !descriptionRE.MatchString(text) {
		return model.Invalidf(property, "\"description\" doesn't comply with restrictions (%q): %q",
			descriptionPattern, text)
	}
	return nil
}

// ruleTypes are the types of separate rule resources.
var ruleTypes = []string{IngressRule, EgressRule, SecurityGroupRule}

// directionOf returns the direction of a separate rule.
func directionOf(token string, p model.Props) string {
	switch token {
	case IngressRule:
		return "ingress"
	case EgressRule:
		return "egress"
	default:
		return p.String("type")
	}
}

// entryOf returns a separate rule as an entry of the group's list.
func entryOf(token string, p model.Props) model.Props {
	entry := model.Props{"fromPort": float64(p.Int("fromPort")), "toPort": float64(p.Int("toPort"))}
	texts := map[string]string{"description": "description", "protocol": "protocol"}
	lists := map[string]string{
		"cidrBlocks": "cidrBlocks", "ipv6CidrBlocks": "ipv6CidrBlocks", "prefixListIds": "prefixListIds",
		"securityGroups": "sourceSecurityGroupId",
	}
	if token != SecurityGroupRule {
		texts["protocol"] = "ipProtocol"
		lists = map[string]string{
			"cidrBlocks": "cidrIpv4", "ipv6CidrBlocks": "cidrIpv6", "prefixListIds": "prefixListId",
			"securityGroups": "referencedSecurityGroupId",
		}
	} else if p.Bool("self") {
		entry["self"] = true
	}
	for to, from := range texts {
		if p.Has(from) {
			entry[to] = p.String(from)
		}
	}
	for to, from := range lists {
		for _, peer := range p.Values(from) {
			entry[to] = append(entry.List(to), peer)
		}
	}
	return entry
}

func permissionsOfRule(token string, p model.Props) []permission {
	return permissionsOf(p.String("securityGroupId"), []model.Props{entryOf(token, p)})
}

// newPermissions checks the permissions of a separate rule against those that its group has.
func newPermissions(c *model.Call) error {
	id, direction, token := c.New.String("securityGroupId"), directionOf(c.Type.Token, c.New), c.Type.Token
	add, live := permissionsOfRule(token, c.New), c.Props(SecurityGroup, id).Objects(direction)
	if c.Old != nil {
		own := permissionsOfRule(token, c.Old)
		live = model.Props{"v": without(id, live, own)}.Objects("v")
	}
	has := permissionsOf(id, live)
	if err := wellFormed(add); err != nil {
		return err
	}
	for _, p := range add {
		if slices.Contains(has, p) {
			return model.Errorf("InvalidPermission.Duplicate", "the specified rule %q already exists", p)
		}
	}
	return withinRuleLimit(c, append(has, add...))
}

// grant writes a separate rule into its group's list, in place of its old entry.
func grant(c *model.Call) error {
	setRule(c, c.Old, c.State)
	return nil
}

func revoke(c *model.Call) error {
	setRule(c, c.Old, nil)
	return nil
}

func setRule(c *model.Call, was, is model.Props) {
	id := c.State.String("securityGroupId")
	group := c.Get(SecurityGroup, id)
	if group == nil {
		return
	}
	token, direction := c.Type.Token, directionOf(c.Type.Token, c.State)
	live := group.Properties.Objects(direction)
	rules := without(id, live, nil)
	if was != nil {
		rules = without(id, live, permissionsOfRule(token, was))
	}
	if is != nil {
		rules = append(rules, map[string]any(entryOf(token, is)))
	}
	group.Properties[direction] = rules
	c.Put(group)
}

// dropRules deletes the separate rules that the group's inline list no longer contains: an update of a group with
// inline rules revokes what other resources added.
func dropRules(c *model.Call, direction string, kept []permission) {
	for _, token := range ruleTypes {
		for _, r := range c.Find(token, "securityGroupId", c.ID) {
			gone := slices.ContainsFunc(permissionsOfRule(token, r.Properties), func(p permission) bool {
				return !slices.Contains(kept, p)
			})
			if directionOf(token, r.Properties) == direction && gone {
				c.Delete(token, r.ID)
			}
		}
	}
}
