package storage_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

var buckets = []string{"files-static", "files-uploads", "files-logs"}

func TestBucketsAreClosed(t *testing.T) {
	rec := run(t, args())
	for _, name := range buckets {
		stacktest.RequireInputs(t, rec.Named(t, publicAccess, name+"-private"), map[string]any{
			"bucket": name + "-name", "blockPublicAcls": true, "blockPublicPolicy": true, "ignorePublicAcls": true,
			"restrictPublicBuckets": true,
		})
		policy := rec.Named(t, bucketPolicy, name+"-policy")
		require.Equal(t, name+"-name", policy.Input("bucket"))
		require.Contains(t, policy.Input("policy"), `{"Sid":"TLSOnly","Effect":"Deny","Principal":"*","Action":["s3:*"],`+
			`"Resource":["arn:aws:mock:::`+name+`","arn:aws:mock:::`+name+`/*"],`+
			`"Condition":{"Bool":{"aws:SecureTransport":"false"}}}`)
	}
}

// CloudFront's standard logs are delivered by ACLs, and by nothing else.
func TestOnlyTheLogBucketHasACLs(t *testing.T) {
	rec := run(t, args())
	for name, want := range map[string]string{
		"files-static": "BucketOwnerEnforced", "files-uploads": "BucketOwnerEnforced", "files-logs": "BucketOwnerPreferred",
	} {
		stacktest.RequireInputs(t, rec.Named(t, ownership, name+"-owner"), map[string]any{
			"bucket": name + "-name", "rule.objectOwnership": want,
		})
	}
}

func TestAccessIsSetStepByStep(t *testing.T) {
	rec := run(t, args())
	for _, name := range buckets {
		owner := rec.Named(t, ownership, name+"-owner")
		require.Contains(t, owner.DependsOn, rec.Named(t, publicAccess, name+"-private").URN)
		require.Contains(t, rec.Named(t, bucketPolicy, name+"-policy").DependsOn, owner.URN)
	}
}

func TestEncryption(t *testing.T) {
	rec := run(t, args())
	for _, name := range []string{"files-static", "files-logs"} {
		stacktest.RequireInputs(t, rec.Named(t, encryption, name+"-encryption"), map[string]any{
			"bucket": name + "-name",
			"rules": []any{map[string]any{
				"applyServerSideEncryptionByDefault": map[string]any{"sseAlgorithm": "AES256"},
			}},
		})
	}
	stacktest.RequireInputs(t, rec.Named(t, encryption, "files-uploads-encryption"), map[string]any{
		"bucket": "files-uploads-name",
		"rules": []any{map[string]any{
			"applyServerSideEncryptionByDefault": map[string]any{
				"sseAlgorithm": "aws:kms", "kmsMasterKeyId": "arn:aws:mock:::files-uploads-key",
			},
			"bucketKeyEnabled": true,
		}},
	})
}

func TestKey(t *testing.T) {
	made := run(t, args()).One(t, key)
	stacktest.RequireInputs(t, made, map[string]any{"enableKeyRotation": true, "deletionWindowInDays": 30})
	require.Equal(t, `{"Version":"2012-10-17","Statement":[{"Sid":"Account","Effect":"Allow",`+
		`"Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":["kms:*"],"Resource":["*"]}]}`,
		made.Input("policy"))
}

func TestVersionsAndLifecycle(t *testing.T) {
	a := args()
	a.NoncurrentVersionDays, a.InfrequentAccessDays, a.AccessLogRetentionDays = 14, 60, 45
	rec := run(t, a)
	rule := func(id string, more map[string]any) map[string]any {
		more["id"], more["status"], more["filter"] = id, "Enabled", map[string]any{}
		return more
	}
	kept := []any{
		rule("old-versions", map[string]any{
			"noncurrentVersionExpiration": map[string]any{"noncurrentDays": 14},
			"expiration":                  map[string]any{"expiredObjectDeleteMarker": true},
		}),
		rule("unfinished-uploads", map[string]any{
			"abortIncompleteMultipartUpload": map[string]any{"daysAfterInitiation": 7},
		}),
	}
	infrequent := rule("infrequent-access", map[string]any{
		"transitions": []any{map[string]any{"days": 60, "storageClass": "STANDARD_IA"}},
	})
	for name, want := range map[string][]any{"files-static": kept, "files-uploads": append(kept, infrequent)} {
		versions := rec.Named(t, versioning, name+"-versions")
		stacktest.RequireInputs(t, versions, map[string]any{
			"bucket": name + "-name", "versioningConfiguration": map[string]any{"status": "Enabled"},
		})
		rules := rec.Named(t, lifecycle, name+"-lifecycle")
		stacktest.RequireInputs(t, rules, map[string]any{"bucket": name + "-name", "rules": want})
		require.Contains(t, rules.DependsOn, versions.URN)
	}
	stacktest.RequireInputs(t, rec.Named(t, lifecycle, "files-logs-expiry"), map[string]any{
		"bucket": "files-logs-name",
		"rules": []any{map[string]any{
			"id": "expire", "status": "Enabled", "filter": map[string]any{"prefix": "cdn/"},
			"expiration": map[string]any{"days": 45},
		}},
	})
	require.False(t, run(t, args()).Named(t, lifecycle, "files-uploads-lifecycle").Has("rules[2]"))
}

