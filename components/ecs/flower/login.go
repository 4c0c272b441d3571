package flower

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
)

const (
	// user is the one user of Flower. Everyone who knows the password shares it.
	user           = "flower"
	passwordLength = 40
)

// newLogin makes the secret with user and password, and gives it to the task.
func (b *builder) newLogin() (err error) {
	b.login, err = aws.NewSecret(b.Base, "login", aws.SecretArgs{
		Description: "User and password of " + b.Name, KMSKeyARN: b.args.KMSKeyARN,
	})
	if err != nil {
		return err
	}
	text := pulumi.Sprintf("%s:%s", user, aws.GeneratePassword(b.Base, passwordLength))
	version, err := aws.NewGeneratedValue(b.Base, fmt.Sprintf("login-%d", b.args.PasswordGeneration), b.login, text)
	if err != nil {
		return err
	}
	b.Dependencies = append(b.Dependencies, version)
	b.Task = b.Task.WithSecret(celery.FlowerAuth, b.login.Arn).
		WithSecretVersion(celery.FlowerAuth, version.VersionId)
	if b.args.KMSKeyARN != nil {
		b.Task = b.Task.WithSecretKey(b.args.KMSKeyARN)
	}
	return nil
}
