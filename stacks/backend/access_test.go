package backend

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/stacks/backend/config"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	typeEgress     = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	typePolicy     = "aws:iam/rolePolicy:RolePolicy"
	typeAttachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
)

// everything is an environment with all parts, changed by keys.
func everything(t *testing.T, keys map[string]string) map[string]string {
	t.Helper()
	_, asConfig := environmentFile(t, "everything.yaml")
	delete(asConfig, "tenfold:overrides")
	for key, value := range keys {
		asConfig[key] = value
	}
	return asConfig
}

func runEverything(t *testing.T, keys map[string]string, opts ...stacktest.Option) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, Program, append(opts, stacktest.Stack("dev"), stacktest.Config(everything(t, keys)))...)
}

// with are the parts that have a resource of a type, by what its name adds to theirs.
func with(rec *stacktest.Recording, typ, suffix string) []string {
	var parts []string
	for _, part := range []string{"beat", "flower", "job-nightly", "release", "web", "worker-bulk", "worker-celery"} {
		for _, r := range rec.OfType(typ) {
			if r.Name == part+suffix {
				parts = append(parts, part)
			}
		}
	}
	return parts
}

var allParts = []string{"beat", "flower", "job-nightly", "release", "web", "worker-bulk", "worker-celery"}

func TestEgressOpensPortsForParts(t *testing.T) {
	rec := runEverything(t, map[string]string{"tenfold:egress": `[
		{"name": "smtp", "port": 587, "cidr": "0.0.0.0/0"},
		{"name": "ldap", "port": 636, "prefixList": "pl-0123456789abcdef0", "parts": ["web", "job-nightly"]},
		{"name": "syslog", "port": 514, "protocol": "udp", "cidr": "203.0.113.0/24", "parts": ["worker-bulk", "release", "beat", "flower"]}
	]`})
	require.Equal(t, allParts, with(rec, typeEgress, "-to-smtp"))
	require.Equal(t, []string{"job-nightly", "web"}, with(rec, typeEgress, "-to-ldap"))
	require.Equal(t, []string{"beat", "flower", "release", "worker-bulk"}, with(rec, typeEgress, "-to-syslog"))
	for name, want := range map[string][]any{
		"web-to-smtp": {"0.0.0.0/0", nil, "tcp", 587}, "web-to-ldap": {nil, "pl-0123456789abcdef0", "tcp", 636},
		"beat-to-syslog": {"203.0.113.0/24", nil, "udp", 514},
	} {
		rule := rec.Named(t, typeEgress, name)
		require.Equal(t, want, []any{rule.Input("cidrIpv4"), rule.Input("prefixListId"), rule.Input("ipProtocol"), rule.Input("fromPort")})
	}
}

func TestTaskPoliciesOfParts(t *testing.T) {
	rec := runEverything(t, map[string]string{"tenfold:taskPolicies": `[
		{"name": "mail", "document": {"Statement": [{"Effect": "Allow", "Action": "ses:SendRawEmail", "Resource": "*"}]}},
		{"name": "models", "arn": "arn:aws:iam::aws:policy/AmazonBedrockFullAccess", "parts": ["worker-bulk"]}
	]`}, stacktest.Function("aws:iam/getPolicy:getPolicy", func(in resource.PropertyMap) (resource.PropertyMap, error) { return in, nil }))
	require.Equal(t, allParts, with(rec, typePolicy, "-policy-mail"))
	require.Equal(t, `{"Statement":[{"Action":"ses:SendRawEmail","Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}`,
		rec.Named(t, typePolicy, "web-policy-mail").Input("policy"))
	require.Equal(t, []string{"worker-bulk"}, with(rec, typeAttachment, "-policy-models"))
	require.Equal(t, "arn:aws:iam::aws:policy/AmazonBedrockFullAccess",
		rec.Named(t, typeAttachment, "worker-bulk-policy-models").Input("policyArn"))
}

// Beat and Flower have no business in the uploads.
func TestUploadsAreForThoseThatNeedThem(t *testing.T) {
	require.Equal(t, []string{"job-nightly", "release", "web", "worker-bulk", "worker-celery"},
		with(runEverything(t, nil), typePolicy, "-policy-uploads"))
}

