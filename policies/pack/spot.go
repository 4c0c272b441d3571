package pack

import "slices"

const spot = "FARGATE_SPOT"

// checkSpot reports a service that may run on Spot. It checks the service's own strategy or, without one and without a
// launch type, that of its cluster. role names the service in the message.
//
// Only single-beat calls it today. To forbid Spot for web services too, call it for each of webServices in a policy.
func (s stack) checkSpot(service *resource, role, why string, c check) {
	own := service.get("capacityProviderStrategies")
	if own.state() != absent || service.get("launchType").state() != absent {
		checkStrategy(service, own, role, why, c)
		return
	}
	for _, providers := range s.of(kindClusterProviders) {
		if s.sameCluster(service, providers) {
			checkStrategy(providers, providers.get("defaultCapacityProviderStrategies"), role, why, c)
		}
	}
}

// sameCluster says whether the capacity providers may be those of the service's cluster.
func (s stack) sameCluster(service, providers *resource) bool {
	of := s.linked(service, service.get("cluster"), kindCluster)
	its := s.linked(providers, providers.get("clusterName"), kindCluster)
	return of.missing > 0 || its.missing > 0 ||
		slices.ContainsFunc(of.found, func(r *resource) bool { return slices.Contains(its.found, r) })
}

func checkStrategy(on *resource, strategy value, role, why string, c check) {
	list, state := strategy.list()
	if state == unknown {
		c.unknown(on, strategy)
	}
	for _, item := range list {
		provider := item.get("capacityProvider")
		switch name, state := provider.text(); {
		case state == unknown:
			c.unknown(on, provider)
		case name == spot:
			c.violation(on, provider, `"FARGATE" for `+role, why)
		}
	}
}
