package postgres

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// makeSecret makes the master password. Each run of the program makes up another one; all but the first are
// ignored, and what the instance gets is what the secret holds.
func (b *builder) makeSecret() (err error) {
	name := b.Name + "-master"
	b.secret, err = secretsmanager.NewSecret(b.Ctx, name, &secretsmanager.SecretArgs{
		Description: pulumi.String("Master user of the database " + b.Name),
		KmsKeyId:    b.key.Arn,
		Tags:        component.Tags(name),
	}, b.Protected()...)
	if err != nil {
		return wrap("secret of the master user", err)
	}
	password, err := randomPassword()
	if err != nil {
		return wrap("master password", err)
	}
	value, err := masterSecret(b.args.MasterUsername, password)
	if err != nil {
		return wrap("value of the master user's secret", err)
	}
	if b.args.PasswordVersion > 0 {
		name = fmt.Sprintf("%s-%d", name, b.args.PasswordVersion)
	}
	b.secretVersion, err = secretsmanager.NewSecretVersion(b.Ctx, name, &secretsmanager.SecretVersionArgs{
		SecretId:     b.secret.ID(),
		SecretString: pulumi.String(value),
	}, b.Options(pulumi.IgnoreChanges([]string{"secretString"}))...)
	return wrap("value of the master user's secret", err)
}

const (
	// passwordLetters has none that RDS refuses (/ @ " and space) or that a URL would have to escape.
	passwordLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	// passwordLength gives 190 bits; RDS takes 8 to 128 letters.
	passwordLength = 32
)

func randomPassword() (string, error) {
	text := make([]byte, passwordLength)
	for i := range text {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(passwordLetters))))
		if err != nil {
			return "", err
		}
		text[i] = passwordLetters[n.Int64()]
	}
	return string(text), nil
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
