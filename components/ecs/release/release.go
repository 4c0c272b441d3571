// Package release runs a command, such as the migrations of a database, once for each image and before anything serves it.
package release

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lambda"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ssm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// Type is the type token of Release.
const Type = "tenfold:ecs:Release"

// Release runs a command once for each image, as a task of that image on Fargate (ARM64 by default, never Spot), and lets the update
// wait for it. The machine that runs pulumi needs nothing else. For one called release it creates:
//
//  1. a log group (release-logs), the execution role (release-execution) and the task role (release-task);
//  2. a security group (release-tasks) without ingress, with egress to port 443 (release-https) and to EgressTo
//     (release-to-<name>);
//  3. the task definition (release-task);
//  4. a parameter (release-done) that remembers the images that the command succeeded with;
//  5. a Lambda function (release) that runs the task and waits for it, with a role and a log group (release-runner);
//  6. the invocations of the function (release-run-<number>), one for each 14 minutes of the longest possible run. They
//     are replaced when the command runs.
//
// An interrupted update is safe: the next one waits for the task that runs. Going back to an earlier image does not run
// its command again. To order what comes after it, pass pulumi.DependsOnInputs(release.Deployed) to it.
//
// Cost: nothing while nothing runs; 0.03 USD an hour while the command does, at the defaults.
//
// How it fails: when the command does not end with 0, or not within Timeout, the update fails, with the exit code and the
// last lines of the log. The next update runs it again. A task that an earlier update started is awaited first.
//
// It does not undo what a failed command did, and does not notice changes of variables. docs/release.md has every detail.
type Release struct {
	pulumi.ResourceState

	// Deployed is known once the command has ended with 0, for pulumi.DependsOnInputs of what comes after it.
	Deployed pulumi.ResourceArrayOutput
	// TaskDefinitionARN is what the function runs.
	TaskDefinitionARN pulumi.StringOutput `pulumi:"taskDefinitionArn"`
	// FunctionName is the name of the function that runs it.
	FunctionName pulumi.StringOutput `pulumi:"functionName"`
	// SecurityGroupID is the security group of the task. What it connects to must allow ingress from it.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// LogGroupName is where the command's log is.
	LogGroupName pulumi.StringOutput `pulumi:"logGroupName"`
	// TaskRoleARN is what the command is in AWS, TaskRoleName its name, for further policies.
	TaskRoleARN  pulumi.StringOutput `pulumi:"taskRoleArn"`
	TaskRoleName pulumi.StringOutput `pulumi:"taskRoleName"`
}

// builder makes the children of a Release.
type builder struct {
	*task.Builder
	args     Args
	memory   *ssm.Parameter
	function *lambda.Function
	last     *lambda.Invocation
}

// New creates a release command and runs it. Its update fails when the command does.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Release, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("release", name); err != nil {
		return nil, err
	}
	r := &Release{}
	if err := component.Register(ctx, Type, name, args, r, opts...); err != nil {
		return nil, err
	}

	u := task.New(ctx, "release", name, r, args.Task)
	u.Size = task.Size{CPU: args.CPU, Memory: args.Memory}
	u.Container = task.Container{Command: args.Command, StopTimeout: task.MaxStopTimeout}
	b := &builder{Builder: u, args: args}
	if err := component.InOrder(
		u.NewPrerequisites, u.NewTaskDefinition, b.newMemory, b.newFunction, b.newInvocations,
	); err != nil {
		return nil, err
	}

	r.Deployed = pulumi.NewResourceArrayOutput(pulumi.NewResourceOutput(b.last))
	r.TaskDefinitionARN, r.FunctionName = u.Definition.Arn, b.function.Name
	r.SecurityGroupID, r.LogGroupName = u.SecurityGroup.ID().ToStringOutput(), u.Logs.Name
	r.TaskRoleARN, r.TaskRoleName = u.TaskRole.Arn, u.TaskRole.Name
	return r, component.Publish(ctx, r)
}
