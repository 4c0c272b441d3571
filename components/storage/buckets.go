package storage

import (
	"fmt"

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

// newBucket creates a bucket and closes it.
func (b *builder) newBucket(role, ownership string, opts ...pulumi.ResourceOption) (*bucket, error) {
	name := b.Name + "-" + role
	args := &s3.BucketV2Args{ForceDestroy: pulumi.Bool(b.args.AllowDestroy), Tags: component.Tags(name)}
	if imported := b.args.ImportUploadsBucket; imported != "" && role == "uploads" {
		args.Bucket = pulumi.String(imported)
	}
	made, err := s3.NewBucketV2(b.Ctx, name, args, b.Options(opts...)...)
	if err != nil {
		return nil, component.Creating(role+" bucket", err)
	}
	owner, err := s3bucket.Close(b.Base, name, role+" bucket", ownership, made)
	if err != nil {
		return nil, err
	}
	return &bucket{BucketV2: made, role: role, owner: owner}, nil
}

// newStatic creates the bucket of the static files.
func (b *builder) newStatic() (err error) {
	if b.static, err = b.newKept("static", 0); err != nil {
		return err
	}
	return b.encrypt(b.static, s3bucket.OwnKeys())
}

// newKept creates a bucket of what must not be lost: protected, and with versions.
func (b *builder) newKept(role string, infrequentAccessDays int, opts ...pulumi.ResourceOption) (*bucket, error) {
	made, err := b.newBucket(role, s3bucket.WithoutACLs, append(opts, b.Protection())...)
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

// newPolicies lets the distribution read the buckets, once it is known.
func (b *builder) newPolicies() error {
	if err := b.allow(b.static, b.args.StaticPaths); err != nil || b.args.ExistingUploadsBucket != "" {
		return err
	}
	return b.uploadsBuilder().allow(b.uploads, b.args.MediaPaths)
}

func (b *builder) allow(to *bucket, paths []string) error {
	text := pulumi.All(to.Arn, b.distribution.Arn).ApplyT(func(both []any) string {
		return bucketPolicy(both[0].(string), both[1].(string), paths)
	}).(pulumi.StringOutput)
	return b.newPolicy(to, text)
}

func (b *builder) newPolicy(of *bucket, text pulumi.StringOutput) error {
	_, err := s3.NewBucketPolicy(b.Ctx, b.Name+"-"+of.role+"-policy", &s3.BucketPolicyArgs{
		Bucket: of.Bucket,
		Policy: text,
	}, b.Options(component.After(of.owner))...)
	return component.Creating("policy of "+of.role+" bucket", err)
}

func (b *builder) encrypt(one *bucket, how s3.BucketServerSideEncryptionConfigurationV2RuleArgs) error {
	return s3bucket.Encrypt(b.Base, b.Name+"-"+one.role, one.role+" bucket", one.BucketV2, how)
}
