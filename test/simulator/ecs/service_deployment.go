package ecs

import (
	"fmt"
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// ofRevision are the properties whose change starts a deployment, and which a rollback restores.
var ofRevision = []string{
	"taskDefinition", "networkConfiguration", "loadBalancers", "capacityProviderStrategies", "platformVersion",
	"serviceRegistries", "serviceConnectConfiguration", "volumeConfiguration", "vpcLatticeConfigurations",
}

// deploymentRules are about how tasks are replaced, started and stopped.
func deploymentRules() []model.Rule {
	return []model.Rule{
		{ID: "E33", On: model.Write, Test: percentages},
		{ID: "E33", On: model.Write, Test: breaker},
		{ID: "E42", On: model.Write, Test: rebalancing},
		{ID: "E38", On: model.Write, Test: taskCount},
		{ID: "K14, E41, E50, E51", On: model.Write, Test: deploymentSteady},
		{ID: "E39", On: model.Write, Test: capacityAvailable},
		{ID: "E35", On: model.Delete, Test: drain},
	}
}

// healthy returns the minimum and maximum healthy percent of a deployment.
func healthy(c *model.Call) (low, high int) {
	low, high = 100, 200
	if c.New.Known("deploymentMinimumHealthyPercent") {
		low = c.New.Int("deploymentMinimumHealthyPercent")
	}
	if c.New.Known("deploymentMaximumPercent") {
		high = c.New.Int("deploymentMaximumPercent")
	}
	return low, high
}

const wholeService = 100

func percentages(c *model.Call) error {
	low, high := healthy(c)
	switch {
	case c.New.String("schedulingStrategy") == "DAEMON":
		return nil
	case low > wholeService:
		return model.Errorf(invalid, "minimumHealthyPercent must be at most 100")
	case high < wholeService:
		return model.Errorf(invalid, "maximumPercent must be at least 100")
	case low == wholeService && high == wholeService:
		return model.Errorf(invalid, "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block "+
			"deployments.")
	}
	return nil
}

// rebalancing starts the new task before it stops the old one, so it needs a maximum above 100 percent.
func rebalancing(c *model.Call) error {
	if c.New.String("availabilityZoneRebalancing") != "ENABLED" {
		return nil
	}
	done := "created"
	if c.Op == model.Update {
		done = "updated"
	}
	_, high := healthy(c)
	switch {
	case c.New.String("schedulingStrategy") == "DAEMON":
		return model.Errorf(invalid, "The service couldn't be %s because Availability Zone Rebalancing does not support "+
			"DAEMON as scheduling strategy. Update scheduling strategy and try again.", done)
	case high <= wholeService:
		return model.Errorf(invalid, "The service couldn't be %s because Availability Zone Rebalancing does not support "+
			"maximumPercent <= 100 %% as deployment configuration.", done)
	}
	return nil
}

func breaker(c *model.Call) error {
	controller := c.New.String("deploymentController.type")
	if c.New.Bool("deploymentCircuitBreaker.enable") && controller != "" && controller != "ECS" {
		return model.Errorf(invalid, "Deployment circuit breaker is only supported for the ECS deployment controller.")
	}
	return nil
}

// maxTasks is the maximum number of tasks per service. Source: ECS service quotas.
const maxTasks, maxDiscovered = 5000, 1000

func taskCount(c *model.Call) error {
	maximum := c.Quota("tasksPerService", maxTasks)
	if c.New.Has("serviceRegistries") {
		maximum = min(maximum, maxDiscovered)
	}
	if c.New.Int("desiredCount") > maximum {
		return model.Errorf(invalid, "desiredCount must be at most %d.", maximum)
	}
	return nil
}

// deploys reports whether the call starts a deployment.
func deploys(c *model.Call) bool {
	return c.Op == model.Create || c.New.Bool("forceNewDeployment") || slices.ContainsFunc(ofRevision, c.Changed)
}

// failure returns the service's event if the deployment of the call fails, or "".
func failure(c *model.Call) string {
	if !deploys(c) {
		return ""
	}
	for _, fault := range c.Faults {
		if fault.Effect == account.RollBack {
			return fmt.Sprintf("(service %s) deployment failed: tasks failed to start.", c.New.String("name"))
		}
	}
	if c.State.Int("desiredCount") > 0 {
		if why := unreadable(c); why != "" {
			return fmt.Sprintf("(service %s) was unable to start a task: %s", c.New.String("name"), why)
		}
		return unreachable(c)
	}
	return ""
}

// rolledBack reports whether the deployment fails and the circuit breaker rolls it back. A new service has nothing to
// roll back to.
func rolledBack(c *model.Call) bool {
	return c.Op == model.Update && c.State.Bool("deploymentCircuitBreaker.enable") &&
		c.State.Bool("deploymentCircuitBreaker.rollback") && failure(c) != ""
}

// deploymentSteady fails a call that waits for a deployment that cannot finish. The provider takes a rollback for
// success, because the service is stable again.
func deploymentSteady(c *model.Call) error {
	if event := failure(c); event != "" && !rolledBack(c) {
		return unsteady(c, event)
	}
	return nil
}

// unsteady is the provider's timeout error, with the event that the console shows.
func unsteady(c *model.Call, event string) error {
	if !c.New.Bool("waitForSteadyState") {
		return nil
	}
	return model.Providerf("waiting for ECS Service (%s) %s: timeout while waiting for state to become 'tfSTABLE' "+
		"(last state: 'tfPENDING', timeout: 20m0s); the service's last event: %s", ownARN(c), c.Op, event)
}

// drain scales a service to zero and waits for its tasks to stop, as the provider does: the API rejects the deletion of
// a service with tasks.
func drain(c *model.Call) error {
	if c.State.Int("desiredCount") == 0 {
		return nil
	}
	c.State["desiredCount"] = 0.0
	c.Log(account.Call{
		Region: c.Region, Service: "ECS", Action: "UpdateService", Type: c.Type.Token, URN: c.URN, ID: c.ID,
	})
	return nil
}
