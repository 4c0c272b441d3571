package ec2

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func defaultGroup() *model.Type {
	return &model.Type{
		Token: DefaultGroup, Service: service, Noun: "Default Security Group", Adopt: true,
		Actions: model.Actions{Create: "RevokeSecurityGroupIngress", Update: "AuthorizeSecurityGroupIngress"},
		NewID: func(c *model.Call) string {
			return c.Props(VPC, c.New.String("vpcId")).String("defaultSecurityGroupId")
		},
		ARN:      "arn:{partition}:ec2:{region}:{account}:security-group/{id}",
		Defaults: model.Props{"name": "default", "description": "default VPC security group"},
		Computed: directions,
		Replaces: []model.Replace{{Properties: []string{"vpcId"}}},
		Rules:    append([]model.Rule{{On: model.Create, Test: defaultExists}}, inlineRules()...),
		Fill:     fillDefaultGroup,
	}
}

func defaultExists(c *model.Call) error {
	if vpc := vpcOf(c); vpc != nil && vpc.Properties.Has("defaultSecurityGroupId") {
		return nil
	}
	return model.Providerf("reading Default Security Group: no matching EC2 Security Group found")
}

// fillDefaultGroup gives the VPC's default group the rules of the program, or none if it lists none.
func fillDefaultGroup(c *model.Call) error {
	own := c.Get(SecurityGroup, c.ID)
	c.State["ownerId"] = account.ID
	for _, direction := range directions {
		if c.Op == model.Update && !c.Changed(direction) {
			continue
		}
		c.State.Default(direction, []any{})
		own.Properties[direction] = c.State[direction]
		dropRules(c, direction, permissionsOf(c.ID, c.State.Objects(direction)))
	}
	c.Put(own)
	return nil
}
