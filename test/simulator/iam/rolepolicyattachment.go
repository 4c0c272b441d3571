package iam

import (
	"slices"
	"strings"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

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

// attachedCount counts the distinct managed policies of a role.
func attachedCount(c *model.Call) error {
	role := c.New.String("role")
	arns := append(c.Props(Role, role).Strings("managedPolicyArns"), c.New.String("policyArn"))
	for _, r := range c.Find(Attachment, "role", role) {
		arns = append(arns, r.Properties.String("policyArn"))
	}
	slices.Sort(arns)
	return attachedFit(c, len(slices.Compact(arns)))
}

// attachable rejects a managed policy that neither the account nor AWS has.
func attachable(c *model.Call, arn string) error {
	name, managed := strings.CutPrefix(arn, "arn:"+c.Partition()+":iam::aws:policy/")
	if managed && slices.Contains(managedByAWS, name) || c.Exists(Policy, arn) {
		return nil
	}
	return apiErrorf(statusNotFound, noEntity, "Policy %s does not exist or is not attachable.", arn)
}
