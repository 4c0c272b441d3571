package aws

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// KeyArgs describe a KMS key, which is always rotated each year.
type KeyArgs struct {
	Description string
	// Policy is the key policy. Without one, the account's own policies decide about the key.
	Policy pulumi.StringInput
}

// NewKey creates a KMS key.
func NewKey(b component.Base, role string, args KeyArgs, opts ...pulumi.ResourceOption) (*kms.Key, error) {
	name := b.Child(role)
	key, err := kms.NewKey(b.Ctx, name, &kms.KeyArgs{
		Description:          pulumi.String(args.Description),
		EnableKeyRotation:    pulumi.Bool(true),
		DeletionWindowInDays: recoveryDays(b),
		Policy:               optional(args.Policy),
		Tags:                 component.Tags(name),
	}, b.Options(opts...)...)
	if err != nil {
		return nil, fmt.Errorf("creating key %s: %w", name, err)
	}
	return key, nil
}

// KeyOwner lets the account's own policies decide about a key.
func KeyOwner(partition, account string) Statement {
	root := Identity(fmt.Sprintf("arn:%s:iam::%s:root", partition, account))
	return Allow("Account", One("kms:*"), Any).By(root)
}

// keyLogs lets CloudWatch Logs use a key for log groups of one account and region.
func keyLogs(partition, region, account string) Statement {
	actions := List{"kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"}
	groups := fmt.Sprintf("arn:%s:logs:%s:%s:log-group:*", partition, region, account)
	return Allow("Logs", actions, Any).
		By(Service(fmt.Sprintf("logs.%s.amazonaws.com", region))).
		When(Condition{"ArnLike": {"kms:EncryptionContext:aws:logs:arn": One(groups)}})
}

// LogsKeyPolicy is the policy of a key that encrypts log groups among other things: the account's own policies decide
// about it, and CloudWatch Logs may use it for the account's log groups.
func LogsKeyPolicy(b component.Base) pulumi.StringOutput {
	return logsKeyPolicy(b, func(s Statement) Statement { return s })
}

// LogsKeyPolicyInLists is LogsKeyPolicy with every value in a list.
func LogsKeyPolicyInLists(b component.Base) pulumi.StringOutput {
	return logsKeyPolicy(b, Statement.InLists)
}

func logsKeyPolicy(b component.Base, form func(Statement) Statement) pulumi.StringOutput {
	return pulumi.All(Partition(b), Region(b), AccountID(b)).ApplyT(func(v []any) string {
		partition, region, account := v[0].(string), v[1].(string), v[2].(string)
		return Document(form(KeyOwner(partition, account)), form(keyLogs(partition, region, account)))
	}).(pulumi.StringOutput)
}
