// Package storage is where an environment keeps files and how they, and the application, reach the world: buckets for
// static files and for uploads, and a CloudFront distribution in front of both and of the load balancer.
package storage

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudfront"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// Type is the type token of the component.
const Type = "tenfold:storage:Storage"

// Storage is two buckets and the distribution that clients talk to.
//
// It creates
//
//  1. a bucket for static files (name-static), versioned, which only the distribution reads. The file of the path
//     /static/app.js is the object static/app.js. It is encrypted with S3's own keys: what everybody may read needs no
//     key of its own, and no request to it
//  2. a bucket for uploads (name-uploads), versioned, encrypted with a KMS key (name-uploads-key) that is rotated
//     every year, with CORS rules by which browsers of the own origins use pre-signed URLs. It is private but for
//     MediaPaths
//  3. a bucket for CloudFront's access logs (name-logs), encrypted with S3's own keys. It is the one bucket with ACLs,
//     because standard logs are delivered by them. All buckets block public access and refuse plain HTTP
//  4. the distribution: HTTP/2 and 3, IPv6, compression of static files. StaticPaths come from the bucket (origin
//     access control, always signed) and are cached; all else goes to the load balancer, uncached, with every header,
//     cookie and query string of the client, and the header [OriginHeader] when OriginSecret is set
//  5. security headers for every answer: HSTS for one year, nosniff, no frames, a strict referrer policy. The last two
//     are defaults which the application's own headers win over. Media answers are also sandboxed, because a page
//     that somebody uploaded would otherwise run with the application's origin
//  6. with a domain: a certificate in us-east-1, validated by DNS, and an A and an AAAA alias per name; without one, a
//     warning
//  7. with WAF: a web ACL in us-east-1 with AWS's rule groups (IP reputation, known bad inputs, common, SQL injection)
//     and a rate limit per client address
//
// Cost per month at the defaults: 1.00 USD for the key, and another 1.00 for each of its first two yearly rotations.
// All else is by use: 1 TB out to clients and 10 million requests are free each month; then 0.085 per GB (North America
// and Europe) and 0.01 per 10,000 HTTPS requests, and 0.02 per GB of requests' bodies to the application. S3 is 0.023
// per GB, 0.005 per 1,000 uploads and 0.0004 per 1,000 reads, and costs nothing on the way to CloudFront. For example
// 2 TB out, 30 million requests, and 100 GB kept: (2,048 - 1,024) × 0.085 + (30 - 10) × 100 × 0.01 + 100 × 0.023 =
// 87.04 + 20.00 + 2.30 = 109.34 USD. WAF adds 5 + 5 rules × 1 = 10.00 USD and 0.60 per million requests. The
// certificate and queries for aliases are free. Prices of us-east-1 as of August to October 2026.
//
// How it fails: CloudFront answers 504 when the application needs longer than OriginReadTimeout, and 502 when the load
// balancer's certificate does not name OriginDomain. A file that is not there is a 404, which edges keep for 10
// seconds. Changes of the distribution take minutes to reach all edges. Without AllowDestroy the buckets and the key
// are protected, and a destroy is refused before it begins; a deleted key can be restored for 30 days, and without it
// the uploads are lost. What the application deletes or overwrites in the buckets can be restored for
// NoncurrentVersionDays.
//
// What it does not do: upload the static files, or say how long browsers keep them. Whoever uploads sets
// Cache-Control, "public, max-age=31536000, immutable" for names that hold a hash of the content; if a rule here said
// so, browsers would keep an error for a year too. It does not compress the application's own answers, sign cookies for
// private media, scan uploads, or copy buckets to another region.
type Storage struct {
	pulumi.ResourceState

	// StaticBucket and UploadsBucket are the names of the buckets, StaticBucketARN and UploadsBucketARN their ARNs.
	StaticBucket     pulumi.StringOutput `pulumi:"staticBucket"`
	StaticBucketARN  pulumi.StringOutput `pulumi:"staticBucketArn"`
	UploadsBucket    pulumi.StringOutput `pulumi:"uploadsBucket"`
	UploadsBucketARN pulumi.StringOutput `pulumi:"uploadsBucketArn"`
	// UploadsKeyARN is the key that uploads are encrypted with.
	UploadsKeyARN pulumi.StringOutput `pulumi:"uploadsKeyArn"`
	// UploadPolicyJSON is an IAM policy for the role of the application's tasks: list, read, write and delete uploads,
	// and sign URLs for that. It does not allow to delete old versions.
	UploadPolicyJSON pulumi.StringOutput `pulumi:"uploadPolicyJson"`
	// CDNDomain is the host name of static files and of the application: the domain, or CloudFront's own name.
	CDNDomain pulumi.StringOutput `pulumi:"cdnDomain"`
	// URL is "https://" and CDNDomain.
	URL pulumi.StringOutput `pulumi:"url"`
	// DistributionID is what an invalidation and metrics name the distribution by, DistributionARN its ARN.
	DistributionID  pulumi.StringOutput `pulumi:"distributionId"`
	DistributionARN pulumi.StringOutput `pulumi:"distributionArn"`
	// Warning says what is unsafe about the distribution; it is empty when nothing is.
	Warning pulumi.StringOutput `pulumi:"warning"`
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
	return s, component.Publish(ctx, s)
}

// builder creates the children of one storage, step by step. Each step uses what the steps before it have created.
type builder struct {
	component.Base
	args Args

	static, uploads *bucket
	key             *kms.Key // of the uploads
	distribution    *cloudfront.Distribution
	warned          pulumi.StringOutput
}

func (b *builder) build() error {
	return component.InOrder(
		b.newStatic, b.newUploads, b.newDistribution, b.newPolicies, b.newCORS, b.newAliases, b.warn,
	)
}

func (b *builder) warn() (err error) {
	b.warned, err = component.Warn(b.Ctx, b.Parent, b.warning())
	return err
}

// inUSEast1 are the options of a child that CloudFront wants in us-east-1.
func (b *builder) inUSEast1() []pulumi.ResourceOption {
	return b.Options(pulumi.Provider(b.args.USEast1))
}

func (s *Storage) setOutputs(b *builder) {
	s.StaticBucket, s.StaticBucketARN = b.static.Bucket, b.static.Arn
	s.UploadsBucket, s.UploadsBucketARN = b.uploads.Bucket, b.uploads.Arn
	s.UploadsKeyARN = b.key.Arn
	s.UploadPolicyJSON = pulumi.All(b.uploads.Arn, b.key.Arn).ApplyT(func(both []any) string {
		return uploadPolicy(both[0].(string), both[1].(string))
	}).(pulumi.StringOutput)
	s.CDNDomain = b.distribution.DomainName
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
