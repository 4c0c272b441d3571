package storage

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudfront"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// withoutACLs makes policies the only way to give access.
	withoutACLs = "BucketOwnerEnforced"
	// withACLs lets a service give access by them; what others write still belongs to the account.
	withACLs = "BucketOwnerPreferred"
)

// bucket is a bucket that is closed to the public.
type bucket struct {
	*s3.BucketV2
	role string
	// owner is the last step of closing it, which a policy comes after.
	owner *s3.BucketOwnershipControls
}

// bucket makes one and closes it, one step after the other: S3 refuses two changes of a bucket's access at once
// (OperationAborted).
func (b build) bucket(role, ownership string, opts ...pulumi.ResourceOption) (*bucket, error) {
	name := b.name + "-" + role
	made, err := s3.NewBucketV2(b.ctx, name, &s3.BucketV2Args{
		ForceDestroy: pulumi.Bool(b.args.AllowDestroy),
		Tags:         component.Tags(name),
	}, b.options(opts...)...)
	if err != nil {
		return nil, fmt.Errorf("creating %s bucket: %w", role, err)
	}
	block, err := s3.NewBucketPublicAccessBlock(b.ctx, name+"-private", &s3.BucketPublicAccessBlockArgs{
		Bucket:                made.Bucket,
		BlockPublicAcls:       pulumi.Bool(true),
		BlockPublicPolicy:     pulumi.Bool(true),
		IgnorePublicAcls:      pulumi.Bool(true),
		RestrictPublicBuckets: pulumi.Bool(true),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("blocking public access to %s bucket: %w", role, err)
	}
	owner, err := s3.NewBucketOwnershipControls(b.ctx, name+"-owner", &s3.BucketOwnershipControlsArgs{
		Bucket: made.Bucket,
		Rule:   s3.BucketOwnershipControlsRuleArgs{ObjectOwnership: pulumi.String(ownership)},
	}, b.options(after(block))...)
	if err != nil {
		return nil, fmt.Errorf("taking ownership of %s bucket: %w", role, err)
	}
	return &bucket{BucketV2: made, role: role, owner: owner}, nil
}

// static makes the bucket of the static files.
func (b build) static() (*bucket, error) {
	made, err := b.kept("static", 0)
	if err != nil {
		return nil, err
	}
	return made, b.encrypt(made, ownKeys())
}

// kept makes a bucket of what must not be lost: protected, and with versions.
func (b build) kept(role string, infrequentAccessDays int) (*bucket, error) {
	made, err := b.bucket(role, withoutACLs, pulumi.Protect(!b.args.AllowDestroy))
	if err != nil {
		return nil, err
	}
	name := b.name + "-" + role
	versions, err := s3.NewBucketVersioningV2(b.ctx, name+"-versions", &s3.BucketVersioningV2Args{
		Bucket: made.Bucket,
		VersioningConfiguration: s3.BucketVersioningV2VersioningConfigurationArgs{
			Status: pulumi.String("Enabled"),
		},
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("turning on versions of %s bucket: %w", role, err)
	}
	_, err = s3.NewBucketLifecycleConfigurationV2(b.ctx, name+"-lifecycle", &s3.BucketLifecycleConfigurationV2Args{
		Bucket: made.Bucket,
		Rules:  keptRules(b.args.NoncurrentVersionDays, infrequentAccessDays),
	}, b.options(after(versions))...)
	if err != nil {
		return nil, fmt.Errorf("setting lifecycle of %s bucket: %w", role, err)
	}
	return made, nil
}

// access lets the distribution in, once it is known.
func (b build) access(static, uploads *bucket, distribution *cloudfront.Distribution) error {
	if err := b.allow(static, distribution.Arn, b.args.StaticPaths); err != nil {
		return err
	}
	return b.allow(uploads, distribution.Arn, b.args.MediaPaths)
}

func (b build) allow(to *bucket, distribution pulumi.StringOutput, paths []string) error {
	text := pulumi.All(to.Arn, distribution).ApplyT(func(both []any) string {
		return bucketPolicy(both[0].(string), both[1].(string), paths)
	}).(pulumi.StringOutput)
	return b.policy(to, text)
}

func (b build) policy(of *bucket, text pulumi.StringOutput) error {
	_, err := s3.NewBucketPolicy(b.ctx, b.name+"-"+of.role+"-policy", &s3.BucketPolicyArgs{
		Bucket: of.Bucket,
		Policy: text,
	}, b.options(after(of.owner))...)
	if err != nil {
		return fmt.Errorf("setting policy of %s bucket: %w", of.role, err)
	}
	return nil
}

func (b build) encrypt(one *bucket, rule s3.BucketServerSideEncryptionConfigurationV2RuleArgs) error {
	_, err := s3.NewBucketServerSideEncryptionConfigurationV2(b.ctx, b.name+"-"+one.role+"-encryption",
		&s3.BucketServerSideEncryptionConfigurationV2Args{
			Bucket: one.Bucket,
			Rules:  s3.BucketServerSideEncryptionConfigurationV2RuleArray{rule},
		}, b.options()...)
	if err != nil {
		return fmt.Errorf("encrypting %s bucket: %w", one.role, err)
	}
	return nil
}

// byDefault is how a bucket encrypts.
type byDefault = s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs

// ownKeys encrypts with S3's own keys.
func ownKeys() s3.BucketServerSideEncryptionConfigurationV2RuleArgs {
	return s3.BucketServerSideEncryptionConfigurationV2RuleArgs{
		ApplyServerSideEncryptionByDefault: byDefault{SseAlgorithm: pulumi.String("AES256")},
	}
}
