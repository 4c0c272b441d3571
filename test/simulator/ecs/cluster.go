package ecs

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func cluster() *model.Type {
	return &model.Type{
		Token: Cluster, Service: "ECS", Noun: "ECS Cluster", Modeled: true,
		Actions: model.Actions{Update: "UpdateCluster"},
		Name:    model.Name{Property: "name", Max: 255},
		NewID:   model.ByARN, ARN: "arn:{partition}:ecs:{region}:{account}:cluster/{name}",
		Links:    []string{"name"},
		Computed: []string{"settings"},
		Replaces: []model.Replace{{Properties: []string{"name"}}},
		Rules: []model.Rule{
			model.Length("name", 1, 255).As("E16"),
			model.Matches("name", `^[0-9A-Za-z_-]+$`, "invalid value for name (The cluster name must consist of "+
				"alphanumerics, hyphens, and underscores.)").As("E16"),
			{On: model.Check, Test: clusterSettings},
			{ID: "E17", On: model.Delete, Test: clusterEmpty},
		},
		Fill: func(c *model.Call) error {
			c.State.Default("settings", []any{map[string]any{"name": "containerInsights", "value": "disabled"}})
			return nil
		},
	}
}

func clusterSettings(c *model.Call) error {
	for _, setting := range c.New.Objects("settings") {
		if name := setting.String("name"); setting.Known("name") && name != "containerInsights" {
			return model.Invalidf("settings", `expected setting.0.name to be one of ["containerInsights"], got %s`, name)
		}
	}
	return nil
}

func clusterEmpty(c *model.Call) error {
	if len(servicesOf(c, c.State.String("name"))) > 0 {
		return model.Errorf("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.")
	}
	return nil
}
