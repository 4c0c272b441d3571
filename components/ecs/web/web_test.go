package web

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

var minimalCounts = map[string]int{
	Type:                                  1,
	"aws:cloudwatch/logGroup:LogGroup":    1,
	"aws:iam/role:Role":                   2,
	"aws:iam/rolePolicy:RolePolicy":       1,
	"aws:ec2/securityGroup:SecurityGroup": 1,
	"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": 1,
	"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule":   2,
	"aws:ecs/taskDefinition:TaskDefinition":                     1,
	"aws:ecs/service:Service":                                   1,
}

var maximalCounts = map[string]int{
	Type:                               1,
	"aws:cloudwatch/logGroup:LogGroup": 1,
	"aws:iam/role:Role":                2,
	"aws:iam/rolePolicy:RolePolicy":    3,
	"aws:iam/rolePolicyAttachment:RolePolicyAttachment":         1,
	"aws:ec2/securityGroup:SecurityGroup":                       1,
	"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": 2,
	"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule":   3,
	"aws:ecs/taskDefinition:TaskDefinition":                     1,
	"aws:ecs/service:Service":                                   1,
	"aws:appautoscaling/target:Target":                          1,
	"aws:appautoscaling/policy:Policy":                          2,
	"aws:appautoscaling/scheduledAction:ScheduledAction":        2,
}

func TestWebCreatesExactlyItsChildren(t *testing.T) {
	for _, tc := range []struct {
		name string
		args Args
		want map[string]int
	}{
		{"minimal", minimal(), minimalCounts},
		{"maximal", maximal(), maximalCounts},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, runWeb(t, tc.args).Counts())
			require.Equal(t, tc.want, runWeb(t, tc.args, stacktest.Preview()).Counts())
		})
	}
}

func TestWebOutputs(t *testing.T) {
	outputs := runWeb(t, minimal()).Probed(t, "outputs")
	for name, want := range map[string]string{
		"serviceName":           "web-name",
		"serviceArn":            "web-id",
		"taskDefinitionArn":     "arn:aws:mock:::web-task:1",
		"runningTaskDefinition": "arn:aws:mock:::web-task:1",
		"securityGroupId":       "web-tasks-id",
		"logGroupName":          "web-logs-name",
		"taskRoleArn":           "arn:aws:mock:::web-task",
		"taskRoleName":          "web-task-name",
		"executionRoleArn":      "arn:aws:mock:::web-execution",
	} {
		require.Equal(t, want, outputs.Input(name), name)
	}
}

func TestWebRegistersItsIntent(t *testing.T) {
	web := runWeb(t, maximal()).One(t, Type)
	require.Equal(t, 3, web.Input("minTasks"))
	require.Equal(t, 9, web.Input("maxTasks"))
	require.Equal(t, 1024, web.Input("cpu"))
	require.Equal(t, "morning", web.Input("schedules[0].name"))
	require.Equal(t, tasktest.Image, web.Input("task.image"))
}

// A set physical name would forbid to create a replacement before the old one is deleted.
func TestNoChildHasAPhysicalName(t *testing.T) {
	for _, r := range runWeb(t, maximal()).All() {
		require.False(t, r.Has("name"), "%s %s", r.Type, r.Name)
		require.False(t, r.Has("namePrefix"), "%s %s", r.Type, r.Name)
	}
}

func TestLogsAreKeptForALimitedTime(t *testing.T) {
	require.Equal(t, 30, runWeb(t, minimal()).One(t, "aws:cloudwatch/logGroup:LogGroup").Input("retentionInDays"))
	args := minimal()
	args.Task.LogRetentionDays = 7
	require.Equal(t, 7, runWeb(t, args).One(t, "aws:cloudwatch/logGroup:LogGroup").Input("retentionInDays"))
}

func TestArgumentsAreDocumentedTruthfully(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
	argsdoc.Check(t, Schedule{})
}
