package stacktest_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// invoke calls a function in a program of its own and returns its answer.
func invoke(token string, args map[string]any, opts ...stacktest.Option) (map[string]any, *stacktest.Recording, error) {
	var answer map[string]any
	rec, err := stacktest.Record(func(ctx *pulumi.Context) error {
		return ctx.Invoke(token, args, &answer)
	}, opts...)
	return answer, rec, err
}

func TestFunctionsAnswer(t *testing.T) {
	for _, c := range []struct {
		token      string
		args, want map[string]any
	}{
		{"aws:index/getCallerIdentity:getCallerIdentity", nil, map[string]any{
			"accountId": "123456789012", "id": "123456789012", "arn": "arn:aws:iam::123456789012:user/mock", "userId": "mock",
		}},
		{"aws:index/getPartition:getPartition", nil, map[string]any{
			"id": "aws", "partition": "aws", "dnsSuffix": "amazonaws.com", "reverseDnsPrefix": "com.amazonaws",
		}},
		{"aws:index/getRegion:getRegion", nil, map[string]any{
			"id": "us-east-1", "name": "us-east-1", "description": "US East (N. Virginia)",
			"endpoint": "ec2.us-east-1.amazonaws.com",
		}},
		{"aws:index/getAvailabilityZones:getAvailabilityZones", nil, map[string]any{
			"id":      "us-east-1",
			"names":   []any{"us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f"},
			"zoneIds": []any{"use1-az1", "use1-az2", "use1-az3", "use1-az4", "use1-az5", "use1-az6"},
		}},
		{"aws:route53/getZone:getZone", map[string]any{"name": "shop.example"}, map[string]any{
			"id": "mock-zone-id", "zoneId": "mock-zone-id", "name": "shop.example",
			"arn": "arn:aws:route53:::hostedzone/mock-zone-id",
		}},
		{"aws:route53/getZone:getZone", map[string]any{"zoneId": "Z1", "name": nil}, map[string]any{
			"id": "Z1", "zoneId": "Z1", "name": "example.com", "arn": "arn:aws:route53:::hostedzone/Z1",
		}},
		{"aws:route53/getZone:getZone", map[string]any{"name": "shop.example", "zoneId": nil}, map[string]any{
			"id": "mock-zone-id", "zoneId": "mock-zone-id", "name": "shop.example",
			"arn": "arn:aws:route53:::hostedzone/mock-zone-id",
		}},
		{"aws:ec2/getManagedPrefixList:getManagedPrefixList", map[string]any{
			"name": "com.amazonaws.global.cloudfront.origin-facing",
		}, map[string]any{
			"id": "pl-mock", "name": "com.amazonaws.global.cloudfront.origin-facing",
			"arn": "arn:aws:ec2:us-east-1:aws:prefix-list/pl-mock",
		}},
		{"aws:ec2/getManagedPrefixList:getManagedPrefixList", map[string]any{"id": "pl-1", "name": nil}, map[string]any{
			"id": "pl-1", "name": "com.amazonaws.mock", "arn": "arn:aws:ec2:us-east-1:aws:prefix-list/pl-1",
		}},
		{"aws:secretsmanager/getRandomPassword:getRandomPassword", nil, map[string]any{
			"id": "us-east-1", "randomPassword": strings.Repeat("mock", 8),
		}},
		{"aws:secretsmanager/getRandomPassword:getRandomPassword", map[string]any{"passwordLength": 6}, map[string]any{
			"id": "us-east-1", "randomPassword": "mockmo", "passwordLength": 6.0,
		}},
	} {
		answer, rec, err := invoke(c.token, c.args)
		require.NoError(t, err)
		require.Equal(t, c.want, answer, "%s %v", c.token, c.args)
		require.Len(t, rec.Calls(c.token), 1)
	}
}

func TestCallsAreRecorded(t *testing.T) {
	_, rec, err := invoke("aws:route53/getZone:getZone", map[string]any{"name": "shop.example"})
	require.NoError(t, err)
	calls := rec.Calls("aws:route53/getZone:getZone")
	require.Len(t, calls, 1)
	require.Equal(t, "shop.example", calls[0].Input("name"))
	require.Empty(t, rec.Calls("aws:index/getRegion:getRegion"))
}

func TestUnknownFunctionIsAnError(t *testing.T) {
	_, _, err := invoke("aws:ec2/getVpc:getVpc", nil)
	require.ErrorContains(t, err, `no answer for the function aws:ec2/getVpc:getVpc; `+
		`add stacktest.Function("aws:ec2/getVpc:getVpc", …)`)
}

func TestFunctionOverridesTheDefault(t *testing.T) {
	answer, _, err := invoke("aws:index/getRegion:getRegion", map[string]any{"name": "eu-west-1"},
		stacktest.Function("aws:index/getRegion:getRegion", func(in resource.PropertyMap) (resource.PropertyMap, error) {
			return resource.PropertyMap{"id": in["name"]}, nil
		}))
	require.NoError(t, err)
	require.Equal(t, map[string]any{"id": "eu-west-1"}, answer)
}

// TestServiceAnswersWhatWasRegistered is what a deploy gate asks: which task definition runs now.
func TestServiceAnswersWhatWasRegistered(t *testing.T) {
	const getService = "aws:ecs/getService:getService"
	var answer map[string]any
	ask := func(name string, opts ...stacktest.Option) error {
		return stacktest.RunErr(t, func(ctx *pulumi.Context) error {
			service, err := register(ctx, serviceType, "main", pulumi.Map{
				"name": pulumi.String("web"), "taskDefinition": pulumi.String("web:7"), "desiredCount": pulumi.Int(2),
			})
			if err != nil {
				return err
			}
			registered(service)
			return ctx.Invoke(getService, map[string]any{"serviceName": name, "clusterArn": "c"}, &answer)
		}, opts...)
	}
	require.NoError(t, ask("web"))
	require.Equal(t, map[string]any{
		"id": "main-id", "arn": "arn:aws:mock:::main", "taskDefinition": "web:7", "desiredCount": 2.0,
		"serviceName": "web", "clusterArn": "c", "launchType": "FARGATE", "schedulingStrategy": "REPLICA",
	}, answer)

	require.ErrorContains(t, ask("worker"), `no ECS service is called "worker"`)

	rolledBack := func(resource.PropertyMap) (resource.PropertyMap, error) {
		return resource.PropertyMap{"taskDefinition": resource.NewProperty("web:6")}, nil
	}
	require.NoError(t, ask("web", stacktest.Function(getService, rolledBack)))
	require.Equal(t, "web:6", answer["taskDefinition"])
}
