// Package operator is a task in which people reach databases and stores, started on demand.
package operator

import (
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// Type is the type token of Operator.
const Type = "tenfold:ecs:Operator"

// Operator is what people need to get at the databases and stores of an environment: a task definition that they run on
// demand, for ECS Exec and for port forwards. Nothing runs until then, and a task ends after Timeout. For one called
// operator it creates:
//
//  1. a log group (operator-logs), the execution role (operator-execution) and the task role (operator-task), which may
//     only serve ECS Exec (operator-exec);
//  2. a security group (operator-tasks) without ingress, with egress to port 443 (operator-https) and to EgressTo
//     (operator-to-<name>), which let it in by rules of the same names;
//  3. the task definition (operator-task), of two containers. The first (operator-prepare) reads the secrets, writes one
//     command for each database and store below /tmp/operator, and ends. The second (operator) sleeps for Timeout; its
//     environment holds no secret.
//
// The commands are called by the names of Databases and Stores: /tmp/operator/<name>. They take the arguments of psql and
// of valkey-cli.
//
// Cost: nothing while nobody works; 0.01 USD an hour while a task runs.
//
// How it fails: without the secrets, or without an image that has sh, the task does not start; its stopped reason says so.
// A person whose work takes longer than Timeout is cut off: start the task with a longer one.
//
// It does not say who may start it. docs/getting-in.md has the permissions, the commands, and what is logged.
type Operator struct {
	pulumi.ResourceState

	// TaskDefinitionARN is what people run.
	TaskDefinitionARN pulumi.StringOutput `pulumi:"taskDefinitionArn"`
	// SecurityGroupID is the security group of the task. What it connects to must allow ingress from it.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// LogGroupName is where the log of the first container is. Sessions are in the cluster's log.
	LogGroupName pulumi.StringOutput `pulumi:"logGroupName"`
	// TaskRoleARN and ExecutionRoleARN are the roles that whoever starts the task must be allowed to pass.
	TaskRoleARN      pulumi.StringOutput `pulumi:"taskRoleArn"`
	ExecutionRoleARN pulumi.StringOutput `pulumi:"executionRoleArn"`
}

const stopTimeout = 2 // seconds: there is nothing to finish

// New creates the task definition and what it needs.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Operator, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("operator", name); err != nil {
		return nil, err
	}
	o := &Operator{}
	if err := component.Register(ctx, Type, name, args, o, opts...); err != nil {
		return nil, err
	}

	b := task.New(ctx, "operator", name, o, args.task())
	b.Size = task.Size{CPU: args.CPU, Memory: args.Memory}
	b.Container = task.Container{
		Command: []string{"sleep", strconv.Itoa(args.Timeout)}, StopTimeout: stopTimeout,
	}
	if err := component.InOrder(b.NewPrerequisites, func() error { return b.NewPreparedTaskDefinition(script) }); err != nil {
		return nil, err
	}

	o.TaskDefinitionARN, o.SecurityGroupID = b.Definition.Arn, b.SecurityGroup.ID().ToStringOutput()
	o.LogGroupName = b.Logs.Name
	o.TaskRoleARN, o.ExecutionRoleARN = b.TaskRole.Arn, b.ExecutionRole.Arn
	return o, component.Publish(ctx, o)
}
