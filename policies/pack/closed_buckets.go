package pack

import "slices"

// ClosedBuckets is the ID of the policy that the public has no access to a bucket.
const ClosedBuckets = "closed-buckets"

func closedBuckets() policy {
	return policy{
		id:          ClosedBuckets,
		description: "Buckets are closed to the public in every way that S3 has.",
		fix: "Give each bucket a public access block with all four flags, ownership controls of `BucketOwnerEnforced`, " +
			"and policies that name whom they allow.",
		settings: []setting{{
			name:     "aclBuckets",
			what:     "Names of buckets that need ACLs, besides those that CloudFront writes its logs to.",
			fallback: []string{},
		}},
		stack: func(s stack, c check) {
			logs := s.bucketsOf(cloudFrontLogs, c)
			for _, bucket := range s.of(kindBucket) {
				s.checkBlock(bucket, c)
				if !slices.Contains(logs.found, bucket) && !logs.uncertain && !c.has("aclBuckets", bucket.name) {
					s.checkOwnership(bucket, c)
				}
			}
			for _, policy := range s.of(kindBucketPolicy) {
				checkAllowed(policy, c)
			}
		},
	}
}

func (s stack) checkBlock(bucket *resource, c check) {
	for _, block := range s.required(kindPublicAccessBlock, bucket, "no public access block", "one with all four flags",
		"one careless policy or ACL would open it; add a BucketPublicAccessBlock", c) {
		for _, flag := range []string{"blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"} {
			c.flag(block, block.get(flag), true, "each flag closes another way in; set all four")
		}
	}
}

func (s stack) checkOwnership(bucket *resource, c check) {
	const want = "BucketOwnerEnforced"
	for _, controls := range s.required(kindBucketOwnership, bucket, "no ownership controls", want,
		"with ACLs, objects can be opened one by one; add BucketOwnershipControls", c) {
		ownership := controls.get("rule", "objectOwnership")
		switch text, state := ownership.text(); {
		case state == unknown:
			c.unknown(controls, ownership)
		case text != want:
			c.violation(controls, ownership, `"`+want+`"`,
				"with ACLs, objects can be opened one by one; turn them off, and give access by policies")
		}
	}
}

// checkAllowed finds statements of a bucket policy that grant access to everyone.
func checkAllowed(policy *resource, c check) {
	statements, state := statementsOf(policy)
	if state == unknown {
		c.unknown(policy, policy.get("policy"))
	}
	for _, statement := range statements {
		effect, _ := statement.get("Effect").text()
		others := statement.get("NotPrincipal")
		if effect != "Allow" {
			continue
		}
		if principal := statement.get("Principal"); everybody(principal) {
			c.violation(policy, principal, "a named principal", "it grants access to everyone; name the principals that need it")
		}
		if others.state() != absent {
			c.violation(policy, others, "a principal", "it grants access to everyone else; name the principals that need it")
		}
	}
}
