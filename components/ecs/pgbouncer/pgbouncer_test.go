package pgbouncer

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func bouncerCounts(ingress, egress int) map[string]int {
	return map[string]int{
		Type:                               1,
		"aws:cloudwatch/logGroup:LogGroup": 1,
		tasktest.TypeSecurityGroup:         2,
		tasktest.TypeIngress:               ingress,
		tasktest.TypeEgress:                egress,
		typeNLB:                            1,
		typeTargets:                        1,
		"aws:lb/listener:Listener":         1,
		tasktest.TypeSecret:                4,
		tasktest.TypeSecretVersion:         4,
		"aws:iam/role:Role":                2,
		"aws:iam/rolePolicy:RolePolicy":    1,
		tasktest.TypeTaskDefinition:        1,
		"aws:ecs/service:Service":          1,
	}
}

func TestPgBouncerCreatesExactlyItsChildren(t *testing.T) {
	for _, tc := range []struct {
		name string
		args Args
		want map[string]int
	}{
		{"fewest", required(), bouncerCounts(2, 3)},
		{"most", full(), bouncerCounts(4, 3)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, runBouncer(t, tc.args).Counts())
			require.Equal(t, tc.want, runBouncer(t, tc.args, stacktest.Preview()).Counts())
		})
	}
}

func TestPgBouncerOutputs(t *testing.T) {
	outputs := runBouncer(t, full()).Probed(t, "outputs")
	for name, want := range map[string]any{
		"host":                  "db-nlb.us-east-1.elb.amazonaws.com",
		"port":                  6000,
		"securityGroupId":       "db-nlb-id",
		"tasksSecurityGroupId":  "db-tasks-id",
		"urlSecretArn":          urlARN,
		"databaseUrlSecret":     urlARN + ":url::",
		"readUrlSecret":         urlARN + ":read_url::",
		"urlSecretVersion":      "db-url-version",
		"adminUrlSecret":        adminARN + ":url::",
		"adminUrlSecretVersion": "db-admin-version",
		"maxClientConnections":  3000,
		"serviceName":           "db-name",
		"serviceArn":            "db-id",
		"taskDefinitionArn":     "arn:aws:mock:::db-task:1",
		"runningTaskDefinition": "arn:aws:mock:::db-task:1",
		"loadBalancerArnSuffix": "app/db-nlb/mock",
		"targetGroupArnSuffix":  "targetgroup/db-tg/mock",
		"logGroupName":          "db-logs-name",
	} {
		require.Equal(t, want, outputs.Input(name), name)
	}
}

// Clients that read the secret must not start before it has a value, which follows the tasks: see
// TestURLsFollowTheTasks.
func TestTheSecretIsKnownOnceItHasAValue(t *testing.T) {
	served := stacktest.Run(t, func(ctx *pulumi.Context) error {
		p, err := New(ctx, "db", required())
		if err != nil {
			return err
		}
		return stacktest.Probe(ctx, "secret", pulumi.Map{"arn": p.DatabaseURLSecret})
	}, answers()...)
	require.Contains(t, served.Probed(t, "secret").DependsOn, served.Named(t, tasktest.TypeSecretVersion, "db-url").URN)
}

func TestPgBouncerRegistersItsIntent(t *testing.T) {
	pool := runBouncer(t, full()).One(t, Type)
	for path, want := range map[string]any{
		"tasks": 3, "poolSize": 10, "maxClientConnections": 1000, "maxConnections": 400, "clients[0].name": "web",
		"readerEndpoints": []any{"r1.rds", "r2.rds"},
	} {
		require.Equal(t, want, pool.Input(path), path)
	}
}

func TestNoChildOfPgBouncerHasAPhysicalName(t *testing.T) {
	for _, r := range runBouncer(t, full()).All() {
		require.False(t, r.Has("name"), "%s %s", r.Type, r.Name)
		require.False(t, r.Has("namePrefix"), "%s %s", r.Type, r.Name)
	}
}

func TestPgBouncerGate(t *testing.T) {
	err := stacktest.RunErr(t, bounces(required()), append(answers(), stacktest.Function(tasktest.GetService,
		func(resource.PropertyMap) (resource.PropertyMap, error) {
			return resource.PropertyMap{"taskDefinition": resource.NewProperty("arn:aws:mock:::db-task:0")}, nil
		}))...)
	require.ErrorContains(t, err, `pgbouncer "db": ECS rolled the deployment back: the service runs `+
		`arn:aws:mock:::db-task:0 and not the requested arn:aws:mock:::db-task:1; look at the logs of bootstrap and `+
		`pgbouncer in db-logs-name, and run pulumi up again`)

	preview := stacktest.Run(t, bounces(required()), append(answers(), stacktest.Preview())...)
	require.Empty(t, preview.Calls(tasktest.GetService))
}

func TestPgBouncerService(t *testing.T) {
	rec := runBouncer(t, required())
	service := rec.One(t, "aws:ecs/service:Service")
	for path, want := range map[string]any{
		"cluster": tasktest.ClusterARN, "desiredCount": 2, "platformVersion": "1.4.0", "taskDefinition": "arn:aws:mock:::db-task:1",
		"capacityProviderStrategies": []any{map[string]any{"capacityProvider": "FARGATE", "base": 1, "weight": 1}},
		"loadBalancers": []any{map[string]any{
			"targetGroupArn": "arn:aws:mock:::db-tg", "containerName": "pgbouncer", "containerPort": 6432,
		}},
		"networkConfiguration": map[string]any{
			"subnets": []any{"subnet-a", "subnet-b"}, "securityGroups": []any{"db-tasks-id"}, "assignPublicIp": false,
		},
		"deploymentMinimumHealthyPercent": 100, "deploymentMaximumPercent": 200,
		"deploymentCircuitBreaker":    map[string]any{"enable": true, "rollback": true},
		"availabilityZoneRebalancing": "ENABLED", "waitForSteadyState": true, "enableExecuteCommand": false,
		"healthCheckGracePeriodSeconds": 120,
	} {
		require.Equal(t, want, service.Input(path), path)
	}
	require.Empty(t, service.IgnoreChanges)
	for _, before := range []stacktest.Resource{
		rec.One(t, "aws:lb/listener:Listener"), rec.One(t, "aws:iam/rolePolicy:RolePolicy"),
		rec.Named(t, tasktest.TypeSecretVersion, "db-users"), rec.Named(t, tasktest.TypeIngress, "db-database"),
		rec.Named(t, tasktest.TypeEgress, "db-database"), rec.Named(t, tasktest.TypeEgress, "db-https"), rec.Named(t, tasktest.TypeIngress, "db-nlb"),
	} {
		require.Contains(t, service.DependsOn, before.URN)
	}
}

func TestPgBouncerArgsAreDocumented(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
	argsdoc.Check(t, Client{})
}
