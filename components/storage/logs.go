package storage

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudfront"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/s3bucket"
)

// logPrefix is where CloudFront writes its access logs.
const logPrefix = "cdn/"

// newLogs creates the bucket of the access logs. CloudFront gives itself access by the bucket's ACL when logging is turned
// on, so the bucket needs ACLs by then; nothing public can come of it, because the public is blocked all the same.
func (b *builder) newLogs() (*bucket, error) {
	if b.args.SkipAccessLogs {
		return nil, nil
	}
	made, err := b.newBucket("logs", s3bucket.WithACLs)
	if err != nil {
		return nil, err
	}
	if err := b.encrypt(made, s3bucket.OwnKeys()); err != nil {
		return nil, err
	}
	name := b.Name + "-logs"
	if err := s3bucket.Expire(b.Base, name, logPrefix, made.BucketV2, b.args.AccessLogRetentionDays); err != nil {
		return nil, err
	}
	text := made.Arn.ApplyT(func(arn string) string { return bucketPolicy(arn, "", nil) }).(pulumi.StringOutput)
	return made, b.newPolicy(made, text)
}

// logging is nil when there are no logs. Cookies, which hold sessions, are not logged.
func logging(to *bucket) cloudfront.DistributionLoggingConfigPtrInput {
	if to == nil {
		return nil
	}
	return cloudfront.DistributionLoggingConfigArgs{
		Bucket:         to.BucketDomainName,
		Prefix:         pulumi.String(logPrefix),
		IncludeCookies: pulumi.Bool(false),
	}
}