// Flower imports the application, which may need its secrets then. With a command of its own it does not.
func TestFlowerWithItsOwnCommandGetsNothingOfTheApplication(t *testing.T) {
	secret := `{"API_KEY": "arn:aws:ssm:us-east-1:123456789012:parameter/api-key"}`
	key := "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	for overrides, gets := range map[string]bool{`{}`: true, `{"flower": {"command": ["celery", "flower"]}}`: false} {
		rec := runEverything(t, map[string]string{
			"tenfold:secrets": secret, "tenfold:secretKeys": `["` + key + `"]`, "tenfold:overrides": overrides,
		})
		containers := fmt.Sprint(rec.Named(t, typeDefinition, "flower-task").Inputs["containerDefinitions"].Mappable())
		for _, name := range []string{"API_KEY", "DATABASE_URL", "DATABASE_READ_URL", "CACHE_URL"} {
			require.Equal(t, gets, strings.Contains(containers, `"name":"`+name+`"`), "%s: %s", overrides, name)
		}
		require.Contains(t, containers, `BROKER_URL"`)
		for _, suffix := range []string{"-to-pgbouncer", "-to-cache"} {
			require.Equal(t, gets, slices.Contains(with(rec, typeEgress, suffix), "flower"), "%s: %s", overrides, suffix)
		}
		require.Contains(t, with(rec, typeEgress, "-to-broker"), "flower")
		require.Contains(t, fmt.Sprint(rec.Named(t, typeDefinition, "web-task").Inputs), `"name":"API_KEY"`)
	}
}

// What the file names by ID or ARN is looked up before anything is made.
func TestAccessIsLookedUp(t *testing.T) {
	missing := func(resource.PropertyMap) (resource.PropertyMap, error) {
		return nil, fmt.Errorf("couldn't find resource")
	}
	_, err := stacktest.Record(Program, stacktest.Stack("dev"), stacktest.Config(everything(t, map[string]string{
		"tenfold:egress":       `[{"name": "ldap", "port": 636, "prefixList": "pl-0123456789abcdef0"}]`,
		"tenfold:taskPolicies": `[{"name": "mail", "arn": "arn:aws:iam::123456789012:policy/mail"}]`,
	})), stacktest.Function("aws:ec2/getManagedPrefixList:getManagedPrefixList", func(in resource.PropertyMap) (resource.PropertyMap, error) {
		return resource.PropertyMap{"maxEntries": resource.NewNumberProperty(51)}, nil
	}), stacktest.Function("aws:iam/getPolicy:getPolicy", missing))
	require.ErrorContains(t, err, `tenfold:egress[0].prefixList is "pl-0123456789abcdef0" with a maximum of 51 entries; want at most 50`)
	require.ErrorContains(t, err, `tenfold:taskPolicies[0].arn is "arn:aws:iam::123456789012:policy/mail"; want a managed policy: `)

	_, err = stacktest.Record(Program, stacktest.Stack("dev"), stacktest.Config(everything(t, map[string]string{
		"tenfold:egress": `[{"name": "ldap", "port": 636, "prefixList": "pl-0123456789abcdef0"}]`,
	})), stacktest.Function("aws:ec2/getManagedPrefixList:getManagedPrefixList", missing))
	require.ErrorContains(t, err, `tenfold:egress[0].prefixList is "pl-0123456789abcdef0"; want a prefix list of this account and region`)
}

func TestClosedPortsAreNamed(t *testing.T) {
	require.Equal(t, []string{
		`tenfold:egress opens port 25 as "mx", but AWS blocks it until it lifts the limit for your account. Mail servers also ` +
			"listen on 587.",
		"tenfold:variables.EMAIL_PORT is 465, but no tenfold:egress opens that port. Tasks reach only port 443 outside of the " +
			"network.",
	}, closedPorts(config.Config{
		Egress:    []config.Egress{{Name: "mx", Port: 25}, {Name: "smtp", Port: 587}, {Name: "x", Port: 25, Protocol: "udp"}},
		Variables: map[string]string{"EMAIL_PORT": "465", "SMTP_PORT": "587", "MAIL_PORT": "443", "PORT": "8000"},
	}))
}
