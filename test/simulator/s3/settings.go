package s3

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// kind declares a bucket setting as a separate resource. Its ID is the bucket's name.
type kind struct {
	token, noun string
	// action is what the API's Put operation sets.
	action string
	rules  []model.Rule
	fill   func(*model.Call) error
	id     func(*model.Call) string
	// fixed are the properties, besides the bucket, that replace the setting.
	fixed []string
}

// settings are the settings that are modelled.
func settings() []kind {
	return []kind{
		{token: Policy, noun: "S3 Bucket Policy", action: "BucketPolicy", rules: policyRules()},
		{token: PublicAccessBlock, noun: "S3 Bucket Public Access Block", action: "PublicAccessBlock", fill: fillAccessBlock},
		{
			token: OwnershipControls, noun: "S3 Bucket Ownership Controls", action: "BucketOwnershipControls",
			rules: []model.Rule{model.OneOf("rule.objectOwnership", "BucketOwnerPreferred", "ObjectWriter", enforced)},
		},
		{token: ACL, noun: "S3 Bucket ACL", action: "BucketAcl", rules: aclRules(), id: aclID},
		{token: Versioning, noun: "S3 Bucket Versioning", action: "BucketVersioning", rules: []model.Rule{
			model.OneOf("versioningConfiguration.status", "Enabled", "Suspended", "Disabled"),
		}},
		{token: Encryption, noun: "S3 Bucket Server-side Encryption Configuration", action: "BucketEncryption"},
		{
			token: Lifecycle, noun: "S3 Bucket Lifecycle Configuration", action: "BucketLifecycleConfiguration",
			rules: lifecycleRules(), fill: fillLifecycle,
		},
		{token: CORS, noun: "S3 Bucket CORS Configuration", action: "BucketCors"},
		{
			token: Logging, noun: "S3 Bucket Logging", action: "BucketLogging",
			rules: []model.Rule{{ID: "S11", On: model.Write, Test: logTarget}},
		},
		{token: Notification, noun: "S3 Bucket Notification", action: "BucketNotificationConfiguration"},
		{
			token: Replication, noun: "S3 Bucket Replication Configuration", action: "BucketReplication",
			rules: []model.Rule{{ID: "S9", On: model.Write, Test: versionedBothSides}},
		},
		{token: Website, noun: "S3 Bucket Website Configuration", action: "BucketWebsite", fill: fillWebsite},
		{token: Acceleration, noun: "S3 Bucket Accelerate Configuration", action: "BucketAccelerateConfiguration"},
		{token: RequestPayment, noun: "S3 Bucket Request Payment Configuration", action: "BucketRequestPayment"},
		{
			token: ObjectLock, noun: "S3 Bucket Object Lock Configuration", action: "ObjectLockConfiguration",
			fixed: []string{"objectLockEnabled"},
		},
	}
}

func (k kind) declare() *model.Type {
	id := k.id
	if id == nil {
		id = model.Named("bucket")
	}
	rules := []model.Rule{{On: model.Write, Test: bucketExists}}
	return &model.Type{
		Token: k.token, Service: service, Noun: k.noun, NewID: id, Links: []string{"bucket"},
		Actions: model.Actions{
			Create: "Put" + k.action, Read: "Get" + k.action, Update: "Put" + k.action, Delete: "Delete" + k.action,
		},
		Replaces: []model.Replace{{Properties: append([]string{"bucket", "expectedBucketOwner"}, k.fixed...)}},
		Rules:    append(rules, k.rules...),
		Fill:     k.fill,
	}
}

func bucketExists(c *model.Call) error {
	if bucketOf(c, c.New.String("bucket")) == nil {
		return &model.APIError{Status: 404, Code: "NoSuchBucket", Message: "The specified bucket does not exist"}
	}
	return nil
}

func fillWebsite(c *model.Call) error {
	domain := "s3-website-" + c.Region + ".amazonaws.com"
	c.State["websiteDomain"], c.State["websiteEndpoint"] = domain, c.State.String("bucket")+"."+domain
	return nil
}

func fillLifecycle(c *model.Call) error {
	c.State.Default("transitionDefaultMinimumObjectSize", "all_storage_classes_128K")
	return nil
}
