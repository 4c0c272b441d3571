package storage

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudfront"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/s3bucket"
)

// corsAge is for how long, in seconds, a browser need not ask again whether it may.
const corsAge = 3600

// uploads makes the bucket of the uploads and the key that it is encrypted with.
func (b build) uploads() (*bucket, *kms.Key, error) {
	made, err := b.kept("uploads", b.args.InfrequentAccessDays)
	if err != nil {
		return nil, nil, err
	}
	key, err := b.key()
	if err != nil {
		return nil, nil, err
	}
	return made, key, b.encrypt(made, withKey(key))
}

func (b build) key() (*kms.Key, error) {
	name := b.Name + "-uploads-key"
	account := aws.GetCallerIdentityOutput(b.Ctx, aws.GetCallerIdentityOutputArgs{}, pulumi.Parent(b.Parent))
	partition := aws.GetPartitionOutput(b.Ctx, aws.GetPartitionOutputArgs{}, pulumi.Parent(b.Parent))
	public := len(b.args.MediaPaths) > 0
	text := pulumi.All(partition.Partition(), account.AccountId()).ApplyT(func(both []any) string {
		return keyPolicy(both[0].(string), both[1].(string), public)
	}).(pulumi.StringOutput)
	key, err := kms.NewKey(b.Ctx, name, &kms.KeyArgs{
		Description:          pulumi.String("Uploads of " + b.Name),
		EnableKeyRotation:    pulumi.Bool(true),
		DeletionWindowInDays: pulumi.Int(b.Recovery()),
		Policy:               text,
		Tags:                 component.Tags(name),
	}, b.Protected()...)
	if err != nil {
		return nil, fmt.Errorf("creating key of uploads: %w", err)
	}
	return key, nil
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

// cors lets pages of the own origins use pre-signed URLs.
func (b build) cors(uploads *bucket, distribution *cloudfront.Distribution) error {
	_, err := s3.NewBucketCorsConfigurationV2(b.Ctx, b.Name+"-uploads-cors", &s3.BucketCorsConfigurationV2Args{
		Bucket: uploads.Bucket,
		CorsRules: s3.BucketCorsConfigurationV2CorsRuleArray{s3.BucketCorsConfigurationV2CorsRuleArgs{
			AllowedOrigins: origins(b.args, distribution.DomainName),
			AllowedMethods: pulumi.ToStringArray([]string{"GET", "HEAD", "POST", "PUT"}),
			AllowedHeaders: pulumi.ToStringArray([]string{"*"}),
			ExposeHeaders:  pulumi.ToStringArray([]string{"ETag"}), // each part of a multipart upload is named by it
			MaxAgeSeconds:  pulumi.Int(corsAge),
		}},
	}, b.Options()...)
	if err != nil {
		return fmt.Errorf("allowing browsers to upload: %w", err)
	}
	return nil
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
