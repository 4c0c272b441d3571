package aws

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// GeneratePassword returns a random password of letters and digits, which need no escaping in a URL, in a wildcard
// pattern or in a configuration file. Each run of the program generates another password: store it with
// NewGeneratedValue, which keeps the first, and use the value of the secret version that it returns.
func GeneratePassword(b component.Base, length int) pulumi.StringOutput {
	return secretsmanager.GetRandomPasswordOutput(b.Ctx, secretsmanager.GetRandomPasswordOutputArgs{
		PasswordLength: pulumi.Int(length), ExcludePunctuation: pulumi.Bool(true),
	}, pulumi.Parent(b.Parent)).RandomPassword()
}

// NewGeneratedValue gives a secret a generated value once and keeps it: later updates ignore the value that they
// generate. To change the value, change the role, for example by the number of its generation.
func NewGeneratedValue(
	b component.Base, role string, secret *secretsmanager.Secret, text pulumi.StringOutput,
) (*secretsmanager.SecretVersion, error) {
	kept := pulumi.ToSecret(text).(pulumi.StringOutput).ToStringPtrOutput()
	return newVersion(b, role, secret, kept, pulumi.IgnoreChanges([]string{"secretString"}))
}

// PasswordArgs describe a generated password and the secret that holds it.
type PasswordArgs struct {
	SecretArgs
	// Length is the number of letters and digits.
	Length int
	// Generation is the number that names the value. Another one generates another password.
	Generation int
}

// NewPassword creates a secret with a generated password and returns the password, which is known once it is stored.
func NewPassword(
	b component.Base, role string, args PasswordArgs, opts ...pulumi.ResourceOption,
) (pulumi.StringOutput, error) {
	secret, err := NewSecret(b, role, args.SecretArgs, opts...)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	version := fmt.Sprintf("%s-%d", role, args.Generation)
	value, err := NewGeneratedValue(b, version, secret, GeneratePassword(b, args.Length))
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	return pulumi.ToSecret(value.SecretString.Elem()).(pulumi.StringOutput), nil
}
