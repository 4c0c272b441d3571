package pgbouncer

import (
	"encoding/json"
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
)

// people is the secret with the logins of people, by its keys.
type people struct {
	ReaderName      string `json:"reader_username"`
	ReaderPassword  string `json:"reader_password"`
	ConsoleName     string `json:"console_username"`
	ConsolePassword string `json:"console_password"`
}

// newOperator draws the passwords of people once for each generation.
func (b *builder) newOperator() error {
	if !b.args.Operator {
		return nil
	}
	const role = "operator"
	secret, err := b.newSecret(role, "How people read the database, and operate the console of "+b.Name)
	if err != nil {
		return err
	}
	text := pulumi.All(aws.GeneratePassword(b.Base, passwordLength), aws.GeneratePassword(b.Base, passwordLength)).ApplyT(
		func(v []any) (string, error) {
			text, err := json.Marshal(people{
				ReaderName: pgbouncer.ReaderName(b.args.RoleName), ReaderPassword: v[0].(string),
				ConsoleName: pgbouncer.ConsoleUser, ConsolePassword: v[1].(string),
			})
			return string(text), err
		}).(pulumi.StringOutput)
	b.operator, err = aws.NewGeneratedValue(b.Base, roleOfGeneration(role, b.args.PasswordGeneration), secret, text)
	return err
}

// peopleText is the secret of people, or without Operator something that is not read.
func (b *builder) peopleText() pulumi.StringOutput {
	if b.operator == nil {
		return b.users.Arn
	}
	return b.operator.SecretString.Elem()
}

// logins are those of people: the reader's for the database, and the console's for PgBouncer.
func (a Args) logins(text string) (reader, console []pgbouncer.Login, err error) {
	if !a.Operator {
		return nil, nil, nil
	}
	var p people
	if err := json.Unmarshal([]byte(text), &p); err != nil || p.ReaderPassword == "" || p.ConsolePassword == "" {
		// The error would show what it could not read, so it stays inside.
		return nil, nil, errors.New("the secret of the operator's logins was changed by hand; raise passwordGeneration by one")
	}
	return []pgbouncer.Login{{Name: p.ReaderName, Password: p.ReaderPassword, Reader: true}},
		[]pgbouncer.Login{{Name: p.ConsoleName, Password: p.ConsolePassword}}, nil
}
