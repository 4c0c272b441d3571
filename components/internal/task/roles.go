package task

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/aws"
)

// newRoles makes both roles, with the policies of the component and of its user.
func (b *Builder) newRoles() error {
	if err := b.NewExecutionRole(b.executionPolicy()); err != nil {
		return err
	}
	if err := b.NewTaskRole("What the tasks of " + b.Name + " may do"); err != nil {
		return err
	}
	policies := b.RolePolicies
	if b.Task.EnableExec {
		exec := pulumi.All(b.Task.ExecLogGroupARN, b.Task.ExecKMSKeyARN).ApplyT(execPolicy)
		policies = append([]RolePolicy{{Suffix: "exec", Document: exec}}, policies...)
	}
	for _, one := range policies {
		if err := b.newTaskPolicy(one.Suffix, one.Document); err != nil {
			return err
		}
	}
	for _, one := range b.Task.TaskPolicies {
		if err := b.newUserPolicy(one); err != nil {
			return err
		}
	}
	return nil
}

// NewExecutionRole makes the role that ECS starts a task with: to pull the image, read the secrets and write the log.
func (b *Builder) NewExecutionRole(document pulumi.StringInput) (err error) {
	b.ExecutionRole, err = aws.NewRole(b.Base, "execution", aws.RoleArgs{
		Description: "Starts the tasks of " + b.Name, Trust: pulumi.String(trust(nil)),
	})
	if err != nil {
		return err
	}
	policy, err := aws.NewRolePolicy(b.Base, "execution", b.ExecutionRole.Name, document)
	return b.await(policy, err)
}

// NewTaskRole makes the role that the tasks have in AWS. Only tasks of this account can assume it.
func (b *Builder) NewTaskRole(description string) (err error) {
	b.TaskRole, err = aws.NewRole(b.Base, "task", aws.RoleArgs{
		Description: description, Trust: aws.AccountID(b.Base).ApplyT(taskTrust).(pulumi.StringOutput),
	})
	return err
}

// newUserPolicy gives the task role a policy of the component's user.
func (b *Builder) newUserPolicy(p ecs.TaskPolicy) error {
	if p.Document != nil {
		return b.newTaskPolicy("policy-"+p.Name, p.Document)
	}
	attachment, err := aws.NewRolePolicyAttachment(b.Base, "policy-"+p.Name, b.TaskRole.Name, p.ARN)
	return b.await(attachment, err)
}

func (b *Builder) newTaskPolicy(suffix string, document pulumi.Input) error {
	policy, err := aws.NewRolePolicy(b.Base, suffix, b.TaskRole.Name, document)
	return b.await(policy, err)
}

// taskTrust lets tasks of one account assume a role.
func taskTrust(account string) string {
	return trust(aws.Condition{"StringEquals": {"aws:SourceAccount": aws.List{account}}})
}

func trust(when aws.Condition) string {
	return aws.Trust("Tasks", "ecs-tasks.amazonaws.com", aws.List{"sts:AssumeRole"}, when)
}
