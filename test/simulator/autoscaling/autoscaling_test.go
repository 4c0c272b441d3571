package autoscaling_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/autoscaling"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

const (
	region     = "us-east-1"
	ecsService = "aws:ecs/service:Service"
	serviceARN = "arn:aws:ecs:us-east-1:123456789012:service/main/web"
	elb        = "arn:aws:elasticloadbalancing:us-east-1:123456789012:"
	noTarget   = "ObjectNotFoundException: No scalable target registered for service namespace: ecs, resource ID: " +
		"service/main/web, scalable dimension: ecs:service:DesiredCount"
)

// world is an account with the service web of the cluster main, which runs two tasks.
func world(t *testing.T) *simtest.Account {
	t.Helper()
	types := append(autoscaling.Types(), &model.Type{Token: ecsService, Service: "ECS", Noun: "ECS Service"})
	a := simtest.New(t, types, nil)
	give := func(typ, id string, p model.Props) { require.NoError(t, a.Seed(t.Context(), region, typ, id, p)) }
	give(ecsService, serviceARN, model.Props{
		"desiredCount":  2,
		"loadBalancers": []any{map[string]any{"targetGroupArn": elb + "targetgroup/web/1"}},
	})
	give("aws:lb/loadBalancer:LoadBalancer", elb+"loadbalancer/app/main/2", model.Props{})
	return a
}

func target(changes model.Props) model.Props {
	return simtest.With(model.Props{
		"serviceNamespace": "ecs", "resourceId": "service/main/web", "scalableDimension": "ecs:service:DesiredCount",
		"minCapacity": 2, "maxCapacity": 6,
	}, changes)
}

func count(t *testing.T, a *simtest.Account) int {
	t.Helper()
	n := 0
	require.NoError(t, a.Do(t.Context(), func(tx *account.Tx) error {
		n = tx.Get(region, ecsService, serviceARN).Properties.Int("desiredCount")
		return nil
	}))
	return n
}

func TestTargetRules(t *testing.T) {
	const unsupported = "ValidationException: Unsupported service namespace, resource type or scalable dimension"
	for name, c := range map[string]struct {
		change model.Props
		want   string
	}{
		"fits":          {nil, ""},
		"AS1 dimension": {model.Props{"scalableDimension": "rds:cluster:ReadReplicaCount"}, unsupported},
		"AS1 resource":  {model.Props{"resourceId": "web"}, unsupported},
		"AS1 namespace": {model.Props{"serviceNamespace": "sqs"}, unsupported},
		"AS2": {
			model.Props{"resourceId": "service/main/none"},
			"ValidationException: ECS service doesn't exist: service/main/none",
		},
		"AS3": {
			model.Props{"minCapacity": 7},
			"ValidationException: Maximum capacity cannot be less than minimum capacity",
		},
		"AS3 equal is fine": {model.Props{"minCapacity": 6}, ""},
		"AS4":               {model.Props{"minCapacity": nil}, `The argument "min_capacity" is required`},
	} {
		t.Run(name, func(t *testing.T) {
			id, state, err := world(t).Create(autoscaling.Target, "t", target(c.change))
			if c.want != "" {
				require.ErrorContains(t, err, c.want)
				return
			}
			require.NoError(t, err)
			require.Equal(t, state["resourceId"], id)
			require.Contains(t, state.String("arn"), "arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/")
		})
	}
}

func TestTargetMovesTheService(t *testing.T) {
	a := world(t)
	id, _ := a.MustCreate(autoscaling.Target, "t", target(model.Props{"minCapacity": 3}))
	require.Equal(t, 3, count(t, a), "AS6: up to the minimum")
	_, err := a.Update(autoscaling.Target, id, target(model.Props{"minCapacity": 1, "maxCapacity": 2}))
	require.NoError(t, err)
	require.Equal(t, 2, count(t, a), "AS6: down to the maximum")
	_, err = a.Update(autoscaling.Target, id, target(model.Props{"minCapacity": 1}))
	require.NoError(t, err)
	require.Equal(t, 2, count(t, a), "within the range it stays")
}

