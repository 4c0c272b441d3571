package elb

import (
	"path"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// serviceAccounts are the accounts from which load balancers write their logs. Source: Elastic Load Balancing user
// guide, "Enable access logs".
var serviceAccounts = map[string]string{
	"ap-northeast-1": "582318560864", "ap-northeast-2": "600734575887", "ap-northeast-3": "383597477331",
	"ap-south-1": "718504428378", "ap-southeast-1": "114774131450", "ap-southeast-2": "783225319266",
	"ca-central-1": "985666609251", "eu-central-1": "054676820928", "eu-north-1": "897822967062",
	"eu-west-1": "156460612806", "eu-west-2": "652711504416", "eu-west-3": "009996457667",
	"sa-east-1": "507241528517", "us-east-1": "127311923021", "us-east-2": "033677994240",
	"us-west-1": "027434742980", "us-west-2": "797873946194",
}

// logs are the two kinds of logs, by the property that enables them, and the test file that AWS writes into the bucket.
var logs = map[string]string{
	"accessLogs": "ELBAccessLogTestFile", "connectionLogs": "ELBConnectionLogTestFile",
}

// logBuckets requires buckets of the same region whose policies let the service write.
func logBuckets(c *model.Call) error {
	for property, file := range logs {
		if !c.New.Bool(property + ".enabled") {
			continue
		}
		name := c.New.String(property + ".bucket")
		if !bucketAllows(c, name, logKey(c, property, file)) {
			return model.Errorf("InvalidConfigurationRequest",
				"Access Denied for bucket: %s. Please check S3bucket permission", name)
		}
	}
	return nil
}

// logKey is the key of the test file.
func logKey(c *model.Call, property, file string) string {
	return path.Join(c.New.String(property+".prefix"), "AWSLogs", account.ID, file)
}

func bucketAllows(c *model.Call, name, key string) bool {
	if !c.Exists(bucket, name) && !c.Exists(legacyBucket, name) {
		return false
	}
	policies := []any{c.Props(bucket, name)["policy"], c.Props(legacyBucket, name)["policy"]}
	for _, p := range c.Find(bucketPolicy, "bucket", name) {
		policies = append(policies, p.Properties["policy"])
	}
	resource := c.Expand("arn:{partition}:s3:::") + name + "/" + key
	for _, policy := range policies {
		for _, writer := range writers(c) {
			if model.Grants(policy, writer, "s3:PutObject", resource) {
				return true
			}
		}
	}
	return false
}

// writers are the principals that write logs. The bucket policy must allow one: the service under its two names, or its
// account.
func writers(c *model.Call) []string {
	id := serviceAccounts[c.Region]
	if kindOf(c.New) == network {
		return []string{"delivery.logs.amazonaws.com"}
	}
	return []string{"logdelivery.elasticloadbalancing.amazonaws.com", c.Expand("arn:{partition}:iam::") + id + ":root", id}
}

// writeLogTestFiles writes the test files into the buckets, as AWS does when logs are enabled. The buckets are not
// empty then.
func writeLogTestFiles(c *model.Call) {
	for property, file := range logs {
		if !c.New.Bool(property + ".enabled") {
			continue
		}
		name, key := c.New.String(property+".bucket"), logKey(c, property, file)
		id := name + "/" + key
		if c.Exists(object, id) {
			continue
		}
		c.Put(&account.Resource{
			Region: c.Region, Type: object, ID: id, Name: key, Created: time.Now(),
			Properties: model.Props{"bucket": name, "key": key},
		})
	}
}
