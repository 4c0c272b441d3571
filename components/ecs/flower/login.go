package flower

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

const (
	// flowerUser is the user of all who know the password.
	flowerUser     = "flower"
	passwordLength = 40
	recoveryWindow = 30 // days in which a deleted secret can be restored
	// secretVersion is a variable that nobody reads: another password starts a new task, which reads it.
	secretVersion = "SECRET_VERSION"
)

// secret draws the password and gives it to the task. AWS draws another one in each update, and the engine is told to
// keep the first.
func (b *builder) secret() (err error) {
	if b.login, err = b.loginSecret(); err != nil {
		return err
	}
	drawn := secretsmanager.GetRandomPasswordOutput(b.Ctx, secretsmanager.GetRandomPasswordOutputArgs{
		PasswordLength: pulumi.Int(passwordLength), ExcludePunctuation: pulumi.Bool(true),
	}, b.Child()).RandomPassword()
	text := pulumi.Sprintf("%s:%s", flowerUser, drawn)
	version, err := secretsmanager.NewSecretVersion(b.Ctx, fmt.Sprintf("%s-login-%d", b.Name, b.args.PasswordGeneration),
		&secretsmanager.SecretVersionArgs{SecretId: b.login.ID(), SecretString: text.ToStringPtrOutput()},
		b.Child(), pulumi.IgnoreChanges([]string{"secretString"}))
	if err != nil {
		return fmt.Errorf("storing the password: %w", err)
	}
	b.Dependencies = append(b.Dependencies, version)
	b.Task = b.Task.WithSecret(celery.FlowerAuth, b.login.Arn).
		WithVariable(secretVersion, version.ID().ToStringOutput())
	if b.args.KMSKeyARN != nil {
		b.Task = b.Task.WithSecretKey(b.args.KMSKeyARN)
	}
	return nil
}

func (b *builder) loginSecret() (*secretsmanager.Secret, error) {
	name := b.Name + "-login"
	args := &secretsmanager.SecretArgs{
		Description: pulumi.String("User and password of " + b.Name), RecoveryWindowInDays: pulumi.Int(recoveryWindow),
		Tags: component.Tags(name),
	}
	if b.args.AllowDestroy {
		args.RecoveryWindowInDays = pulumi.Int(0)
	}
	if b.args.KMSKeyARN != nil {
		args.KmsKeyId = task.Optional(b.args.KMSKeyARN)
	}
	secret, err := secretsmanager.NewSecret(b.Ctx, name, args, b.Child())
	if err != nil {
		return nil, fmt.Errorf("creating the secret: %w", err)
	}
	return secret, nil
}
