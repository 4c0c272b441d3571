package ecs

import (
	"fmt"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// maxVCPU is Fargate's vCPU quota in a region for an established account. A new account starts at 6; AWS raises it over
// time or on request. Set the quotas to simulate a new account.
const maxVCPU = 4000

// capacityAvailable checks the vCPU quota. Above it tasks stay pending, and the deployment does not become stable.
func capacityAvailable(c *model.Call) error {
	quotas := map[string]string{fargate: "fargateOnDemandVCPU", fargateSpot: "fargateSpotVCPU"}
	for _, provider := range []string{fargate, fargateSpot} {
		own := vcpu(c, c.State, provider)
		if own == 0 {
			continue
		}
		sum := own
		for _, other := range c.List(Service) {
			if other.ID != ownARN(c) {
				sum += vcpu(c, other.Properties, provider)
			}
		}
		if sum > float64(c.Quota(quotas[provider], maxVCPU)) {
			return unsteady(c, fmt.Sprintf("(service %s) was unable to place a task. Reason: You've reached the limit on the "+
				"number of vCPUs you can run concurrently.", c.New.String("name")))
		}
	}
	return nil
}

// vcpu returns the vCPUs that a service's tasks use on one of Fargate's capacity providers.
func vcpu(c *model.Call, service model.Props, provider string) float64 {
	tasks := share(service.Int("desiredCount"), strategyOf(c, service), provider)
	if service.String("launchType") == fargate && provider == fargate {
		tasks = service.Int("desiredCount")
	}
	if tasks == 0 {
		return 0
	}
	p, err := definitionOf(c, service.String("taskDefinition"))
	if err != nil {
		return 0
	}
	return float64(tasks) * float64(units(p.String("cpu"), "vcpu")) / 1024
}

// share returns how many of a service's tasks run on a capacity provider: its base, and its weight's share of the rest,
// rounded up.
func share(tasks int, items []model.Props, provider string) int {
	own, bases, weight, weights := 0, 0, 0, 0
	for _, item := range items {
		bases += item.Int("base")
		weights += item.Int("weight")
		if item.String("capacityProvider") == provider {
			own, weight = min(item.Int("base"), tasks), item.Int("weight")
		}
	}
	if rest := tasks - bases; rest > 0 && weights > 0 {
		own += (rest*weight + weights - 1) / weights
	}
	return own
}
