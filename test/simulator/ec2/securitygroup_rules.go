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

// separate are the types whose resources are rules of a group that is another resource.
var separate = []string{IngressRule, EgressRule, SecurityGroupRule}

// directionOf is the list of the group that a separate rule adds to.
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

// entryOf is a separate rule as the group's list shows it.
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

func separatePermissions(token string, p model.Props) []permission {
	return permissionsOf(p.String("securityGroupId"), []model.Props{entryOf(token, p)})
}

// newPermissions checks the permissions of a separate rule against all that its group has already.
func newPermissions(c *model.Call) error {
	id, direction, token := c.New.String("securityGroupId"), directionOf(c.Type.Token, c.New), c.Type.Token
	add, live := separatePermissions(token, c.New), c.Props(SecurityGroup, id).Objects(direction)
	if c.Old != nil {
		own := separatePermissions(token, c.Old)
		live = model.Props{"v": without(id, live, own)}.Objects("v")
	}
	has := permissionsOf(id, live)
	if err := wellFormed(add); err != nil {
		return err
	}
	for _, p := range add {
		if slices.Contains(has, p) {
			return model.Refusef("InvalidPermission.Duplicate", "the specified rule %q already exists", p)
		}
	}
	return withinRuleLimit(c, append(has, add...))
}

// grant writes a separate rule into its group's list, in place of what it said before.
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
		rules = without(id, live, separatePermissions(token, was))
	}
	if is != nil {
		rules = append(rules, map[string]any(entryOf(token, is)))
	}
	group.Properties[direction] = rules
	c.Put(group)
}

// dropRules removes the separate rules of a group that its list no longer has: a group that lists its rules itself
// takes away, at its next update, what other resources added.
func dropRules(c *model.Call, direction string, kept []permission) {
	for _, token := range separate {
		for _, r := range c.Find(token, "securityGroupId", c.ID) {
			gone := slices.ContainsFunc(separatePermissions(token, r.Properties), func(p permission) bool {
				return !slices.Contains(kept, p)
			})
			if directionOf(token, r.Properties) == direction && gone {
				c.Delete(token, r.ID)
			}
		}
	}
}