func TestTwoTargetsOfOneResource(t *testing.T) {
	a := world(t)
	group := model.Props{"serviceNamespace": "elasticache", "resourceId": "replication-group/x"}
	require.NoError(t, a.Seed(t.Context(), region, replicationGroup, "x", model.Props{
		"clusterEnabled": true, "nodeType": "cache.r7g.large",
	}))
	one, _ := a.MustCreate(autoscaling.Target, "a",
		simtest.With(target(group), model.Props{"scalableDimension": "elasticache:replication-group:Replicas"}))
	two, _ := a.MustCreate(autoscaling.Target, "b",
		simtest.With(target(group), model.Props{"scalableDimension": "elasticache:replication-group:NodeGroups"}))
	require.Equal(t, "replication-group/x", one)
	require.Equal(t, "elasticache/replication-group/x/elasticache:replication-group:NodeGroups", two)
	require.Equal(t, "elasticache:replication-group:Replicas", a.Read(autoscaling.Target, one)["scalableDimension"])
}

func TestReplacements(t *testing.T) {
	a := world(t)
	id, _ := a.MustCreate(autoscaling.Target, "t", target(nil))
	policyID, _ := a.MustCreate(autoscaling.Policy, "p", tracking(nil))
	actionID, _ := a.MustCreate(autoscaling.ScheduledAction, "s", action(nil))
	for _, c := range []struct {
		token, id string
		props     model.Props
		property  string
		replaces  bool
	}{
		{autoscaling.Target, id, target(model.Props{"resourceId": "service/main/x"}), "resourceId", true},
		{autoscaling.Target, id, target(model.Props{"maxCapacity": 7}), "maxCapacity", false},
		{autoscaling.Policy, policyID, tracking(model.Props{"name": "x"}), "name", true},
		{autoscaling.Policy, policyID, tracking(model.Props{"resourceId": "service/main/x"}), "resourceId", true},
		{autoscaling.ScheduledAction, actionID, action(model.Props{"name": "x"}), "name", true},
		{autoscaling.ScheduledAction, actionID, action(model.Props{"schedule": "rate(1 day)"}), "schedule", false},
	} {
		changed, replaced, _, err := a.Diff(c.token, c.id, c.props)
		require.NoError(t, err)
		require.Equal(t, []string{c.property}, changed)
		require.Equal(t, c.replaces, len(replaced) == 1, "%s %s", c.token, c.property)
	}
}

func TestDeregisteringRemovesWhatHangsOnTheTarget(t *testing.T) {
	a := world(t)
	id, _ := a.MustCreate(autoscaling.Target, "t", target(nil))
	policy, _ := a.MustCreate(autoscaling.Policy, "p", tracking(nil))
	schedule, _ := a.MustCreate(autoscaling.ScheduledAction, "s", action(nil))
	require.NoError(t, a.Delete(autoscaling.Target, id))
	require.Nil(t, a.Read(autoscaling.Policy, policy))
	require.Nil(t, a.Read(autoscaling.ScheduledAction, schedule))
}

func action(changes model.Props) model.Props {
	return simtest.With(model.Props{
		"name": "morning", "serviceNamespace": "ecs", "resourceId": "service/main/web",
		"scalableDimension": "ecs:service:DesiredCount", "schedule": "cron(0 6 * * ? *)",
		"scalableTargetAction": map[string]any{"minCapacity": 4, "maxCapacity": 8},
	}, changes)
}

func TestScheduledAction(t *testing.T) {
	for name, c := range map[string]struct {
		change model.Props
		want   string
	}{
		"fits": {nil, ""},
		"at":   {model.Props{"schedule": "at(2030-01-01T00:00:00)"}, ""},
		"schedule": {
			model.Props{"schedule": "0 6 * * *"},
			"ValidationException: Failed to parse the schedule expression 0 6 * * *",
		},
		"empty": {
			model.Props{"scalableTargetAction": map[string]any{}},
			"one of `scalable_target_action.0.max_capacity,scalable_target_action.0.min_capacity` must be specified",
		},
		"AS3": {
			model.Props{"scalableTargetAction": map[string]any{"minCapacity": 4, "maxCapacity": 3}},
			"ValidationException: Maximum capacity cannot be less than minimum capacity",
		},
		"AS7": {
			model.Props{"resourceId": "service/main/x"},
			"ObjectNotFoundException: No scalable target registered for service namespace: ecs, resource ID: service/main/x",
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := world(t)
			a.MustCreate(autoscaling.Target, "t", target(nil))
			id, _, err := a.Create(autoscaling.ScheduledAction, "s", action(c.change))
			if c.want != "" {
				require.ErrorContains(t, err, c.want)
				return
			}
			require.NoError(t, err)
			require.Equal(t, "morning-ecs-service/main/web", id)
		})
	}
}
