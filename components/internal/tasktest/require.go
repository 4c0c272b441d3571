package tasktest

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// Types of children, and the function of the deploy gate.
const (
	TypeLogGroup       = "aws:cloudwatch/logGroup:LogGroup"
	TypeAlarm          = "aws:cloudwatch/metricAlarm:MetricAlarm"
	TypeRole           = "aws:iam/role:Role"
	TypeRolePolicy     = "aws:iam/rolePolicy:RolePolicy"
	TypeAttachment     = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
	TypeSecurityGroup  = "aws:ec2/securityGroup:SecurityGroup"
	TypeIngress        = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	TypeEgress         = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	TypeSecret         = "aws:secretsmanager/secret:Secret"
	TypeSecretVersion  = "aws:secretsmanager/secretVersion:SecretVersion"
	TypeTaskDefinition = "aws:ecs/taskDefinition:TaskDefinition"
	TypeService        = "aws:ecs/service:Service"
	TypeScalingTarget  = "aws:appautoscaling/target:Target"
	TypeScalingPolicy  = "aws:appautoscaling/policy:Policy"

	GetService   = "aws:ecs/getService:getService"
	GetContainer = "aws:ecs/getContainerDefinition:getContainerDefinition"
)

// Definition is the ARN of a task definition without its revision.
const Definition = "arn:aws:ecs:us-east-1:123456789012:task-definition/test-web:"

// Decode reads an input that is JSON text.
func Decode(t *testing.T, r stacktest.Resource, path string) any {
	t.Helper()
	text, ok := r.Input(path).(string)
	require.True(t, ok, "%s of %s is not text", path, r.Name)
	var value any
	require.NoError(t, json.Unmarshal([]byte(text), &value))
	return value
}

// Children is how many children of each type a service has.
func Children(ingress, egress, policies int) map[string]int {
	return map[string]int{
		TypeLogGroup: 1, TypeRole: 2, TypeRolePolicy: policies, TypeSecurityGroup: 1, TypeIngress: ingress,
		TypeEgress: egress, TypeTaskDefinition: 1, TypeService: 1,
	}
}

// RequireCounts compares the resources of a program, in an update and in a preview. None may have a physical name: it
// would forbid to create a replacement before the old resource is deleted.
func RequireCounts(t *testing.T, want map[string]int, program pulumi.RunFunc, opts ...stacktest.Option) {
	t.Helper()
	for typ, n := range want {
		if n == 0 {
			delete(want, typ)
		}
	}
	for _, more := range [][]stacktest.Option{nil, {stacktest.Preview()}} {
		rec := stacktest.Run(t, program, append(more, opts...)...)
		require.Equal(t, want, rec.Counts())
		stacktest.RequireAutonamed(t, rec)
	}
}

// RequireProblems compares all problems, in their order.
func RequireProblems(t *testing.T, kind, name string, found component.Problems, want []string) {
	t.Helper()
	lines := make([]string, len(want))
	for i, line := range want {
		lines[i] = kind + ` "` + name + `": ` + line
	}
	require.EqualError(t, found.Err(kind, name), strings.Join(lines, "\n"))
}

// RequireGate proves that an update fails when the service runs another task definition.
func RequireGate(t *testing.T, kind, name string, program pulumi.RunFunc) {
	t.Helper()
	err := stacktest.RunErr(t, program, Runs(Definition+"3"), Shows("shop/web:v0"),
		stacktest.Outputs(TypeTaskDefinition, func(stacktest.Resource) resource.PropertyMap {
			return resource.PropertyMap{"arn": resource.NewProperty(Definition + "4")}
		}))
	require.ErrorContains(t, err, kind+` "`+name+`": ECS rolled the deployment back: the service runs web:v0 `+
		`(test-web:3) and not the requested web:v1 (test-web:4); look at the service's events and the tasks' logs in `+name+
		`-logs-name; set the image back to shop/web:v0 and run pulumi up, or fix it and release a new tag`)
}

// RequireSpread proves what is the same for all small services but beat.
func RequireSpread(t *testing.T, service stacktest.Resource, group string, tasks int) {
	t.Helper()
	stacktest.RequireInputs(t, service, map[string]any{
		"cluster": ClusterARN, "desiredCount": tasks, "platformVersion": "1.4.0",
		"capacityProviderStrategies": []any{map[string]any{"capacityProvider": "FARGATE", "base": 1, "weight": 1}},
		"networkConfiguration": map[string]any{
			"subnets": []any{"subnet-a", "subnet-b"}, "securityGroups": []any{group}, "assignPublicIp": false,
		},
		"deploymentMinimumHealthyPercent": 100, "deploymentMaximumPercent": 200,
		"deploymentCircuitBreaker":    map[string]any{"enable": true, "rollback": true},
		"availabilityZoneRebalancing": "ENABLED", "waitForSteadyState": true,
		"enableEcsManagedTags": true, "propagateTags": "SERVICE",
	})
	require.False(t, service.Has("loadBalancers"))
	require.Empty(t, service.IgnoreChanges)
}

// Rule is a security group rule: its group, the group at the other end, the addresses there, protocol and ports.
func Rule(r stacktest.Resource) []any {
	return []any{
		r.Input("securityGroupId"), r.Input("referencedSecurityGroupId"), r.Input("cidrIpv4"),
		r.Input("ipProtocol"), r.Input("fromPort"), r.Input("toPort"),
	}
}
