package ecs

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	clusterARN = "arn:aws:ecs:us-east-1:123456789012:cluster/main"
	image      = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/web:v1"
	secretARN  = "arn:aws:secretsmanager:us-east-1:123456789012:secret:app-AbCdEf"
	paramARN   = "arn:aws:ssm:us-east-1:123456789012:parameter/app/key"
	getService = "aws:ecs/getService:getService"
)

// minimal is the required arguments and no more.
func minimal() WebArgs {
	return WebArgs{
		Task:                        minimalTask(),
		LoadBalancerSecurityGroupID: pulumi.String("sg-alb"), TargetGroupARN: pulumi.String("arn:aws:tg"),
	}
}

func minimalTask() TaskArgs {
	return TaskArgs{
		ClusterName: pulumi.String("main"), ClusterARN: pulumi.String(clusterARN),
		VPCID: pulumi.String("vpc-1"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}),
		Region: "us-east-1", Image: pulumi.String(image),
	}
}

// maximal is every argument set, so that every child exists.
func maximal() WebArgs {
	a := minimal()
	a.RequestCountLabel = pulumi.String("app/lb/1/targetgroup/tg/2")
	a.MinTasks, a.MaxTasks, a.RequestsPerTarget = 3, 9, 5400
	a.Schedules = []Schedule{
		{Name: "morning", Expression: "cron(0 7 ? * MON-FRI *)", Timezone: "Europe/Berlin", MinTasks: 6},
		{Name: "sale", Expression: "at(2026-11-27T05:00:00)", MinTasks: 8, MaxTasks: 20},
	}
	a.Command, a.Task.User = []string{"gunicorn", "shop.asgi"}, "1000:1000"
	a.HealthCheckCommand = []string{"CMD", "python", "-m", "shop.health"}
	a.Task.Variables = map[string]pulumi.StringInput{"B": pulumi.String("2"), "A": pulumi.String("1")}
	a.Task.Secrets = map[string]pulumi.StringInput{
		"DATABASE_URL": pulumi.String(secretARN + ":url::"), "API_KEY": pulumi.String(paramARN),
	}
	a.Task.SecretKMSKeyARNs = pulumi.ToStringArray([]string{"arn:key"})
	a.Task.TaskPolicies = []TaskPolicy{
		{Name: "managed", ARN: pulumi.String("arn:aws:iam::aws:policy/Some")},
		{Name: "media", Document: pulumi.String(`{"Version":"2012-10-17"}`)},
	}
	a.Task.EgressTo = []EgressTo{{Name: "database", SecurityGroupID: pulumi.String("sg-db"), Port: 6432}}
	a.AlarmNames = []pulumi.StringInput{pulumi.String("errors"), pulumi.String("latency")}
	a.Task.EnableExec = true
	a.Task.ExecLogGroupARN, a.Task.ExecKMSKeyARN = pulumi.String("arn:exec-logs"), pulumi.String("arn:exec-key")
	return a
}

// program makes a Web called "web" and probes its outputs.
func program(args WebArgs) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		w, err := NewWeb(ctx, "web", args)
		if err != nil {
			return err
		}
		return stacktest.Probe(ctx, "outputs", pulumi.Map{
			"serviceName": w.ServiceName, "serviceArn": w.ServiceARN, "taskDefinitionArn": w.TaskDefinitionARN,
			"runningTaskDefinition": w.RunningTaskDefinition, "securityGroupId": w.SecurityGroupID,
			"logGroupName": w.LogGroupName, "taskRoleArn": w.TaskRoleARN, "taskRoleName": w.TaskRoleName,
			"executionRoleArn": w.ExecutionRoleARN,
		})
	}
}

func runWeb(t *testing.T, args WebArgs, opts ...stacktest.Option) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, program(args), opts...)
}

// runs answers that the service runs this task definition.
func runs(taskDefinition string) stacktest.Option {
	return stacktest.Function(getService, func(resource.PropertyMap) (resource.PropertyMap, error) {
		return resource.PropertyMap{"taskDefinition": resource.NewProperty(taskDefinition)}, nil
	})
}

// decode reads an input that is JSON text.
func decode(t *testing.T, r stacktest.Resource, path string) any {
	t.Helper()
	text, ok := r.Input(path).(string)
	require.True(t, ok, "%s of %s is not text", path, r.Name)
	var value any
	require.NoError(t, json.Unmarshal([]byte(text), &value))
	return value
}

// counts is the number of resources of each type.
func counts(rec *stacktest.Recording) map[string]int {
	m := map[string]int{}
	for _, r := range rec.All() {
		m[r.Type]++
	}
	return m
}

// unused makes a Web and takes no notice of its outputs.
func unused(args WebArgs) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		_, err := NewWeb(ctx, "web", args)
		return err
	}
}
