package storage_test

import (
	"errors"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// legacyBucket is an account with a bucket called legacy. Without a policy, the lookup of it fails as the provider's does.
func legacyBucket(region, policy string) []stacktest.Option {
	return []stacktest.Option{
		stacktest.Function("aws:s3/getBucket:getBucket", func(resource.PropertyMap) (resource.PropertyMap, error) {
			return resource.NewPropertyMapFromMap(map[string]any{
				"arn": "arn:aws:s3:::legacy", "region": region, "bucketRegionalDomainName": "legacy.s3.us-east-1.amazonaws.com",
			}), nil
		}),
		stacktest.Function("aws:s3/getBucketPolicy:getBucketPolicy", func(resource.PropertyMap) (resource.PropertyMap, error) {
			if policy == "" {
				return nil, errors.New("reading S3 Bucket (legacy) Policy: couldn't find resource")
			}
			return resource.NewPropertyMapFromMap(map[string]any{"policy": policy}), nil
		}),
	}
}

// keyIs is an account whose keys have a state.
func keyIs(state string) stacktest.Option {
	return stacktest.Function("aws:kms/getKey:getKey", func(resource.PropertyMap) (resource.PropertyMap, error) {
		return resource.NewPropertyMapFromMap(map[string]any{"enabled": state == "Enabled", "keyState": state}), nil
	})
}

func existingArgs() storage.Args {
	a := args()
	a.ExistingUploadsBucket = "legacy"
	return a
}

func importArgs() storage.Args {
	a := args()
	a.ImportUploadsBucket, a.NoncurrentVersionDays = "legacy", 90
	return a
}

const foreignPolicy = `{"Version":"2012-10-17","Statement":[{"Sid":"TLSOnly"},{"Sid":"Partner"},{"Effect":"Deny"}]}`

func TestAnExistingUploadsBucket(t *testing.T) {
	want := with(map[string]int{
		bucket: -1, bucketPolicy: -1, publicAccess: -1, ownership: -1, encryption: -1, lifecycle: -1, versioning: -1,
	})
	delete(want, cors)
	delete(want, key)
	for _, opts := range [][]stacktest.Option{nil, {stacktest.Preview()}} {
		opts = append(opts, legacyBucket("us-east-1", "")...)
		require.Equal(t, want, run(t, existingArgs(), opts...).Counts(), "nothing of the bucket is the component's")
	}
	rec := run(t, existingArgs(), legacyBucket("us-east-1", "")...)
	for name, want := range map[string]string{
		"uploadsBucket": "legacy", "uploadsBucketArn": "arn:aws:s3:::legacy", "uploadsKeyArn": "", "uploadsBucketPolicyJson": "",
	} {
		require.Equal(t, want, rec.Value(t, name), name)
	}
	require.NotContains(t, rec.Value(t, "uploadPolicyJson"), "kms:")
	require.Contains(t, rec.Value(t, "uploadPolicyJson"), `"Resource":["arn:aws:s3:::legacy/*"]`)

	a := existingArgs()
	a.ExistingUploadsKeyARN = "arn:aws:kms:us-east-1:1:key/1"
	rec = run(t, a, append(legacyBucket("us-east-1", ""), keyIs("Enabled"))...)
	require.Contains(t, rec.Value(t, "uploadPolicyJson"), `"Resource":["arn:aws:kms:us-east-1:1:key/1"]`)
}

// The component does not own the policy, so it says what is to be added, and warns for as long as it is not there.
func TestMediaOfAnExistingUploadsBucket(t *testing.T) {
	a := existingArgs()
	a.MediaPaths = []string{"/media/*"}
	rec := run(t, a, legacyBucket("us-east-1", foreignPolicy)...)
	require.Contains(t, rec.Value(t, "warning"), `storage "files": the policy of the bucket legacy does not let CloudFront read`)
	require.Equal(t, `{"Version":"2012-10-17","Statement":[{"Sid":"CloudFrontReads","Effect":"Allow",`+
		`"Principal":{"Service":"cloudfront.amazonaws.com"},"Action":["s3:GetObject"],"Resource":["arn:aws:s3:::legacy/media/*"],`+
		`"Condition":{"StringEquals":{"AWS:SourceArn":"arn:aws:mock:::files"}}},{"Sid":"CloudFrontLooks","Effect":"Allow",`+
		`"Principal":{"Service":"cloudfront.amazonaws.com"},"Action":["s3:ListBucket"],"Resource":["arn:aws:s3:::legacy"],`+
		`"Condition":{"StringEquals":{"AWS:SourceArn":"arn:aws:mock:::files"}}}]}`, rec.Value(t, "uploadsBucketPolicyJson"))
	added := run(t, a, legacyBucket("us-east-1", rec.Value(t, "uploadsBucketPolicyJson").(string))...)
	require.NotContains(t, added.Value(t, "warning"), "CloudFront read")
}

func TestAnImportedUploadsBucket(t *testing.T) {
	for _, opts := range [][]stacktest.Option{nil, {stacktest.Preview()}} {
		rec := run(t, importArgs(), append(opts, legacyBucket("us-east-1", foreignPolicy)...)...)
		require.Equal(t, plain, rec.Counts())
		uploads := rec.Named(t, bucket, "files-uploads")
		require.Equal(t, "legacy", uploads.ImportID)
		require.Equal(t, "legacy", uploads.Input("bucket"))
		require.Equal(t, []string{"bucket"}, uploads.IgnoreChanges, "the name stays without the argument")
		require.True(t, uploads.Protect)
		require.Empty(t, rec.Named(t, bucket, "files-static").ImportID)
	}
	rec := run(t, importArgs(), legacyBucket("us-east-1", foreignPolicy)...)
	require.Contains(t, rec.Value(t, "warning"), `storage "files": importing the bucket legacy replaces its policy and deletes these `+
		"statements: Partner, number 3")
}

// A destroy leaves what it needs to be read: an allowed one, too.
func TestAnImportedUploadsBucketIsKept(t *testing.T) {
	a := importArgs()
	a.AllowDestroy = true
	rec := run(t, a, legacyBucket("us-east-1", "")...)
	kept := map[string]bool{}
	for _, res := range rec.All() {
		if res.RetainOnDelete {
			kept[res.Name] = true
		}
	}
	require.Equal(t, map[string]bool{
		"files-uploads": true, "files-uploads-private": true, "files-uploads-owner": true, "files-uploads-versions": true,
		"files-uploads-lifecycle": true, "files-uploads-encryption": true, "files-uploads-policy": true, "files-uploads-cors": true,
		"files-uploads-key": true,
	}, kept)
	require.Equal(t, false, rec.Named(t, bucket, "files-uploads").Input("forceDestroy"), "never with its objects")
	require.Equal(t, true, rec.Named(t, bucket, "files-static").Input("forceDestroy"))
}

func TestUploadsBucketsThatCannotBeUsed(t *testing.T) {
	missing := []stacktest.Option{stacktest.Function("aws:s3/getBucket:getBucket", func(resource.PropertyMap) (resource.PropertyMap, error) {
		return nil, errors.New("reading S3 Bucket (legacy):\n couldn't find resource")
	})}
	locked := existingArgs()
	locked.ExistingUploadsKeyARN = "arn:aws:kms:us-east-1:1:key/1"
	both, origins, stray, lifecycle, bad, class := existingArgs(), existingArgs(), args(), importArgs(), importArgs(), existingArgs()
	both.ImportUploadsBucket, both.NoncurrentVersionDays = "other", 30
	origins.UploadOrigins = []string{"https://admin.example.com"}
	stray.ExistingUploadsKeyARN = "arn:aws:kms:us-east-1:1:key/1"
	lifecycle.NoncurrentVersionDays = 0
	bad.ImportUploadsBucket = "Legacy"
	class.InfrequentAccessDays = 30
	for name, tc := range map[string]struct {
		args storage.Args
		opts []stacktest.Option
		want string
	}{
		"missing": {existingArgs(), missing, `existingUploadsBucket is "legacy"; want a bucket of this account and region; reading S3 Bucket ` +
			`(legacy): couldn't find resource`},
		"region": {importArgs(), legacyBucket("eu-west-1", ""), `importUploadsBucket is "legacy"; want a bucket in us-east-1; it is in ` +
			`eu-west-1`},
		"key": {locked, append(legacyBucket("us-east-1", ""), keyIs("PendingDeletion")), `existingUploadsKeyArn is ` +
			`"arn:aws:kms:us-east-1:1:key/1"; want an enabled KMS key; it is PendingDeletion`},
		"both":    {both, nil, `importUploadsBucket is "other"; want none; existingUploadsBucket is set`},
		"origins": {origins, nil, `the number of uploadOrigins is 1; want 0; the owner of existingUploadsBucket decides`},
		"class":   {class, nil, `infrequentAccessDays is 30; want 0; the owner of existingUploadsBucket decides`},
		"stray":   {stray, nil, `existingUploadsKeyArn is "arn:aws:kms:us-east-1:1:key/1"; want none; it is the key of existingUploadsBucket`},
		"versions": {lifecycle, nil, "noncurrentVersionDays is required; S3 deletes what is older of the bucket's noncurrent versions; set it " +
			"to the days that they must stay"},
		"name": {bad, nil, `importUploadsBucket is "Legacy"; want the name of a bucket, such as shop-uploads`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := stacktest.Record(func(ctx *pulumi.Context) error {
				_, err := create(ctx, tc.args)
				return err
			}, tc.opts...)
			require.ErrorContains(t, err, `storage "files": `+tc.want)
		})
	}
}
