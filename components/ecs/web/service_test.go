package web

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestServiceOfMinimalArguments(t *testing.T) {
	service := runWeb(t, minimal()).One(t, tasktest.TypeService)
	for path, want := range map[string]any{
		"cluster":         tasktest.ClusterARN,
		"taskDefinition":  "arn:aws:mock:::web-task:1",
		"platformVersion": "1.4.0",
		"capacityProviderStrategies": []any{
			map[string]any{"capacityProvider": "FARGATE", "base": 1, "weight": 1},
		},
		"desiredCount": 2,
		"loadBalancers": []any{
			map[string]any{"targetGroupArn": "arn:aws:tg", "containerName": "web", "containerPort": 8000},
		},
		"networkConfiguration": map[string]any{
			"subnets": []any{"subnet-a", "subnet-b"}, "securityGroups": []any{"web-tasks-id"}, "assignPublicIp": false,
		},
		"healthCheckGracePeriodSeconds":   60,
		"deploymentMinimumHealthyPercent": 100,
		"deploymentMaximumPercent":        200,
		"deploymentCircuitBreaker":        map[string]any{"enable": true, "rollback": true},
		"availabilityZoneRebalancing":     "ENABLED",
		"waitForSteadyState":              true,
		"enableExecuteCommand":            false,
		"enableEcsManagedTags":            true,
		"propagateTags":                   "SERVICE",
	} {
		require.Equal(t, want, service.Input(path), path)
	}
	for _, absent := range []string{"alarms", "launchType", "forceNewDeployment"} {
		require.False(t, service.Has(absent), absent)
	}
}

func TestAlarmsRollADeploymentBack(t *testing.T) {
	service := runWeb(t, maximal()).One(t, tasktest.TypeService)
	require.Equal(t, map[string]any{"alarmNames": []any{"errors", "latency"}, "enable": true, "rollback": true},
		service.Input("alarms"))
}

// With autoscaling a fixed count would undo, at each update, what the autoscaler did; without it the count is ours.
func TestDesiredCountIsIgnoredExactlyWhenAutoscalingIsOn(t *testing.T) {
	fixed := minimal()
	fixed.MinTasks = 4
	service := runWeb(t, fixed).One(t, tasktest.TypeService)
	require.Empty(t, service.IgnoreChanges)
	require.Equal(t, 4, service.Input("desiredCount"))

	scaled := minimal()
	scaled.MinTasks, scaled.MaxTasks = 4, 4
	service = runWeb(t, scaled).One(t, tasktest.TypeService)
	require.Equal(t, []string{"desiredCount"}, service.IgnoreChanges)
	require.Equal(t, 4, service.Input("desiredCount"))
}

// A task that starts before its permissions or its ways out fails; one that stops after they are gone fails too.
func TestServiceWaitsForAllThatItsTasksNeed(t *testing.T) {
	rec := runWeb(t, maximal())
	service := rec.One(t, tasktest.TypeService)
	needed := slices.Concat(
		rec.OfType("aws:iam/rolePolicy:RolePolicy"), rec.OfType("aws:iam/rolePolicyAttachment:RolePolicyAttachment"),
		rec.OfType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
		rec.OfType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"),
		rec.OfType("aws:ecs/taskDefinition:TaskDefinition"), rec.OfType("aws:ec2/securityGroup:SecurityGroup"),
	)
	require.Len(t, needed, 3+1+2+3+1+1)
	for _, r := range needed {
		require.Contains(t, service.DependsOn, r.URN, "%s %s", r.Type, r.Name)
	}
}

func TestExecIsOffUnlessEnabled(t *testing.T) {
	rec := runWeb(t, maximal())
	require.Equal(t, true, rec.One(t, tasktest.TypeService).Input("enableExecuteCommand"))
	policy := rec.Named(t, "aws:iam/rolePolicy:RolePolicy", "web-exec")
	require.Equal(t, "web-task-name", policy.Input("role"))
	require.Equal(t, `{"Version":"2012-10-17","Statement":[{"Sid":"Channel","Effect":"Allow","Action":[`+
		`"ssmmessages:CreateControlChannel","ssmmessages:CreateDataChannel","ssmmessages:OpenControlChannel",`+
		`"ssmmessages:OpenDataChannel"],"Resource":["*"]},`+
		`{"Sid":"FindLog","Effect":"Allow","Action":["logs:DescribeLogGroups"],"Resource":["*"]},`+
		`{"Sid":"WriteLog","Effect":"Allow","Action":["logs:CreateLogStream","logs:DescribeLogStreams",`+
		`"logs:PutLogEvents"],"Resource":["arn:exec-logs:*"]},`+
		`{"Sid":"Key","Effect":"Allow","Action":["kms:Decrypt"],"Resource":["arn:exec-key"]}]}`, policy.Input("policy"))
}

func TestServicePreview(t *testing.T) {
	service := runWeb(t, minimal(), stacktest.Preview()).One(t, tasktest.TypeService)
	require.Equal(t, stacktest.Unknown, service.Input("taskDefinition"))
	require.Equal(t, []any{"subnet-a", "subnet-b"}, service.Input("networkConfiguration.subnets"))
	require.Equal(t, false, service.Input("networkConfiguration.assignPublicIp"))
}

func TestLogClass(t *testing.T) {
	for class, want := range map[string]any{"": nil, ecs.LogInfrequentAccess: "INFREQUENT_ACCESS"} {
		args := maximal()
		args.Task.LogClass = class
		require.Equal(t, want, runWeb(t, args).Named(t, "aws:cloudwatch/logGroup:LogGroup", "web-logs").Input("logGroupClass"))
	}
}
