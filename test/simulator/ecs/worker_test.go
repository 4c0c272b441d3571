package ecs_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ecs"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

// tryTask registers a task definition.
func tryTask(t *testing.T, props model.Props, want string) {
	t.Helper()
	_, _, err := world(t).Create(ecs.TaskDefinition, "web", props)
	if want == "" {
		require.NoError(t, err)
		return
	}
	require.ErrorContains(t, err, want)
}

func TestContainerRules(t *testing.T) {
	const atMost, atLeast = " must be less than or equal to the maximum allowed value ",
		" must be greater than or equal to the minimum allowed value "
	check := func(property string, n int) func(map[string]any) {
		return set("healthCheck", map[string]any{"command": []any{"CMD-SHELL", "true"}, property: n})
	}
	type numbers struct {
		name      string
		low, high string
		fits      []int
		breaks    [2]int
	}
	for property, c := range map[string]numbers{
		"interval":    {"interval", "5", "300", []int{5, 300}, [2]int{4, 301}},
		"timeout":     {"timeout", "2", "60", []int{2, 60}, [2]int{1, 61}},
		"retries":     {"retries", "1", "10", []int{1, 10}, [2]int{0, 11}},
		"startPeriod": {"start period", "0", "300", []int{0, 300}, [2]int{-1, 301}},
	} {
		t.Run("E43 "+property, func(t *testing.T) {
			for _, n := range c.fits {
				tryTask(t, task(nil, check(property, n)), "")
			}
			what := "ClientException: Health check " + c.name
			tryTask(t, task(nil, check(property, c.breaks[0])), what+atLeast+c.low+" for container 'web'")
			tryTask(t, task(nil, check(property, c.breaks[1])), what+atMost+c.high+" for container 'web'")
		})
	}
	ec2 := model.Props{"requiresCompatibilities": nil, "networkMode": nil}
	t.Run("E44", func(t *testing.T) {
		tryTask(t, task(nil, set("stopTimeout", 120)), "")
		tryTask(t, task(ec2, set("stopTimeout", 600)), "")
		tryTask(t, task(nil, set("stopTimeout", 121)), "ClientException: Stop timeout"+atMost+"120 for container 'web'")
	})
	logs := func(options map[string]any) func(map[string]any) {
		return set("logConfiguration", map[string]any{"logDriver": "awslogs", "options": options})
	}
	t.Run("E45", func(t *testing.T) {
		tryTask(t, task(nil, logs(map[string]any{"awslogs-group": "g", "awslogs-stream-prefix": "p"})), "")
		tryTask(t, task(ec2, logs(map[string]any{"awslogs-group": "g"})), "")
		tryTask(t, task(nil, logs(map[string]any{"awslogs-stream-prefix": "p"})),
			"ClientException: Log driver awslogs requires options: awslogs-group")
		tryTask(t, task(nil, logs(map[string]any{"awslogs-group": "g"})),
			"ClientException: Fargate requires log configuration options to include awslogs-stream-prefix to support log "+
				"driver awslogs.")
	})
}

// The length includes the whole task definition, but no tags.
func TestTaskDefinitionLength(t *testing.T) {
	env := func(n int) func(map[string]any) {
		return set("environment", []any{map[string]any{"name": "A", "value": strings.Repeat("x", n)}})
	}
	const room = 64_000
	tryTask(t, task(nil, env(room)), "")
	tryTask(t, task(model.Props{"tags": map[string]any{"a": strings.Repeat("x", 5000)}}, env(room)), "")
	volumes := []any{map[string]any{"name": strings.Repeat("v", 5000)}}
	tryTask(t, task(model.Props{"volumes": volumes}, env(room)), "Max allowed length is '65536' bytes.")
	_, _, err := world(t).Create(ecs.TaskDefinition, "web", task(nil, env(70_000)))
	require.Regexp(t, `ClientException: Actual length: '70\d\d\d'. Max allowed length is '65536' bytes.`, err.Error())
}

// tryWorker creates a service behind no load balancer, on a cluster with both of Fargate's capacity providers.
func tryWorker(t *testing.T, change model.Props, want string) {
	t.Helper()
	a := world(t)
	a.MustCreate(ecs.CapacityProviders, "p",
		model.Props{"clusterName": "main", "capacityProviders": []any{"FARGATE", "FARGATE_SPOT"}})
	a.MustCreate(ecs.TaskDefinition, "web", task(nil))
	props := simtest.With(web(model.Props{"loadBalancers": nil, "launchType": nil, "capacityProviderStrategies": []any{
		map[string]any{"capacityProvider": "FARGATE", "base": 1, "weight": 0},
		map[string]any{"capacityProvider": "FARGATE_SPOT", "weight": 1},
	}}), change)
	_, _, err := a.Create(ecs.Service, "worker", props)
	if want == "" {
		require.NoError(t, err)
		return
	}
	require.ErrorContains(t, err, want)
}

func TestWorkerService(t *testing.T) {
	items := func(base, weight int) model.Props {
		return model.Props{"capacityProviderStrategies": []any{
			map[string]any{"capacityProvider": "FARGATE", "base": 1, "weight": weight},
			map[string]any{"capacityProvider": "FARGATE_SPOT", "base": base, "weight": weight},
		}}
	}
	const enabled = "availabilityZoneRebalancing"
	single := model.Props{"deploymentMinimumHealthyPercent": 0, "deploymentMaximumPercent": 100}
	for name, c := range map[string]struct {
		change model.Props
		want   string
	}{
		"fits":         {nil, ""},
		"from zero":    {model.Props{"desiredCount": 0}, ""},
		"single":       {single, ""},
		"rebalancing":  {model.Props{enabled: "ENABLED"}, ""},
		"single, off":  {simtest.With(single, model.Props{enabled: "DISABLED"}), ""},
		"E18 two":      {items(0, 1), ""},
		"E18 two base": {items(1, 1), "There are multiple capacity providers in the specified capacity provider strategy"},
		"E18 no weight": {
			items(0, 0),
			"InvalidParameterException: There are no capacity providers in the capacity provider strategy with a weight value " +
				"greater than zero. Specify a weight value greater than zero for at least one capacity provider and try again.",
		},
		"E42": {
			simtest.With(single, model.Props{enabled: "ENABLED"}),
			"InvalidParameterException: The service couldn't be created because Availability Zone Rebalancing does not " +
				"support maximumPercent <= 100 % as deployment configuration.",
		},
		"E42 daemon": {
			model.Props{
				enabled: "ENABLED", "schedulingStrategy": "DAEMON", "desiredCount": nil, "launchType": "EC2",
				"capacityProviderStrategies": nil,
			},
			"InvalidParameterException: The service couldn't be created because Availability Zone Rebalancing does not " +
				"support DAEMON as scheduling strategy. Update scheduling strategy and try again.",
		},
	} {
		t.Run(name, func(t *testing.T) { tryWorker(t, c.change, c.want) })
	}
}

func TestRebalancingOfAServiceThatIsThere(t *testing.T) {
	a := world(t)
	a.MustCreate(ecs.TaskDefinition, "web", task(nil))
	on := model.Props{"availabilityZoneRebalancing": "ENABLED"}
	id, _ := a.MustCreate(ecs.Service, "web", web(on))
	_, err := a.Update(ecs.Service, id, web(simtest.With(on, model.Props{
		"deploymentMaximumPercent": 100, "deploymentMinimumHealthyPercent": 0,
	})))
	require.ErrorContains(t, err, "InvalidParameterException: The service couldn't be updated because Availability Zone "+
		"Rebalancing does not support maximumPercent <= 100 % as deployment configuration.", "E42")
}
