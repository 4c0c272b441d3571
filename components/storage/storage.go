// Package storage is where an environment keeps files and how they, and the application, reach the world: buckets for
// static files and for uploads, and a CloudFront distribution in front of both and of the load balancer.
package storage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudfront"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// Type is the type token of the component.
const Type = "tenfold:storage:Storage"

// Storage is two buckets and the distribution that clients connect to. It creates
//
//   - a bucket for static files (name-static), versioned, which only the distribution reads
//   - a bucket for uploads (name-uploads), versioned, with a KMS key (name-uploads-key) and CORS rules for pre-signed URLs;
//     private except for MediaPaths
//   - a bucket for access logs (name-logs); all buckets block public access and reject plain HTTP
//   - the distribution: StaticPaths come from the bucket and are cached, all other requests go to the load balancer,
//     uncached, with the headers [SchemeHeader] and, when OriginSecret is set, [OriginHeader], and without those of
//     clients that frameworks would believe
//   - security headers for every response; MediaPaths are also sandboxed
//   - with a domain: a certificate in us-east-1, and an A and an AAAA alias for each name; without one: a warning
//   - with WAF: a web ACL in us-east-1 with AWS's managed rule groups and a rate limit
//
// Cost: 1.00 USD a month for the key, and usage: 109.34 USD for 2 TB out, 30 million requests and 100 GB stored. WAF adds
// 10.00 USD.
//
// How it fails: CloudFront answers 504 when the application takes longer than OriginReadTimeout, and 502 when the load
// balancer's certificate does not name OriginDomain. Deleted objects can be restored for NoncurrentVersionDays. Without
// AllowDestroy a destroy is rejected before it begins.
//
// What it does not do: upload the static files, set Cache-Control, compress the application's responses, sign cookies for
// private media, scan uploads, copy buckets to another region.
//
// The arithmetic of the cost and all failure modes are in docs/storage.md.
type Storage struct {
	pulumi.ResourceState

	// StaticBucket and UploadsBucket are the names of the buckets, StaticBucketARN and UploadsBucketARN their ARNs.
	StaticBucket     pulumi.StringOutput `pulumi:"staticBucket"`
	StaticBucketARN  pulumi.StringOutput `pulumi:"staticBucketArn"`
	UploadsBucket    pulumi.StringOutput `pulumi:"uploadsBucket"`
	UploadsBucketARN pulumi.StringOutput `pulumi:"uploadsBucketArn"`
	// UploadsKeyARN is the key that uploads are encrypted with, "" for keys of S3 itself.
	UploadsKeyARN pulumi.StringOutput `pulumi:"uploadsKeyArn"`
	// UploadsBucketPolicyJSON are the statements that the owner of ExistingUploadsBucket adds to its policy, so that the
	// distribution may read MediaPaths. It is "" if none are needed.
	UploadsBucketPolicyJSON pulumi.StringOutput `pulumi:"uploadsBucketPolicyJson"`
	// UploadPolicyJSON is an IAM policy for the role of the application's tasks: list, read, write and delete uploads,
	// and sign URLs for that. It does not allow to delete old versions.
	UploadPolicyJSON pulumi.StringOutput `pulumi:"uploadPolicyJson"`
	// CDNDomain is the host name of static files and of the application: the domain, or CloudFront's own name.
	CDNDomain pulumi.StringOutput `pulumi:"cdnDomain"`
	// DistributionDomain is CloudFront's own name of the distribution: what a record of the domain points to.
	DistributionDomain pulumi.StringOutput `pulumi:"distributionDomain"`
	// URL is "https://" and CDNDomain.
	URL pulumi.StringOutput `pulumi:"url"`
	// DistributionID is what an invalidation and metrics name the distribution by, DistributionARN its ARN.
	DistributionID  pulumi.StringOutput `pulumi:"distributionId"`
	DistributionARN pulumi.StringOutput `pulumi:"distributionArn"`
	// Warning says what is unsafe about the distribution; it is empty when nothing is.
	Warning pulumi.StringOutput `pulumi:"warning"`

	made *builder // for NewRecords
}

// New creates the buckets and the distribution.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Storage, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("storage", name); err != nil {
		return nil, err
	}
	if args.OriginSecret != nil { // secret in the state, and not among the component's inputs
		args.OriginSecret = pulumi.ToSecret(args.OriginSecret).(pulumi.StringOutput)
	}
	s := &Storage{}
	if err := component.Register(ctx, Type, name, args, s, opts...); err != nil {
		return nil, err
	}
	b := &builder{
		Base: component.Base{Ctx: ctx, Name: name, Parent: s, AllowDestroy: args.AllowDestroy}, args: args,
	}
	if err := b.build(); err != nil {
		return nil, err
	}
	s.setOutputs(b)
	s.made = b
	return s, component.Publish(ctx, s)
}

// builder creates the children of one storage, step by step. Each step uses what the steps before it have created.
type builder struct {
	component.Base
	args Args

	static, uploads *bucket
	keyARN          pulumi.StringOutput // of the uploads
	policy          string              // of an uploads bucket that exists already
	distribution    *cloudfront.Distribution
	warned          pulumi.StringOutput
}

func (b *builder) build() error {
	return component.InOrder(
		b.findUploads, b.newStatic, b.newUploads, b.newDistribution, b.newPolicies, b.newCORS, b.newAliases, b.warn,
	)
}

func (b *builder) warn() (err error) {
	b.warned, err = component.Warn(b.Ctx, b.Parent, strings.Join(slices.DeleteFunc([]string{
		b.warning(), b.policyWarning(),
	}, func(text string) bool { return text == "" }), "\n"))
	return err
}

// inUSEast1 are the options of a child that CloudFront wants in us-east-1.
func (b *builder) inUSEast1() []pulumi.ResourceOption {
	return b.Options(pulumi.Provider(b.args.USEast1))
}

func (s *Storage) setOutputs(b *builder) {
	s.StaticBucket, s.StaticBucketARN = b.static.Bucket, b.static.Arn
	s.UploadsBucket, s.UploadsBucketARN = b.uploads.Bucket, b.uploads.Arn
	s.UploadsKeyARN = b.keyARN
	s.UploadsBucketPolicyJSON = b.ownersPolicy()
	s.UploadPolicyJSON = pulumi.All(b.uploads.Arn, b.keyARN).ApplyT(func(both []any) string {
		return uploadPolicy(both[0].(string), both[1].(string))
	}).(pulumi.StringOutput)
	s.CDNDomain, s.DistributionDomain = b.distribution.DomainName, b.distribution.DomainName
	if b.args.Domain != "" {
		s.CDNDomain = pulumi.String(b.args.Domain).ToStringOutput()
	}
	s.URL = pulumi.Sprintf("https://%s", s.CDNDomain)
	s.DistributionID, s.DistributionARN = b.distribution.ID().ToStringOutput(), b.distribution.Arn
	s.Warning = b.warned
}

const noDomain = "storage %q has no domain: CloudFront's own name allows TLS 1.0, " +
	"and CloudFront speaks plain HTTP to the load balancer; set domain, hostedZoneId and usEast1"

// warning is what the output Warning says.
func (b *builder) warning() string {
	if b.args.Domain != "" {
		return ""
	}
	return fmt.Sprintf(noDomain, b.Name)
}
