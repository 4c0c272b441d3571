// Package dropdb drops an environment's database and roles when the environment is destroyed, on a server that stays.
package dropdb

import (
	_ "embed" // for the function
	"encoding/json"
	"maps"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lambda"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/internal/runner"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// Type is the type token of DropDatabase.
const Type = "tenfold:ecs:DropDatabase"

//go:embed dropdb.py
var source string

// DropDatabase drops a database and its roles when it is destroyed, as a task on Fargate (ARM64, never Spot). It is for an
// environment on another one's database server; a server of its own goes as a whole. For one called drop it creates:
//
//  1. a log group (drop-logs), the execution role (drop-execution) and a task role without permissions (drop-task);
//  2. a security group (drop-tasks) without ingress, with egress to port 443 (drop-https) and rules to the database
//     (drop-to-database);
//  3. the task definition (drop-task);
//  4. a Lambda function (drop) that runs the task and waits for it, with a role and a log group (drop-runner);
//  5. the invocation of the function (drop-run). Creating or updating it does nothing, deleting it runs the task.
//
// Pass pulumi.DependsOnInputs(drop.Ready) to PgBouncer, so that PgBouncer is deleted first.
//
// It drops only what the bootstrap of this stack's PgBouncer has made, which it knows by a comment on the database and on
// each role. It drops nothing while a task of PgBouncer runs: the invocation is being replaced then, not destroyed. There
// is no AllowDestroy, since to be destroyed is all that it is for: what protects data is the environment that has none.
//
// Cost: nothing while nothing runs; less than 0.01 USD for a destroy.
//
// How it fails: when the task fails, the destroy does, with the reason and the last lines of the log. Nothing that the
// task needs is gone then, and the next pulumi destroy runs it again. What is gone already is no error.
//
// It makes no backup, and leaves what a database or role was called before a change of its name. docs/dropdb.md has more.
type DropDatabase struct {
	pulumi.ResourceState

	// Ready is known once the database can be dropped, for pulumi.DependsOnInputs of PgBouncer.
	Ready pulumi.ResourceArrayOutput
	// TaskDefinitionARN is what the function runs.
	TaskDefinitionARN pulumi.StringOutput `pulumi:"taskDefinitionArn"`
	// FunctionName is the name of the function that runs it.
	FunctionName pulumi.StringOutput `pulumi:"functionName"`
	// SecurityGroupID is the security group of the task.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// LogGroupName is where the task's log is.
	LogGroupName pulumi.StringOutput `pulumi:"logGroupName"`
}

// builder makes the children of a DropDatabase.
type builder struct {
	*task.Builder
	args       Args
	function   *lambda.Function
	invocation *lambda.Invocation
}

// New creates what drops a database. Its destroy fails when the task does.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*DropDatabase, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("dropdb", name); err != nil {
		return nil, err
	}
	d := &DropDatabase{}
	if err := component.Register(ctx, Type, name, args, d, opts...); err != nil {
		return nil, err
	}

	u := task.New(ctx, "dropdb", name, d, args.task())
	u.Task.Variables, u.Task.Secrets = args.variables(ctx), pgbouncer.MasterSecrets(args.MasterSecretARN)
	u.Size = task.Size{CPU: 256, Memory: 512} // the smallest
	u.Container = task.Container{Command: []string{"sh", "-c", pgbouncer.DropScript()}, StopTimeout: task.MinStopTimeout}
	b := &builder{Builder: u, args: args}
	if err := component.InOrder(
		u.NewPrerequisites, u.NewTaskDefinition, b.newFunction, b.newInvocation,
	); err != nil {
		return nil, err
	}

	d.Ready = pulumi.NewResourceArrayOutput(pulumi.NewResourceOutput(b.invocation))
	d.TaskDefinitionARN, d.FunctionName = u.Definition.Arn, b.function.Name
	d.SecurityGroupID, d.LogGroupName = u.SecurityGroup.ID().ToStringOutput(), u.Logs.Name
	return d, component.Publish(ctx, d)
}

// variables are what the script reads.
func (a Args) variables(ctx *pulumi.Context) map[string]pulumi.StringInput {
	all := pgbouncer.MasterVariables(a.WriterEndpoint, a.DatabasePort)
	maps.Copy(all, map[string]pulumi.StringInput{
		"APP_DATABASE": pulumi.String(a.DatabaseName),
		"APP_MARK":     pulumi.String(pgbouncer.Mark(ctx.Organization(), ctx.Project(), ctx.Stack())),
		"APP_ROLES":    pulumi.String(strings.Join(pgbouncer.Roles(a.RoleName), ",")),
		"DROP_SQL":     pulumi.String(pgbouncer.DropSQL()),
	})
	return all
}

func (b *builder) newFunction() (err error) {
	b.function, err = runner.NewFunction(b.Builder, runner.Args{
		Description: "Drops a database and waits for it",
		Module:      "dropdb", Source: source,
		Variables: pulumi.StringMap{"PGBOUNCER": pulumi.String(task.Family(b.Ctx.Stack(), b.args.PgBouncerName))},
	})
	return err
}

// event is what the function gets, with what the provider adds.
type event struct {
	Name     string `json:"name"`
	Database string `json:"database"`
	Timeout  int    `json:"timeout"`
	Start    int    `json:"start"`
	Wait     int    `json:"wait"`
}

// newInvocation makes the invocation that is deleted before everything that the task needs.
//
// With the lifecycle CRUD the provider invokes at every create, update and delete, with the input of the state and with
// tf.action. A delete that fails leaves the invocation in the state. A replacement is deleted like any other, with the
// same input (terraform-provider-aws v5.100, internal/service/lambda/invocation.go).
func (b *builder) newInvocation() error {
	input, err := json.Marshal(event{
		Name: b.Name, Database: b.args.DatabaseName, Timeout: b.args.Timeout, Start: runner.Start, Wait: runner.Wait,
	})
	if err != nil {
		return err
	}
	b.invocation, err = lambda.NewInvocation(b.Ctx, b.Name+"-run", &lambda.InvocationArgs{
		FunctionName: b.function.Name, LifecycleScope: pulumi.String("CRUD"), Input: pulumi.String(input),
	}, b.Options(pulumi.DependsOn(b.Dependencies))...)
	return component.Creating("the invocation", err)
}
