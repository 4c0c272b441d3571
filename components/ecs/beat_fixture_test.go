package ecs

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	brokerARN     = "arn:aws:secretsmanager:us-east-1:123456789012:secret:broker-url-AbCdEf"
	typeGrant     = "aws:iam/rolePolicy:RolePolicy"
	typeLogs      = "aws:cloudwatch/logGroup:LogGroup"
	producerText  = `{"Version":"2012-10-17","Statement":["send"]}`
	predefinedRaw = `{"mail":{"url":"https://sqs.us-east-1.amazonaws.com/123456789012/mail"}}`
)

// connectionTo is the Connection of a Broker as it makes one of each kind.
func connectionTo(kind string) celery.Connection {
	text := func(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }
	c := celery.Connection{Kind: kind, VisibilityTimeout: 900}
	if kind == celery.SQS {
		c.URL, c.PredefinedQueues, c.ProducerPolicy = "sqs://", text(predefinedRaw), text(producerText)
		return c
	}
	c.URLSecretARN, c.URLSecret, c.KMSKeyARN = text(brokerARN), text(brokerARN+":url::"), text("arn:broker-key")
	c.SecurityGroupID, c.Port = text("sg-broker"), map[string]int{celery.Redis: 6379, celery.RabbitMQ: 5671}[kind]
	return c
}

// typical is how many children of each type a service has.
func typical(ingress, egress, policies int) map[string]int {
	return map[string]int{
		typeLogs: 1, typeRole: 2, typeGrant: policies, typeGroup: 1, typeIngress: ingress, typeEgress: egress, typeTask: 1,
		typeService: 1,
	}
}

// requireCounts compares the children of a component in an update and in a preview.
func requireCounts(t *testing.T, want map[string]int, program pulumi.RunFunc) {
	t.Helper()
	for typ, n := range want {
		if n == 0 {
			delete(want, typ)
		}
	}
	for _, opts := range [][]stacktest.Option{nil, {stacktest.Preview()}} {
		rec := stacktest.Run(t, program, opts...)
		require.Equal(t, want, counts(rec))
		for _, r := range rec.All() {
			require.False(t, r.Has("name"), "%s %s has a physical name", r.Type, r.Name)
			require.False(t, r.Has("namePrefix"), "%s %s has a physical name", r.Type, r.Name)
		}
	}
}

func requireInputs(t *testing.T, r stacktest.Resource, want map[string]any) {
	t.Helper()
	for path, value := range want {
		require.Equal(t, value, r.Input(path), "%s of %s", path, r.Name)
	}
}

// requireProblems compares all that is wrong, in its order.
func requireProblems(t *testing.T, kind, name string, found component.Problems, want []string) {
	t.Helper()
	lines := make([]string, len(want))
	for i, line := range want {
		lines[i] = kind + ` "` + name + `": ` + line
	}
	require.EqualError(t, found.Err(kind, name), strings.Join(lines, "\n"))
}

// requireGate proves that an update fails when the service runs another task definition.
func requireGate(t *testing.T, kind, name string, program pulumi.RunFunc) {
	t.Helper()
	err := stacktest.RunErr(t, program, runs(definition+"3"),
		stacktest.Outputs(typeTask, func(stacktest.Resource) resource.PropertyMap {
			return resource.PropertyMap{"arn": resource.NewProperty(definition + "4")}
		}))
	require.ErrorContains(t, err, kind+` "`+name+`": ECS rolled the deployment back: the service runs test-web:3 and not `+
		`the requested test-web:4; look at the service's events and the tasks' logs in `+name+`-logs-name, fix`)
}

// onlyContainer is the one container of the one task definition.
func onlyContainer(t *testing.T, rec *stacktest.Recording) map[string]any {
	t.Helper()
	all := containersOf(t, rec)
	require.Len(t, all, 1)
	for name, c := range all {
		require.Equal(t, strings.TrimSuffix(rec.One(t, typeTask).Name, "-task"), name)
		return c
	}
	return nil
}

// requireSpread proves what is the same for all small services but beat.
func requireSpread(t *testing.T, service stacktest.Resource, group string, tasks int) {
	t.Helper()
	requireInputs(t, service, map[string]any{
		"cluster": clusterARN, "desiredCount": tasks, "platformVersion": "1.4.0",
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
