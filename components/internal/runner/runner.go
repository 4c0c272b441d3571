// Package runner is a function of AWS Lambda that runs a task of Amazon ECS and waits for its end, for components whose
// update or destroy must wait for one.
package runner

import (
	_ "embed" // for the function
	"maps"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lambda"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

const (
	// Wait is for how many seconds one invocation waits; the rest is for permissions, capacity and the log.
	Wait = 840
	// Start is for how many seconds a task may wait for capacity, its network and its image.
	Start = 300
	// Around is how many seconds a task may take besides its timeout.
	Around = Start + task.MaxStopTimeout + settling

	settling       = 60  // seconds that a task takes to stop and ECS to say so, besides its stop timeout
	maxInvocation  = 900 // seconds, the limit of Lambda
	functionMemory = 256 // MB; boto3's clients need 90, and the CPU follows the memory
	role           = "runner"
)

//go:embed runner.py
var source string

// Source is the text of runner.py.
func Source() string { return source }

// Args are what a component decides about its function.
type Args struct {
	// Description is the function's.
	Description string
	// Module is the name of the Python module with the function handler, which may import runner. Source is its text.
	Module, Source string
	// Variables and Permissions are added to those that running a task takes.
	Variables   pulumi.StringMap
	Permissions []Permission
}

// Permission is what the function may do with one resource.
type Permission struct {
	Sid      string
	Actions  aws.List
	Resource pulumi.StringInput
}

// NewFunction makes a function that runs the component's task, with its log group, its role and its policy.
func NewFunction(b *task.Builder, a Args) (*lambda.Function, error) {
	group, err := aws.NewLogGroup(b.Base, role, aws.LogGroupArgs{RetentionDays: b.Task.LogRetentionDays})
	if err != nil {
		return nil, err
	}
	identity, err := aws.NewRole(b.Base, role, aws.RoleArgs{
		Description: "Runs " + b.Name,
		Trust:       pulumi.String(aws.Trust("Lambda", "lambda.amazonaws.com", aws.List{"sts:AssumeRole"}, nil)),
	})
	if err != nil {
		return nil, err
	}
	policy, err := aws.NewRolePolicy(b.Base, role, identity.Name, policy(b, a.Permissions, group))
	if err != nil {
		return nil, err
	}
	args := a.function(b.Name)
	args.Role, args.Environment = identity.Arn, lambda.FunctionEnvironmentArgs{Variables: a.variables(b)}
	args.LoggingConfig = lambda.FunctionLoggingConfigArgs{LogFormat: pulumi.String("Text"), LogGroup: group.Name}
	function, err := lambda.NewFunction(b.Ctx, b.Name, args, b.Options(component.After(policy))...)
	return function, component.Creating("the function", err)
}

// function is the arguments of the function that do not come from other children.
func (a Args) function(name string) *lambda.FunctionArgs {
	return &lambda.FunctionArgs{
		Description:   pulumi.String(a.Description),
		Runtime:       pulumi.String("python3.13"), // has boto3; until 2029-06-30
		Architectures: pulumi.ToStringArray([]string{"arm64"}),
		Code: pulumi.NewAssetArchive(map[string]any{
			a.Module + ".py": pulumi.NewStringAsset(a.Source), "runner.py": pulumi.NewStringAsset(source),
		}),
		Handler:    pulumi.String(a.Module + ".handler"),
		Timeout:    pulumi.Int(maxInvocation),
		MemorySize: pulumi.Int(functionMemory),
		Tags:       component.Tags(name),
	}
}

// variables are what the function needs to know of other resources. What decides whether it runs the task comes with each
// invocation.
func (a Args) variables(b *task.Builder) pulumi.StringMap {
	all := pulumi.StringMap{
		"CLUSTER":          b.Task.ClusterARN,
		"FAMILY":           pulumi.String(task.Family(b.Ctx.Stack(), b.Name)),
		"TASK_DEFINITION":  b.Definition.Arn,
		"CONTAINER":        pulumi.String(b.Name),
		"PLATFORM_VERSION": pulumi.String(task.PlatformVersion),
		"ENABLE_EXEC":      pulumi.String(strconv.FormatBool(b.Task.EnableExec)),
		"SUBNETS": b.Task.SubnetIDs.ToStringArrayOutput().ApplyT(func(ids []string) string {
			return strings.Join(ids, ",")
		}).(pulumi.StringOutput),
		"SECURITY_GROUP": b.SecurityGroup.ID().ToStringOutput(),
		"LOG_GROUP":      b.Logs.Name,
	}
	maps.Copy(all, a.Variables)
	return all
}

// policy allows to run any revision of the task definition, as the policy of a job does, and what the component adds.
func policy(b *task.Builder, more []Permission, group *cloudwatch.LogGroup) pulumi.StringOutput {
	family, resources := task.Family(b.Ctx.Stack(), b.Name), pulumi.StringArray{}
	for _, one := range more {
		resources = append(resources, one.Resource)
	}
	return pulumi.All(
		b.Task.ClusterARN, b.ExecutionRole.Arn, b.TaskRole.Arn, b.Logs.Arn, group.Arn, resources,
	).ApplyT(func(v []any) string {
		cluster, roles := v[0].(string), aws.List{v[1].(string), v[2].(string)}
		statements := runStatements(cluster, family, v[3].(string), roles)
		for i, arn := range v[5].([]string) {
			statements = append(statements, aws.Allow(more[i].Sid, more[i].Actions, aws.List{arn}))
		}
		return aws.Document(append(statements, task.LogStatement(v[4].(string)))...)
	}).(pulumi.StringOutput)
}

// runStatements allow to run a task definition. Tasks have no name to allow, so the function may see and stop those of
// the cluster. To list them has no resource but the cluster's instances.
func runStatements(cluster, family, log string, roles aws.List) []aws.Statement {
	tasks := aws.List{strings.Replace(cluster, ":cluster/", ":task/", 1) + "/*"}
	inCluster := aws.Condition{"ArnEquals": {"ecs:cluster": aws.List{cluster}}}
	return []aws.Statement{
		aws.Allow("Run", aws.List{"ecs:RunTask"}, aws.List{task.FamilyARN(cluster, family) + ":*"}).When(inCluster),
		aws.Allow("Tag", aws.List{"ecs:TagResource"}, tasks).
			When(aws.Condition{"StringEquals": {"ecs:CreateAction": aws.List{"RunTask"}}}),
		aws.Allow("Pass", aws.List{"iam:PassRole"}, roles).
			When(aws.Condition{"StringEquals": {"iam:PassedToService": aws.List{"ecs-tasks.amazonaws.com"}}}),
		aws.Allow("Watch", aws.List{"ecs:DescribeTasks", "ecs:StopTask"}, tasks).When(inCluster),
		aws.Allow("Find", aws.List{"ecs:ListTasks"}, aws.List{"*"}).When(inCluster),
		aws.Allow("ReadLog", aws.List{"logs:GetLogEvents"}, aws.List{log + ":*"}),
	}
}
