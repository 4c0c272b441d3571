package aws

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// RoleArgs describe an IAM role.
type RoleArgs struct {
	// Description may be empty.
	Description string
	// Trust is the policy that says who may assume the role: see Trust.
	Trust pulumi.StringInput
}

// NewRole creates a role without permissions.
func NewRole(b component.Base, role string, args RoleArgs, opts ...pulumi.ResourceOption) (*iam.Role, error) {
	name := b.Child(role)
	made, err := iam.NewRole(b.Ctx, name, &iam.RoleArgs{
		Description: unlessEmpty(args.Description), AssumeRolePolicy: args.Trust, Tags: component.Tags(name),
	}, b.Options(opts...)...)
	if err != nil {
		return nil, fmt.Errorf("creating role %s: %w", name, err)
	}
	return made, nil
}

// NewRolePolicy gives a role, named by its name, a policy of its own.
func NewRolePolicy(
	b component.Base, role string, to pulumi.StringInput, document pulumi.Input, opts ...pulumi.ResourceOption,
) (*iam.RolePolicy, error) {
	name := b.Child(role)
	policy, err := iam.NewRolePolicy(b.Ctx, name, &iam.RolePolicyArgs{Role: to, Policy: document}, b.Options(opts...)...)
	if err != nil {
		return nil, fmt.Errorf("creating role policy %s: %w", name, err)
	}
	return policy, nil
}

// NewRolePolicyAttachment gives a role, named by its name, a managed policy.
func NewRolePolicyAttachment(
	b component.Base, role string, to, policyARN pulumi.StringInput, opts ...pulumi.ResourceOption,
) (*iam.RolePolicyAttachment, error) {
	name := b.Child(role)
	attachment, err := iam.NewRolePolicyAttachment(b.Ctx, name, &iam.RolePolicyAttachmentArgs{
		Role: to, PolicyArn: policyARN,
	}, b.Options(opts...)...)
	if err != nil {
		return nil, fmt.Errorf("attaching role policy %s: %w", name, err)
	}
	return attachment, nil
}
