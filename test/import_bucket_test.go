package test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

const (
	bucketType    = "aws:s3/bucketV2:BucketV2"
	lifecycleType = "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2"
	partnerPolicy = `{"Version":"2012-10-17","Statement":[{"Sid":"Partner","Effect":"Deny","Principal":"*","Action":"s3:PutObject",` +
		`"Resource":"arn:aws:s3:::legacy-uploads/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`
)

// legacyBucket is a bucket that a company's own program creates, with an object and rules of its own.
func legacyBucket(ctx *pulumi.Context) error {
	b := &builder{ctx: ctx}
	name := pulumi.String("legacy-uploads")
	bucket := b.add(bucketType, "legacy", pulumi.Map{"bucket": name, "tags": pulumi.Map{"owner": pulumi.String("shop")}})
	after := pulumi.DependsOn([]pulumi.Resource{bucket})
	b.add("aws:s3/bucketObjectv2:BucketObjectv2", "photo", pulumi.Map{
		"bucket": name, "key": pulumi.String("photo.jpg"), "content": pulumi.String("x"),
	}, after)
	b.add("aws:s3/bucketPolicy:BucketPolicy", "legacy", pulumi.Map{"bucket": name, "policy": pulumi.String(partnerPolicy)}, after)
	b.add(lifecycleType, "legacy", pulumi.Map{"bucket": name, "rules": pulumi.Array{pulumi.Map{
		"id": pulumi.String("delete-tmp"), "status": pulumi.String("Enabled"),
		"filter": pulumi.Map{"prefix": pulumi.String("tmp/")}, "expiration": pulumi.Map{"days": pulumi.Int(3)},
	}}}, after)
	return b.err
}

// bucketOwner is an account with a company's bucket.
func bucketOwner(t *testing.T) rehearsal.Options {
	t.Helper()
	t.Parallel()
	o := rehearsal.Options{
		Project: "company", Environment: "legacy", Program: legacyBucket, WorkDir: t.TempDir(), BinDir: binDir,
		SkipPreview: true, Config: map[string]string{"aws:region": "us-east-1"},
	}
	mustUp(t, openEnvironment(t, o))
	return o
}

// media opens a program with a storage in the account of the company.
func media(t *testing.T, o rehearsal.Options, change func(*storage.Args)) *rehearsal.Rehearsal {
	t.Helper()
	o.Project, o.Environment, o.SkipPreview = "shop", "production", false
	o.Program = func(ctx *pulumi.Context) error {
		args := storage.Args{OriginDomain: pulumi.String("alb.example.net"), NoncurrentVersionDays: 90}
		change(&args)
		_, err := storage.New(ctx, "storage", args)
		return err
	}
	r, err := rehearsal.Open(t.Context(), o)
	require.NoError(t, err)
	return r
}

func importUploads(a *storage.Args) { a.ImportUploadsBucket = "legacy-uploads" }

// ofLegacy are the resources of the account that belong to the company's bucket, by their types.
func ofLegacy(t *testing.T, r *rehearsal.Rehearsal) map[string]account.Props {
	t.Helper()
	found := map[string]account.Props{}
	for _, res := range resources(t, r) {
		if res.Properties.String("bucket") == "legacy-uploads" {
			found[res.Type] = res.Properties
		}
	}
	return found
}

func TestABucketIsImported(t *testing.T) {
	o := bucketOwner(t)
	r := media(t, o, importUploads)
	want := []string{
		`import aws:s3/bucketV2:BucketV2 "storage-uploads"`,
		`update aws:s3/bucketV2:BucketV2 "storage-uploads" (tags, tagsAll)`,
	}
	preview, err := r.Preview(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, changesOf(preview))
	require.Equal(t, want, changesOf(mustUp(t, r)))
	after := ofLegacy(t, r)
	require.Contains(t, after, "aws:s3/bucketObjectv2:BucketObjectv2", "the objects are as they were")
	require.NotContains(t, after["aws:s3/bucketPolicy:BucketPolicy"].String("policy"), "Partner", "S3 replaces a policy as a whole")
	require.Equal(t, "old-versions", after[lifecycleType].Objects("rules")[0].String("id"), "and the lifecycle")
	unchanged(t, r)

	r = media(t, o, func(*storage.Args) {})
	require.Empty(t, changesOf(mustUp(t, r)), "the argument goes, and the bucket stays")
	require.Contains(t, ofLegacy(t, r), bucketType)
	unchanged(t, r)
}

