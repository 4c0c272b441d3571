package ec2

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const (
	groupMissing     = "InvalidGroup.NotFound"
	groupMissingText = "The security group '%s' does not exist"
	// descriptionPattern is what AWS accepts in descriptions of groups and rules.
	descriptionPattern = `^[A-Za-z0-9 \.\_\-\:\/\(\)\#\,\@\[\]\+\=\&\;\{\}\!\$\*]*$`
)

// directions are the two rule lists of a group.
var directions = []string{"ingress", "egress"}

func securityGroup() *model.Type {
	return &model.Type{
		Token: SecurityGroup, Service: service, Noun: "Security Group", NewID: model.Prefixed("sg-"),
		Actions:  model.Actions{Update: "AuthorizeSecurityGroupIngress"},
		ARN:      "arn:{partition}:ec2:{region}:{account}:security-group/{id}",
		Name:     model.Name{Property: "name", Prefix: "namePrefix", Max: 255},
		Links:    []string{"vpcId", "name", "ingress.securityGroups", "egress.securityGroups"},
		Defaults: model.Props{"description": "Managed by Pulumi", "revokeRulesOnDelete": false},
		Computed: directions,
		Replaces: []model.Replace{
			{Rule: "N32", Properties: []string{"name", "namePrefix", "description", "vpcId"}},
		},
		Rules: append([]model.Rule{
			model.Length("name", 0, 255).As("N31"),
			model.Length("namePrefix", 0, 255-26).As("N31"),
			model.Conflicts("name", "namePrefix"),
			model.Length("description", 0, 255),
			{On: model.Create, Test: groupNetwork},
			inVPC(),
			{ID: "N31", On: model.Create, Test: groupName},
			{ID: "N33", On: model.Delete, Test: groupFree},
		}, inlineRules()...),
		Fill: fillGroup, Deleted: removeRules,
	}
}

// inlineRules are the rules for a group's inline rules.
func inlineRules() []model.Rule {
	return []model.Rule{
		{ID: "N41", On: model.Check, Test: inlineDescriptions},
		{ID: "N34", On: model.Write, Test: inlineAllPorts},
		model.Refers("ingress.securityGroups", SecurityGroup, groupMissing, groupMissingText),
		model.Refers("egress.securityGroups", SecurityGroup, groupMissing, groupMissingText),
		{ID: "N39,N42", On: model.Write, Test: inlinePermissions},
	}
}

func inlineDescriptions(c *model.Call) error {
	for _, direction := range directions {
		for _, r := range c.New.Objects(direction) {
			if err := validDescription(direction, r.String("description")); err != nil {
				return err
			}
		}
	}
	return nil
}

func inlineAllPorts(c *model.Call) error {
	id := c.ID
	if id == "" {
		id = c.Type.NewID(c)
	}
	for _, direction := range directions {
		for _, r := range c.New.Objects(direction) {
			from, to := r.Int("fromPort"), r.Int("toPort")
			if protocolOf(r.String("protocol")) == "-1" && (from != 0 || to != 0) {
				return model.Providerf("updating Security Group (%s) %s rules: updating rules: from_port (%d) and "+
					"to_port (%d) must both be 0 to use the 'ALL' \"-1\" protocol!", id, direction, from, to)
			}
		}
	}
	return nil
}

// inlinePermissions checks the rules of a list as a whole.
func inlinePermissions(c *model.Call) error {
	for _, direction := range directions {
		permissions := permissionsOf(c.ID, c.New.Objects(direction))
		if err := wellFormed(permissions); err != nil {
			return err
		}
		seen := map[permission]bool{}
		for _, p := range permissions {
			if seen[p] {
				return model.Errorf("InvalidParameterValue", "The same permission must not appear multiple times")
			}
			seen[p] = true
		}
		if err := withinRuleLimit(c, permissions); err != nil {
			return err
		}
	}
	return nil
}

// groupNetwork requires a VPC: the account has no default VPC.
func groupNetwork(c *model.Call) error {
	if !c.New.Has("vpcId") {
		return model.Errorf("VPCIdNotSpecified", "No default VPC for this user")
	}
	return nil
}

func groupName(c *model.Call) error {
	name, vpc := c.New.String("name"), c.New.String("vpcId")
	if strings.HasPrefix(name, "sg-") {
		return model.Errorf("InvalidParameterValue", "Value (%s) for parameter GroupName is invalid. "+
			"Group names may not be in the format sg-*.", name)
	}
	for _, other := range c.Find(SecurityGroup, "name", name) {
		if other.Properties["vpcId"] == vpc {
			return model.Errorf("InvalidGroup.Duplicate", "The security group '%s' already exists for VPC '%s'", name, vpc)
		}
	}
	return nil
}

// groupFree rejects the deletion of a group that is attached to a network interface, or that a rule of another group
// names.
func groupFree(c *model.Call) error {
	inUse := len(c.InGroup(c.ID)) > 0
	for _, direction := range directions {
		for _, other := range c.Find(SecurityGroup, direction+".securityGroups", c.ID) {
			inUse = inUse || other.ID != c.ID
		}
	}
	if inUse {
		return model.Errorf("DependencyViolation", "resource %s has a dependent object", c.ID)
	}
	return nil
}

func fillGroup(c *model.Call) error {
	c.State["ownerId"] = account.ID
	for _, direction := range directions {
		c.State.Default(direction, []any{})
		dropRules(c, direction, permissionsOf(c.ID, c.State.Objects(direction)))
	}
	return nil
}

// removeRules deletes the separate rules of a deleted group.
func removeRules(c *model.Call) error {
	for _, direction := range directions {
		dropRules(c, direction, nil)
	}
	return nil
}
