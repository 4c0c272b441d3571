package ecs

import (
	"fmt"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// maxVCPU is Fargate's quota of vCPUs in a region for an account that has been in use. A new account starts with as
// few as 6 and is raised by and by or on request; set the quotas to see what that does.
const maxVCPU = 4000

// capacityFound is the quota of vCPUs: over it tasks stay pending, which nobody is told but who waits.
func capacityFound(c *model.Call) error {
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

// vcpu is how many vCPUs the tasks of a service take from one of Fargate's capacity providers.
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

// share is how many of a service's tasks a strategy gives to a capacity provider: its base, and its weight's share of
// the rest, rounded up.
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
