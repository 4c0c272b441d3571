package ecs_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/ecs"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

const unstable = "timeout while waiting for state to become 'tfSTABLE'"

// failing makes the deployments of services fail from now on.
func failing(t *testing.T, a *simtest.Account, action string) {
	t.Helper()
	require.NoError(t, a.Inject(t.Context(), account.Fault{Action: action, Type: ecs.Service, Effect: account.RollBack}))
}

func TestFailedUpdate(t *testing.T) {
	breaker := func(rollback bool) map[string]any { return map[string]any{"enable": true, "rollback": rollback} }
	for name, c := range map[string]struct {
		props model.Props
		task  string
		err   string
	}{
		"rolled back": {model.Props{"deploymentCircuitBreaker": breaker(true)}, "web:1", ""},
		"rolled back and waited": {
			model.Props{"deploymentCircuitBreaker": breaker(true), "waitForSteadyState": true},
			"web:1", "",
		},
		"E41 not rolled back": {
			model.Props{"deploymentCircuitBreaker": breaker(false), "waitForSteadyState": true},
			"web:1", "waiting for ECS Service (" + arns + "service/main/web) update: " + unstable,
		},
		"not waited": {model.Props{}, "web:2", ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := world(t)
			a.MustCreate(ecs.TaskDefinition, "web", task(nil))
			id, _ := a.MustCreate(ecs.Service, "web", web(c.props))
			a.MustCreate(ecs.TaskDefinition, "web", task(model.Props{"memory": "1024"}))
			failing(t, a, "update")
			news := web(simtest.With(c.props, model.Props{"taskDefinition": arns + "task-definition/web:2"}))
			state, err := a.Update(ecs.Service, id, news)
			if c.err == "" {
				require.NoError(t, err)
				require.Equal(t, arns+"task-definition/"+c.task, state["taskDefinition"])
			} else {
				require.ErrorContains(t, err, c.err)
			}
			live, err := a.Invoke("aws:ecs/getService:getService", model.Props{"clusterArn": "main", "serviceName": "web"})
			require.NoError(t, err)
			require.Equal(t, arns+"task-definition/"+c.task, live["taskDefinition"])

			require.NoError(t, a.ClearFaults(t.Context()))
			state, err = a.Update(ecs.Service, id, news)
			require.NoError(t, err)
			require.Equal(t, arns+"task-definition/web:2", state["taskDefinition"], "the next try deploys")
		})
	}
}

func TestRollBackStrikesDeploymentsOnly(t *testing.T) {
	a := world(t)
	a.MustCreate(ecs.TaskDefinition, "web", task(nil))
	id, _ := a.MustCreate(ecs.Service, "web", web(model.Props{"waitForSteadyState": true}))
	failing(t, a, "update")
	state, err := a.Update(ecs.Service, id, web(model.Props{"waitForSteadyState": true, "desiredCount": 5}))
	require.NoError(t, err)
	require.Equal(t, 5, state.Int("desiredCount"))
	_, err = a.Update(ecs.Service, id, web(model.Props{"waitForSteadyState": true, "forceNewDeployment": true}))
	require.ErrorContains(t, err, unstable)
}

func TestFailedCreate(t *testing.T) {
	a := world(t)
	a.MustCreate(ecs.TaskDefinition, "web", task(nil))
	failing(t, a, "create")
	rollback := map[string]any{"enable": true, "rollback": true}
	_, _, err := a.Create(ecs.Service, "web",
		web(model.Props{"waitForSteadyState": true, "deploymentCircuitBreaker": rollback}))
	require.ErrorContains(t, err, "waiting for ECS Service ("+arns+"service/main/web) create: "+unstable)
	a.MustCreate(ecs.Service, "web", web(nil))
}

func TestSecretWithoutValue(t *testing.T) {
	const secret, missing = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-1",
		"arn:aws:secretsmanager:us-east-1:123456789012:secret:other"
	needs := func(arn string) model.Props {
		return task(nil, set("secrets", []any{map[string]any{"name": "DB", "valueFrom": arn + ":password::"}}))
	}
	for name, c := range map[string]struct {
		arn   string
		props model.Props
		want  string
	}{
		"K14": {
			secret,
			model.Props{"waitForSteadyState": true},
			"ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
		},
		"K14 no tasks":   {secret, model.Props{"waitForSteadyState": true, "desiredCount": 0}, ""},
		"K14 not waited": {secret, nil, ""},
		"foreign secret": {missing, model.Props{"waitForSteadyState": true}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := world(t)
			require.NoError(t, a.Seed(t.Context(), region, "aws:secretsmanager/secret:Secret", secret, model.Props{}))
			a.MustCreate(ecs.TaskDefinition, "web", needs(c.arn))
			_, _, err := a.Create(ecs.Service, "web", web(c.props))
			if c.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.want)
			}
		})
	}
}

func TestFargateQuota(t *testing.T) {
	const reached = "Reason: You've reached the limit on the number of vCPUs you can run concurrently."
	mixed := []any{
		map[string]any{"capacityProvider": "FARGATE", "base": 2, "weight": 1},
		map[string]any{"capacityProvider": "FARGATE_SPOT", "weight": 3},
	}
	a := world(t)
	a.MustCreate(ecs.CapacityProviders, "p",
		model.Props{"clusterName": "main", "capacityProviders": []any{"FARGATE", "FARGATE_SPOT"}})
	a.MustCreate(ecs.TaskDefinition, "web", task(nil)) // a quarter of a vCPU
	require.NoError(t, a.SetQuota(t.Context(), "fargateOnDemandVCPU", 2))
	require.NoError(t, a.SetQuota(t.Context(), "fargateSpotVCPU", 2))
	wait := func(name string, tasks int, change model.Props) error {
		p := simtest.With(web(model.Props{"name": name, "desiredCount": tasks, "waitForSteadyState": true}), change)
		_, _, err := a.Create(ecs.Service, name, p)
		return err
	}
	require.ErrorContains(t, wait("nine", 9, nil), reached, "E39")
	require.NoError(t, wait("four", 4, nil))
	require.ErrorContains(t, wait("five", 5, nil), reached, "E39: all services together")
	require.NoError(t, wait("pending", 5, model.Props{"waitForSteadyState": false}))
	require.ErrorContains(t, wait("more", 1, nil), reached, "pending tasks count")

	require.NoError(t, a.SetQuota(t.Context(), "fargateOnDemandVCPU", 4))
	onBoth := model.Props{"launchType": nil, "capacityProviderStrategies": mixed}
	require.NoError(t, wait("mixed", 12, onBoth), "on demand 2 + a quarter of 10, on spot 8")
	require.ErrorContains(t, wait("three", 3, nil), reached, "9 + 5 + 3 on demand")
	require.NoError(t, wait("two", 2, nil), "9 + 5 + 2 on demand")
	require.ErrorContains(t, wait("spot", 1, model.Props{
		"launchType": nil, "capacityProviderStrategies": []any{map[string]any{
			"capacityProvider": "FARGATE_SPOT",
			"weight":           1,
		}},
	}), reached, "9 on spot")
}
