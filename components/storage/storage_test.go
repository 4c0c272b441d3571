package storage_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	bucket        = "aws:s3/bucketV2:BucketV2"
	bucketPolicy  = "aws:s3/bucketPolicy:BucketPolicy"
	publicAccess  = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
	ownership     = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
	encryption    = "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2"
	lifecycle     = "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2"
	versioning    = "aws:s3/bucketVersioningV2:BucketVersioningV2"
	cors          = "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2"
	key           = "aws:kms/key:Key"
	distribution  = "aws:cloudfront/distribution:Distribution"
	accessControl = "aws:cloudfront/originAccessControl:OriginAccessControl"
	headersPolicy = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"
	requestPolicy = "aws:cloudfront/originRequestPolicy:OriginRequestPolicy"
	certificate   = "aws:acm/certificate:Certificate"
	validation    = "aws:acm/certificateValidation:CertificateValidation"
	record        = "aws:route53/record:Record"
	webACL        = "aws:wafv2/webAcl:WebAcl"
	provider      = "pulumi:providers:aws"
)

// plain is what there always is, and the provider of the tests.
var plain = map[string]int{
	storage.Type: 1, provider: 1, bucket: 3, bucketPolicy: 3, publicAccess: 3, ownership: 3, encryption: 3, lifecycle: 3,
	versioning: 2, cors: 1, key: 1, distribution: 1, accessControl: 1, headersPolicy: 1, requestPolicy: 1,
}

func with(more map[string]int) map[string]int { return stacktest.SumCounts(plain, more) }

func args() storage.Args {
	return storage.Args{OriginDomain: pulumi.String("alb.example.net")}
}

func domainArgs() storage.Args {
	a := args()
	a.Domain, a.HostedZoneID = "app.example.com", pulumi.String("Z1")
	return a
}

// run registers a storage "files" and one probe per output, called like it. Its us-east-1 is a provider "virginia".
func run(t *testing.T, a storage.Args, opts ...stacktest.Option) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, func(ctx *pulumi.Context) error {
		store, err := create(ctx, a)
		if err != nil {
			return err
		}
		return stacktest.ProbeEach(ctx, pulumi.Map{
			"staticBucket": store.StaticBucket, "staticBucketArn": store.StaticBucketARN,
			"uploadsBucket": store.UploadsBucket, "uploadsBucketArn": store.UploadsBucketARN,
			"uploadsKeyArn": store.UploadsKeyARN, "uploadPolicyJson": store.UploadPolicyJSON,
			"uploadsBucketPolicyJson": store.UploadsBucketPolicyJSON,
			"cdnDomain":               store.CDNDomain, "url": store.URL, "distributionId": store.DistributionID,
			"distributionArn": store.DistributionARN, "warning": store.Warning,
		})
	}, opts...)
}

func create(ctx *pulumi.Context, a storage.Args) (*storage.Storage, error) {
	virginia := &pulumi.ProviderResourceState{}
	if err := ctx.RegisterResource(provider, "virginia", pulumi.Map{}, virginia); err != nil {
		return nil, err
	}
	a.USEast1 = virginia
	return storage.New(ctx, "files", a)
}

func TestExactlyTheseResources(t *testing.T) {
	waf, media, quiet, names := args(), args(), args(), domainArgs()
	waf.WAF = &storage.WAF{}
	media.MediaPaths = []string{"/media/*"}
	quiet.SkipAccessLogs = true
	names.AlternativeNames = []string{"*.app.example.com"}
	noLogs := map[string]int{
		bucket: -1, bucketPolicy: -1, publicAccess: -1, ownership: -1, encryption: -1, lifecycle: -1,
	}
	for name, tc := range map[string]struct {
		args storage.Args
		want map[string]int
	}{
		"no domain": {args(), with(nil)},
		"domain":    {domainArgs(), with(map[string]int{certificate: 1, validation: 1, record: 3})},
		"names":     {names, with(map[string]int{certificate: 1, validation: 1, record: 5})},
		"waf":       {waf, with(map[string]int{webACL: 1})},
		"media":     {media, with(map[string]int{headersPolicy: 1})},
		"no logs":   {quiet, with(noLogs)},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, run(t, tc.args).Counts())
			require.Equal(t, tc.want, run(t, tc.args, stacktest.Preview()).Counts())
		})
	}
}

func TestOutputs(t *testing.T) {
	rec := run(t, domainArgs())
	for name, want := range map[string]string{
		"staticBucket":     "files-static-name",
		"staticBucketArn":  "arn:aws:mock:::files-static",
		"uploadsBucket":    "files-uploads-name",
		"uploadsBucketArn": "arn:aws:mock:::files-uploads",
		"uploadsKeyArn":    "arn:aws:mock:::files-uploads-key",
		"cdnDomain":        "app.example.com",
		"url":              "https://app.example.com",
		"distributionId":   "files-id",
		"distributionArn":  "arn:aws:mock:::files",
		"warning":          "",
	} {
		require.Equal(t, want, rec.Value(t, name), name)
	}
	text := rec.Value(t, "uploadPolicyJson")
	require.Contains(t, text, `"Resource":["arn:aws:mock:::files-uploads/*"]`)
	require.Contains(t, text, `"Resource":["arn:aws:mock:::files-uploads-key"]`)
}

func TestOutputsWithoutADomain(t *testing.T) {
	rec := run(t, args())
	require.Equal(t, "files.cloudfront.net", rec.Value(t, "cdnDomain"))
	require.Equal(t, "https://files.cloudfront.net", rec.Value(t, "url"))
}

func TestOutputsInAPreview(t *testing.T) {
	rec := run(t, domainArgs(), stacktest.Preview())
	require.Equal(t, "https://app.example.com", rec.Value(t, "url"))
	for _, name := range []string{"staticBucket", "uploadPolicyJson", "distributionId"} {
		require.Equal(t, stacktest.Unknown, rec.Value(t, name), name)
	}
}

func TestMissingDomainIsWarnedOf(t *testing.T) {
	const text = `storage "files" has no domain: CloudFront's own name allows TLS 1.0, ` +
		"and CloudFront speaks plain HTTP to the load balancer; set domain, hostedZoneId and usEast1"
	require.Equal(t, text, run(t, args()).Value(t, "warning"))
	require.Empty(t, run(t, domainArgs()).Value(t, "warning"))
}

func TestProblemsStopTheProgram(t *testing.T) {
	err := stacktest.RunErr(t, func(ctx *pulumi.Context) error {
		_, err := storage.New(ctx, "files", storage.Args{})
		return err
	})
	require.ErrorContains(t, err, `storage "files": originDomain is required`)
}

// What may be replaced must have no fixed name, or its successor could not be made beside it.
func TestNothingHasAFixedName(t *testing.T) {
	a := domainArgs()
	a.WAF, a.MediaPaths = &storage.WAF{}, []string{"/media/*"}
	stacktest.RequireAutonamed(t, run(t, a), record)
}

func TestComponentShowsIntentAndNoSecret(t *testing.T) {
	a := domainArgs()
	a.OriginSecret, a.WAF = pulumi.String("dice"), &storage.WAF{CountOnly: true}
	intent := run(t, a).One(t, storage.Type)
	stacktest.RequireInputs(t, intent, map[string]any{
		"domain": "app.example.com", "staticPaths": []any{"/static/*"}, "originReadTimeout": 60,
		"priceClass": "PriceClass_All", "waf": map[string]any{"rateLimit": 2000, "countOnly": true},
	})
	require.False(t, intent.Has("originSecret"))
	require.False(t, intent.Has("allowDestroy"))
}
