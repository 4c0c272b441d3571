package ecs_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ecs"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func network(subnets, groups []any) map[string]any {
	return map[string]any{"subnets": subnets, "securityGroups": groups}
}

func repeat(n int, v any) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = v
	}
	return list
}

func target(group, container string, port int) []any {
	return []any{map[string]any{"targetGroupArn": group, "containerName": container, "containerPort": port}}
}

func TestServiceRules(t *testing.T) {
	spot := []any{map[string]any{"capacityProvider": "FARGATE_SPOT", "weight": 1}}
	far, none := []any{"sg-far"}, []any{}
	ab := []any{"subnet-a", "subnet-b"}
	for name, c := range map[string]struct {
		change model.Props
		want   string
	}{
		"fits":         {nil, ""},
		"by family":    {model.Props{"taskDefinition": "web", "cluster": "main"}, ""},
		"task unknown": {model.Props{"taskDefinition": "web:2"}, "ClientException: TaskDefinition not found."},
		"E19": {
			model.Props{"capacityProviderStrategies": spot},
			"InvalidParameterException: Specify either Launch Type or Capacity Provider Strategy, but not both.",
		},
		"E20": {
			model.Props{"launchType": nil, "capacityProviderStrategies": spot},
			"InvalidParameterException: The specified capacity provider strategy cannot contain a capacity provider that is " +
				"not associated with the cluster.",
		},
		"base": {model.Props{"capacityProviderStrategies": []any{map[string]any{
			"capacityProvider": "FARGATE",
			"base":             -1,
		}}}, "expected base to be in the range (0 - 100000), got -1"},
		"E23": {
			model.Props{"loadBalancers": target(groupARN+"-loose", "web", 8000)},
			"InvalidParameterException: The target group with targetGroupArn " + groupARN +
				"-loose does not have an associated load balancer.",
		},
		"E24": {
			model.Props{"loadBalancers": target(groupARN+"-instance", "web", 8000)},
			"InvalidParameterException: The provided target group " + groupARN +
				"-instance has target type instance, which is incompatible with the awsvpc network mode specified in the task " +
				"definition.",
		},
		"target unknown": {
			model.Props{"loadBalancers": target("arn:x", "web", 8000)},
			"InvalidParameterException: The target group with targetGroupArn arn:x does not exist.",
		},
		"E25": {
			model.Props{"networkConfiguration": nil},
			"InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is specified.",
		},
		"E26": {
			model.Props{"taskDefinition": "ec2", "launchType": "EC2", "loadBalancers": nil},
			"InvalidParameterException: Network Configuration is not valid for the given networkMode of this task definition.",
		},
		"E27 empty": {
			model.Props{"networkConfiguration": network(none, none)},
			"InvalidParameterException: subnets can not be empty.",
		},
		"E27 subnet": {
			model.Props{"networkConfiguration": network([]any{"subnet-x"}, none)},
			"InvalidParameterException: Error retrieving subnet information for [subnet-x]: The subnet ID 'subnet-x' does not " +
				"exist (ErrorCode: InvalidSubnetID.NotFound)",
		},
		"E27 group": {
			model.Props{"networkConfiguration": network(ab, []any{"sg-x"})},
			"InvalidParameterException: Error retrieving security group information for [sg-x]: The security group 'sg-x' " +
				"does not exist (ErrorCode: InvalidGroup.NotFound)",
		},
		"E27 default": {model.Props{"networkConfiguration": network(ab, []any{"sg-default"})}, ""},
		"E28 subnets": {
			model.Props{"networkConfiguration": network(repeat(17, "subnet-a"), none)},
			"InvalidParameterException: subnets can have at most 16 items.",
		},
		"E28 groups": {
			model.Props{"networkConfiguration": network(ab, repeat(6, "sg-1"))},
			"InvalidParameterException: securityGroups can have at most 5 items.",
		},
		"E28 VPCs": {
			model.Props{"networkConfiguration": network([]any{"subnet-a", "subnet-far"}, none)},
			"InvalidParameterException: Subnets are not all in the same VPC.",
		},
		"E28 group VPC": {
			model.Props{"networkConfiguration": network(ab, far)},
			"InvalidParameterException: Security group sg-far does not appear to belong to the same VPC as the input subnets.",
		},
		"E29": {
			model.Props{"taskDefinition": "ec2", "networkConfiguration": nil, "loadBalancers": nil},
			"InvalidParameterException: Task definition does not support launch_type FARGATE.",
		},
		"E30 container": {
			model.Props{"loadBalancers": target(groupARN, "api", 8000)},
			"InvalidParameterException: The container api does not exist in the task definition.",
		},
		"E30 port": {
			model.Props{"loadBalancers": target(groupARN, "web", 80)},
			"InvalidParameterException: The container web did not have a container port 80 defined.",
		},
		"E31 range": {
			model.Props{"healthCheckGracePeriodSeconds": -1},
			"expected health_check_grace_period_seconds to be in the range (0 - 2147483647), got -1",
		},
		"E31": {
			model.Props{"healthCheckGracePeriodSeconds": 30, "loadBalancers": nil},
			"InvalidParameterException: Health check grace period is only valid for services configured to use load balancers",
		},
		"E33": {
			model.Props{"deploymentMaximumPercent": 100},
			"InvalidParameterException: Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block " +
				"deployments.",
		},
		"E33 beat": {model.Props{"deploymentMaximumPercent": 100, "deploymentMinimumHealthyPercent": 0}, ""},
		"E33 minimum": {
			model.Props{"deploymentMinimumHealthyPercent": 101},
			"InvalidParameterException: minimumHealthyPercent must be at most 100",
		},
		"E33 maximum": {
			model.Props{"deploymentMaximumPercent": 99, "deploymentMinimumHealthyPercent": 0},
			"InvalidParameterException: maximumPercent must be at least 100",
		},
		"E33 breaker": {model.Props{
			"deploymentController":     map[string]any{"type": "CODE_DEPLOY"},
			"deploymentCircuitBreaker": map[string]any{"enable": true, "rollback": true},
		}, "InvalidParameterException: Deployment circuit breaker is only supported for the ECS deployment controller."},
		"E34": {
			model.Props{"schedulingStrategy": "DAEMON"},
			"InvalidParameterException: The daemon scheduling strategy is not supported for the FARGATE launch type.",
		},
		"exec": {
			model.Props{"enableExecuteCommand": true},
			"InvalidParameterException: The service couldn't be created because a valid taskRoleArn is not being used. " +
				"Specify a valid task role in your task definition and try again.",
		},
		"exec with a role": {model.Props{"enableExecuteCommand": true, "taskDefinition": "role"}, ""},
		"E36":              {model.Props{"cluster": "none"}, "ClusterNotFoundException: Cluster not found."},
		"E38 targets": {
			model.Props{"loadBalancers": repeat(6, target(groupARN, "web", 8000)[0])},
			"InvalidParameterException: loadBalancers can have at most 5 items.",
		},
		"E38 name": {
			model.Props{"name": strings.Repeat("a", 256)},
			"InvalidParameterException: Service name must be at most 255 characters.",
		},
		"E38 tasks": {model.Props{"desiredCount": 5001}, "InvalidParameterException: desiredCount must be at most 5000."},
	} {
		t.Run(name, func(t *testing.T) {
			a := world(t)
			a.MustCreate(ecs.TaskDefinition, "web", task(nil))
			a.MustCreate(ecs.TaskDefinition, "ec2",
				task(model.Props{"family": "ec2", "requiresCompatibilities": nil, "networkMode": "bridge"}))
			a.MustCreate(ecs.TaskDefinition, "role", task(model.Props{"family": "role", "taskRoleArn": roleARN}))
			_, _, err := a.Create(ecs.Service, "web", web(c.change))
			if c.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.want)
			}
		})
	}
}

