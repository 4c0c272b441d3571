package alb

import (
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// logDelivery is the service that writes access logs, in every region.
	logDelivery = "logdelivery.elasticloadbalancing.amazonaws.com"
	// logFolder is where it writes them.
	logFolder = "AWSLogs/"
)

// logs makes the bucket of the access logs and returns it with the policy that lets AWS write.
func (b build) logs() (*s3.BucketV2, *s3.BucketPolicy, error) {
	name := b.name + "-logs"
	bucket, err := s3.NewBucketV2(b.ctx, name, &s3.BucketV2Args{
		ForceDestroy: pulumi.Bool(b.args.AllowDestroy),
		Tags:         component.Tags(name),
	}, b.options()...)
	if err != nil {
		return nil, nil, fmt.Errorf("creating log bucket: %w", err)
	}
	if err := b.logStorage(bucket); err != nil {
		return nil, nil, err
	}
	policy, err := b.logAccess(bucket)
	return bucket, policy, err
}

// logStorage says how logs are kept.
func (b build) logStorage(bucket *s3.BucketV2) error {
	_, err := s3.NewBucketServerSideEncryptionConfigurationV2(
		b.ctx, b.name+"-logs-encryption", encryptionArgs(bucket), b.options()...)
	if err != nil {
		return fmt.Errorf("encrypting log bucket: %w", err)
	}
	_, err = s3.NewBucketLifecycleConfigurationV2(
		b.ctx, b.name+"-logs-expiry", expiryArgs(bucket, b.args.AccessLogRetentionDays), b.options()...)
	if err != nil {
		return fmt.Errorf("limiting the age of logs: %w", err)
	}
	return nil
}

// encryptionArgs uses S3's own keys: the log delivery cannot write to a bucket that is encrypted with KMS.
func encryptionArgs(bucket *s3.BucketV2) *s3.BucketServerSideEncryptionConfigurationV2Args {
	byDefault := s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs{
		SseAlgorithm: pulumi.String("AES256"),
	}
	return &s3.BucketServerSideEncryptionConfigurationV2Args{
		Bucket: bucket.Bucket,
		Rules: s3.BucketServerSideEncryptionConfigurationV2RuleArray{
			s3.BucketServerSideEncryptionConfigurationV2RuleArgs{ApplyServerSideEncryptionByDefault: byDefault},
		},
	}
}

func expiryArgs(bucket *s3.BucketV2, days int) *s3.BucketLifecycleConfigurationV2Args {
	return &s3.BucketLifecycleConfigurationV2Args{
		Bucket: bucket.Bucket,
		Rules: s3.BucketLifecycleConfigurationV2RuleArray{s3.BucketLifecycleConfigurationV2RuleArgs{
			Id:         pulumi.String("expire"),
			Status:     pulumi.String("Enabled"),
			Filter:     s3.BucketLifecycleConfigurationV2RuleFilterArgs{Prefix: pulumi.String(logFolder)},
			Expiration: s3.BucketLifecycleConfigurationV2RuleExpirationArgs{Days: pulumi.Int(days)},
		}},
	}
}

// logAccess closes the bucket to the public and opens it to AWS's log delivery, one step after the other: S3 refuses
// two changes of a bucket's access at once (OperationAborted).
func (b build) logAccess(bucket *s3.BucketV2) (*s3.BucketPolicy, error) {
	block, err := s3.NewBucketPublicAccessBlock(b.ctx, b.name+"-logs-private", &s3.BucketPublicAccessBlockArgs{
		Bucket:                bucket.Bucket,
		BlockPublicAcls:       pulumi.Bool(true),
		BlockPublicPolicy:     pulumi.Bool(true),
		IgnorePublicAcls:      pulumi.Bool(true),
		RestrictPublicBuckets: pulumi.Bool(true),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("blocking public access to logs: %w", err)
	}
	owner, err := s3.NewBucketOwnershipControls(b.ctx, b.name+"-logs-owner", &s3.BucketOwnershipControlsArgs{
		Bucket: bucket.Bucket,
		Rule:   s3.BucketOwnershipControlsRuleArgs{ObjectOwnership: pulumi.String("BucketOwnerEnforced")},
	}, b.options(after(block))...)
	if err != nil {
		return nil, fmt.Errorf("taking ownership of logs: %w", err)
	}
	caller := aws.GetCallerIdentityOutput(b.ctx, aws.GetCallerIdentityOutputArgs{}, pulumi.Parent(b.parent))
	policy, err := s3.NewBucketPolicy(b.ctx, b.name+"-logs-policy", &s3.BucketPolicyArgs{
		Bucket: bucket.Bucket,
		Policy: pulumi.All(bucket.Arn, caller.AccountId()).ApplyT(func(both []any) (string, error) {
			return logPolicy(both[0].(string), both[1].(string))
		}),
	}, b.options(after(owner))...)
	if err != nil {
		return nil, fmt.Errorf("allowing log delivery: %w", err)
	}
	return policy, nil
}

// logPolicy lets AWS write the logs of this account's load balancers, and nobody do anything without TLS. The account
// in the path keeps other accounts' load balancers out, as AWS's guide to access logs demands.
func logPolicy(bucketARN, account string) (string, error) {
	type object = map[string]any
	text, err := json.Marshal(object{
		"Version": "2012-10-17",
		"Statement": []object{{
			"Sid":       "AccessLogs",
			"Effect":    "Allow",
			"Principal": object{"Service": logDelivery},
			"Action":    "s3:PutObject",
			"Resource":  bucketARN + "/" + logFolder + account + "/*",
		}, {
			"Sid":       "TLSOnly",
			"Effect":    "Deny",
			"Principal": "*",
			"Action":    "s3:*",
			"Resource":  []string{bucketARN, bucketARN + "/*"},
			"Condition": object{"Bool": object{"aws:SecureTransport": "false"}},
		}},
	})
	return string(text), err
}
