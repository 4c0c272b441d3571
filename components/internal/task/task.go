// Package task is what the components that run ECS tasks share: log group, roles, security group, task definition,
// service, deploy gate, and the checks of their arguments.
package task

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// Builder makes the children of a component that runs tasks: its log group, roles, security group, task definition and,
// if the tasks run all the time, its service.
type Builder struct {
	component.Base
	// Kind is the component's kind as errors print it: web in web "shop".
	Kind string
	// Task says where the tasks run, what they run and what they may reach.
	Task ecs.TaskArgs
	// Size is the CPU and the memory of a task.
	Size Size
	// Container is the only container of a task, unless the component defines several.
	Container Container
	// RolePolicies are further policies of the task role.
	RolePolicies []RolePolicy
	// ProtectedSeconds is how long a deployment may have to wait for old tasks that are protected from scale-in.
	ProtectedSeconds int
	// Hint says what to do after ECS rolled a deployment back, in place of the usual. It takes the name of the log group.
	Hint string

	Logs                    *cloudwatch.LogGroup
	ExecutionRole, TaskRole *iam.Role
	SecurityGroup           *ec2.SecurityGroup
	Definition              *awsecs.TaskDefinition
	Service                 *awsecs.Service
	// Running is the task definition that the service runs, Deployed the service once that is the requested one.
	Running  pulumi.StringOutput
	Deployed pulumi.ResourceArrayOutput
	// Dependencies are resources that the first task needs and that the service does not name.
	Dependencies []pulumi.Resource
}

// Size is the CPU of a task, in units of 1/1024 vCPU, and its memory, in MiB.
type Size struct{ CPU, Memory int }

// RolePolicy is a policy that a component gives to its own tasks.
type RolePolicy struct {
	// Suffix ends the policy's name.
	Suffix   string
	Document pulumi.Input
}

// New returns the builder of a component that is already registered.
func New(ctx *pulumi.Context, kind, name string, parent pulumi.Resource, args ecs.TaskArgs) *Builder {
	return &Builder{
		Base: component.Base{Ctx: ctx, Name: name, Parent: parent},
		Kind: kind, Task: args,
	}
}

// await makes the first task wait for a resource that it needs.
func (b *Builder) await(resource pulumi.Resource, err error) error {
	if err != nil {
		return err
	}
	b.Dependencies = append(b.Dependencies, resource)
	return nil
}

// NewPrerequisites makes what a task definition needs: the log group, the roles and the security group.
func (b *Builder) NewPrerequisites() error {
	return component.InOrder(b.NewLogGroup, b.newRoles, b.newSecurityGroup)
}
