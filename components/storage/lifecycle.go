package storage

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// unfinishedDays is after how many days the parts of an upload that nobody finished are deleted; they cost as much as
// objects and no list shows them.
const unfinishedDays = 7

// keptRules end what nobody needs any more, and never a current object.
func keptRules(noncurrentVersionDays, infrequentAccessDays int) s3.BucketLifecycleConfigurationV2RuleArray {
	rules := s3.BucketLifecycleConfigurationV2RuleArray{
		s3.BucketLifecycleConfigurationV2RuleArgs{
			Id:     pulumi.String("old-versions"),
			Status: pulumi.String("Enabled"),
			Filter: everything(),
			NoncurrentVersionExpiration: s3.BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs{
				NoncurrentDays: pulumi.Int(noncurrentVersionDays),
			},
			Expiration: s3.BucketLifecycleConfigurationV2RuleExpirationArgs{ExpiredObjectDeleteMarker: pulumi.Bool(true)},
		},
		unfinished(),
	}
	if infrequentAccessDays > 0 {
		rules = append(rules, infrequent(infrequentAccessDays))
	}
	return rules
}

func unfinished() s3.BucketLifecycleConfigurationV2RuleArgs {
	return s3.BucketLifecycleConfigurationV2RuleArgs{
		Id:     pulumi.String("unfinished-uploads"),
		Status: pulumi.String("Enabled"),
		Filter: everything(),
		AbortIncompleteMultipartUpload: s3.BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs{
			DaysAfterInitiation: pulumi.Int(unfinishedDays),
		},
	}
}

// infrequent moves what is large enough to be worth it: S3 leaves objects below 128 KB where they are.
func infrequent(days int) s3.BucketLifecycleConfigurationV2RuleArgs {
	return s3.BucketLifecycleConfigurationV2RuleArgs{
		Id:     pulumi.String("infrequent-access"),
		Status: pulumi.String("Enabled"),
		Filter: everything(),
		Transitions: s3.BucketLifecycleConfigurationV2RuleTransitionArray{
			s3.BucketLifecycleConfigurationV2RuleTransitionArgs{
				Days:         pulumi.Int(days),
				StorageClass: pulumi.String("STANDARD_IA"),
			},
		},
	}
}

func everything() s3.BucketLifecycleConfigurationV2RuleFilterArgs {
	return s3.BucketLifecycleConfigurationV2RuleFilterArgs{}
}
