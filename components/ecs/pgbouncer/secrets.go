package pgbouncer

import (
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"strconv"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

const (
	passwordLength = 40
	secretWindow   = 30 // days in which a deleted secret can be restored
)

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

// secrets keeps what must never change apart from what follows from it: the passwords, whose new value in each update
// is ignored, and the URLs, which follow the load balancer should it ever be replaced.
func (b *builder) secrets() error {
	kept, err := b.secret("passwords", "Passwords of "+b.Name+", from which -url is made")
	if err != nil {
		return err
	}
	version, err := secretsmanager.NewSecretVersion(b.Ctx, b.Name+"-passwords", &secretsmanager.SecretVersionArgs{
		SecretId: kept.ID(), SecretString: b.drawPasswords().ToStringPtrOutput(),
	}, b.Child(), pulumi.IgnoreChanges([]string{"secretString"}))
	if err != nil {
		return fmt.Errorf("creating the passwords: %w", err)
	}
	if b.url, err = b.secret("url", "How to connect to "+b.Name); err != nil {
		return err
	}
	b.urlVersion, err = secretsmanager.NewSecretVersion(b.Ctx, b.Name+"-url", &secretsmanager.SecretVersionArgs{
		SecretId: b.url.ID(),
	}, b.Child(), holding(b.connectionText(version.SecretString)))
	if err != nil {
		return fmt.Errorf("creating the connection's secret: %w", err)
	}
	return nil
}

func (b *builder) secret(suffix, description string) (*secretsmanager.Secret, error) {
	name := b.Name + "-" + suffix
	args := &secretsmanager.SecretArgs{
		Description: pulumi.String(description), RecoveryWindowInDays: pulumi.Int(b.args.recoveryWindow()),
		Tags: component.Tags(name),
	}
	if b.args.KMSKeyARN != nil {
		args.KmsKeyId = task.Optional(b.args.KMSKeyARN)
	}
	secret, err := secretsmanager.NewSecret(b.Ctx, name, args, b.Child())
	if err != nil {
		return nil, fmt.Errorf("creating the secret %s: %w", suffix, err)
	}
	return secret, nil
}

func (a Args) recoveryWindow() int {
	if a.AllowDestroy {
		return 0
	}
	return secretWindow
}

// drawPasswords lets AWS draw letters and digits only, which mean themselves in URLs and in PgBouncer's list of users.
func (b *builder) drawPasswords() pulumi.StringOutput {
	draw := func() pulumi.StringOutput {
		return secretsmanager.GetRandomPasswordOutput(b.Ctx, secretsmanager.GetRandomPasswordOutputArgs{
			PasswordLength: pulumi.Int(passwordLength), ExcludePunctuation: pulumi.Bool(true),
		}, b.Child()).RandomPassword()
	}
	text := pulumi.All(draw(), draw()).ApplyT(func(v []any) (string, error) {
		text, err := json.Marshal(passwords{App: v[0].(string), Stats: v[1].(string)})
		return string(text), err
	})
	return pulumi.ToSecret(text).(pulumi.StringOutput)
}

// holding gives a secret its text. The SDK would wrap the text as a secret even before it is known, and such a value
// its mocks cannot take: no program with it could be previewed in a test.
func holding(text pulumi.StringOutput) pulumi.ResourceOption {
	return pulumi.Transformations([]pulumi.ResourceTransformation{
		func(a *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
			if args, ok := a.Props.(*secretsmanager.SecretVersionArgs); ok {
				args.SecretString = text.ToStringPtrOutput()
			}
			return &pulumi.ResourceTransformationResult{Props: a.Props, Opts: a.Opts}
		},
	})
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
