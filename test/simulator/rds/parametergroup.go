package rds

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func parameterGroup() *model.Type {
	return &model.Type{
		Token: ParameterGroup, Service: service, Noun: "RDS DB Parameter Group", Actions: actions("DBParameterGroup"),
		Name:     model.Name{Property: "name", Prefix: "namePrefix", Max: 255, Lower: true},
		ARN:      "arn:{partition}:rds:{region}:{account}:pg:{name}",
		Links:    []string{"arn"},
		Defaults: model.Props{"description": managed, "skipDestroy": false},
		Replaces: []model.Replace{{Rule: "R36", Properties: []string{"name", "namePrefix", "family", "description"}}},
		Rules: []model.Rule{
			model.Matches("name", `^[0-9a-z.-]+$`,
				"only lowercase alphanumeric characters, periods, and hyphens allowed in parameter group %[1]q").As("R36"),
			model.Matches("name", `^[a-z]`, "first character of parameter group %[1]q must be a letter").As("R36"),
			model.Lacks("name", `--`, "parameter group %[1]q cannot contain two consecutive hyphens").As("R36"),
			model.Lacks("name", `-$`, "parameter group %[1]q cannot end with a hyphen").As("R36"),
			model.Length("name", 1, 255).As("R36"),
			model.Conflicts("name", "namePrefix").As("R36"),
			{On: model.Check, Test: applyMethods},
			{On: model.Create, Test: func(c *model.Call) error {
				if name := c.New.String("name"); c.Exists(ParameterGroup, name) {
					return model.Errorf("DBParameterGroupAlreadyExists", "Parameter group %s already exists", name)
				}
				return nil
			}},
			model.Limit("databaseParameterGroups", 50, "DBParameterGroupQuotaExceeded",
				"The request would result in the user exceeding the allowed number of DB parameter groups.").As("R56"),
			{ID: "R34", On: model.Create, Test: knownFamily},
			{ID: "R35", On: model.Write, Test: staticWaits},
			{ID: "R60, R61", On: model.Write, Test: knownMethods},
			{ID: "R37", On: model.Delete, Test: parameterGroupFree},
		},
		Deleted: func(c *model.Call) error {
			if c.New.Bool("skipDestroy") {
				c.Retain()
			}
			return nil
		},
	}
}

const (
	immediate     = "immediate"
	pendingReboot = "pending-reboot"
)

func applyMethods(c *model.Call) error {
	for _, p := range c.New.Objects("parameters") {
		if method := p.String("applyMethod"); method != "" && method != immediate && method != pendingReboot {
			return model.Invalidf("parameters", "expected apply_method to be one of [%q %q], got %s", immediate, pendingReboot,
				method)
		}
	}
	return nil
}

// families are the parameter group families of PostgreSQL, and the current ones of RDS's other engines.
var families = []string{
	"postgres10", "postgres11", "postgres12", "postgres13", "postgres14", "postgres15", "postgres16", "postgres17",
	"postgres18", "mysql8.0", "mysql8.4", "mariadb10.6", "mariadb10.11", "mariadb11.4", "mariadb11.8",
}

func knownFamily(c *model.Call) error {
	if name := c.New.String("family"); !slices.Contains(families, name) {
		return model.Errorf(invalid, "ParameterGroupFamily %s is not a valid parameter group family", name)
	}
	return nil
}

func staticWaits(c *model.Call) error {
	for _, p := range c.New.Objects("parameters") {
		if static(p.String("name")) && p.String("applyMethod") != pendingReboot {
			return model.Errorf(combination, "cannot use immediate apply method for static parameter")
		}
	}
	return nil
}

func parameterGroupFree(c *model.Call) error {
	if !c.New.Bool("skipDestroy") && c.CountLinked(Instance, "parameterGroupName", c.ID) > 0 {
		return model.Errorf("InvalidDBParameterGroupState", "One or more database instances are still members of this "+
			"parameter group %s, so the group cannot be deleted", c.ID)
	}
	return nil
}
