package config

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// problemsOf are the problems of one key's value, without their prefix.
func problemsOf(t *testing.T, key, value string) []string {
	t.Helper()
	_, err := load(t, map[string]string{
		key: value, "tenfold:flower": "true", "tenfold:jobs": `[{"name": "nightly", "schedule": "rate(1 day)", "command": ["x"]}]`,
	})
	if err == nil {
		return nil
	}
	lines := strings.Split(err.Error(), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, `environment "dev": `+key)
	}
	return lines
}

func TestEgress(t *testing.T) {
	for value, want := range map[string][]string{
		`[{"name": "smtp", "port": 587, "cidr": "0.0.0.0/0"}]`:                                                   nil,
		`[{"name": "dns", "port": 443, "cidr": "0.0.0.0/0", "protocol": "udp"}]`:                                 nil,
		`[{"name": "ldap", "port": 636, "prefixList": "pl-0123456789abcdef0", "parts": ["web", "job-nightly"]}]`: nil,
		`[{"name": "smtp", "port": 587}]`:                                                                        {"[0] has both or neither of cidr and prefixList; want one of them"},
		`[{"name": "smtp", "port": 587, "cidr": "203.0.113.7/24"}]`:                                              {`[0].cidr is "203.0.113.7/24"; want the first address of a range; use 203.0.113.0/24`},
		`[{"name": "smtp", "port": 587, "cidr": "smtp.example.com"}]`: {
			`[0].cidr is "smtp.example.com"; want a range of IPv4 addresses such as 203.0.113.0/24; security groups take no host names`,
		},
		`[{"name": "https", "port": 443, "cidr": "0.0.0.0/0"}]`:                                {"[0] is HTTPS to everywhere; leave it out: port 443 is open"},
		`[{"name": "smtp", "port": 0, "cidr": "0.0.0.0/0"}]`:                                   {"[0].port is 0; want at least 1"},
		`[{"name": "smtp", "port": 25, "cidr": "0.0.0.0/0", "protocol": "icmp"}]`:              {`[0].protocol is "icmp"; want "tcp" or "udp"`},
		`[{"name": "smtp", "port": 587, "prefixList": "pl-1"}]`:                                {`[0].prefixList is "pl-1"; want the ID of a managed prefix list, such as pl-0123456789abcdef0`},
		`[{"name": "cache", "port": 6379, "cidr": "203.0.113.0/24"}]`:                          {`[0].name is "cache", which the environment uses itself; want another name`},
		`[{"name": "smtp", "port": 587, "cidr": "203.0.113.0/24", "parts": ["worker-bulks"]}]`: {`[0].parts[0] is "worker-bulks", which is unknown; did you mean worker-bulk?`},
		`[{"name": "a", "port": 1, "cidr": "0.0.0.0/0"}, {"name": "a", "port": 2, "cidr": "0.0.0.0/0"}]`: {
			`[1].name is "a", the name of tenfold:egress[0]; want a unique name`,
		},
		`[{"name": "a", "port": 1, "cidr": "0.0.0.0/0"}, {"name": "b", "port": 1, "cidr": "0.0.0.0/0", "protocol": "tcp"}]`: {
			"[1] has the address and the port of tenfold:egress[0]; want each once, with all of its parts",
		},
	} {
		require.Equal(t, want, problemsOf(t, "tenfold:egress", value), value)
	}
}

func policyWith(document string) string { return `[{"name": "mail", "document": ` + document + `}]` }

