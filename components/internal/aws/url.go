package aws

import (
	"encoding/json"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// URLArgs describe a secret that holds a URL with a password, and how the URL is made.
type URLArgs struct {
	SecretArgs
	Password, Host pulumi.StringOutput
	// Write makes the URL.
	Write func(password, host string) string
}

// URL is a connection URL in Secrets Manager.
type URL struct {
	// SecretARN is the ARN of the secret, a JSON object with the key "url".
	SecretARN pulumi.StringOutput
	// Reference names the URL itself, in the form that a task definition of ECS takes.
	Reference pulumi.StringOutput
	// Version is the ID of the secret's version. A task reads the secret when it starts, so another version needs new tasks.
	Version pulumi.StringOutput
}

// NewURL creates a secret with a URL. Its outputs wait for the value: a task whose secret is empty does not start.
func NewURL(b component.Base, role string, args URLArgs, opts ...pulumi.ResourceOption) (URL, error) {
	secret, err := NewSecret(b, role, args.SecretArgs, opts...)
	if err != nil {
		return URL{}, err
	}
	value, err := NewSecretValue(b, role, secret, urlText(args))
	if err != nil {
		return URL{}, err
	}
	return URL{SecretARN: value.Arn, Reference: SecretKey(value.Arn, "url"), Version: value.VersionId}, nil
}

// SecretKey names one key of a JSON secret in the form that a task definition of ECS takes.
func SecretKey(secretARN pulumi.StringInput, key string) pulumi.StringOutput {
	return pulumi.Sprintf("%s:%s::", secretARN, key)
}

// urlText is secret, like the password, as soon as it is known. Without a host there is nothing to hide yet.
func urlText(args URLArgs) pulumi.StringOutput {
	return args.Host.ApplyT(func(host string) pulumi.StringOutput {
		return args.Password.ApplyT(func(password string) (string, error) {
			text, err := json.Marshal(map[string]string{"url": args.Write(password, host)})
			return string(text), err
		}).(pulumi.StringOutput)
	}).(pulumi.StringOutput)
}
