package storage

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	iam "github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	existingField = "existingUploadsBucket"
	keyField      = "existingUploadsKeyArn"
	importField   = "importUploadsBucket"
)

// Source: S3 user guide, "General purpose bucket naming rules".
var bucketPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

// uploadsBuilder creates the uploads bucket and what it has. For as long as the bucket is named as one to import, AWS
// keeps all of it: without the key, nobody could read the objects.
func (b *builder) uploadsBuilder() *builder {
	kept := *b
	kept.Keep = b.args.ImportUploadsBucket != ""
	kept.args.AllowDestroy = b.args.AllowDestroy && !kept.Keep
	return &kept
}

// importOptions import the uploads bucket. Once it is in the state, the engine ignores that it is to be imported.
func (b *builder) importOptions() []pulumi.ResourceOption {
	opts := []pulumi.ResourceOption{pulumi.IgnoreChanges([]string{"bucket"})} // the name stays when the argument goes
	if name := b.args.ImportUploadsBucket; name != "" {
		opts = append(opts, pulumi.Import(pulumi.ID(name)))
	}
	return opts
}

// findUploads looks up an uploads bucket that exists already, and refuses one that cannot be used before anything is
// created.
func (b *builder) findUploads() error {
	field, name := existingField, b.args.ExistingUploadsBucket
	if b.args.ImportUploadsBucket != "" {
		field, name = importField, b.args.ImportUploadsBucket
	}
	if name == "" {
		return nil
	}
	parent := pulumi.Parent(b.Parent)
	found, err := s3.LookupBucket(b.Ctx, &s3.LookupBucketArgs{Bucket: name}, parent)
	if err != nil {
		return b.refused(field, name, "a bucket of this account and region", strings.Join(strings.Fields(err.Error()), " "))
	}
	here, err := aws.GetRegion(b.Ctx, &aws.GetRegionArgs{}, parent)
	if err != nil {
		return fmt.Errorf("storage %q: looking up the region: %w", b.Name, err)
	}
	if found.Region != here.Name {
		return b.refused(field, name, "a bucket in "+here.Name, "it is in "+found.Region)
	}
	if err := b.findKey(parent); err != nil {
		return err
	}
	if field == existingField {
		b.uploads = &bucket{role: "uploads", BucketV2: &s3.BucketV2{ // only what others use of it
			Bucket: pulumi.String(name).ToStringOutput(), Arn: pulumi.String(found.Arn).ToStringOutput(),
			BucketRegionalDomainName: pulumi.String(found.BucketRegionalDomainName).ToStringOutput(),
		}}
		b.keyARN = pulumi.String(b.args.ExistingUploadsKeyARN).ToStringOutput()
	}
	return b.findPolicy(name, parent)
}

// findKey looks up the key of an existing bucket.
func (b *builder) findKey(parent pulumi.InvokeOption) error {
	arn := b.args.ExistingUploadsKeyARN
	if arn == "" {
		return nil
	}
	found, err := kms.LookupKey(b.Ctx, &kms.LookupKeyArgs{KeyId: arn}, parent)
	if err != nil {
		return b.refused(keyField, arn, "a KMS key of this account and region", strings.Join(strings.Fields(err.Error()), " "))
	}
	if !found.Enabled {
		return b.refused(keyField, arn, "an enabled KMS key", "it is "+found.KeyState)
	}
	return nil
}

func (b *builder) refused(field, got, want, hint string) error {
	var p component.Problems
	p.Want(field, got, want, hint)
	return p.Err("storage", b.Name)
}

// findPolicy reads the policy that the bucket has. The provider's text for none is that of anything that it cannot find.
func (b *builder) findPolicy(name string, parent pulumi.InvokeOption) error {
	found, err := s3.LookupBucketPolicy(b.Ctx, &s3.LookupBucketPolicyArgs{Bucket: name}, parent)
	switch {
	case err == nil:
		b.policy = found.Policy
	case !strings.Contains(err.Error(), "couldn't find resource"):
		return fmt.Errorf("storage %q: looking up the policy of the bucket %s: %w", b.Name, name, err)
	}
	return nil
}

// policyWarning says what is wrong with the policy of an uploads bucket that exists already, "" for nothing.
func (b *builder) policyWarning() string {
	existing, imported := b.args.ExistingUploadsBucket, b.args.ImportUploadsBucket
	switch others := foreignStatements(b.policy); {
	case imported != "" && len(others) > 0:
		return fmt.Sprintf("storage %q: importing the bucket %s replaces its policy and deletes these statements: %s", b.Name,
			imported, strings.Join(others, ", "))
	case existing != "" && len(b.args.MediaPaths) > 0 && !strings.Contains(b.policy, "cloudfront.amazonaws.com"):
		return fmt.Sprintf("storage %q: the policy of the bucket %s does not let CloudFront read, so mediaPaths answer 403; add the "+
			"statements of uploadsBucketPolicyJson to it", b.Name, existing)
	}
	return ""
}

// foreignStatements are the identifiers of the statements that are not the component's own.
func foreignStatements(policy string) (list []string) {
	var document struct {
		Statement []struct{ Sid string }
	}
	if json.Unmarshal([]byte(policy), &document) != nil {
		return nil
	}
	for i, statement := range document.Statement {
		if !slices.Contains(ownStatements, statement.Sid) {
			list = append(list, cmp.Or(statement.Sid, fmt.Sprintf("number %d", i+1)))
		}
	}
	return list
}

// ownersPolicy is what the owner of an existing bucket adds to its policy.
func (b *builder) ownersPolicy() pulumi.StringOutput {
	if b.args.ExistingUploadsBucket == "" || len(b.args.MediaPaths) == 0 {
		return pulumi.String("").ToStringOutput()
	}
	return pulumi.All(b.uploads.Arn, b.distribution.Arn).ApplyT(func(both []any) string {
		return iam.Document(readers(both[0].(string), both[1].(string), b.args.MediaPaths)...)
	}).(pulumi.StringOutput)
}
