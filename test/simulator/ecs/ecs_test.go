package ecs_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/ecs"
	"github.com/tenfold-iac/tenfold/test/simulator/iam"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

const (
	region   = "us-east-1"
	arns     = "arn:aws:ecs:us-east-1:123456789012:"
	roleARN  = "arn:aws:iam::123456789012:role/run"
	groupARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/1"
)

// world is an account with what a service needs around it: subnets, a security group, a role, a cluster, and a target
// group behind a listener.
func world(t *testing.T) *simtest.Account {
	t.Helper()
	a := simtest.New(t, slices.Concat(ecs.Types(), iam.Types()), ecs.Functions())
	give := func(region, typ, id string, p model.Props) {
		require.NoError(t, a.Seed(t.Context(), region, typ, id, p))
	}
	for _, id := range []string{"subnet-a", "subnet-b"} {
		give(region, "aws:ec2/subnet:Subnet", id, model.Props{"vpcId": "vpc-1"})
	}
	give(region, "aws:ec2/subnet:Subnet", "subnet-far", model.Props{"vpcId": "vpc-2"})
	give(region, "aws:ec2/securityGroup:SecurityGroup", "sg-1", model.Props{"vpcId": "vpc-1"})
	give(region, "aws:ec2/securityGroup:SecurityGroup", "sg-far", model.Props{"vpcId": "vpc-2"})
	give(region, "aws:ec2/vpc:Vpc", "vpc-1", model.Props{"defaultSecurityGroupId": "sg-default"})
	give(account.Global, iam.Role, "run", model.Props{"arn": roleARN})
	give(region, "aws:lb/targetGroup:TargetGroup", groupARN, model.Props{"targetType": "ip"})
	give(region, "aws:lb/targetGroup:TargetGroup", groupARN+"-loose", model.Props{"targetType": "ip"})
	give(region, "aws:lb/targetGroup:TargetGroup", groupARN+"-instance", model.Props{"targetType": "instance"})
	give(region, "aws:lb/listener:Listener", "listener", model.Props{"defaultActions": []any{
		map[string]any{"type": "forward", "targetGroupArn": groupARN},
	}})
	_, _ = a.MustCreate(ecs.Cluster, "cluster", model.Props{"name": "main"})
	return a
}

// task is a valid Fargate task definition; change may break its one container.
func task(changes model.Props, change ...func(container map[string]any)) model.Props {
	container := map[string]any{
		"name": "web", "image": "nginx:1", "essential": true, "memory": 512, "cpu": 128,
		"portMappings": []any{map[string]any{"containerPort": 8000}},
	}
	for _, f := range change {
		f(container)
	}
	return simtest.With(model.Props{
		"family": "web", "cpu": "256", "memory": "512", "networkMode": "awsvpc",
		"requiresCompatibilities": []any{"FARGATE"}, "executionRoleArn": roleARN,
		"containerDefinitions": text(container),
	}, changes)
}

func text(containers ...map[string]any) string {
	b, _ := json.Marshal(containers)
	return string(b)
}

func set(name string, value any) func(map[string]any) {
	return func(container map[string]any) { container[name] = value }
}

// web is a valid service, once the task definition web:1 exists.
func web(changes model.Props) model.Props {
	return simtest.With(model.Props{
		"name": "web", "cluster": arns + "cluster/main", "taskDefinition": arns + "task-definition/web:1",
		"launchType": "FARGATE", "desiredCount": 2,
		"networkConfiguration": map[string]any{"subnets": []any{"subnet-a", "subnet-b"}, "securityGroups": []any{"sg-1"}},
		"loadBalancers": []any{
			map[string]any{"targetGroupArn": groupARN, "containerName": "web", "containerPort": 8000},
		},
	}, changes)
}

func TestClusterRules(t *testing.T) {
	a := world(t)
	for name, c := range map[string]struct {
		props model.Props
		want  string
	}{
		"E16 too long": {
			model.Props{"name": strings.Repeat("a", 256)},
			"expected length of name to be in the range (1 - 255)",
		},
		"E16 charset": {
			model.Props{"name": "a b"},
			"invalid value for name (The cluster name must consist of alphanumerics, hyphens, and underscores.)",
		},
		"setting": {
			model.Props{"settings": []any{map[string]any{"name": "x", "value": "y"}}},
			`expected setting.0.name to be one of ["containerInsights"], got x`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			failures := a.Check(ecs.Cluster, "c", c.props)
			require.Len(t, failures, 1)
			require.Contains(t, failures[0], c.want)
		})
	}
	require.Empty(t, a.Check(ecs.Cluster, "c", model.Props{"name": "a_B-9"}))
}

