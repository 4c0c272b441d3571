package s3

import "github.com/tenfold-iac/tenfold/test/simulator/model"

// enforced is the object ownership that disables ACLs, the default of new buckets.
const enforced = "BucketOwnerEnforced"

func aclRules() []model.Rule {
	return []model.Rule{
		model.ExactlyOne("acl", "accessControlPolicy"),
		{ID: "S5", On: model.Write, Test: func(c *model.Call) error {
			ownership := setting(c, OwnershipControls, c.New.String("bucket")).String("rule.objectOwnership")
			if ownership == "" || ownership == enforced {
				return noACLs()
			}
			return nil
		}},
	}
}

func noACLs() error {
	return model.Errorf("AccessControlListNotSupported", "The bucket does not allow ACLs")
}

func aclID(c *model.Call) string {
	id := c.New.String("bucket")
	for _, part := range []string{"expectedBucketOwner", "acl"} {
		if c.New.Has(part) {
			id += "," + c.New.String(part)
		}
	}
	return id
}
