package pack

import (
	"slices"
	"strings"
)

// scalers is the autoscaling resources of a kind that scale the service: those whose resourceId names the service, or
// was computed from it or from one of its scaling targets.
func (s stack) scalers(kind string, service *resource, targets []*resource) []*resource {
	var found []*resource
	for _, r := range s.of(kind) {
		if dimension, state := r.get("scalableDimension").text(); state == known && dimension != "ecs:service:DesiredCount" {
			continue
		}
		if scales(r, service) || slices.ContainsFunc(targets, func(t *resource) bool { return dependsOn(r, t) }) {
			found = append(found, r)
		}
	}
	return found
}

func scales(r, service *resource) bool {
	id, state := r.get("resourceId").text()
	name, named := service.get("name").text()
	if state != known || named != known {
		return dependsOn(r, service)
	}
	cluster, _ := service.get("cluster").text()
	cluster = cluster[strings.LastIndex(cluster, "/")+1:] // of an ARN, the name
	return id == "service/"+cluster+"/"+name || dependsOn(r, service)
}

func dependsOn(r, on *resource) bool { return slices.Contains(r.dependencies["resourceId"], on.urn) }

// minTasks is the minimum number of tasks that a service may scale in to.
func (s stack) minTasks(service *resource) (minimum int, unread []hidden) {
	targets := s.scalers(kindScalingTarget, service, nil)
	bounds := []hidden{{on: service, v: service.get("desiredCount")}}
	if len(targets) > 0 {
		bounds = nil
	}
	for _, target := range targets {
		bounds = append(bounds, hidden{on: target, v: target.get("minCapacity")})
	}
	for _, action := range s.scalers(kindScheduledAction, service, targets) {
		if low := action.get("scalableTargetAction", "minCapacity"); low.state() != absent {
			bounds = append(bounds, hidden{on: action, v: low})
		}
	}
	for i, bound := range bounds {
		n, state := bound.v.number()
		if state == unknown {
			unread = append(unread, bound)
		}
		if i == 0 || n < minimum {
			minimum = n
		}
	}
	return minimum, unread
}