func TestServiceNeedsAListenerOrARule(t *testing.T) {
	for name, action := range map[string]map[string]any{
		"rule": {"actions": []any{map[string]any{"targetGroupArn": groupARN + "-loose"}}},
		"weighted": {"actions": []any{map[string]any{"forward": map[string]any{
			"targetGroups": []any{map[string]any{"arn": groupARN + "-loose"}},
		}}}},
	} {
		t.Run("E23 "+name, func(t *testing.T) {
			a := world(t)
			a.MustCreate(ecs.TaskDefinition, "web", task(nil))
			require.NoError(t, a.Seed(t.Context(), region, "aws:lb/listenerRule:ListenerRule", "rule", action))
			a.MustCreate(ecs.Service, "web", web(model.Props{"loadBalancers": target(groupARN+"-loose", "web", 8000)}))
		})
	}
}

func TestServiceState(t *testing.T) {
	a := world(t)
	a.MustCreate(ecs.TaskDefinition, "web", task(nil))
	id, state := a.MustCreate(ecs.Service, "web", web(model.Props{"desiredCount": nil, "cluster": "main"}))
	require.Equal(t, arns+"service/main/web", id)
	require.Equal(t, 0.0, state["desiredCount"], "E32: a service without a count starts with none")
	require.Equal(t, "LATEST", state["platformVersion"])
	require.Equal(t, "main", state["cluster"])
	_, _, err := a.Create(ecs.Service, "again", web(nil))
	require.ErrorContains(t, err, "InvalidParameterException: Creation of service was not idempotent.")

	changed, _, _, err := a.Diff(ecs.Service, id, web(model.Props{"desiredCount": nil, "cluster": "main"}))
	require.NoError(t, err)
	require.Empty(t, changed)

	require.NoError(t, a.Change(t.Context(), region, ecs.Service, id, map[string]any{"desiredCount": 7}))
	state, err = a.Update(ecs.Service, id, web(model.Props{
		"desiredCount": nil, "cluster": "main",
		"healthCheckGracePeriodSeconds": 30,
	}))
	require.NoError(t, err)
	require.Equal(t, 7, state.Int("desiredCount"), "the autoscaler's count survives")

	live, err := a.Invoke("aws:ecs/getService:getService",
		model.Props{"clusterArn": arns + "cluster/main", "serviceName": "web"})
	require.NoError(t, err)
	require.Equal(t, 7, live.Int("desiredCount"))
	require.Equal(t, arns+"task-definition/web:1", live["taskDefinition"])
	_, err = a.Invoke("aws:ecs/getService:getService", model.Props{"clusterArn": "main", "serviceName": "none"})
	require.ErrorContains(t, err, "reading ECS Service (none): couldn't find resource")

	cluster, err := a.Invoke("aws:ecs/getCluster:getCluster", model.Props{"clusterName": "main"})
	require.NoError(t, err)
	require.Equal(t, 7, cluster.Int("runningTasksCount"))

	require.NoError(t, a.Delete(ecs.Service, id))
	calls, err := a.Calls(t.Context())
	require.NoError(t, err)
	last := calls[len(calls)-2:]
	require.Equal(t, "UpdateService", last[0].Action, "E35: scaled to zero")
	require.Equal(t, "DeleteService", last[1].Action)
}