// An allowed destroy forgets the bucket, and all that its objects need to be read.
func TestAnImportedBucketIsGivenUp(t *testing.T) {
	o := bucketOwner(t)
	mustUp(t, media(t, o, importUploads))
	r := media(t, o, func(a *storage.Args) {
		importUploads(a)
		a.AllowDestroy = true
	})
	mustUp(t, r)
	before := ofLegacy(t, r)
	_, err := r.Destroy(t.Context())
	require.NoError(t, err)
	require.Equal(t, before, ofLegacy(t, r))
	keys := 0
	for _, res := range resources(t, r) {
		if res.Type == "aws:kms/key:Key" {
			require.Empty(t, res.Properties.String("deletionDate"))
			keys++
		}
	}
	require.Equal(t, 1, keys)
}

// The uploads of an environment: a bucket of others, which becomes its own, and is given up again.
func TestABucketOfOthersInAnEnvironment(t *testing.T) {
	company := bucketOwner(t)
	text, err := os.ReadFile("../environments/Pulumi.dev.yaml")
	require.NoError(t, err)
	up := func(keys string) (*rehearsal.Rehearsal, rehearsal.Result) {
		r := inProject(t, company, "dev", strings.ReplaceAll(string(text), "  tenfold:overrides:\n", keys))
		return r, mustUp(t, r)
	}
	const existing = "  tenfold:existing: {storage: {uploadsBucket: legacy-uploads}}\n  tenfold:overrides:\n"
	const taken = "  tenfold:import: {uploads: legacy-uploads}\n  tenfold:overrides:\n    storage: {noncurrentVersionDays: 90}\n"
	r, result := up(existing)
	require.Equal(t, "legacy-uploads", result.Outputs["uploadsBucket"].String())
	before := ofLegacy(t, r)
	require.Contains(t, before["aws:s3/bucketPolicy:BucketPolicy"].String("policy"), "Partner", "nothing of it is changed")
	unchanged(t, r)

	r, result = up(taken)
	require.Contains(t, changesOf(result), `import aws:s3/bucketV2:BucketV2 "storage-uploads"`)
	require.NotContains(t, ofLegacy(t, r)["aws:s3/bucketPolicy:BucketPolicy"].String("policy"), "Partner")
	unchanged(t, r)
	before = ofLegacy(t, r)

	r, _ = up(existing)
	require.Equal(t, before, ofLegacy(t, r), "given up, and all that it has stays")

	_, _ = up("  tenfold:overrides:\n") // makes a bucket
	r = inProject(t, company, "dev", strings.ReplaceAll(string(text), "  tenfold:overrides:\n", taken))
	_, err = r.Preview(t.Context())
	require.ErrorContains(t, err, `tenfold:import.uploads is "legacy-uploads"; want none: the bucket dev-storage-uploads-`)
}

// From an import to a bucket of others, as docs/importing.md says: it stays, and the application keeps its name.
func TestAnImportedBucketBecomesSomebodyElses(t *testing.T) {
	o := bucketOwner(t)
	mustUp(t, media(t, o, importUploads))
	r := media(t, o, func(a *storage.Args) { a.ExistingUploadsBucket = "legacy-uploads" })
	before := ofLegacy(t, r)
	_, err := r.Up(t.Context())
	require.ErrorContains(t, err, "protected")
	unprotect(t, r, o)
	mustUp(t, r)
	require.Equal(t, before, ofLegacy(t, r))
	unchanged(t, r)
}

// unprotect runs pulumi state unprotect --all.
func unprotect(t *testing.T, r *rehearsal.Rehearsal, o rehearsal.Options) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), r.Pulumi(), "state", "unprotect", "--all", "--yes", "-s", "organization/shop/production")
	cmd.Env = append(os.Environ(), "PULUMI_BACKEND_URL=file://"+filepath.ToSlash(filepath.Join(o.WorkDir, "state")),
		"PULUMI_CONFIG_PASSPHRASE=", "PULUMI_SKIP_UPDATE_CHECK=true")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
}
