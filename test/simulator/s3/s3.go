// Package s3 is object storage in the simulated account: buckets, their configuration and their objects.
package s3

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/regions"
)

// Tokens of the resource types. The provider has two for a bucket: one that leaves its configuration to resources of
// their own, and the older one that holds everything.
const (
	Bucket             = "aws:s3/bucketV2:BucketV2"
	LegacyBucket       = "aws:s3/bucket:Bucket"
	Policy             = "aws:s3/bucketPolicy:BucketPolicy"
	PublicAccessBlock  = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
	AccountAccessBlock = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
	OwnershipControls  = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
	Versioning         = "aws:s3/bucketVersioningV2:BucketVersioningV2"
	Encryption         = "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2"
	Lifecycle          = "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2"
	CORS               = "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2"
	Logging            = "aws:s3/bucketLoggingV2:BucketLoggingV2"
	ACL                = "aws:s3/bucketAclV2:BucketAclV2"
	Notification       = "aws:s3/bucketNotification:BucketNotification"
	Replication        = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
	Website            = "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2"
	Acceleration       = "aws:s3/bucketAccelerateConfigurationV2:BucketAccelerateConfigurationV2"
	RequestPayment     = "aws:s3/bucketRequestPaymentConfigurationV2:BucketRequestPaymentConfigurationV2"
	ObjectLock         = "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2"
	Object             = "aws:s3/bucketObjectv2:BucketObjectv2"
	LegacyObject       = "aws:s3/bucketObject:BucketObject"
)

const service = "S3"

// Types are the resource types of the package.
func Types() []*model.Type {
	types := []*model.Type{
		bucket(Bucket), bucket(LegacyBucket), accountAccessBlock(), object(Object), object(LegacyObject),
	}
	for _, s := range settings() {
		types = append(types, s.declare())
	}
	return types
}

// bucketTokens are the two types of buckets, which share one space of names.
var bucketTokens = []string{Bucket, LegacyBucket}

// bucketOf finds a bucket of the provider's region, or nil.
func bucketOf(c *model.Call, name string) *account.Resource {
	return bucketIn(c, c.Region, name)
}

func bucketIn(c *model.Call, region, name string) *account.Resource {
	for _, token := range bucketTokens {
		if r := c.Tx.Get(region, token, name); r != nil {
			return r
		}
	}
	return nil
}

// anywhere finds a bucket in any region, and returns its region.
func anywhere(c *model.Call, name string) *account.Resource {
	for _, region := range regions.Names() {
		if r := bucketIn(c, region, name); r != nil {
			return r
		}
	}
	return nil
}

// setting returns the properties of a bucket's separate setting, or nil.
func setting(c *model.Call, token, name string) model.Props {
	if list := c.Find(token, "bucket", name); len(list) > 0 {
		return list[0].Properties
	}
	return nil
}
