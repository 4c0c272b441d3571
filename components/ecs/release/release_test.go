package release

import (
	"fmt"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
	"github.com/tenfold-iac/tenfold/components/internal/runner"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	typeFunction   = "aws:lambda/function:Function"
	typeInvocation = "aws:lambda/invocation:Invocation"
	typeParameter  = "aws:ssm/parameter:Parameter"
	definition     = "arn:aws:ecs:us-east-1:123456789012:task-definition/test-release:7"
)

func minimal() Args {
	return Args{Task: tasktest.Args(), Command: []string{"python", "manage.py", "migrate"}}
}

func program(args Args) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		r, err := New(ctx, "release", args)
		if err != nil {
			return err
		}
		return stacktest.Probe(ctx, "outputs", pulumi.Map{
			"taskDefinitionArn": r.TaskDefinitionARN, "functionName": r.FunctionName, "securityGroupId": r.SecurityGroupID,
			"logGroupName": r.LogGroupName, "taskRoleArn": r.TaskRoleARN, "taskRoleName": r.TaskRoleName,
		})
	}
}

func run(t *testing.T, args Args, opts ...stacktest.Option) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, program(args), append(opts,
		stacktest.Outputs(tasktest.TypeTaskDefinition, func(stacktest.Resource) resource.PropertyMap {
			return resource.PropertyMap{"arn": resource.NewProperty(definition)}
		}))...)
}

func TestArgumentsAreDocumentedTruthfully(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
}

func TestReleaseCreatesExactlyItsChildren(t *testing.T) {
	tasktest.RequireCounts(t, map[string]int{
		Type: 1, tasktest.TypeLogGroup: 2, tasktest.TypeRole: 3, tasktest.TypeRolePolicy: 2, tasktest.TypeSecurityGroup: 1,
		tasktest.TypeEgress: 1, tasktest.TypeTaskDefinition: 1, typeFunction: 1, typeInvocation: 2, typeParameter: 1,
	}, program(minimal()))
}

func TestOutputs(t *testing.T) {
	rec := run(t, minimal())
	stacktest.RequireInputs(t, rec.Probed(t, "outputs"), map[string]any{
		"taskDefinitionArn": definition, "functionName": "release-name", "securityGroupId": "release-tasks-id",
		"logGroupName": "release-logs-name", "taskRoleArn": "arn:aws:mock:::release-task", "taskRoleName": "release-task-name",
	})
	stacktest.RequireInputs(t, rec.One(t, Type), map[string]any{
		"command": []any{"python", "manage.py", "migrate"}, "timeout": 900, "cpu": 512, "memory": 1024,
	})
}

func TestTheTask(t *testing.T) {
	rec := run(t, minimal())
	stacktest.RequireInputs(t, rec.One(t, tasktest.TypeTaskDefinition), map[string]any{
		"family": "test-release", "cpu": "512", "memory": "1024", "requiresCompatibilities": []any{"FARGATE"},
	})
	container := tasktest.OnlyContainer(t, rec)
	require.Equal(t, []any{"python", "manage.py", "migrate"}, tasktest.Started(t, container))
	require.EqualValues(t, 120, container["stopTimeout"])
	require.Equal(t, tasktest.Image, container["image"])
}

func TestTheFunction(t *testing.T) {
	rec := run(t, minimal())
	function := rec.One(t, typeFunction)
	stacktest.RequireInputs(t, function, map[string]any{
		"runtime": "python3.13", "architectures": []any{"arm64"}, "handler": "release.handler", "timeout": 900,
		"memorySize": 256, "role": "arn:aws:mock:::release-runner",
		"loggingConfig": map[string]any{"logFormat": "Text", "logGroup": "release-runner-name"},
		"environment": map[string]any{"variables": map[string]any{
			"CLUSTER": tasktest.ClusterARN, "FAMILY": "test-release", "TASK_DEFINITION": definition, "CONTAINER": "release",
			"SUBNETS": "subnet-a,subnet-b", "SECURITY_GROUP": "release-tasks-id", "LOG_GROUP": "release-logs-name",
			"PARAMETER": "release-done-name", "PLATFORM_VERSION": "1.4.0", "ENABLE_EXEC": "false",
		}},
	})
	require.Contains(t, function.DependsOn, rec.Named(t, tasktest.TypeRolePolicy, "release-runner").URN)
	code := function.Inputs["code"].ArchiveValue()
	assets, ok := code.GetAssets()
	require.True(t, ok)
	require.Len(t, assets, 2)
	for name, text := range map[string]string{"release.py": source, "runner.py": runner.Source()} {
		file, ok := assets[name].(*resource.Asset)
		require.True(t, ok, name)
		require.Equal(t, text, file.Text)
	}

	args := minimal()
	args.Task = tasktest.WithExec(args.Task)
	require.Equal(t, "true", run(t, args).One(t, typeFunction).Input("environment.variables.ENABLE_EXEC"))
}