func TestOnlyTheDistributionReadsStaticFiles(t *testing.T) {
	a := args()
	a.StaticPaths = []string{"/static/*", "/robots.txt"}
	rec := run(t, a)
	const own = `"Condition":{"StringEquals":{"AWS:SourceArn":"arn:aws:mock:::files"}}}`
	text := rec.Named(t, bucketPolicy, "files-static-policy").Input("policy")
	require.Contains(t, text, `{"Sid":"CloudFrontReads","Effect":"Allow",`+
		`"Principal":{"Service":"cloudfront.amazonaws.com"},"Action":["s3:GetObject"],`+
		`"Resource":["arn:aws:mock:::files-static/static/*","arn:aws:mock:::files-static/robots.txt"],`+own)
	require.Contains(t, text, `"Action":["s3:ListBucket"],"Resource":["arn:aws:mock:::files-static"],`+own)
	require.NotContains(t, rec.Named(t, bucketPolicy, "files-uploads-policy").Input("policy"), "Allow")
	require.NotContains(t, rec.Named(t, bucketPolicy, "files-logs-policy").Input("policy"), "Allow")
}

func TestMediaAreReadableByPath(t *testing.T) {
	a := args()
	a.MediaPaths = []string{"/media/*"}
	rec := run(t, a)
	text := rec.Named(t, bucketPolicy, "files-uploads-policy").Input("policy")
	require.Contains(t, text, `"Resource":["arn:aws:mock:::files-uploads/media/*"],`+
		`"Condition":{"StringEquals":{"AWS:SourceArn":"arn:aws:mock:::files"}}`)
	require.Contains(t, rec.One(t, key).Input("policy"), `{"Sid":"CloudFrontDecrypts","Effect":"Allow",`+
		`"Principal":{"Service":"cloudfront.amazonaws.com"},"Action":["kms:Decrypt"],"Resource":["*"],`+
		`"Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:cloudfront::123456789012:distribution/*"}}}`)
}

func TestCORS(t *testing.T) {
	names := domainArgs()
	names.AlternativeNames, names.UploadOrigins = []string{"*.example.com"}, []string{"http://localhost:3000"}
	for _, tc := range []struct {
		args storage.Args
		want []any
	}{
		{args(), []any{"https://files.cloudfront.net"}},
		{names, []any{"https://app.example.com", "https://*.example.com", "http://localhost:3000"}},
	} {
		stacktest.RequireInputs(t, run(t, tc.args).One(t, cors), map[string]any{
			"bucket": "files-uploads-name",
			"corsRules": []any{map[string]any{
				"allowedOrigins": tc.want, "allowedMethods": []any{"GET", "HEAD", "POST", "PUT"},
				"allowedHeaders": []any{"*"}, "exposeHeaders": []any{"ETag"}, "maxAgeSeconds": 3600,
			}},
		})
	}
}

// Logs are neither protected nor kept with versions: they end by themselves.
func TestAllowDestroy(t *testing.T) {
	for _, allow := range []bool{false, true} {
		a := args()
		a.AllowDestroy = allow
		rec := run(t, a)
		for _, name := range buckets {
			made := rec.Named(t, bucket, name)
			require.Equal(t, allow, made.Input("forceDestroy"), name)
			require.Equal(t, !allow && name != "files-logs", made.Protect, name)
		}
		require.Equal(t, !allow, rec.One(t, key).Protect)
		require.Equal(t, map[bool]int{false: 30, true: 7}[allow], rec.One(t, key).Input("deletionWindowInDays"))
	}
}

// A component that is given its own provider must ask that one for the account.
func TestAccountIsThatOfTheComponentsProvider(t *testing.T) {
	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
		other := &pulumi.ProviderResourceState{}
		if err := ctx.RegisterResource(provider, "other", pulumi.Map{}, other); err != nil {
			return err
		}
		_, err := storage.New(ctx, "files", args(), pulumi.Providers(other))
		return err
	})
	for _, token := range []string{
		"aws:index/getCallerIdentity:getCallerIdentity", "aws:index/getPartition:getPartition",
	} {
		calls := rec.Calls(token)
		require.Len(t, calls, 1, token)
		require.Contains(t, calls[0].Provider, "::other::")
	}
}
