package pgbouncer

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
)

const passwordLength = 40

// passwords are those of one generation, which are drawn once and then kept.
type passwords struct {
	App   string `json:"app"`
	Admin string `json:"admin"`
	Stats string `json:"stats"`
}

// users is the secret that PgBouncer's own containers read, by its keys. It holds the passwords of this generation and
// of the previous one, so that a task of the previous task definition can start with it.
type users struct {
	Logins   string `json:"logins"`
	UserList string `json:"userlist"`
	StatsURL string `json:"stats_url"`
}

// connection is a secret that clients read, by its keys.
type connection struct {
	Username string `json:"username"`
	Password string `json:"password"`
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Database string `json:"dbname"`
	URL      string `json:"url"`
	ReadURL  string `json:"read_url,omitempty"`
}

// newUsers keeps the generated passwords in one secret, and makes the users of PgBouncer from them in another one.
func (b *builder) newUsers() error {
	kept, err := b.newSecret("passwords", "Passwords of "+b.Name+", from which -users, -url and -admin are made")
	if err != nil {
		return err
	}
	for _, generation := range b.args.generations() {
		version, err := aws.NewGeneratedValue(b.Base, roleOfGeneration("passwords", generation), kept, b.generatePasswords())
		if err != nil {
			return err
		}
		b.kept = append(b.kept, version.SecretString.Elem())
	}
	if b.users, err = b.newSecret("users", "Users of "+b.Name); err != nil {
		return err
	}
	b.usersVersion, err = aws.NewSecretValue(b.Base, "users", b.users, b.textOfKept(b.peopleText(), usersText))
	return err
}

// newURLs gives clients the new passwords once every PgBouncer knows them: the gate fails if ECS rolled the deployment
// back. A preview does not wait, since it would show new URLs whenever PgBouncer changes.
func (b *builder) newURLs() (err error) {
	host := b.balancer.DnsName
	if !b.Ctx.DryRun() {
		host = component.OnceExist(host, b.Running)
	}
	if b.url, err = b.newSecret("url", "How to connect to "+b.Name); err != nil {
		return err
	}
	b.urlVersion, err = aws.NewSecretValue(b.Base, "url", b.url, b.textOfKept(host, urlText))
	if err != nil {
		return err
	}
	if b.admin, err = b.newSecret("admin", "How migrations and jobs connect to "+b.Name); err != nil {
		return err
	}
	b.adminVersion, err = aws.NewSecretValue(b.Base, "admin", b.admin, b.textOfKept(host, adminText))
	return err
}

func (b *builder) newSecret(suffix, description string) (*secretsmanager.Secret, error) {
	return aws.NewSecret(b.Base, suffix, aws.SecretArgs{
		Description: description, KMSKeyARN: b.args.KMSKeyARN,
	})
}

// roleOfGeneration names the value of one generation of a secret.
func roleOfGeneration(role string, generation int) string {
	if generation == 1 {
		return role
	}
	return fmt.Sprintf("%s-%d", role, generation)
}

// generations are those whose passwords work, the newest first.
func (a Args) generations() []int {
	if a.PasswordGeneration == 1 {
		return []int{1}
	}
	return []int{a.PasswordGeneration, a.PasswordGeneration - 1}
}

// generatePasswords returns passwords of letters and digits, which need no escaping in URLs.
func (b *builder) generatePasswords() pulumi.StringOutput {
	draw := func() pulumi.StringOutput { return aws.GeneratePassword(b.Base, passwordLength) }
	return pulumi.All(draw(), draw(), draw()).ApplyT(func(v []any) (string, error) {
		text, err := json.Marshal(passwords{App: v[0].(string), Admin: v[1].(string), Stats: v[2].(string)})
		return string(text), err
	}).(pulumi.StringOutput)
}

// textOfKept is what write makes of the passwords, newest first. It is secret as soon as it is known: while what it waits
// for is unknown, there is nothing to hide.
func (b *builder) textOfKept(
	waitFor pulumi.StringOutput, write func(a Args, known string, kept []passwords) (string, error),
) pulumi.StringOutput {
	kept := b.kept.ToStringArrayOutput()
	return waitFor.ApplyT(func(known string) pulumi.StringOutput {
		return kept.ApplyT(func(texts []string) (string, error) {
			list, err := readPasswords(texts)
			if err != nil {
				return "", err
			}
			return write(b.args, known, list)
		}).(pulumi.StringOutput)
	}).(pulumi.StringOutput)
}

func readPasswords(texts []string) ([]passwords, error) {
	list := make([]passwords, len(texts))
	for i, text := range texts {
		if err := json.Unmarshal([]byte(text), &list[i]); err != nil {
			return nil, fmt.Errorf("reading the kept passwords: %w", err)
		}
	}
	if p := list[0]; p.App == "" || p.Admin == "" || p.Stats == "" {
		return nil, errors.New("the kept passwords are of v0.1, which had no admin; raise passwordGeneration by one")
	}
	return list, nil
}

// usersText also takes the logins of people.
func usersText(a Args, people string, kept []passwords) (string, error) {
	readers, console, err := a.logins(people)
	if err != nil {
		return "", err
	}
	logins := a.loginsOf(kept)
	verifiers, err := pgbouncer.BootstrapLogins(append(readers, logins...)...)
	if err != nil {
		return "", err
	}
	stats := kept[0].Stats
	text, err := json.Marshal(users{
		Logins: verifiers, UserList: pgbouncer.UserList(stats, append(console, logins...)...),
		StatsURL: databaseURL(pgbouncer.StatsUser, stats, "127.0.0.1", a.Port, pgbouncer.Console) + "?sslmode=disable",
	})
	return string(text), err
}

// loginsOf are the logins of the application, of this generation and of the previous one.
func (a Args) loginsOf(kept []passwords) (logins []pgbouncer.Login) {
	for i, generation := range a.generations() {
		logins = append(logins, pgbouncer.Login{
			Name: pgbouncer.LoginName(a.RoleName, false, generation), Password: kept[i].App,
		})
		if kept[i].Admin == "" {
			continue // of v0.1
		}
		logins = append(logins, pgbouncer.Login{
			Name: pgbouncer.LoginName(a.RoleName, true, generation), Password: kept[i].Admin, Admin: true,
		})
	}
	return logins
}

func urlText(a Args, host string, kept []passwords) (string, error) {
	name, password := pgbouncer.LoginName(a.RoleName, false, a.PasswordGeneration), kept[0].App
	text, err := json.Marshal(connection{
		Username: name, Password: password, Host: host, Port: a.Port, Database: a.DatabaseName,
		URL:     databaseURL(name, password, host, a.Port, a.DatabaseName),
		ReadURL: databaseURL(name, password, host, a.Port, pgbouncer.ReadAlias(a.DatabaseName)),
	})
	return string(text), err
}

func adminText(a Args, host string, kept []passwords) (string, error) {
	name, password := pgbouncer.LoginName(a.RoleName, true, a.PasswordGeneration), kept[0].Admin
	database := pgbouncer.AdminAlias(a.DatabaseName)
	text, err := json.Marshal(connection{
		Username: name, Password: password, Host: host, Port: a.Port, Database: database,
		URL: databaseURL(name, password, host, a.Port, database),
	})
	return string(text), err
}

func databaseURL(user, password, host string, port int, database string) string {
	u := url.URL{
		Scheme: "postgresql", User: url.UserPassword(user, password),
		Host: net.JoinHostPort(host, strconv.Itoa(port)), Path: "/" + database,
	}
	return u.String()
}
