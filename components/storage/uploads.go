package storage

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/s3bucket"
)

// corsAge is for how long, in seconds, a browser need not ask again whether it may.
const corsAge = 3600

// newUploads creates the bucket of the uploads and the key that encrypts it.
func (b *builder) newUploads() (err error) {
	if b.args.ExistingUploadsBucket != "" {
		return nil // findUploads has found it
	}
	kept := b.uploadsBuilder()
	if b.uploads, err = kept.newKept("uploads", b.args.InfrequentAccessDays, b.importOptions()...); err != nil {
		return err
	}
	public := len(b.args.MediaPaths) > 0
	policy := pulumi.All(aws.Partition(b.Base), aws.AccountID(b.Base)).ApplyT(func(both []any) string {
		return keyPolicy(both[0].(string), both[1].(string), public)
	}).(pulumi.StringOutput)
	key, err := aws.NewKey(kept.Base, "uploads-key", aws.KeyArgs{
		Description: "Uploads of " + b.Name, Policy: policy,
	}, b.Protection())
	if err != nil {
		return err
	}
	b.keyARN = key.Arn
	return kept.encrypt(b.uploads, withKey(key))
}

// withKey encrypts with a KMS key. The bucket key spares nearly all of the requests to KMS.
func withKey(key *kms.Key) s3.BucketServerSideEncryptionConfigurationV2RuleArgs {
	return s3.BucketServerSideEncryptionConfigurationV2RuleArgs{
		ApplyServerSideEncryptionByDefault: s3bucket.ByDefault{
			SseAlgorithm: pulumi.String("aws:kms"), KmsMasterKeyId: key.Arn,
		},
		BucketKeyEnabled: pulumi.Bool(true),
	}
}

// newCORS lets pages of the own origins use pre-signed URLs.
func (b *builder) newCORS() error {
	if b.args.ExistingUploadsBucket != "" {
		return nil
	}
	_, err := s3.NewBucketCorsConfigurationV2(b.Ctx, b.Name+"-uploads-cors", &s3.BucketCorsConfigurationV2Args{
		Bucket: b.uploads.Bucket,
		CorsRules: s3.BucketCorsConfigurationV2CorsRuleArray{s3.BucketCorsConfigurationV2CorsRuleArgs{
			AllowedOrigins: origins(b.args, b.distribution.DomainName),
			AllowedMethods: pulumi.ToStringArray([]string{"GET", "HEAD", "POST", "PUT"}),
			AllowedHeaders: pulumi.ToStringArray([]string{"*"}),
			ExposeHeaders:  pulumi.ToStringArray([]string{"ETag"}), // each part of a multipart upload is named by it
			MaxAgeSeconds:  pulumi.Int(corsAge),
		}},
	}, b.uploadsBuilder().Options()...)
	return component.Creating("CORS rules of uploads bucket", err)
}

func origins(a Args, distribution pulumi.StringOutput) pulumi.StringArray {
	var all pulumi.StringArray
	for _, name := range a.names() {
		all = append(all, pulumi.String("https://"+name))
	}
	if a.Domain == "" {
		all = append(all, pulumi.Sprintf("https://%s", distribution))
	}
	return append(all, pulumi.ToStringArray(a.UploadOrigins)...)
}
