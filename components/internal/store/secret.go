package store

import (
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// passwordLength in letters and digits is 380 bits. ElastiCache takes 16 to 128 characters, Amazon MQ 12 to 250, and
// letters and digits need no escaping in a URL.
const passwordLength = 64

// Password makes a random password and keeps it in Secrets Manager. AWS gives out another one at every call, so the
// engine is told to keep the first: what returns is what was stored. A higher generation is a new password.
func (b Base) Password(key *kms.Key, generation int) (pulumi.StringOutput, error) {
	random := secretsmanager.GetRandomPasswordOutput(b.Ctx, secretsmanager.GetRandomPasswordOutputArgs{
		PasswordLength: pulumi.Int(passwordLength), ExcludePunctuation: pulumi.Bool(true),
	}, pulumi.Parent(b.Parent))
	secret, err := b.secret("token", "Password of "+b.Name, key)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	version, err := secretsmanager.NewSecretVersion(b.Ctx, fmt.Sprintf("%s-token-%d", b.Name, generation),
		&secretsmanager.SecretVersionArgs{
			SecretId:     secret.ID(),
			SecretString: pulumi.ToSecret(random.RandomPassword()).(pulumi.StringOutput).ToStringPtrOutput(),
		}, b.Options(pulumi.IgnoreChanges([]string{"secretString"}))...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("storing password: %w", err)
	}
	return pulumi.ToSecret(version.SecretString.Elem()).(pulumi.StringOutput), nil
}

// URL is a connection URL in Secrets Manager.
type URL struct {
	// SecretARN is the ARN of the secret, a JSON object with the key "url".
	SecretARN pulumi.StringOutput
	// Reference is how a task definition of ECS names the URL itself.
	Reference pulumi.StringOutput
}

// StoreURL keeps the URL of a host, which holds a password, in Secrets Manager. The outputs wait for the value, because
// a task whose secret is empty does not start.
func (b Base) StoreURL(key *kms.Key, password, host pulumi.StringOutput, url func(password, host string) string) (
	URL, error,
) {
	secret, err := b.secret("url", "URL of "+b.Name, key)
	if err != nil {
		return URL{}, err
	}
	version, err := secretsmanager.NewSecretVersion(b.Ctx, b.Name+"-url", &secretsmanager.SecretVersionArgs{
		SecretId: secret.ID(),
	}, b.Options(holding(urlText(password, host, url)))...)
	if err != nil {
		return URL{}, fmt.Errorf("storing URL: %w", err)
	}
	return URL{SecretARN: version.Arn, Reference: pulumi.Sprintf("%s:url::", version.Arn)}, nil
}

// urlText is secret, with the password, as soon as it is known: while there is no host, there is nothing to hide.
func urlText(password, host pulumi.StringOutput, url func(password, host string) string) pulumi.StringOutput {
	return host.ApplyT(func(host string) pulumi.StringOutput {
		return password.ApplyT(func(password string) (string, error) {
			text, err := json.Marshal(map[string]string{"url": url(password, host)})
			return string(text), err
		}).(pulumi.StringOutput)
	}).(pulumi.StringOutput)
}

// holding gives a version its text. The SDK would wrap the text as a secret even before it is known, and such a value
// the SDK's mocks cannot take: no program with it could be previewed in a test.
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

func (b Base) secret(role, description string, key *kms.Key) (*secretsmanager.Secret, error) {
	name := b.Name + "-" + role
	secret, err := secretsmanager.NewSecret(b.Ctx, name, &secretsmanager.SecretArgs{
		Description:          pulumi.String(description),
		KmsKeyId:             key.Arn,
		RecoveryWindowInDays: pulumi.Int(b.Recovery()),
		Tags:                 component.Tags(name),
	}, b.Protected()...)
	if err != nil {
		return nil, fmt.Errorf("creating secret %s: %w", role, err)
	}
	return secret, nil
}
