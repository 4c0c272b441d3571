package pack

import (
	"slices"
	"strings"
)

// ClosedBuckets is the ID of the policy that the public cannot get into a bucket.
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
				if !contains(logs.found, bucket) && !logs.uncertain && !c.has("aclBuckets", bucket.name) {
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

// required is the resources of a kind that belong to the bucket. None at all is a violation.
func (s stack) required(kind string, bucket *resource, has, want, why string, c check) []*resource {
	found, undecided := s.attached(kind, "bucket", bucket)
	if len(found) > 0 {
		return found
	}
	if len(undecided) == 0 {
		c.report(bucket, "has %s; want %s: %s", has, want, why)
	}
	for _, r := range undecided {
		c.unknown(r, r.get("bucket"))
	}
	return nil
}

// checkAllowed looks for everybody among those whom a bucket's policy allows something.
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
			c.violation(policy, principal, "a named principal", "everybody is allowed what it says; name who needs it")
		}
		if others.state() != absent {
			c.violation(policy, others, "a principal", "everybody else is allowed what it says; name who needs it")
		}
	}
}

// statementsOf is the statements of a bucket's policy; a single one need not be in a list.
func statementsOf(policy *resource) ([]value, state) {
	content := policy.get("policy").decoded()
	statements := content.get("Statement")
	if content.state() != known || statements.state() != known {
		return nil, unknown
	}
	return items(statements), known
}

// everybody says whether a principal is "*", alone or as AWS's, in a list or not.
func everybody(principal value) bool {
	for _, item := range append(items(principal), items(principal.get("AWS"))...) {
		if text, _ := item.text(); text == "*" {
			return true
		}
	}
	return false
}

// checkBucketEncryption is part of encrypted-data.
func (s stack) checkBucketEncryption(bucket *resource, c check) {
	for _, encryption := range s.required(kindBucketEncryption, bucket, "no default encryption", "AES256 or a key",
		"what it keeps must not depend on what each writer asks for; add a BucketServerSideEncryptionConfiguration", c) {
		rules := encryption.get("rules")
		list, state := rules.list()
		if state != known || len(list) == 0 {
			c.unknown(encryption, rules)
		}
		for _, rule := range list {
			algorithm := rule.get("applyServerSideEncryptionByDefault", "sseAlgorithm")
			switch algorithm.state() {
			case unknown:
				c.unknown(encryption, algorithm)
			case absent:
				c.violation(encryption, algorithm, "AES256 or aws:kms", "it says with what objects are encrypted; set it")
			}
		}
	}
}

// checkBucketTLS is part of encrypted-data.
func (s stack) checkBucketTLS(bucket *resource, c check) {
	const why = "S3 serves plain HTTP to whoever asks; deny s3:* on the bucket and its objects to * " +
		"where aws:SecureTransport is false"
	found := s.required(kindBucketPolicy, bucket, "no policy", "one that denies requests without TLS", why, c)
	readable := true
	for _, policy := range found {
		statements, state := statementsOf(policy)
		if slices.ContainsFunc(statements, deniesPlain) {
			return
		}
		if state == unknown {
			readable = false
			c.unknown(policy, policy.get("policy"))
		}
	}
	if len(found) > 0 && readable {
		c.report(found[0], "policy allows requests without TLS; want a statement that denies them: %s", why)
	}
}

func deniesPlain(statement value) bool {
	effect, _ := statement.get("Effect").text()
	return effect == "Deny" && everybody(statement.get("Principal")) && plainOnly(statement.get("Condition")) &&
		slices.ContainsFunc(items(statement.get("Action")), isOneOf("s3:*", "*")) &&
		slices.ContainsFunc(items(statement.get("Resource")), coversObjects)
}

// plainOnly accepts no second condition, which would narrow the first one.
func plainOnly(condition value) bool {
	if !condition.raw.IsMap() || condition.raw.AsMap().Len() != 1 {
		return false
	}
	keys := condition.get("Bool")
	if !keys.raw.IsMap() || keys.raw.AsMap().Len() != 1 {
		return false
	}
	for key := range keys.raw.AsMap().All {
		secure := items(keys.get(key))
		return strings.EqualFold(key, "aws:SecureTransport") && len(secure) == 1 && isFalse(secure[0])
	}
	return false
}

func isFalse(v value) bool {
	on, state := v.flag()
	return state == known && !on
}

func isOneOf(texts ...string) func(value) bool {
	return func(v value) bool {
		text, state := v.text()
		return state == known && slices.Contains(texts, text)
	}
}

func coversObjects(v value) bool {
	text, _ := v.text()
	return strings.HasSuffix(text, "*")
}

// source is a property that names a bucket to write to.
type source struct {
	kind string
	path []string
}

var cloudFrontLogs = []source{{kindDistribution, []string{"loggingConfig", "bucket"}}}

// allLogs is everything that writes logs to a bucket.
var allLogs = slices.Concat(cloudFrontLogs, []source{
	{kindLoadBalancer, []string{"accessLogs", "bucket"}},
	{kindLoadBalancer, []string{"connectionLogs", "bucket"}},
	{kindBucketLogging, []string{"targetBucket"}},
	{kindFlowLog, []string{"logDestination"}},
})

// targets is the buckets that something writes to, and whether there may be more.
type targets struct {
	found     []*resource
	uncertain bool
}

func (s stack) bucketsOf(sources []source, c check) targets {
	var t targets
	for _, from := range sources {
		for _, r := range s.of(from.kind) {
			v := r.get(from.path...)
			if kind, _ := r.get("logDestinationType").text(); r.kind == kindFlowLog && kind != "s3" {
				continue
			}
			l := s.linked(r, v, kindBucket)
			t.found = union(t.found, l.found)
			if l.missing > 0 {
				t.uncertain = true
				c.unknown(r, v)
			}
		}
	}
	return t
}
