package postgres

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
)

// passwordLength in letters and digits is 190 bits. RDS accepts 8 to 128 characters.
const passwordLength = 32

// newSecret generates the master password. The instance gets the one that the secret holds.
func (b *builder) newSecret() (err error) {
	role := "master"
	b.secret, err = aws.NewSecret(b.Base, role, aws.SecretArgs{
		Description: "Master user of the database " + b.Name, KMSKeyARN: b.key.Arn,
	}, b.Protection())
	if err != nil {
		return err
	}
	text := aws.GeneratePassword(b.Base, passwordLength).ApplyT(func(password string) (string, error) {
		return masterSecret(b.args.MasterUsername, password)
	}).(pulumi.StringOutput)
	if b.args.PasswordVersion > 0 {
		role = fmt.Sprintf("%s-%d", role, b.args.PasswordVersion)
	}
	b.secretVersion, err = aws.NewGeneratedValue(b.Base, role, b.secret, text)
	return err
}

// credentials are laid out as RDS does it in the secrets that it manages.
type credentials struct {
	Username string `json:"username"`
	Password string `json:"password"`
}

func masterSecret(username, password string) (string, error) {
	text, err := json.Marshal(credentials{username, password})
	return string(text), err
}

// passwordOf reads the password out of the secret's value, which others may have changed.
func passwordOf(value *string) (string, error) {
	if value == nil {
		return "", errors.New("the secret of the master user has no text")
	}
	var c credentials
	if err := json.Unmarshal([]byte(*value), &c); err != nil || c.Password == "" {
		// The error would show what it could not read, so it stays inside.
		return "", errors.New(`the secret of the master user is not of the form {"username": …, "password": …}`)
	}
	return c.Password, nil
}
