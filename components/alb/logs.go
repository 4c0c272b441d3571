package alb

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/s3bucket"
)

const (
	// logDelivery is the service that writes access logs, in every region.
	logDelivery = "logdelivery.elasticloadbalancing.amazonaws.com"
	// logFolder is where it writes them.
	logFolder = "AWSLogs/"
)

// newLogs creates the bucket of the access logs and returns it with the policy that lets AWS write.
func (b *builder) newLogs() (*s3.BucketV2, *s3.BucketPolicy, error) {
	name := b.Name + "-logs"
	bucket, err := s3.NewBucketV2(b.Ctx, name, &s3.BucketV2Args{
		ForceDestroy: pulumi.Bool(b.args.AllowDestroy),
		Tags:         component.Tags(name),
	}, b.Options()...)
	if err != nil {
		return nil, nil, component.Creating("log bucket", err)
	}
	// S3's own keys: the log delivery cannot write to a bucket that is encrypted with KMS.
	if err := s3bucket.Encrypt(b.Base, name, "log bucket", bucket, s3bucket.OwnKeys()); err != nil {
		return nil, nil, err
	}
	if err := s3bucket.Expire(b.Base, name, logFolder, bucket, b.args.AccessLogRetentionDays); err != nil {
		return nil, nil, err
	}
	policy, err := b.logAccess(name, bucket)
	return bucket, policy, err
}

// logAccess closes the bucket to the public and opens it to AWS's log delivery.
func (b *builder) logAccess(name string, bucket *s3.BucketV2) (*s3.BucketPolicy, error) {
	owner, err := s3bucket.Close(b.Base, name, "logs", s3bucket.WithoutACLs, bucket)
	if err != nil {
		return nil, err
	}
	policy, err := s3.NewBucketPolicy(b.Ctx, name+"-policy", &s3.BucketPolicyArgs{
		Bucket: bucket.Bucket,
		Policy: pulumi.All(bucket.Arn, aws.AccountID(b.Base)).ApplyT(func(both []any) string {
			return logPolicy(both[0].(string), both[1].(string))
		}),
	}, b.Options(component.After(owner))...)
	if err != nil {
		return nil, fmt.Errorf("allowing log delivery: %w", err)
	}
	return policy, nil
}

// logPolicy lets AWS write the logs of this account's load balancers, and nobody do anything without TLS. The account
// in the path keeps other accounts' load balancers out, as AWS's guide to access logs demands.
func logPolicy(bucketARN, account string) string {
	return aws.Document(
		aws.Allow("AccessLogs", aws.One("s3:PutObject"), aws.One(bucketARN+"/"+logFolder+account+"/*")).
			By(aws.Service(logDelivery)),
		s3bucket.TLSOnly(aws.One("s3:*"), bucketARN),
	)
}
