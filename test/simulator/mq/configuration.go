package mq

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func configuration() *model.Type {
	return &model.Type{
		Token: Configuration, Service: service, Noun: "MQ Configuration", Modeled: true,
		Actions:  model.Actions{Read: "DescribeConfiguration", Update: "UpdateConfiguration"},
		Name:     model.Name{Property: "name", Max: 150},
		NewID:    func(*model.Call) string { return "c-" + model.UUID() },
		ARN:      "arn:{partition}:mq:{region}:{account}:configuration:{id}",
		Links:    []string{"name"},
		Defaults: model.Props{"authenticationStrategy": "simple"},
		Replaces: []model.Replace{{Properties: []string{"name", "engineType", "engineVersion", "authenticationStrategy"}}},
		Rules: []model.Rule{
			model.Length("name", 1, 150),
			model.OneOf("engineType", activeMQ, rabbitMQ),
			model.OneOf("authenticationStrategy", "simple", "ldap"),
			{On: model.Write, Test: versionKnown},
			model.Unique("name", "ConflictException", "Requested configuration name [%s] already exists."),
		},
		Fill: func(c *model.Call) error {
			switch {
			case c.Op == model.Create:
				c.State["latestRevision"] = 1.0
			case c.Changed("data"):
				c.State["latestRevision"] = float64(c.Old.Int("latestRevision") + 1)
			}
			return nil
		},
	}
}

func versionKnown(c *model.Call) error {
	engine, version := c.New.String("engineType"), c.New.String("engineVersion")
	if !slices.Contains(versions[engine], version) {
		return bad("Configuration engine version [%s] is invalid for engine type [%s].", version, engine)
	}
	return nil
}
