// Package autoscaling is Application Auto Scaling in the simulated account: scalable targets, policies and scheduled
// actions. A target moves the count of an ECS service into its range at once, as AWS does. Policies do not react to
// load.
package autoscaling

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	Target          = "aws:appautoscaling/target:Target"
	Policy          = "aws:appautoscaling/policy:Policy"
	ScheduledAction = "aws:appautoscaling/scheduledAction:ScheduledAction"
)

const (
	service    = "Application Auto Scaling"
	validation = "ValidationException"
	ecsService = "aws:ecs/service:Service"
)

// Types are the resource types of the package.
func Types() []*model.Type {
	return []*model.Type{target(), policy(), scheduledAction()}
}

// key are the properties that identify a scalable target.
var key = []string{"serviceNamespace", "resourceId", "scalableDimension"}

// sameTarget reports whether two resources belong to the same scalable target.
func sameTarget(a, b model.Props) bool {
	for _, property := range key {
		if a.String(property) != b.String(property) {
			return false
		}
	}
	return true
}

// idOr returns the provider's ID for a new resource, which need not be unique. If the ID is taken, it returns the
// longer ID of an import.
func idOr(c *model.Call, id string) string {
	if other := c.Props(c.Type.Token, id); other == nil || sameTarget(other, c.New) {
		return id
	}
	long := []string{c.New.String("serviceNamespace"), c.New.String("resourceId"), c.New.String("scalableDimension")}
	if c.Type.Token != Target {
		long = append(long, c.New.String("name"))
	}
	return strings.Join(long, "/")
}

// registered requires the scalable target of a policy or a scheduled action.
func registered() model.Rule {
	return model.Rule{ID: "AS7", On: model.Write, Test: func(c *model.Call) error {
		for _, r := range c.Find(Target, "resourceId", c.New.String("resourceId")) {
			if sameTarget(r.Properties, c.New) {
				return nil
			}
		}
		return model.Errorf("ObjectNotFoundException", "No scalable target registered for service namespace: %s, "+
			"resource ID: %s, scalable dimension: %s", c.New.String("serviceNamespace"), c.New.String("resourceId"),
			c.New.String("scalableDimension"))
	}}
}

// scaled returns the ECS service of a resource ID, or nil.
func scaled(c *model.Call, resourceID string) *account.Resource {
	parts := strings.Split(resourceID, "/")
	if len(parts) != 3 || parts[0] != "service" {
		return nil
	}
	return c.Get(ecsService, "arn:"+c.Partition()+":ecs:"+c.Region+":"+account.ID+":"+resourceID)
}
