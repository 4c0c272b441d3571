package s3

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/regions"
)

func bucket(token string) *model.Type {
	return &model.Type{
		Token: token, Service: service, Noun: "S3 Bucket",
		Actions: model.Actions{
			Create: "CreateBucket", Read: "HeadBucket", Update: "PutBucketTagging", Delete: "DeleteBucket",
		},
		Name:     model.Name{Property: "bucket", Prefix: "bucketPrefix", Max: 63, Lower: true},
		ARN:      "arn:{partition}:s3:::{id}",
		Defaults: model.Props{"forceDestroy": false, "requestPayer": "BucketOwner"},
		Computed: []string{
			"corsRules", "grants", "lifecycleRules", "loggings", "replicationConfigurations",
			"serverSideEncryptionConfigurations", "versionings", "websites",
		},
		Replaces: []model.Replace{
			{Rule: "S4", Properties: []string{"bucket", "bucketPrefix", "objectLockEnabled"}},
		},
		Rules: append([]model.Rule{
			model.Length("bucket", 0, 63).As("S1"),
			model.Length("bucketPrefix", 0, 37).As("S1"),
			{ID: "S1", On: model.Create, Test: bucketName},
			{ID: "S2", On: model.Create, Test: freeName},
			{ID: "S13", On: model.Create, Test: bucketQuota},
			{ID: "S3", On: model.Delete, Test: emptyBucket},
		}, settingRules()...),
		Fill:    fillBucket,
		Deleted: bucketDeleted,
	}
}

// settingRules are the rules of settings that a bucket can also hold itself.
func settingRules() []model.Rule {
	return []model.Rule{
		{ID: "S5", On: model.Create, Test: func(c *model.Call) error {
			if acl := c.New.String("acl"); acl != "" && acl != "private" {
				return noACLs()
			}
			return nil
		}},
		{ID: "S6", On: model.Create, Test: func(c *model.Call) error {
			if isPublic(c.New["policy"]) {
				return blocked()
			}
			return nil
		}},
		{ID: "S10", On: model.Write, Test: func(c *model.Call) error { return transitions(c.New.Objects("lifecycleRules")) }},
	}
}

// freeName checks all regions: bucket names are unique across regions and accounts. A seeded bucket with another
// account's ownerId belongs to someone else.
func freeName(c *model.Call) error {
	other := anywhere(c, c.New.String("bucket"))
	if other == nil {
		return nil
	}
	if owner := other.Properties.String("ownerId"); owner != "" && owner != account.ID {
		return &model.APIError{Status: 409, Code: "BucketAlreadyExists", Message: "The requested bucket name is not " +
			"available. The bucket namespace is shared by all users of the system. Please select a different name and " +
			"try again."}
	}
	return &model.APIError{Status: 409, Code: "BucketAlreadyOwnedByYou", Message: "Your previous request to create the " +
		"named bucket succeeded and you already own it."}
}

func bucketQuota(c *model.Call) error {
	count := 0
	for _, region := range regions.Names() {
		for _, token := range bucketTokens {
			count += c.Tx.Count(region, token)
		}
	}
	if count >= c.Quota("buckets", 10_000) {
		return model.Errorf("TooManyBuckets", "You have attempted to create more buckets than allowed")
	}
	return nil
}

func emptyBucket(c *model.Call) error {
	if c.Old.Bool("forceDestroy") || len(objectsOf(c, c.ID)) == 0 {
		return nil
	}
	return &model.APIError{Status: 409, Code: "BucketNotEmpty", Message: "The bucket you tried to delete is not empty. " +
		"You must delete all versions in the bucket."}
}

// objectsOf returns the objects of a bucket, whether programs or services wrote them.
func objectsOf(c *model.Call, name string) []*account.Resource {
	return slices.Concat(c.Find(Object, "bucket", name), c.Find(LegacyObject, "bucket", name))
}

// bucketDeleted deletes the objects and settings of a deleted bucket.
func bucketDeleted(c *model.Call) error {
	for _, r := range objectsOf(c, c.ID) {
		c.Delete(r.Type, r.ID)
	}
	for _, s := range settings() {
		for _, r := range c.Find(s.token, "bucket", c.ID) {
			c.Delete(s.token, r.ID)
		}
	}
	return nil
}

// websiteZones are the hosted zones of S3's names. Source: AWS General Reference, "Amazon S3 endpoints and quotas".
var websiteZones = map[string]string{
	"ap-northeast-1": "Z2M4EHUR26P7ZW", "ap-northeast-2": "Z3W03O7B5YMIYP", "ap-northeast-3": "Z2YQB5RD63NC85",
	"ap-south-1": "Z11RGJOFQNVJUP", "ap-southeast-1": "Z3O0J2DXBE1FTB", "ap-southeast-2": "Z1WCIGYICN2BYD",
	"ca-central-1": "Z1QDHH18159H29", "eu-central-1": "Z21DNDUVLTQW6Q", "eu-north-1": "Z3BAZG2TWCNX0D",
	"eu-west-1": "Z1BKCTXD74EZPE", "eu-west-2": "Z3GKZC51ZF0DB4", "eu-west-3": "Z3R1K369G5AVDG",
	"sa-east-1": "Z7KQH4QJS55SO", "us-east-1": "Z3AQBSTGFYJSTF", "us-east-2": "Z2O1EMRO9K5GLX",
	"us-west-1": "Z2F56UZL2M1ACD", "us-west-2": "Z3BJ6K6RIION7M",
}

func fillBucket(c *model.Call) error {
	c.State["region"] = c.Region
	c.State["bucketDomainName"] = c.ID + ".s3.amazonaws.com"
	c.State["bucketRegionalDomainName"] = c.ID + ".s3." + c.Region + ".amazonaws.com"
	c.State.Default("hostedZoneId", websiteZones[c.Region])
	return nil
}