func TestTaskPolicies(t *testing.T) {
	const send = `{"Effect": "Allow", "Action": "ses:SendRawEmail", "Resource": "*"}`
	for value, want := range map[string][]string{
		policyWith(`{"Statement": ` + send + `}`):                                      nil,
		policyWith(`{"Version": "2012-10-17", "Statement": [` + send + `]}`):           nil,
		policyWith(`{"Version": "2012-10-17T00:00:00Z", "Statement": [` + send + `]}`): nil, // as YAML reads it without quotes
		`[{"name": "mail", "arn": "arn:aws:iam::aws:policy/AmazonSESFullAccess", "parts": ["release"]}]`: {
			`[0].parts[0] is "release", which is unknown; want one of flower, job-nightly, web, worker-bulk, worker-celery`,
		},
		`[{"name": "mail"}]`: {"[0] has both or neither of document and arn; want one of them"},
		`[{"name": "uploads", "arn": "arn:aws:iam::aws:policy/AmazonSESFullAccess"}]`: {
			`[0].name is "uploads", which the environment uses itself; want another name`,
		},
		`[{"name": "all", "arn": "arn:aws:iam::aws:policy/AdministratorAccess"}]`: {
			`[0].arn is "arn:aws:iam::aws:policy/AdministratorAccess", which allows everything; want the rights that the application needs`,
		},
		policyWith(`{"version": "2012-10-17", "Statement": []}`): {
			"[0].document.version is unknown; did you mean Version?", "[0].document.Statement is required; want a list of statements",
		},
		policyWith(`{"Version": "2008-10-17", "Statement": ` + send + `}`): {`[0].document.Version is "2008-10-17"; want "2012-10-17"`},
		policyWith(`{"Statement": ["x"]}`):                                 {`[0].document.Statement[0] is "x"; want an object with Effect, Action and Resource`},
		policyWith(`{"Statement": {"Effect": "allow", "Action": ["ses", "s3:Get Object"], "Resource": "bucket", "Principal": "*"}}`): {
			"[0].document.Statement[0].Principal is unknown; want one of Action, Condition, Effect, NotAction, NotResource, Resource, Sid",
			`[0].document.Statement[0].Effect is "allow"; want "Allow" or "Deny"`,
			`[0].document.Statement[0].Action is "ses"; want a service and an action, such as ses:SendRawEmail`,
			`[0].document.Statement[0].Action is "s3:Get Object"; want a service and an action, such as ses:SendRawEmail`,
			`[0].document.Statement[0].Resource is "bucket"; want an ARN or "*"`,
		},
		policyWith(`{"Statement": {"Effect": "Allow", "Action": "*", "Resource": ["*"]}}`): {
			"[0].document.Statement[0] allows everything; name the actions or the resources that the application needs",
		},
		policyWith(`{"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}`): {
			"[0].document.Statement[0] allows everything; name the actions or the resources that the application needs",
		},
		policyWith(`{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}`): nil,
		policyWith(`{"Statement": {"Effect": "Allow", "Action": "s3:GetObject"}}`): {
			"[0].document.Statement[0] has both or neither of Resource and NotResource; want one of them",
		},
	} {
		require.Equal(t, want, problemsOf(t, "tenfold:taskPolicies", value), value)
	}
}

func TestTaskPoliciesFitIntoARole(t *testing.T) {
	var managed []string
	for i := range 11 {
		managed = append(managed, fmt.Sprintf(`{"name": "p%d", "arn": "arn:aws:iam::123456789012:policy/p%d", "parts": ["web"]}`, i, i))
	}
	require.Equal(t, []string{" gives web 11 managed policies; want at most 10; put several into one"},
		problemsOf(t, "tenfold:taskPolicies", "["+strings.Join(managed, ",")+"]"))

	long := policyWith(`{"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::` +
		strings.Repeat("a", 8100) + `"}}`)
	found := problemsOf(t, "tenfold:taskPolicies", long)
	require.Len(t, found, 5, "one for each part")
	require.Equal(t, " gives flower documents of 8206 characters; want at most 8192: a role has 10240, also for Tenfold's own "+
		"policies; use managed policies", found[0])
}

func TestADocumentGetsItsVersion(t *testing.T) {
	c, err := load(t, map[string]string{"tenfold:taskPolicies": policyWith(
		`{"Version": "2012-10-17T00:00:00Z", "Statement": [{"Sid": "Mail", "Effect": "Allow", "Action": "ses:SendRawEmail", "Resource": "*"}]}`,
	)})
	require.NoError(t, err)
	require.Equal(t, `{"Statement":[{"Action":"ses:SendRawEmail","Effect":"Allow","Resource":"*","Sid":"Mail"}],"Version":"2012-10-17"}`,
		c.TaskPolicies[0].JSON())
}
