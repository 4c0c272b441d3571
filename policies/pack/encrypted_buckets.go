package pack

import (
	"slices"
	"strings"
)

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
	const why = "S3 also accepts plain HTTP; deny s3:* on the bucket and its objects to * " +
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
