package aws

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// LogGroupArgs describe a log group of CloudWatch Logs.
type LogGroupArgs struct {
	// RetentionDays is how long events are kept.
	RetentionDays int
	// KMSKeyARN is the key that encrypts the events. Without it CloudWatch's own key does. The key's policy must admit
	// CloudWatch Logs: see LogsKeyPolicy.
	KMSKeyARN pulumi.StringInput
	// Class is STANDARD unless it is set.
	Class string
	// Name is for a service that writes to a group of a fixed name. Without it Pulumi chooses a unique name.
	Name pulumi.StringInput
}

// NewLogGroup creates a log group.
func NewLogGroup(
	b component.Base, role string, args LogGroupArgs, opts ...pulumi.ResourceOption,
) (*cloudwatch.LogGroup, error) {
	name := b.Child(role)
	group, err := cloudwatch.NewLogGroup(b.Ctx, name, &cloudwatch.LogGroupArgs{
		Name: optional(args.Name), RetentionInDays: pulumi.Int(args.RetentionDays), KmsKeyId: optional(args.KMSKeyARN),
		LogGroupClass: unlessEmpty(args.Class),
		Tags:          component.Tags(name),
	}, b.Options(opts...)...)
	if err != nil {
		return nil, fmt.Errorf("creating log group %s: %w", name, err)
	}
	return group, nil
}
