package ecs

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// capacityProviders are the capacity providers that a cluster's services can use.
func capacityProviders() *model.Type {
	const put, strategies = "PutClusterCapacityProviders", "defaultCapacityProviderStrategies"
	return &model.Type{
		Token: CapacityProviders, Service: "ECS", Noun: "ECS Cluster Capacity Providers", Modeled: true,
		Actions:  model.Actions{Create: put, Update: put, Delete: put},
		NewID:    model.Named("clusterName"),
		Links:    []string{"clusterName"},
		Replaces: []model.Replace{{Properties: []string{"clusterName"}}},
		Rules: []model.Rule{
			model.BetweenInEach(strategies, "base", 100_000).As("E18"),
			model.BetweenInEach(strategies, "weight", 1000).As("E18"),
			clusterExists("clusterName"),
			{ID: "E20", On: model.Write, Test: providersExist},
			{ID: "E18", On: model.Write, Test: defaultStrategy},
			{On: model.Delete, Test: providersUnused},
		},
	}
}

func providersExist(c *model.Call) error {
	for _, name := range c.New.Strings("capacityProviders") {
		if name != fargate && name != fargateSpot && len(c.Find(custom, "name", name)) == 0 {
			return model.Errorf(invalid, "The specified capacity provider '%s' was not found.", name)
		}
	}
	return nil
}

// custom are capacity providers on an Auto Scaling group.
const custom = "aws:ecs/capacityProvider:CapacityProvider"

func defaultStrategy(c *model.Call) error {
	return strategy(c.New.Objects("defaultCapacityProviderStrategies"), c.New.Strings("capacityProviders"),
		"There are no capacity providers with a weight value greater than zero defined in the default capacity provider "+
			"strategy. At least one capacity provider must have a weight value greater than zero specified. Update the "+
			"cluster's default capacity provider strategy or specify a valid capacity provider strategy and try again.")
}

// maxProviders is how many capacity providers a strategy can have.
const maxProviders = 20

// strategy checks a capacity provider strategy against the capacity providers of the cluster. weightless is the error
// text for a strategy whose weights are all zero.
func strategy(items []model.Props, providers []string, weightless string) error {
	if len(items) == 0 {
		return nil
	}
	if len(items) > maxProviders {
		return model.Errorf(invalid, "capacityProviderStrategy can have at most %d items.", maxProviders)
	}
	bases, weights, ofFargate := 0, 0, 0
	for _, item := range items {
		name := item.String("capacityProvider")
		if !slices.Contains(providers, name) {
			return model.Errorf(invalid, "The specified capacity provider strategy cannot contain a capacity provider that "+
				"is not associated with the cluster. Associate the capacity provider with the cluster and try again.")
		}
		weights += item.Int("weight")
		bases += min(item.Int("base"), 1)
		if name == fargate || name == fargateSpot {
			ofFargate++
		}
	}
	switch {
	case ofFargate > 0 && ofFargate < len(items):
		return model.Errorf(invalid, "A capacity provider strategy cannot contain a mix of capacity providers using Auto "+
			"Scaling groups and Fargate providers. Specify one or the other and try again.")
	case bases > 1:
		return model.Errorf(invalid, "There are multiple capacity providers in the specified capacity provider strategy "+
			"with a base value greater than zero. Only one capacity provider can have a base value greater than zero. "+
			"Specify a valid capacity provider strategy and try again.")
	case weights == 0:
		return model.Errorf(invalid, "%s", weightless)
	}
	return nil
}

// providersUnused rejects the removal of capacity providers that a service of the cluster uses.
func providersUnused(c *model.Call) error {
	used := func(r *account.Resource) bool { return r.Properties.Has("capacityProviderStrategies") }
	if slices.ContainsFunc(servicesOf(c, c.ID), used) {
		return model.Errorf("ResourceInUseException", "The specified capacity provider is in use and cannot be removed.")
	}
	return nil
}

// providersOf are the capacity providers of a cluster and its default strategy.
func providersOf(c *model.Call, cluster string) ([]string, []model.Props) {
	p := c.Props(CapacityProviders, cluster)
	return p.Strings("capacityProviders"), p.Objects("defaultCapacityProviderStrategies")
}
