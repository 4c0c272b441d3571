package pgbouncer

import (
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"strconv"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
)

const passwordLength = 40

// passwords is what is drawn once and then kept.
type passwords struct {
	App   string `json:"app"`
	Stats string `json:"stats"`
}

// connection is the secret that clients read, by its keys.
type connection struct {
	Username string `json:"username"`
	Password string `json:"password"`
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Database string `json:"dbname"`
	URL      string `json:"url"`
	ReadURL  string `json:"read_url"`
	// For PgBouncer's own containers.
	Verifier      string `json:"verifier"`
	StatsPassword string `json:"stats_password"`
	StatsURL      string `json:"stats_url"`
}

// newSecrets makes two secrets: the passwords, which are generated once and kept, and the URLs, which are made from them
// and follow the load balancer if it is replaced.
func (b *builder) newSecrets() error {
	kept, err := b.newSecret("passwords", "Passwords of "+b.Name+", from which -url is made")
	if err != nil {
		return err
	}
	version, err := aws.NewGeneratedValue(b.Base, "passwords", kept, b.generatePasswords())
	if err != nil {
		return err
	}
	if b.url, err = b.newSecret("url", "How to connect to "+b.Name); err != nil {
		return err
	}
	b.urlVersion, err = aws.NewSecretValue(b.Base, "url", b.url, b.connectionText(version.SecretString))
	return err
}

func (b *builder) newSecret(suffix, description string) (*secretsmanager.Secret, error) {
	return aws.NewSecret(b.Base, suffix, aws.SecretArgs{
		Description: description, KMSKeyARN: b.args.KMSKeyARN,
	})
}

// generatePasswords returns passwords of letters and digits, which need no escaping in URLs and in PgBouncer's user list.
func (b *builder) generatePasswords() pulumi.StringOutput {
	app, stats := aws.GeneratePassword(b.Base, passwordLength), aws.GeneratePassword(b.Base, passwordLength)
	return pulumi.All(app, stats).ApplyT(func(v []any) (string, error) {
		text, err := json.Marshal(passwords{App: v[0].(string), Stats: v[1].(string)})
		return string(text), err
	}).(pulumi.StringOutput)
}

// connectionText is secret as soon as it is known: while the load balancer has no name, there is nothing to hide.
func (b *builder) connectionText(kept pulumi.StringPtrOutput) pulumi.StringOutput {
	return b.balancer.DnsName.ApplyT(func(host string) pulumi.StringOutput {
		return kept.ApplyT(func(text *string) (string, error) {
			return connectionText(b.args, host, *text)
		}).(pulumi.StringOutput)
	}).(pulumi.StringOutput)
}

func connectionText(a Args, host, kept string) (string, error) {
	var p passwords
	if err := json.Unmarshal([]byte(kept), &p); err != nil {
		return "", fmt.Errorf("reading the kept passwords: %w", err)
	}
	verifier, err := pgbouncer.Verifier(a.RoleName, p.App)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(connection{
		Username: a.RoleName, Password: p.App, Host: host, Port: a.Port, Database: a.DatabaseName,
		URL:           databaseURL(a.RoleName, p.App, host, a.Port, a.DatabaseName),
		ReadURL:       databaseURL(a.RoleName, p.App, host, a.Port, pgbouncer.ReadAlias(a.DatabaseName)),
		Verifier:      verifier,
		StatsPassword: p.Stats,
		StatsURL: databaseURL(pgbouncer.StatsUser, p.Stats, "127.0.0.1", a.Port, pgbouncer.Console) +
			"?sslmode=disable",
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

// key is a key of a secret in the form that ECS reads.
func key(arn pulumi.StringInput, name string) pulumi.StringOutput {
	return pulumi.Sprintf("%s:%s::", arn, name)
}
