package ecs

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// flowerUser is the user of all who know the password.
	flowerUser = "flower"
	// secretVersion is a variable that nobody reads: another password starts a new task, which reads it.
	secretVersion = "SECRET_VERSION"
)

// secret draws the password and gives it to the task. AWS draws another one in each update, and the engine is told to
// keep the first.
func (b *flowerBuilder) secret() (err error) {
	if b.login, err = b.loginSecret(); err != nil {
		return err
	}
	drawn := secretsmanager.GetRandomPasswordOutput(b.ctx, secretsmanager.GetRandomPasswordOutputArgs{
		PasswordLength: pulumi.Int(passwordLength), ExcludePunctuation: pulumi.Bool(true),
	}, b.parent()).RandomPassword()
	text := pulumi.Sprintf("%s:%s", flowerUser, drawn)
	version, err := secretsmanager.NewSecretVersion(b.ctx, fmt.Sprintf("%s-login-%d", b.name, b.args.PasswordGeneration),
		&secretsmanager.SecretVersionArgs{SecretId: b.login.ID(), SecretString: text.ToStringPtrOutput()},
		b.parent(), pulumi.IgnoreChanges([]string{"secretString"}))
	if err != nil {
		return fmt.Errorf("storing the password: %w", err)
	}
	b.before = append(b.before, version)
	task := b.unit.args.withSecret(celery.FlowerAuth, b.login.Arn).
		withVariable(secretVersion, version.ID().ToStringOutput())
	if b.args.KMSKeyARN != nil {
		task.SecretKMSKeyARNs = withKey(task.SecretKMSKeyARNs, b.args.KMSKeyARN)
	}
	b.unit.args = task
	return nil
}

func (b *flowerBuilder) loginSecret() (*secretsmanager.Secret, error) {
	name := b.name + "-login"
	args := &secretsmanager.SecretArgs{
		Description: pulumi.String("User and password of " + b.name), RecoveryWindowInDays: pulumi.Int(secretWindow),
		Tags: component.Tags(name),
	}
	if b.args.AllowDestroy {
		args.RecoveryWindowInDays = pulumi.Int(0)
	}
	if b.args.KMSKeyARN != nil {
		args.KmsKeyId = optional(b.args.KMSKeyARN)
	}
	secret, err := secretsmanager.NewSecret(b.ctx, name, args, b.parent())
	if err != nil {
		return nil, fmt.Errorf("creating the secret: %w", err)
	}
	return secret, nil
}
