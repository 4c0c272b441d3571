package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

const (
	eachFlag = "; want true: each flag closes another way in; set all four"
	noACLs   = `; want "BucketOwnerEnforced": with ACLs, objects can be opened one by one; turn them off, and give access by policies`
	plain    = "S3 also accepts plain HTTP; deny s3:* on the bucket and its objects to * where aws:SecureTransport is false"
	answers  = "encrypted-data · files-policy · policy allows requests without TLS; want a statement that denies them: " + plain
)

func TestClosedBuckets(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "no block", do: remove("files-block"), want: []string{
			"closed-buckets · files · has no public access block; want one with all four flags: " +
				"one careless policy or ACL would open it; add a BucketPublicAccessBlock",
		}},
		{name: "the block of another bucket", do: put("files-block", "bucket", ref{"logs-bucket", "id"}), want: []string{
			"closed-buckets · files · has no public access block; want one with all four flags: " +
				"one careless policy or ACL would open it; add a BucketPublicAccessBlock",
		}},
		{name: "ACLs", do: put("files-block", "blockPublicAcls", false), want: []string{
			"closed-buckets · files-block · blockPublicAcls is false" + eachFlag,
		}},
		{name: "policies", do: put("files-block", "blockPublicPolicy", nil), want: []string{
			"closed-buckets · files-block · blockPublicPolicy is not set" + eachFlag,
		}},
		{name: "old ACLs", do: put("files-block", "ignorePublicAcls", nil), want: []string{
			"closed-buckets · files-block · ignorePublicAcls is not set" + eachFlag,
		}},
		{name: "old policies", do: put("logs-bucket-block", "restrictPublicBuckets", false), want: []string{
			"closed-buckets · logs-bucket-block · restrictPublicBuckets is false" + eachFlag,
		}},
		{name: "no ownership", do: remove("files-owner"), want: []string{
			"closed-buckets · files · has no ownership controls; want BucketOwnerEnforced: " +
				"with ACLs, objects can be opened one by one; add BucketOwnershipControls",
		}},
		{name: "ownership with ACLs", do: put("files-owner", "rule.objectOwnership", "BucketOwnerPreferred"), want: []string{
			`closed-buckets · files-owner · rule.objectOwnership is "BucketOwnerPreferred"` + noACLs,
		}},
		{name: "logs of nobody", do: func(f fixture) {
			delete(f, "cdn")
			f["logs-bucket"].protected = true
		}, want: []string{
			`closed-buckets · logs-bucket-owner · rule.objectOwnership is "BucketOwnerPreferred"` + noACLs,
		}},
		{
			name: "logs by the bucket's domain name", do: put("cdn", "loggingConfig.bucket", "logs-bucket.s3.amazonaws.com"),
			want: []string{},
		},
	})
}

func TestBucketPoliciesNameWhomTheyAllow(t *testing.T) {
	everybody := func(printed string) []string {
		return []string{"closed-buckets · files-policy · policy.Statement[1].Principal is " + printed +
			"; want a named principal: it grants access to everyone; name the principals that need it"}
	}
	principal := func(v any) func(fixture) { return put("files-policy", "policy.Statement.1.Principal", v) }
	checkBreaches(t, []breach{
		{name: "everybody", do: principal("*"), want: everybody(`"*"`)},
		{name: "every account", do: principal(props{"AWS": "*"}), want: everybody("set")},
		{name: "every account, in a list", do: principal(props{"AWS": []any{"111122223333", "*"}}), want: everybody("set")},
		{name: "an account", do: principal(props{"AWS": "111122223333"}), want: []string{}},
		{name: "everybody but one", do: func(f fixture) {
			f.set("files-policy", "policy.Statement.1.Principal", nil)
			f.set("files-policy", "policy.Statement.1.NotPrincipal", props{"AWS": "111122223333"})
		}, want: []string{
			"closed-buckets · files-policy · policy.Statement[1].NotPrincipal is set; want a principal: " +
				"it grants access to everyone else; name the principals that need it",
		}},
		{name: "secret policies stay secret", do: func(f fixture) {
			principal("*")(f)
			f.set("files-policy", "policy", secret{f["files-policy"].props["policy"]})
		}, want: everybody("[secret]")},
	})
}

func TestClosedBucketsSettings(t *testing.T) {
	f := compliant()
	f.set("files-owner", "rule.objectOwnership", "ObjectWriter")
	require.Len(t, violations(t, f, pack.Options{}), 1)
	require.Empty(t, violations(t, f, pack.Options{Settings: map[string]map[string]any{
		pack.ClosedBuckets: {"aclBuckets": []any{"files"}},
	}}))
}
