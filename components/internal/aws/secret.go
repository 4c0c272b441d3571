package aws

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// SecretArgs describe a secret of Secrets Manager.
type SecretArgs struct {
	Description string
	// KMSKeyARN is the key that encrypts the secret. Without it AWS's own key does.
	KMSKeyARN pulumi.StringInput
}

// NewSecret creates a secret without a value.
func NewSecret(
	b component.Base, role string, args SecretArgs, opts ...pulumi.ResourceOption,
) (*secretsmanager.Secret, error) {
	name := b.Child(role)
	secret, err := secretsmanager.NewSecret(b.Ctx, name, &secretsmanager.SecretArgs{
		Description:          pulumi.String(args.Description),
		KmsKeyId:             optional(args.KMSKeyARN),
		RecoveryWindowInDays: recoveryDays(b),
		Tags:                 component.Tags(name),
	}, b.Options(opts...)...)
	if err != nil {
		return nil, fmt.Errorf("creating secret %s: %w", name, err)
	}
	return secret, nil
}

// NewSecretValue gives a secret a value that follows what it is made from, such as a URL that follows its host.
func NewSecretValue(
	b component.Base, role string, secret *secretsmanager.Secret, text pulumi.StringOutput,
) (*secretsmanager.SecretVersion, error) {
	return newVersion(b, role, secret, nil, holding(text))
}

// holding sets the value of a secret version. The SDK would mark the value as secret even before it is known, and its
// mocks cannot handle such a value: no program with it could be previewed in a test.
func holding(text pulumi.StringOutput) pulumi.ResourceOption {
	return pulumi.Transformations([]pulumi.ResourceTransformation{
		func(r *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
			if args, ok := r.Props.(*secretsmanager.SecretVersionArgs); ok {
				args.SecretString = text.ToStringPtrOutput()
			}
			return &pulumi.ResourceTransformationResult{Props: r.Props, Opts: r.Opts}
		},
	})
}

func newVersion(
	b component.Base, role string, secret *secretsmanager.Secret, text pulumi.StringPtrInput, opts ...pulumi.ResourceOption,
) (*secretsmanager.SecretVersion, error) {
	name := b.Child(role)
	version, err := secretsmanager.NewSecretVersion(b.Ctx, name, &secretsmanager.SecretVersionArgs{
		SecretId: secret.ID(), SecretString: text,
	}, b.Options(opts...)...)
	if err != nil {
		return nil, fmt.Errorf("storing value of secret %s: %w", name, err)
	}
	return version, nil
}