func TestTheFunctionMayDoNoMore(t *testing.T) {
	policy := run(t, minimal()).Named(t, tasktest.TypeRolePolicy, "release-runner")
	when := func(operator, key string, value ...any) map[string]any {
		return map[string]any{operator: map[string]any{key: value}}
	}
	statement := func(sid string, actions, resources []any, condition map[string]any) any {
		s := map[string]any{"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}
		if condition != nil {
			s["Condition"] = condition
		}
		return s
	}
	inCluster := when("ArnEquals", "ecs:cluster", tasktest.ClusterARN)
	tasks := []any{"arn:aws:ecs:us-east-1:123456789012:task/main/*"}
	require.Equal(t, map[string]any{"Version": "2012-10-17", "Statement": []any{
		statement("Run", []any{"ecs:RunTask"}, []any{"arn:aws:ecs:us-east-1:123456789012:task-definition/test-release:*"}, inCluster),
		statement("Tag", []any{"ecs:TagResource"}, tasks, when("StringEquals", "ecs:CreateAction", "RunTask")),
		statement("Pass", []any{"iam:PassRole"}, []any{"arn:aws:mock:::release-execution", "arn:aws:mock:::release-task"},
			when("StringEquals", "iam:PassedToService", "ecs-tasks.amazonaws.com")),
		statement("Watch", []any{"ecs:DescribeTasks", "ecs:StopTask"}, tasks, inCluster),
		statement("Find", []any{"ecs:ListTasks"}, []any{"*"}, inCluster),
		statement("ReadLog", []any{"logs:GetLogEvents"}, []any{"arn:aws:mock:::release-logs:*"}, nil),
		statement("Remember", []any{"ssm:GetParameter", "ssm:PutParameter"}, []any{"arn:aws:mock:::release-done"}, nil),
		statement("Log", []any{"logs:CreateLogStream", "logs:PutLogEvents"}, []any{"arn:aws:mock:::release-runner:*"}, nil),
	}}, tasktest.Decode(t, policy, "policy"))
	trust := run(t, minimal()).Named(t, tasktest.TypeRole, "release-runner")
	require.Equal(t, map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{
		"Sid": "Lambda", "Effect": "Allow", "Principal": map[string]any{"Service": "lambda.amazonaws.com"},
		"Action": []any{"sts:AssumeRole"},
	}}}, tasktest.Decode(t, trust, "assumeRolePolicy"))
}

// Pulumi must not write the memory again, whose value the function changes.
func TestTheMemoryIsTheFunctions(t *testing.T) {
	memory := run(t, minimal()).One(t, typeParameter)
	stacktest.RequireInputs(t, memory, map[string]any{"type": "String", "tier": "Standard", "value": "{}"})
	require.Equal(t, []string{"value", "insecureValue"}, memory.IgnoreChanges)
	require.False(t, memory.Has("description"))
}

func TestTheInvocationsOfALongCommand(t *testing.T) {
	rec := run(t, minimal())
	first, second := rec.Named(t, typeInvocation, "release-run-1"), rec.Named(t, typeInvocation, "release-run-2")
	want := map[string]any{
		"name": "release", "command": "python manage.py migrate", "timeout": 900., "start": 300., "wait": 840.,
		"key": key(tasktest.Image, []string{"python", "manage.py", "migrate"}, 0), "invocation": 1., "last": false,
	}
	require.Equal(t, want, tasktest.Decode(t, first, "input"))
	want["invocation"], want["last"] = 2., true
	require.Equal(t, want, tasktest.Decode(t, second, "input"))
	stacktest.RequireInputs(t, first, map[string]any{"functionName": "release-name", "lifecycleScope": "CREATE_ONLY"})
	require.Contains(t, second.DependsOn, first.URN)
	for _, typ := range []string{tasktest.TypeEgress, tasktest.TypeRolePolicy} {
		for _, needed := range rec.OfType(typ) {
			if needed.Name != "release-runner" { // the function waits for that
				require.Contains(t, first.DependsOn, needed.URN, needed.Name)
			}
		}
	}
}

