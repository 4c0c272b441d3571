package iam

import (
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func instanceProfile() *model.Type {
	return &model.Type{
		Token: InstanceProfile, Service: service, Noun: "IAM Instance Profile", Modeled: true, Global: true,
		Actions:  model.Actions{Read: "GetInstanceProfile", Update: "AddRoleToInstanceProfile"},
		Name:     model.Name{Property: "name", Prefix: "namePrefix", Max: 128},
		Links:    []string{"role", "arn"},
		Defaults: model.Props{"path": "/"},
		Replaces: []model.Replace{{Properties: []string{"name", "namePrefix", "path"}}},
		Rules: append(model.As("I16", name(128)),
			model.Conflicts("name", "namePrefix"),
			model.Rule{ID: "I10", On: model.Create, Test: profileFree},
			roleExists(),
		),
		Fill: func(c *model.Call) error {
			c.State["arn"] = arn(c, "instance-profile", c.State.String("path"), c.State.String("name"))
			c.State.Default("uniqueId", unique("AIPA"))
			c.State.Default("createDate", time.Now().UTC().Format(time.RFC3339))
			return nil
		},
	}
}

func profileFree(c *model.Call) error {
	if name := c.New.String("name"); c.Exists(InstanceProfile, name) {
		return apiErrorf(statusConflict, taken, "Instance Profile %s already exists.", name)
	}
	return nil
}
