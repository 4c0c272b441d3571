package storage

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudfront"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/s3bucket"
)

// bucket is a bucket that is closed to the public.
type bucket struct {
	*s3.BucketV2
	role string
	// owner is the last step of closing it, which a policy comes after.
	owner *s3.BucketOwnershipControls
}

// bucket makes one and closes it.
func (b build) bucket(role, ownership string, opts ...pulumi.ResourceOption) (*bucket, error) {
	name := b.Name + "-" + role
	made, err := s3.NewBucketV2(b.Ctx, name, &s3.BucketV2Args{
		ForceDestroy: pulumi.Bool(b.args.AllowDestroy),
		Tags:         component.Tags(name),
	}, b.Options(opts...)...)
	if err != nil {
		return nil, fmt.Errorf("creating %s bucket: %w", role, err)
	}
	owner, err := s3bucket.Close(b.Base, name, role+" bucket", ownership, made)
	if err != nil {
		return nil, err
	}
	return &bucket{BucketV2: made, role: role, owner: owner}, nil
}

// static makes the bucket of the static files.
func (b build) static() (*bucket, error) {
	made, err := b.kept("static", 0)
	if err != nil {
		return nil, err
	}
	return made, b.encrypt(made, s3bucket.OwnKeys())
}

// kept makes a bucket of what must not be lost: protected, and with versions.
func (b build) kept(role string, infrequentAccessDays int) (*bucket, error) {
	made, err := b.bucket(role, s3bucket.WithoutACLs, pulumi.Protect(!b.AllowDestroy))
	if err != nil {
		return nil, err
	}
	name := b.Name + "-" + role
	versions, err := s3.NewBucketVersioningV2(b.Ctx, name+"-versions", &s3.BucketVersioningV2Args{
		Bucket: made.Bucket,
		VersioningConfiguration: s3.BucketVersioningV2VersioningConfigurationArgs{
			Status: pulumi.String("Enabled"),
		},
	}, b.Options()...)
	if err != nil {
		return nil, fmt.Errorf("turning on versions of %s bucket: %w", role, err)
	}
	_, err = s3.NewBucketLifecycleConfigurationV2(b.Ctx, name+"-lifecycle", &s3.BucketLifecycleConfigurationV2Args{
		Bucket: made.Bucket,
		Rules:  keptRules(b.args.NoncurrentVersionDays, infrequentAccessDays),
	}, b.Options(component.After(versions))...)
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
	_, err := s3.NewBucketPolicy(b.Ctx, b.Name+"-"+of.role+"-policy", &s3.BucketPolicyArgs{
		Bucket: of.Bucket,
		Policy: text,
	}, b.Options(component.After(of.owner))...)
	if err != nil {
		return fmt.Errorf("setting policy of %s bucket: %w", of.role, err)
	}
	return nil
}

func (b build) encrypt(one *bucket, how s3.BucketServerSideEncryptionConfigurationV2RuleArgs) error {
	return s3bucket.Encrypt(b.Base, b.Name+"-"+one.role, one.role+" bucket", one.BucketV2, how)
}
