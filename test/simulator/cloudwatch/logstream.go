package cloudwatch

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func logStream() *model.Type {
	return &model.Type{
		Token: LogStream, Service: logs, Noun: "CloudWatch Logs Log Stream", Modeled: true,
		Name:     model.Name{Property: "name", Max: 512},
		NewID:    partID,
		Links:    []string{"logGroupName", "name"},
		Replaces: []model.Replace{{Properties: []string{"name", "logGroupName"}}},
		Rules: []model.Rule{
			model.Lacks("name", ":", `colons not allowed in "name"`),
			model.Length("name", 1, 512),
			groupExists("logGroupName"),
			{On: model.Create, Test: func(c *model.Call) error {
				if streamTaken(c) {
					return model.Errorf("ResourceAlreadyExistsException", "The specified log stream already exists")
				}
				return nil
			}},
		},
		Fill: func(c *model.Call) error {
			group := c.Props(LogGroup, c.State.String("logGroupName"))
			c.State["arn"] = group.String("arn") + ":log-stream:" + c.State.String("name")
			return nil
		},
	}
}

// streamTaken reports whether the log group has a stream of the call's name.
func streamTaken(c *model.Call) bool {
	return slices.ContainsFunc(c.Find(LogStream, "logGroupName", c.New.String("logGroupName")),
		func(r *account.Resource) bool {
			return r.Properties.String("name") == c.New.String("name")
		})
}

// partID returns the ID of a stream or filter: its name, prefixed with the group's if another group has one of that
// name.
func partID(c *model.Call) string {
	name, group := c.State.String("name"), c.State.String("logGroupName")
	if other := c.Props(c.Type.Token, name); other != nil && other.String("logGroupName") != group {
		return group + ":" + name
	}
	return name
}