func TestClusterLivesAsLongAsItsServices(t *testing.T) {
	a := world(t)
	a.MustCreate(ecs.TaskDefinition, "web", task(nil))
	cluster, state := a.MustCreate(ecs.Cluster, "other", model.Props{})
	require.Equal(t, cluster, arns+"cluster/"+state.String("name"))
	require.Equal(t, "disabled", state.String("settings.0.value"))
	for name, ref := range map[string]string{"by name": state.String("name"), "by ARN": cluster} {
		t.Run("E17 "+name, func(t *testing.T) {
			id, _ := a.MustCreate(ecs.Service, "web", web(model.Props{"cluster": ref}))
			require.ErrorContains(t, a.Delete(ecs.Cluster, cluster),
				"ClusterContainsServicesException: The Cluster cannot be deleted while Services are active.")
			require.NoError(t, a.Delete(ecs.Service, id))
		})
	}
	require.NoError(t, a.Delete(ecs.Cluster, cluster))
}

func TestCapacityProviders(t *testing.T) {
	strategy := func(items ...map[string]any) model.Props {
		list := []any{}
		for _, item := range items {
			list = append(list, item)
		}
		return model.Props{
			"clusterName": "main", "capacityProviders": []any{"FARGATE", "FARGATE_SPOT", "own"},
			"defaultCapacityProviderStrategies": list,
		}
	}
	on := func(name string, base, weight int) map[string]any {
		return map[string]any{"capacityProvider": name, "base": base, "weight": weight}
	}
	for name, c := range map[string]struct {
		props model.Props
		want  string
	}{
		"fits":       {strategy(on("FARGATE", 1, 1), on("FARGATE_SPOT", 0, 3)), ""},
		"E18 base":   {strategy(on("FARGATE", 100_001, 1)), "expected base to be in the range (0 - 100000), got 100001"},
		"E18 weight": {strategy(on("FARGATE", 0, 1001)), "expected weight to be in the range (0 - 1000), got 1001"},
		"E18 weights": {
			strategy(on("FARGATE", 1, 0)),
			"InvalidParameterException: There are no capacity providers with a weight value greater than zero defined in the " +
				"default capacity provider strategy. At least one capacity provider must have a weight value greater than zero " +
				"specified. Update the cluster's default capacity provider strategy or specify a valid capacity provider " +
				"strategy and try again.",
		},
		"E18 bases": {
			strategy(on("FARGATE", 1, 1), on("FARGATE_SPOT", 1, 1)),
			"InvalidParameterException: There are multiple capacity providers in the specified capacity provider strategy " +
				"with a base value greater than zero. Only one capacity provider can have a base value greater than zero. " +
				"Specify a valid capacity provider strategy and try again.",
		},
		"E18 items": {
			strategy(slices.Repeat([]map[string]any{on("FARGATE", 0, 1)}, 21)...),
			"InvalidParameterException: capacityProviderStrategy can have at most 20 items.",
		},
		"E18 mix": {
			strategy(on("FARGATE", 0, 1), on("own", 0, 1)),
			"InvalidParameterException: A capacity provider strategy cannot contain a mix of capacity providers using Auto " +
				"Scaling groups and Fargate providers.",
		},
		"E20 unknown": {
			simtest.With(strategy(), model.Props{"capacityProviders": []any{"none"}}),
			"InvalidParameterException: The specified capacity provider 'none' was not found.",
		},
		"E20 foreign": {
			simtest.With(strategy(on("FARGATE", 0, 1)), model.Props{"capacityProviders": []any{"FARGATE_SPOT"}}),
			"InvalidParameterException: The specified capacity provider strategy cannot contain a capacity provider that is " +
				"not associated with the cluster.",
		},
		"cluster gone": {
			simtest.With(strategy(), model.Props{"clusterName": "none"}),
			"ClusterNotFoundException: Cluster not found.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := world(t)
			require.NoError(t, a.Seed(t.Context(), region, "aws:ecs/capacityProvider:CapacityProvider", "own",
				model.Props{"name": "own"}))
			_, _, err := a.Create(ecs.CapacityProviders, "providers", c.props)
			if c.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.want)
			}
		})
	}
}
