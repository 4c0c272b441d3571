package ecs

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// executionRole is what ECS itself uses to start a task: it pulls the image, reads the secrets and writes the log.
func (b *webBuilder) executionRole() error {
	name := b.name + "-execution"
	role, err := iam.NewRole(b.ctx, name, &iam.RoleArgs{
		Description:      pulumi.String("Starts the tasks of " + b.name),
		AssumeRolePolicy: pulumi.String(trust(nil)),
		Tags:             component.Tags(name),
	}, pulumi.Parent(b.web))
	if err != nil {
		return fmt.Errorf("creating the execution role: %w", err)
	}
	b.execution = role
	grants, err := iam.NewRolePolicy(b.ctx, name, &iam.RolePolicyArgs{
		Role: role.Name, Policy: b.executionPolicy(),
	}, pulumi.Parent(b.web))
	if err != nil {
		return fmt.Errorf("creating the policy of the execution role: %w", err)
	}
	b.before = append(b.before, grants)
	return nil
}

// taskRole is what the application is in AWS. Only this account's tasks can take it.
func (b *webBuilder) taskRole() error {
	name := b.name + "-task"
	account := aws.GetCallerIdentityOutput(b.ctx, aws.GetCallerIdentityOutputArgs{}, pulumi.Parent(b.web))
	role, err := iam.NewRole(b.ctx, name, &iam.RoleArgs{
		Description:      pulumi.String("What the tasks of " + b.name + " may do"),
		AssumeRolePolicy: account.AccountId().ApplyT(taskTrust).(pulumi.StringOutput),
		Tags:             component.Tags(name),
	}, pulumi.Parent(b.web))
	if err != nil {
		return fmt.Errorf("creating the task role: %w", err)
	}
	b.role = role
	if b.args.EnableExec {
		if err := b.grant("exec", pulumi.All(b.args.ExecLogGroupARN, b.args.ExecKMSKeyARN).ApplyT(execPolicy)); err != nil {
			return err
		}
	}
	for _, p := range b.args.TaskPolicies {
		if err := b.taskPolicy(p); err != nil {
			return err
		}
	}
	return nil
}

func (b *webBuilder) taskPolicy(p TaskPolicy) error {
	if p.Document != nil {
		return b.grant("policy-"+p.Name, p.Document)
	}
	attachment, err := iam.NewRolePolicyAttachment(b.ctx, b.name+"-policy-"+p.Name, &iam.RolePolicyAttachmentArgs{
		Role: b.role.Name, PolicyArn: p.ARN,
	}, pulumi.Parent(b.web))
	if err != nil {
		return fmt.Errorf("attaching the task policy %s: %w", p.Name, err)
	}
	b.before = append(b.before, attachment)
	return nil
}

// grant gives the task role a policy of its own.
func (b *webBuilder) grant(suffix string, document pulumi.Input) error {
	grants, err := iam.NewRolePolicy(b.ctx, b.name+"-"+suffix, &iam.RolePolicyArgs{
		Role: b.role.Name, Policy: document,
	}, pulumi.Parent(b.web))
	if err != nil {
		return fmt.Errorf("creating the task policy %s: %w", suffix, err)
	}
	b.before = append(b.before, grants)
	return nil
}
