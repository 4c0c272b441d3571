package pack

import (
	"slices"
)

// taskDefinitions is the task definitions of the service. One outside of the stack cannot be checked, even in a preview.
func (s stack) taskDefinitions(service *resource, c check) []*resource {
	definition := service.get("taskDefinition")
	runs := s.linked(service, definition, kindTaskDefinition)
	switch {
	case len(runs.found) > 0:
	case runs.missing > 0:
		c.unknown(service, definition)
	default:
		c.report(service, "%s is %s and could not be checked: it is not part of this stack; define the task here",
			definition.path, definition)
	}
	return runs.found
}

// servesHTTP says whether the service is behind an ALB. A target group outside of the stack counts as an ALB's.
func (s stack) servesHTTP(service *resource) bool {
	balancers, _ := service.get("loadBalancers").list()
	return slices.ContainsFunc(balancers, func(balancer value) bool {
		targets := s.linked(service, balancer.get("targetGroupArn"), kindTargetGroup).found
		return len(targets) == 0 || slices.ContainsFunc(targets, func(group *resource) bool {
			protocol, state := group.get("protocol").text()
			return state != known || protocol == "HTTP" || protocol == "HTTPS"
		})
	})
}

// webServices is the services behind a load balancer.
func (s stack) webServices(c check) []*resource {
	var web []*resource
	for _, service := range s.of(kindService) {
		balancers := service.get("loadBalancers")
		switch list, state := balancers.list(); {
		case state == unknown:
			c.unknown(service, balancers)
		case len(list) > 0:
			web = append(web, service)
		}
	}
	return web
}
