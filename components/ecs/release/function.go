package release

import (
	_ "embed" // for the function
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lambda"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ssm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

const (
	maxInvocation  = 900 // seconds, the limit of Lambda
	functionMemory = 256 // MB; boto3's clients need 90, and the CPU follows the memory
	runner         = "runner"
)

//go:embed release.py
var source string

// newMemory makes the parameter that the function reads and writes. Pulumi makes it empty and never looks at its value
// again. It has no description: to change one, the provider would write the empty value once more.
func (b *builder) newMemory() (err error) {
	name := b.Name + "-done"
	b.memory, err = ssm.NewParameter(b.Ctx, name, &ssm.ParameterArgs{
		Type: pulumi.String("String"), Tier: pulumi.String("Standard"), Value: pulumi.String("{}"), Tags: component.Tags(name),
	}, b.Options(pulumi.IgnoreChanges([]string{"value", "insecureValue"}))...)
	return component.Creating("the memory of releases", err)
}

// newFunction makes the function. Each release changes its variables, so that it is never one that Lambda has put aside
// because nobody used it: such a function refuses its first invocation.
func (b *builder) newFunction() error {
	group, err := aws.NewLogGroup(b.Base, runner, aws.LogGroupArgs{RetentionDays: b.Task.LogRetentionDays})
	if err != nil {
		return err
	}
	role, err := aws.NewRole(b.Base, runner, aws.RoleArgs{
		Description: "Runs " + b.Name,
		Trust:       pulumi.String(aws.Trust("Lambda", "lambda.amazonaws.com", aws.List{"sts:AssumeRole"}, nil)),
	})
	if err != nil {
		return err
	}
	policy, err := aws.NewRolePolicy(b.Base, runner, role.Name, b.runnerPolicy(group))
	if err != nil {
		return err
	}
	args := functionArgs(b.Name)
	args.Role, args.Environment = role.Arn, lambda.FunctionEnvironmentArgs{Variables: b.variables()}
	args.LoggingConfig = lambda.FunctionLoggingConfigArgs{LogFormat: pulumi.String("Text"), LogGroup: group.Name}
	b.function, err = lambda.NewFunction(b.Ctx, b.Name, args, b.Options(component.After(policy))...)
	return component.Creating("the function", err)
}

// functionArgs are the arguments of the function that do not come from other children.
func functionArgs(name string) *lambda.FunctionArgs {
	return &lambda.FunctionArgs{
		Description:   pulumi.String("Runs the command of a release and waits for it"),
		Runtime:       pulumi.String("python3.13"), // has boto3; until 2029-06-30
		Architectures: pulumi.ToStringArray([]string{"arm64"}),
		Code:          pulumi.NewAssetArchive(map[string]any{"release.py": pulumi.NewStringAsset(source)}),
		Handler:       pulumi.String("release.handler"),
		Timeout:       pulumi.Int(maxInvocation),
		MemorySize:    pulumi.Int(functionMemory),
		Tags:          component.Tags(name),
	}
}

// variables are what the function needs to know of other resources. What decides whether it runs the command comes with
// each invocation.
func (b *builder) variables() pulumi.StringMap {
	exec := "false"
	if b.Task.EnableExec {
		exec = "true"
	}
	return pulumi.StringMap{
		"CLUSTER":          b.Task.ClusterARN,
		"FAMILY":           pulumi.String(task.Family(b.Ctx.Stack(), b.Name)),
		"TASK_DEFINITION":  b.Definition.Arn,
		"CONTAINER":        pulumi.String(b.Name),
		"PLATFORM_VERSION": pulumi.String(task.PlatformVersion),
		"ENABLE_EXEC":      pulumi.String(exec),
		"SUBNETS": b.Task.SubnetIDs.ToStringArrayOutput().ApplyT(func(ids []string) string {
			return strings.Join(ids, ",")
		}).(pulumi.StringOutput),
		"SECURITY_GROUP": b.SecurityGroup.ID().ToStringOutput(),
		"LOG_GROUP":      b.Logs.Name,
		"PARAMETER":      b.memory.Name,
	}
}

func (b *builder) runnerPolicy(group *cloudwatch.LogGroup) pulumi.StringOutput {
	family := task.Family(b.Ctx.Stack(), b.Name)
	return pulumi.All(
		b.Task.ClusterARN, b.ExecutionRole.Arn, b.TaskRole.Arn, b.Logs.Arn, b.memory.Arn, group.Arn,
	).ApplyT(func(v []any) string {
		return runnerPolicy(runnerAccess{
			family: family, cluster: v[0].(string), roles: aws.List{v[1].(string), v[2].(string)},
			log: v[3].(string), memory: v[4].(string), ownLog: v[5].(string),
		})
	}).(pulumi.StringOutput)
}

// runnerAccess is what the function may use: a family of task definitions, and the rest by ARN.
type runnerAccess struct {
	family, cluster, log, memory, ownLog string
	roles                                aws.List
}

// runnerPolicy allows to run any revision of the task definition, as the policy of a job does. Tasks have no name to
// allow, so the function may see and stop those of the cluster. To list them has no resource but the cluster's instances.
func runnerPolicy(a runnerAccess) string {
	tasks := aws.List{strings.Replace(a.cluster, ":cluster/", ":task/", 1) + "/*"}
	inCluster := aws.Condition{"ArnEquals": {"ecs:cluster": aws.List{a.cluster}}}
	return aws.Document(
		aws.Allow("Run", aws.List{"ecs:RunTask"}, aws.List{task.FamilyARN(a.cluster, a.family) + ":*"}).When(inCluster),
		aws.Allow("Tag", aws.List{"ecs:TagResource"}, tasks).
			When(aws.Condition{"StringEquals": {"ecs:CreateAction": aws.List{"RunTask"}}}),
		aws.Allow("Pass", aws.List{"iam:PassRole"}, a.roles).
			When(aws.Condition{"StringEquals": {"iam:PassedToService": aws.List{"ecs-tasks.amazonaws.com"}}}),
		aws.Allow("Watch", aws.List{"ecs:DescribeTasks", "ecs:StopTask"}, tasks).When(inCluster),
		aws.Allow("Find", aws.List{"ecs:ListTasks"}, aws.List{"*"}).When(inCluster),
		aws.Allow("ReadLog", aws.List{"logs:GetLogEvents"}, aws.List{a.log + ":*"}),
		aws.Allow("Remember", aws.List{"ssm:GetParameter", "ssm:PutParameter"}, aws.List{a.memory}),
		task.LogStatement(a.ownLog),
	)
}
