package s3_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/s3"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

// policy is one statement that lets a principal read, under a condition when there is one.
func policy(principal, resource, condition string) string {
	if condition != "" {
		condition = `,"Condition":` + condition
	}
	return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":` + principal +
		`,"Action":"s3:GetObject","Resource":"` + resource + `"` + condition + `}}`
}

func TestPublicPolicies(t *testing.T) {
	const all, own = "arn:aws:s3:::data/*", `{"AWS":"arn:aws:iam::123456789012:root"}`
	open := policy(`"*"`, all, "")
	block := func(on bool) func(*simtest.Account) {
		return func(a *simtest.Account) {
			a.MustCreate(s3.PublicAccessBlock, "block", model.Props{"bucket": "data", "blockPublicPolicy": on})
		}
	}
	none := func(*simtest.Account) {}
	tests := []struct {
		name    string
		policy  any
		prepare func(*simtest.Account)
		blocked bool
	}{
		{"S6 new bucket", open, none, true},
		{"S6 object", map[string]any{"Statement": []any{map[string]any{
			"Effect": "Allow", "Principal": map[string]any{"AWS": "*"}, "Action": "s3:GetObject", "Resource": all,
		}}}, none, true},
		{"S6 blocked", open, block(true), true},
		{"S6 block lifted", open, block(false), false},
		{"S6 not public", policy(own, all, ""), none, false},
		{
			"S6 narrow", policy(`"*"`, all,
				`{"StringEquals":{"AWS:SourceArn":"arn:aws:cloudfront::123456789012:distribution/E1"}}`),
			none, false,
		},
		{"S6 condition that narrows nothing", policy(`"*"`, all, `{"Bool":{"aws:SecureTransport":"true"}}`), none, true},
		{"S6 deny", strings.Replace(open, "Allow", "Deny", 1), none, false},
		{"S6 account", open, func(a *simtest.Account) {
			block(false)(a)
			a.MustCreate(s3.AccountAccessBlock, "all", model.Props{"blockPublicPolicy": true})
		}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := newAccount(t)
			a.MustCreate(s3.Bucket, "data", named("data"))
			tt.prepare(a)
			_, _, err := a.Create(s3.Policy, "policy", model.Props{"bucket": "data", "policy": tt.policy})
			if tt.blocked {
				require.ErrorContains(t, err, "PutBucketPolicy, https response error StatusCode: 403")
				require.ErrorContains(t, err, "api error AccessDenied: Access Denied")
				return
			}
			require.NoError(t, err)
		})
	}
}

// roles lets the tests of principals see roles, whose type belongs to another package.
func roles() *model.Type {
	return &model.Type{Token: "aws:iam/role:Role", Global: true}
}

func TestPolicyForm(t *testing.T) {
	a := simtest.New(t, append(s3.Types(), roles()), nil)
	a.MustCreate(s3.Bucket, "data", named("data"))
	require.NoError(t, a.Seed(context.Background(), account.Global, "aws:iam/role:Role", "web", map[string]any{}))
	role := func(name string) string { return `{"AWS":["arn:aws:iam::123456789012:role/` + name + `"]}` }
	const all = "arn:aws:s3:::data/*"
	tests := []struct{ name, policy, err string }{
		{"S8 good", policy(role("web"), all, ""), ""},
		{"S8 role with path", policy(role("service/web"), all, ""), ""},
		{"S8 other account", policy(`{"AWS":"arn:aws:iam::210987654321:role/x"}`, all, ""), ""},
		{"S8 unknown role", policy(role("gone"), all, ""), "api error MalformedPolicy: Invalid principal in policy"},
		{"S8 bucket itself", policy(role("web"), "arn:aws:s3:::data", ""), ""},
		{"S8 other bucket", policy(role("web"), "arn:aws:s3:::data2/*", ""), "MalformedPolicy: Policy has invalid resource"},
		{"S8 everything", policy(role("web"), "*", ""), "MalformedPolicy: Policy has invalid resource"},
		{
			"S8 too long", policy(role("web"), "arn:aws:s3:::data/"+strings.Repeat("x", 20*1024), ""),
			"MalformedPolicy: Policy exceeds",
		},
		{"no JSON", "{", `"policy" contains an invalid JSON policy`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := a.Create(s3.Policy, "policy", model.Props{"bucket": "data", "policy": tt.policy})
			if tt.err == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.err)
		})
	}
}

func TestACLs(t *testing.T) {
	const refused = "PutBucketAcl, https response error StatusCode: 400"
	for ownership, ok := range map[string]bool{
		"": false, "BucketOwnerEnforced": false, "BucketOwnerPreferred": true, "ObjectWriter": true,
	} {
		t.Run("S5 "+ownership, func(t *testing.T) {
			a := newAccount(t)
			a.MustCreate(s3.Bucket, "data", named("data"))
			if ownership != "" {
				a.MustCreate(s3.OwnershipControls, "owner",
					model.Props{"bucket": "data", "rule": map[string]any{"objectOwnership": ownership}})
			}
			id, _, err := a.Create(s3.ACL, "acl", model.Props{"bucket": "data", "acl": "private"})
			if !ok {
				require.ErrorContains(t, err, refused)
				require.ErrorContains(t, err, "api error AccessControlListNotSupported: The bucket does not allow ACLs")
				return
			}
			require.NoError(t, err)
			require.Equal(t, "data,private", id)
		})
	}
	require.Len(t, newAccount(t).Check(s3.ACL, "both", model.Props{"bucket": "data"}), 1, "acl or accessControlPolicy")
	for _, token := range []string{s3.Bucket, s3.LegacyBucket} {
		t.Run("S5 S6 S10 "+token, func(t *testing.T) {
			a := newAccount(t)
			a.MustCreate(token, "data", model.Props{"acl": "private"})
			_, _, err := a.Create(token, "acl", model.Props{"acl": "public-read"})
			require.ErrorContains(t, err, "AccessControlListNotSupported: The bucket does not allow ACLs")
			_, _, err = a.Create(token, "policy", model.Props{"policy": policy(`"*"`, "arn:aws:s3:::x/*", "")})
			require.ErrorContains(t, err, "AccessDenied: Access Denied")
			_, _, err = a.Create(token, "rules", model.Props{"lifecycleRules": []any{map[string]any{
				"enabled": true, "transitions": []any{map[string]any{"days": 1, "storageClass": "STANDARD_IA"}},
			}}})
			require.ErrorContains(t, err, "InvalidArgument: 'Days' in Transition action")
		})
	}
}
