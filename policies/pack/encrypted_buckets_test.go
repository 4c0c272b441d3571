package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

func TestEncryptedBuckets(t *testing.T) {
	const algorithm = "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm"
	checkBreaches(t, []breach{
		{name: "no encryption", do: remove("files-encryption"), want: []string{
			"encrypted-data · files · has no default encryption; want AES256 or a key: what it keeps must not depend on " +
				"what each writer asks for; add a BucketServerSideEncryptionConfiguration",
		}},
		{name: "no algorithm", do: put("logs-bucket-encryption", algorithm, nil), want: []string{
			"encrypted-data · logs-bucket-encryption · rules[0].applyServerSideEncryptionByDefault.sseAlgorithm " +
				"is not set; want AES256 or aws:kms: it says with what objects are encrypted; set it",
		}},
		{name: "no policy", do: remove("files-policy"), want: []string{
			"encrypted-data · files · has no policy; want one that denies requests without TLS: " + plain,
		}},
	})
}

func TestBucketsDenyRequestsWithoutTLS(t *testing.T) {
	const deny = "policy.Statement.0."
	const secure = "aws:SecureTransport"
	for name, tc := range map[string]struct {
		path string
		v    any
		ok   bool
	}{
		"allowed":                     {"Effect", "Allow", false},
		"for an account":              {"Principal", props{"AWS": "111122223333"}, false},
		"for every account":           {"Principal", props{"AWS": "*"}, true},
		"one action":                  {"Action", "s3:GetObject", false},
		"every action":                {"Action", "*", true},
		"the bucket alone":            {"Resource", "arn:aws:s3:::files", false},
		"the objects":                 {"Resource", "arn:aws:s3:::files/*", true},
		"always":                      {"Condition", nil, false},
		"with TLS":                    {"Condition", props{"Bool": props{secure: "true"}}, false},
		"without TLS, as a flag":      {"Condition", props{"Bool": props{secure: []any{false}}}, true},
		"without TLS, in small type":  {"Condition", props{"Bool": props{"aws:securetransport": "false"}}, true},
		"with nothing":                {"Condition", props{"Bool": props{secure: []any{}}}, false},
		"with and without TLS":        {"Condition", props{"Bool": props{secure: []any{"true", "false"}}}, false},
		"another key":                 {"Condition", props{"Bool": props{"aws:ViaAWSService": "false"}}, false},
		"and from one address":        {"Condition", props{"Bool": props{secure: "false"}, "IpAddress": props{}}, false},
		"and with a second condition": {"Condition", props{"Bool": props{secure: "false", "x": "true"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			f := compliant()
			f.set("files-policy", deny+tc.path, tc.v)
			found := violations(t, f, pack.Options{})
			if tc.ok {
				require.Empty(t, found)
			} else {
				require.Contains(t, found, answers)
			}
		})
	}
}

// JSON of IAM has a list only where there are several.
func TestASingleStatementNeedsNoList(t *testing.T) {
	f := compliant()
	statements := f["files-policy"].props["policy"].(asJSON).value.(props)["Statement"].([]any)
	f.set("files-policy", "policy.Statement", statements[0])
	require.Empty(t, violations(t, f, pack.Options{}))
	f.set("files-policy", "policy.Statement", statements[1])
	require.Equal(t, []string{answers}, violations(t, f, pack.Options{}))
}
