package iam

import (
	"slices"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// IAM's quotas for policies, in characters without white space.
const (
	maxTrust   = 2048
	maxInline  = 10240
	maxManaged = 6144
	// maxAttached is the maximum number of managed policies per role.
	maxAttached = 10
)

func role() *model.Type {
	return &model.Type{
		Token: Role, Service: service, Noun: "IAM Role", Modeled: true, Global: true,
		Actions: model.Actions{Read: "GetRole", Update: "UpdateRole"},
		Name:    model.Name{Property: "name", Prefix: "namePrefix", Max: 64},
		Links:   []string{"arn"},
		Defaults: model.Props{
			"path": "/", "maxSessionDuration": 3600.0, "forceDetachPolicies": false, "description": "",
		},
		Computed: []string{"inlinePolicies", "managedPolicyArns"},
		Normal:   map[string]func(string) string{"assumeRolePolicy": model.PolicyText},
		Replaces: []model.Replace{{Rule: "I8", Properties: []string{"name", "namePrefix", "path"}}},
		Rules:    slices.Concat(roleChecks(), roleRules()),
		Fill:     fillRole,
		Deleted:  detach,
	}
}

func roleChecks() []model.Rule {
	return append(model.As("I1", name(64)),
		model.Length("namePrefix", 1, 38).As("I1"),
		model.Conflicts("name", "namePrefix").As("I1"),
		model.JSON("assumeRolePolicy").As("I2"),
		model.Between("maxSessionDuration", 3600, 43200).As("I7"),
		model.Length("description", 0, 1000).As("I7"),
		model.Lacks("description", "[“‘]", "cannot contain specially formatted single or double quotes: [“‘]").As("I7"),
		model.Length("path", 0, 512).As("I7"),
	)
}

func roleRules() []model.Rule {
	return []model.Rule{
		{ID: "I10", On: model.Create, Test: roleFree},
		trust(),
		{ID: "I4", On: model.Write, Test: trustSize},
		principalsExist(),
		{ID: "I4", On: model.Write, Test: ownInline},
		{ID: "I13", On: model.Write, Test: ownManaged},
		{ID: "I5", On: model.Write, Test: ownCount},
		model.Limit("roles", 1000, limit, "Cannot exceed quota for RolesPerAccount: 1000").As("I15"),
		{ID: "I9", On: model.Delete, Test: roleUnused},
	}
}

func roleFree(c *model.Call) error {
	if name := c.New.String("name"); c.Exists(Role, name) {
		return apiErrorf(statusConflict, taken, "Role with name %s already exists.", name)
	}
	return nil
}

func trustSize(c *model.Call) error {
	if size(model.Document(c.New.Get("assumeRolePolicy"))) > maxTrust {
		return apiErrorf(statusConflict, limit, "Cannot exceed quota for ACLSizePerRole: %d", maxTrust)
	}
	return nil
}

// ownInline checks the quota of inline policies that the role itself lists.
func ownInline(c *model.Call) error {
	sum := 0
	for _, inline := range c.New.Objects("inlinePolicies") {
		sum += size(inline.String("policy"))
	}
	return inlineFits(c.New.String("name"), sum)
}

func inlineFits(role string, sum int) error {
	if sum > maxInline {
		return apiErrorf(statusConflict, limit, "Maximum policy size of %d bytes exceeded for role %s", maxInline, role)
	}
	return nil
}

func ownManaged(c *model.Call) error {
	for _, arn := range c.New.Strings("managedPolicyArns") {
		if err := attachable(c, arn); err != nil {
			return err
		}
	}
	return nil
}

func ownCount(c *model.Call) error { return attachedFit(c, len(c.New.Strings("managedPolicyArns"))) }

func attachedFit(c *model.Call, n int) error {
	if maximum := c.Quota("policiesPerRole", maxAttached); n > maximum {
		return apiErrorf(statusConflict, limit, "Cannot exceed quota for PoliciesPerRole: %d", maximum)
	}
	return nil
}

// roleUnused rejects the deletion of a role with attachments. The provider detaches what the role lists, and everything
// with forceDetachPolicies.
func roleUnused(c *model.Call) error {
	if len(c.Find(InstanceProfile, "role", c.ID)) > 0 && !c.State.Bool("forceDetachPolicies") {
		return apiErrorf(statusConflict, conflict, "Cannot delete entity, must remove roles from instance profile first.")
	}
	if c.State.Bool("forceDetachPolicies") {
		return nil
	}
	if len(c.Find(Attachment, "role", c.ID)) > 0 {
		return apiErrorf(statusConflict, conflict, "Cannot delete entity, must detach all policies first.")
	}
	if len(c.Find(RolePolicy, "role", c.ID)) > 0 {
		return apiErrorf(statusConflict, conflict, "Cannot delete entity, must delete policies first.")
	}
	return nil
}

// detach deletes the attachments of a role that was deleted by force.
func detach(c *model.Call) error {
	for _, token := range []string{Attachment, RolePolicy} {
		for _, r := range c.Find(token, "role", c.ID) {
			c.Delete(token, r.ID)
		}
	}
	return nil
}

func fillRole(c *model.Call) error {
	text(c, "assumeRolePolicy")
	c.State["arn"] = arn(c, "role", c.State.String("path"), c.State.String("name"))
	c.State.Default("uniqueId", unique("AROA"))
	c.State.Default("createDate", time.Now().UTC().Format(time.RFC3339))
	c.State.Default("managedPolicyArns", []any{})
	c.State.Default("inlinePolicies", []any{})
	return nil
}
