package s3

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func lifecycleRules() []model.Rule {
	return []model.Rule{
		{ID: "S10", On: model.Write, Test: func(c *model.Call) error { return transitions(c.New.Objects("rules")) }},
	}
}

// minDays is the minimum number of days before a transition to an infrequent access class.
const minDays = 30

// transitions requires 30 days before an infrequent access class, and an expiration after the last transition.
func transitions(rules []model.Props) error {
	for _, rule := range rules {
		expiration := rule.Int("expiration.days")
		for _, t := range rule.Objects("transitions") {
			class, days := t.String("storageClass"), t.Int("days")
			if (class == "STANDARD_IA" || class == "ONEZONE_IA") && !t.Has("date") && days < minDays {
				return model.Errorf("InvalidArgument", "'Days' in Transition action must be greater than or equal to %d "+
					"for storageClass '%s'", minDays, class)
			}
			if expiration > 0 && expiration <= days {
				return model.Errorf("InvalidArgument", "'Days' in the Expiration action must be greater than 'Days' in "+
					"the Transition action")
			}
		}
	}
	return nil
}

// logDelivery is the service that writes access logs of buckets.
const logDelivery = "logging.s3.amazonaws.com"

// logTarget requires a target bucket of the same region that lets the log service write.
func logTarget(c *model.Call) error {
	target := c.New.String("targetBucket")
	r := bucketOf(c, target)
	if r == nil {
		return model.Errorf("InvalidTargetBucketForLogging", "The target bucket for logging does not exist")
	}
	resource := c.Expand("arn:{partition}:s3:::") + target + "/" + c.New.String("targetPrefix") + "log"
	for _, policy := range []any{r.Properties["policy"], setting(c, Policy, target)["policy"]} {
		if model.Grants(policy, logDelivery, "s3:PutObject", resource) {
			return nil
		}
	}
	if setting(c, ACL, target).String("acl") != "log-delivery-write" {
		return model.Errorf("InvalidTargetBucketForLogging",
			"You must give the log-delivery group WRITE and READ_ACP permissions to the target bucket")
	}
	return nil
}

// versionedBothSides requires versioning of the source and of every destination. Destinations of other accounts are not
// checked.
func versionedBothSides(c *model.Call) error {
	ok := versioned(c, bucketOf(c, c.New.String("bucket")))
	for _, rule := range c.New.Objects("rules") {
		arn := rule.String("destination.bucket")
		if r := anywhere(c, arn[strings.LastIndex(arn, ":")+1:]); r != nil {
			ok = ok && versioned(c, r)
		}
	}
	if !ok {
		return model.Errorf("InvalidRequest",
			"Versioning must be 'Enabled' on the bucket to apply a replication configuration")
	}
	return nil
}

func versioned(c *model.Call, r *account.Resource) bool {
	if r.Properties.Bool("versioning.enabled") {
		return true
	}
	own := c.Tx.Find(r.Region, Versioning, "bucket", r.ID)
	return len(own) > 0 && own[0].Properties.String("versioningConfiguration.status") == "Enabled"
}
