package task

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// NewExecutionRole makes the role that ECS starts a task with: to pull the image, read the secrets and write the log.
func (b *Builder) NewExecutionRole(document pulumi.StringInput) (err error) {
	b.ExecutionRole, err = b.newRole("execution", "Starts the tasks of "+b.Name, pulumi.String(trust(nil)))
	if err != nil {
		return err
	}
	policy, err := iam.NewRolePolicy(b.Ctx, b.Name+"-execution", &iam.RolePolicyArgs{
		Role: b.ExecutionRole.Name, Policy: document,
	}, b.Child())
	if err != nil {
		return fmt.Errorf("creating the policy of the execution role: %w", err)
	}
	b.Dependencies = append(b.Dependencies, policy)
	return nil
}

// NewTaskRole makes the role that the tasks have in AWS. Only tasks of this account can assume it.
func (b *Builder) NewTaskRole(description string) (err error) {
	account := aws.GetCallerIdentityOutput(b.Ctx, aws.GetCallerIdentityOutputArgs{}, b.Child())
	b.TaskRole, err = b.newRole("task", description, account.AccountId().ApplyT(taskTrust).(pulumi.StringOutput))
	return err
}

func (b *Builder) newRole(suffix, description string, trustPolicy pulumi.StringInput) (*iam.Role, error) {
	name := b.Name + "-" + suffix
	role, err := iam.NewRole(b.Ctx, name, &iam.RoleArgs{
		Description: pulumi.String(description), AssumeRolePolicy: trustPolicy, Tags: component.Tags(name),
	}, b.Child())
	if err != nil {
		return nil, fmt.Errorf("creating the %s role: %w", suffix, err)
	}
	return role, nil
}

// newRoles makes both roles, with the policies of the component and of its user.
func (b *Builder) newRoles() error {
	if err := b.NewExecutionRole(b.executionPolicy()); err != nil {
		return err
	}
	if err := b.NewTaskRole("What the tasks of " + b.Name + " may do"); err != nil {
		return err
	}
	if b.Task.EnableExec {
		if err := b.newTaskPolicy("exec", pulumi.All(b.Task.ExecLogGroupARN, b.Task.ExecKMSKeyARN).ApplyT(execPolicy)); err != nil {
			return err
		}
	}
	for _, one := range b.RolePolicies {
		if err := b.newTaskPolicy(one.Suffix, one.Document); err != nil {
			return err
		}
	}
	for _, p := range b.Task.TaskPolicies {
		if err := b.attach(p); err != nil {
			return err
		}
	}
	return nil
}

func (b *Builder) attach(p ecs.TaskPolicy) error {
	if p.Document != nil {
		return b.newTaskPolicy("policy-"+p.Name, p.Document)
	}
	attachment, err := iam.NewRolePolicyAttachment(b.Ctx, b.Name+"-policy-"+p.Name, &iam.RolePolicyAttachmentArgs{
		Role: b.TaskRole.Name, PolicyArn: p.ARN,
	}, b.Child())
	if err != nil {
		return fmt.Errorf("attaching the task policy %s: %w", p.Name, err)
	}
	b.Dependencies = append(b.Dependencies, attachment)
	return nil
}

// newTaskPolicy makes a policy of the task role.
func (b *Builder) newTaskPolicy(suffix string, document pulumi.Input) error {
	policy, err := iam.NewRolePolicy(b.Ctx, b.Name+"-"+suffix, &iam.RolePolicyArgs{
		Role: b.TaskRole.Name, Policy: document,
	}, b.Child())
	if err != nil {
		return fmt.Errorf("creating the task policy %s: %w", suffix, err)
	}
	b.Dependencies = append(b.Dependencies, policy)
	return nil
}
