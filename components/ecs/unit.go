package ecs

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// unit is what every component that runs tasks is made of: its log group, roles, security group, task definition and,
// where it runs all the time, its service.
type unit struct {
	ctx *pulumi.Context
	// kind and name are the component's, as errors name it: web "web".
	kind, name string
	owner      pulumi.Resource
	args       TaskArgs
	size       size
	// container is the only one of a task, where the component does not define several.
	container container
	// grants are further policies of the task role, by the ending of their names.
	grants []grant
	// spared is how long, in seconds, a deployment may have to wait for old tasks that are protected.
	spared int
	// advice says where to look, and what to do, when ECS rolled a deployment back; it takes the log group.
	advice string

	logs            *cloudwatch.LogGroup
	execution, role *iam.Role
	group           *ec2.SecurityGroup
	task            *awsecs.TaskDefinition
	service         *awsecs.Service
	// before is what the first task needs and the service does not name.
	before []pulumi.Resource
}

// size is the CPU of a task, in units of 1/1024 vCPU, and its memory, in MiB.
type size struct{ cpu, memory int }

// grant is a policy that a component gives to its own tasks.
type grant struct {
	suffix   string
	document pulumi.Input
}

func newUnit(ctx *pulumi.Context, kind, name string, owner pulumi.Resource, args TaskArgs) *unit {
	return &unit{ctx: ctx, kind: kind, name: name, owner: owner, args: args, advice: "look at the service's events and the " +
		"tasks' logs in %s, fix the image or its configuration, and run pulumi up again"}
}

func (u *unit) parent() pulumi.ResourceOrInvokeOption { return pulumi.Parent(u.owner) }

// base makes what a task definition needs.
func (u *unit) base() error {
	return component.InOrder(u.logGroup, u.roles, u.securityGroup)
}
