package ecs

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// executionRole is what ECS itself uses to start a task: it pulls the image, reads the secrets and writes the log.
func (u *unit) executionRole(policy pulumi.StringInput) (err error) {
	u.execution, err = u.newRole("execution", "Starts the tasks of "+u.name, pulumi.String(trust(nil)))
	if err != nil {
		return err
	}
	grants, err := iam.NewRolePolicy(u.ctx, u.name+"-execution", &iam.RolePolicyArgs{
		Role: u.execution.Name, Policy: policy,
	}, u.parent())
	if err != nil {
		return fmt.Errorf("creating the policy of the execution role: %w", err)
	}
	u.before = append(u.before, grants)
	return nil
}

// taskRole is what the tasks are in AWS. Only this account's tasks can take it.
func (u *unit) taskRole(description string) (err error) {
	account := aws.GetCallerIdentityOutput(u.ctx, aws.GetCallerIdentityOutputArgs{}, u.parent())
	u.role, err = u.newRole("task", description, account.AccountId().ApplyT(taskTrust).(pulumi.StringOutput))
	return err
}

func (u *unit) newRole(suffix, description string, trusts pulumi.StringInput) (*iam.Role, error) {
	name := u.name + "-" + suffix
	role, err := iam.NewRole(u.ctx, name, &iam.RoleArgs{
		Description: pulumi.String(description), AssumeRolePolicy: trusts, Tags: component.Tags(name),
	}, u.parent())
	if err != nil {
		return nil, fmt.Errorf("creating the %s role: %w", suffix, err)
	}
	return role, nil
}

// roles makes the two roles, and gives the tasks what the component and its user want them to be allowed.
func (u *unit) roles() error {
	if err := u.executionRole(u.executionPolicy()); err != nil {
		return err
	}
	if err := u.taskRole("What the tasks of " + u.name + " may do"); err != nil {
		return err
	}
	if u.args.EnableExec {
		if err := u.grant("exec", pulumi.All(u.args.ExecLogGroupARN, u.args.ExecKMSKeyARN).ApplyT(execPolicy)); err != nil {
			return err
		}
	}
	for _, one := range u.grants {
		if err := u.grant(one.suffix, one.document); err != nil {
			return err
		}
	}
	for _, p := range u.args.TaskPolicies {
		if err := u.taskPolicy(p); err != nil {
			return err
		}
	}
	return nil
}

func (u *unit) taskPolicy(p TaskPolicy) error {
	if p.Document != nil {
		return u.grant("policy-"+p.Name, p.Document)
	}
	attachment, err := iam.NewRolePolicyAttachment(u.ctx, u.name+"-policy-"+p.Name, &iam.RolePolicyAttachmentArgs{
		Role: u.role.Name, PolicyArn: p.ARN,
	}, u.parent())
	if err != nil {
		return fmt.Errorf("attaching the task policy %s: %w", p.Name, err)
	}
	u.before = append(u.before, attachment)
	return nil
}

// grant gives the task role a policy of its own.
func (u *unit) grant(suffix string, document pulumi.Input) error {
	grants, err := iam.NewRolePolicy(u.ctx, u.name+"-"+suffix, &iam.RolePolicyArgs{
		Role: u.role.Name, Policy: document,
	}, u.parent())
	if err != nil {
		return fmt.Errorf("creating the task policy %s: %w", suffix, err)
	}
	u.before = append(u.before, grants)
	return nil
}
