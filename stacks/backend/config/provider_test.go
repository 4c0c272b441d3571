package config

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestProviderSettings(t *testing.T) {
	c, err := load(t, map[string]string{
		"aws:profile": "prod", "aws:allowedAccountIds": `["123456789012"]`, "aws:maxRetries": "5", "aws:insecure": "false",
		"aws:assumeRole": `{"roleArn":"arn:aws:iam::123456789012:role/deploy"}`,
	})
	require.NoError(t, err)
	require.Equal(t, []string{"123456789012"}, c.AllowedAccountIDs)
	require.Equal(t, map[string]Setting{
		"region": {Text: "us-east-1"}, "profile": {Text: "prod"}, "allowedAccountIds": {Text: `["123456789012"]`},
		"maxRetries": {Text: "5"}, "insecure": {Text: "false"},
		"assumeRole": {Text: `{"roleArn":"arn:aws:iam::123456789012:role/deploy"}`},
	}, c.Provider)
}

func TestBadProviderSettings(t *testing.T) {
	for _, tc := range []struct{ key, value, want string }{
		{"aws:endpoints", `[{"acm":"http://localhost"}]`, "aws:endpoints is set; remove it: an endpoint is in one region, and " +
			"CloudFront's certificate and firewall are in us-east-1"},
		{"aws:skipRequestingAccountId", "true", "aws:skipRequestingAccountId is set; remove it: the provider would not know " +
			"the account: ARNs would lack it, and aws:allowedAccountIds would reject every account"},
		{"aws:version", "7.0.0", "aws:version is set; remove it: go.mod sets the version of the provider"},
		{"aws:assumeRole", "arn:aws:iam::123456789012:role/deploy", `aws:assumeRole is "arn:aws:iam::123456789012:role/deploy"; ` +
			"want an object"},
		{"aws:sharedConfigFiles", "~/.aws/config", `aws:sharedConfigFiles is "~/.aws/config"; want a list`},
		{"aws:insecure", "yes", `aws:insecure is "yes"; want true or false`},
		{"aws:maxRetries", "many", `aws:maxRetries is "many"; want a number`},
		{"aws:allowedAccountIds", `[123456789012]`, "aws:allowedAccountIds[0] is 123456789012; want a string; put it in quotes: \"123456789012\""},
		{"aws:allowedAccountIds", `["12345678901"]`, `aws:allowedAccountIds[0] is "12345678901"; want an account ID: 12 ` +
			"digits, in quotes"},
	} {
		t.Run(tc.key+" "+tc.value, func(t *testing.T) {
			_, err := load(t, map[string]string{tc.key: tc.value})
			require.EqualError(t, err, `environment "dev": `+tc.want)
		})
	}
	_, err := load(t, map[string]string{"aws:allowedAccountIds": `["123456789012"]`, "aws:forbiddenAccountIds": `["1"]`})
	require.EqualError(t, err, `environment "dev": aws:forbiddenAccountIds is set with aws:allowedAccountIds; remove one of them`)
}

func TestProviderSettingsInTheFile(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("environments", 0o755))
	require.NoError(t, os.WriteFile(filepath.Join("environments", "Pulumi.dev.yaml"), []byte(
		"config:\n  aws:profil: prod\n  aws:assumeRoles: []\n  aws:secretKey: x\n  aws:token: {secure: AAA}\n",
	), 0o644))
	_, err := load(t, map[string]string{"aws:secretKey": "x", "aws:token": "y"})
	const at = " (environments/Pulumi.dev.yaml:"
	require.EqualError(t, err, `environment "dev": aws:profil is unknown; did you mean profile?`+at+"2)\n"+
		`environment "dev": aws:assumeRoles is unknown; did you mean assumeRole?`+at+"3)\n"+
		`environment "dev": aws:secretKey is not encrypted; run pulumi config set --secret aws:secretKey, or use aws:profile`+at+"4)")
}
