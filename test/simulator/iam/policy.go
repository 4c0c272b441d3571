package iam

import (
	"slices"
	"strings"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func policy() *model.Type {
	return &model.Type{
		Token: Policy, Service: service, Noun: "IAM Policy", Modeled: true, Global: true,
		Actions:  model.Actions{Read: "GetPolicy", Update: "CreatePolicyVersion"},
		Name:     model.Name{Property: "name", Prefix: "namePrefix", Max: 128},
		NewID:    policyARN,
		Links:    []string{"arn", "name"},
		Defaults: model.Props{"path": "/"},
		Normal:   map[string]func(string) string{"policy": model.PolicyText},
		Replaces: []model.Replace{{Rule: "I11", Properties: []string{"name", "namePrefix", "path", "description"}}},
		Rules: append(name(128),
			model.JSON("policy"),
			model.Conflicts("name", "namePrefix"),
			model.Rule{ID: "I10", On: model.Create, Test: policyFree},
			permissions(),
			model.Rule{ID: "I4", On: model.Write, Test: managedSize},
			model.Limit("policies", 1500, limit, "Cannot exceed quota for PoliciesPerAccount: 1500").As("I15"),
			model.Rule{ID: "I11", On: model.Delete, Test: policyUnused},
		),
		Fill: func(c *model.Call) error {
			text(c, "policy")
			c.State["arn"] = policyARN(c)
			c.State.Default("policyId", unique("ANPA"))
			c.State.Default("attachmentCount", 0.0)
			return nil
		},
	}
}

func policyARN(c *model.Call) string {
	return arn(c, "policy", c.State.String("path"), c.State.String("name"))
}

func policyFree(c *model.Call) error {
	if name := c.New.String("name"); c.Exists(Policy, arn(c, "policy", c.New.String("path"), name)) {
		return refuse(statusConflict, taken, "A policy called %s already exists. Duplicate names are not allowed.", name)
	}
	return nil
}

func managedSize(c *model.Call) error {
	if size(model.Document(c.New.Get("policy"))) > mostManaged {
		return refuse(statusConflict, limit, "Cannot exceed quota for PolicySize: %d", mostManaged)
	}
	return nil
}

func policyUnused(c *model.Call) error {
	if len(c.Find(Attachment, "policyArn", c.ID)) > 0 || len(listing(c, c.ID)) > 0 {
		return refuse(statusConflict, conflict, "Cannot delete a policy attached to entities.")
	}
	return nil
}

// listing are the roles that list a managed policy themselves.
func listing(c *model.Call, arn string) []*account.Resource {
	return slices.DeleteFunc(c.List(Role), func(r *account.Resource) bool {
		return !slices.Contains(r.Properties.Strings("managedPolicyArns"), arn)
	})
}

func rolePolicy() *model.Type {
	const put = "PutRolePolicy"
	return &model.Type{
		Token: RolePolicy, Service: service, Noun: "IAM Role Policy", Modeled: true, Global: true,
		Actions:  model.Actions{Create: put, Read: "GetRolePolicy", Update: put},
		Name:     model.Name{Property: "name", Prefix: "namePrefix", Max: 128},
		NewID:    func(c *model.Call) string { return c.State.String("role") + ":" + c.State.String("name") },
		Links:    []string{"role"},
		Normal:   map[string]func(string) string{"policy": model.PolicyText},
		Replaces: []model.Replace{{Properties: []string{"name", "namePrefix", "role"}}},
		Rules: append(name(128),
			model.Lacks("role", "^arn:", `"role" must be the role's name not its ARN`).As("I14"),
			model.JSON("policy"),
			model.Conflicts("name", "namePrefix"),
			roleExists(),
			permissions(),
			model.Rule{ID: "I4", On: model.Write, Test: inlineSize},
		),
		Fill: func(c *model.Call) error {
			text(c, "policy")
			return nil
		},
	}
}

// inlineSize is the quota of all inline policies of a role together.
func inlineSize(c *model.Call) error {
	role := c.New.String("role")
	sum := size(model.Document(c.New.Get("policy")))
	for _, other := range c.Find(RolePolicy, "role", role) {
		if p := other.Properties; p.String("name") != c.New.String("name") {
			sum += size(p.String("policy"))
		}
	}
	return inlineFits(role, sum)
}

func attachment() *model.Type {
	return &model.Type{
		Token: Attachment, Service: service, Noun: "IAM Role Policy Attachment", Modeled: true, Global: true,
		Actions: model.Actions{Create: "AttachRolePolicy", Read: "ListAttachedRolePolicies", Delete: "DetachRolePolicy"},
		NewID: func(c *model.Call) string {
			return c.New.String("role") + "-" + time.Now().UTC().Format("20060102150405") + "00000000" + model.Hex(4)
		},
		Links:    []string{"role", "policyArn"},
		Replaces: []model.Replace{{Properties: []string{"role", "policyArn"}}},
		Rules: []model.Rule{
			model.Lacks("role", "^arn:", `"role" must be the role's name not its ARN`).As("I14"),
			roleExists(),
			{ID: "I13", On: model.Create, Test: func(c *model.Call) error { return attachable(c, c.New.String("policyArn")) }},
			{ID: "I5", On: model.Create, Test: attachedCount},
		},
	}
}

// attachedCount counts the managed policies of a role, each once.
func attachedCount(c *model.Call) error {
	role := c.New.String("role")
	arns := append(c.Props(Role, role).Strings("managedPolicyArns"), c.New.String("policyArn"))
	for _, r := range c.Find(Attachment, "role", role) {
		arns = append(arns, r.Properties.String("policyArn"))
	}
	slices.Sort(arns)
	return attachedFit(c, len(slices.Compact(arns)))
}

// attachable reports an error for a managed policy that neither the account nor AWS has.
func attachable(c *model.Call, arn string) error {
	name, managed := strings.CutPrefix(arn, "arn:"+c.Partition()+":iam::aws:policy/")
	if managed && slices.Contains(managedByAWS, name) || c.Exists(Policy, arn) {
		return nil
	}
	return refuse(statusNotFound, noEntity, "Policy %s does not exist or is not attachable.", arn)
}