func TestServiceDiff(t *testing.T) {
	a := world(t)
	providers := []any{"FARGATE", "FARGATE_SPOT"}
	a.MustCreate(ecs.CapacityProviders, "providers", model.Props{"clusterName": "main", "capacityProviders": providers})
	a.MustCreate(ecs.TaskDefinition, "web", task(nil))
	strategy := func(names ...any) []any {
		list := []any{}
		for _, name := range names {
			list = append(list, map[string]any{"capacityProvider": name, "weight": 1})
		}
		return list
	}
	const property = "capacityProviderStrategies"
	base := model.Props{"launchType": nil, property: strategy("FARGATE")}
	id, _ := a.MustCreate(ecs.Service, "web", web(base))
	for name, c := range map[string]struct {
		change   model.Props
		replaced []string
	}{
		"E22 name": {model.Props{"name": "api"}, []string{"name"}},
		"E22 controller": {
			model.Props{"deploymentController": map[string]any{"type": "CODE_DEPLOY"}},
			[]string{"deploymentController"},
		},
		"E22 launch":  {model.Props{"launchType": "EC2"}, []string{"launchType"}},
		"E21":         {model.Props{property: strategy(providers...)}, []string{property}},
		"E21 forced":  {model.Props{property: strategy(providers...), "forceNewDeployment": true}, nil},
		"E21 to none": {model.Props{property: nil, "forceNewDeployment": true}, []string{property}},
		"in place":    {model.Props{"desiredCount": 3}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			changed, replaced, _, err := a.Diff(ecs.Service, id, simtest.With(web(base), c.change))
			require.NoError(t, err)
			require.NotEmpty(t, changed)
			require.ElementsMatch(t, c.replaced, replaced)
		})
	}
	changed, _, _, err := a.Diff(ecs.Service, id, simtest.With(web(base), model.Props{"triggers": map[string]any{"a": "b"}}))
	require.NoError(t, err)
	require.Empty(t, changed, "triggers count with forceNewDeployment only")

	providersID := "main"
	require.ErrorContains(t, a.Delete(ecs.CapacityProviders, providersID),
		"ResourceInUseException: The specified capacity provider is in use and cannot be removed.")
	require.NoError(t, a.Delete(ecs.Service, id))
	require.NoError(t, a.Delete(ecs.CapacityProviders, providersID))
}
