package rds

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func optionGroup() *model.Type {
	return &model.Type{
		Token: OptionGroup, Service: service, Noun: "RDS DB Option Group", Actions: actions("OptionGroup"),
		Name:     model.Name{Property: "name", Prefix: "namePrefix", Max: 255, Lower: true},
		ARN:      "arn:{partition}:rds:{region}:{account}:og:{name}",
		Links:    []string{"arn"},
		Defaults: model.Props{"optionGroupDescription": managed, "skipDestroy": false},
		Replaces: []model.Replace{{Properties: []string{
			"name", "namePrefix", "engineName", "majorEngineVersion", "optionGroupDescription",
		}}},
		Rules: []model.Rule{
			model.Conflicts("name", "namePrefix"),
			model.Matches("name", `^[A-Za-z][0-9A-Za-z-]*$`,
				"only alphanumeric characters and hyphens allowed in %[1]q, and it must begin with a letter"),
			{On: model.Create, Test: func(c *model.Call) error {
				if c.Exists(OptionGroup, c.New.String("name")) {
					return model.Errorf("OptionGroupAlreadyExistsFault", "An option group with the name %s already exists.",
						c.New.String("name"))
				}
				return nil
			}},
			{On: model.Delete, Test: func(c *model.Call) error {
				if !c.New.Bool("skipDestroy") && c.CountLinked(Instance, "optionGroupName", c.ID) > 0 {
					return model.Errorf("InvalidOptionGroupStateFault", "The option group '%s' cannot be deleted because it is "+
						"in use.", c.ID)
				}
				return nil
			}},
		},
		Deleted: func(c *model.Call) error {
			if c.New.Bool("skipDestroy") {
				c.Retain()
			}
			return nil
		},
	}
}