func TestHowManyInvocations(t *testing.T) {
	for timeout, want := range map[int]int{30: 1, 360: 1, 361: 2, 900: 2, 1200: 2, 1201: 3, 3600: 5, 14400: 18} {
		require.Equal(t, want, invocations(timeout), timeout)
	}
}

// A preview shows whether the command runs, also when the task definition is a new one.
func TestAPreviewKnowsTheInput(t *testing.T) {
	rec := stacktest.Run(t, program(minimal()), stacktest.Preview())
	require.Equal(t, stacktest.Unknown, rec.One(t, typeFunction).Input("environment.variables.TASK_DEFINITION"))
	input, ok := tasktest.Decode(t, rec.Named(t, typeInvocation, "release-run-1"), "input").(map[string]any)
	require.True(t, ok)
	require.Equal(t, key(tasktest.Image, []string{"python", "manage.py", "migrate"}, 0), input["key"])
}

func TestTheKey(t *testing.T) {
	base := key("shop:1", []string{"a", "b"}, 0)
	require.Regexp(t, "^[0-9a-f]{16}$", base)
	require.Equal(t, base, key("shop:1", []string{"a", "b"}, 0))
	seen := map[string]bool{base: true}
	for _, other := range []string{
		key("shop:2", []string{"a", "b"}, 0), key("shop:1", []string{"a b"}, 0), key("shop:1", []string{"a", "b"}, 1),
	} {
		require.False(t, seen[other])
		seen[other] = true
	}
	args := minimal()
	args.Timeout, args.CPU, args.Memory, args.Generation = 60, 1024, 2048, 3
	input, ok := tasktest.Decode(t, run(t, args).One(t, typeInvocation), "input").(map[string]any)
	require.True(t, ok)
	require.Equal(t, key(tasktest.Image, args.Command, 3), input["key"])
	require.EqualValues(t, 60, input["timeout"])
}

// What comes after a release waits for its last invocation.
func TestDeployedIsTheLastInvocation(t *testing.T) {
	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
		r, err := New(ctx, "release", minimal())
		if err != nil {
			return err
		}
		after := &pulumi.ResourceState{}
		return ctx.RegisterComponentResource("test:index:After", "after", after, pulumi.DependsOnInputs(r.Deployed))
	})
	require.Equal(t, []string{rec.Named(t, typeInvocation, "release-run-2").URN}, rec.One(t, "test:index:After").DependsOn)
}

func TestProblems(t *testing.T) {
	args := minimal()
	args.Command, args.Generation, args.Timeout, args.CPU, args.Memory = nil, -1, 14401, 300, 1024
	_, err := New(nil, "release", args)
	require.EqualError(t, err, `release "release": command is required; without one the image would start its own, such as the web server
release "release": generation is -1; want 0 or more
release "release": timeout is 14401; want 30 to 14400; each 14 minutes are one more invocation of AWS Lambda that pulumi waits for; let a migration that takes longer be a job
release "release": cpu is 300; want 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768; the nearest valid cpu is 256`)
	for timeout, want := range map[int]string{29: "timeout is 29; want 30 to 14400", -1: "timeout is -1; want 30 to 14400"} {
		args := minimal()
		args.Timeout = timeout
		_, err := New(nil, "release", args)
		require.EqualError(t, err, fmt.Sprintf(`release "release": %s`, want))
	}
}

func TestTheErrorNeedsTheLog(t *testing.T) {
	args := minimal()
	args.Task.LogClass = "INFREQUENT_ACCESS"
	_, err := New(nil, "release", args)
	require.EqualError(t, err, `release "release": task.logClass is "INFREQUENT_ACCESS"; want "STANDARD"; the error of a failed `+
		"command quotes the log by logs:GetLogEvents")
}
