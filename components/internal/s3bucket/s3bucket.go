// Package s3bucket is what all buckets of Tenfold have in common: they are closed to the public and encrypted.
package s3bucket

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// Who owns what is written to a bucket.
const (
	// WithoutACLs makes policies the only way to give access.
	WithoutACLs = "BucketOwnerEnforced"
	// WithACLs lets a service give access by them; what others write still belongs to the account.
	WithACLs = "BucketOwnerPreferred"
)

// Close closes the bucket called name to the public, one step after the other: S3 refuses two changes of a bucket's
// access at once (OperationAborted). What it returns is the last step, which a policy comes after. Errors call the
// bucket what.
func Close(b component.Base, name, what, ownership string, bucket *s3.BucketV2) (*s3.BucketOwnershipControls, error) {
	block, err := s3.NewBucketPublicAccessBlock(b.Ctx, name+"-private", &s3.BucketPublicAccessBlockArgs{
		Bucket:                bucket.Bucket,
		BlockPublicAcls:       pulumi.Bool(true),
		BlockPublicPolicy:     pulumi.Bool(true),
		IgnorePublicAcls:      pulumi.Bool(true),
		RestrictPublicBuckets: pulumi.Bool(true),
	}, b.Options()...)
	if err != nil {
		return nil, fmt.Errorf("blocking public access to %s: %w", what, err)
	}
	owner, err := s3.NewBucketOwnershipControls(b.Ctx, name+"-owner", &s3.BucketOwnershipControlsArgs{
		Bucket: bucket.Bucket,
		Rule:   s3.BucketOwnershipControlsRuleArgs{ObjectOwnership: pulumi.String(ownership)},
	}, b.Options(component.After(block))...)
	if err != nil {
		return nil, fmt.Errorf("taking ownership of %s: %w", what, err)
	}
	return owner, nil
}

// TLSOnly denies requests without TLS to a bucket and its objects.
func TLSOnly(actions aws.Values, bucketARN string) aws.Statement {
	return aws.TLSOnly(actions, aws.List{bucketARN, bucketARN + "/*"})
}

// ByDefault is what a bucket encrypts with.
type ByDefault = s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs

// OwnKeys encrypts with S3's own keys.
func OwnKeys() s3.BucketServerSideEncryptionConfigurationV2RuleArgs {
	return s3.BucketServerSideEncryptionConfigurationV2RuleArgs{
		ApplyServerSideEncryptionByDefault: ByDefault{SseAlgorithm: pulumi.String("AES256")},
	}
}

// Encrypt says how the bucket called name encrypts. Errors call the bucket what.
func Encrypt(
	b component.Base, name, what string, bucket *s3.BucketV2, how s3.BucketServerSideEncryptionConfigurationV2RuleArgs,
) error {
	_, err := s3.NewBucketServerSideEncryptionConfigurationV2(b.Ctx, name+"-encryption",
		&s3.BucketServerSideEncryptionConfigurationV2Args{
			Bucket: bucket.Bucket,
			Rules:  s3.BucketServerSideEncryptionConfigurationV2RuleArray{how},
		}, b.Options()...)
	if err != nil {
		return fmt.Errorf("encrypting %s: %w", what, err)
	}
	return nil
}

// Expire ends the logs in a folder of the bucket called name after some days.
func Expire(b component.Base, name, folder string, bucket *s3.BucketV2, days int) error {
	_, err := s3.NewBucketLifecycleConfigurationV2(b.Ctx, name+"-expiry", &s3.BucketLifecycleConfigurationV2Args{
		Bucket: bucket.Bucket,
		Rules: s3.BucketLifecycleConfigurationV2RuleArray{s3.BucketLifecycleConfigurationV2RuleArgs{
			Id:         pulumi.String("expire"),
			Status:     pulumi.String("Enabled"),
			Filter:     s3.BucketLifecycleConfigurationV2RuleFilterArgs{Prefix: pulumi.String(folder)},
			Expiration: s3.BucketLifecycleConfigurationV2RuleExpirationArgs{Days: pulumi.Int(days)},
		}},
	}, b.Options()...)
	if err != nil {
		return fmt.Errorf("limiting the age of logs: %w", err)
	}
	return nil
}
