package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Limits of AWS that the file can exceed, and what Tenfold itself needs of them at the most: a test measures it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
const (
	maxRolePolicies  = 10_240 // characters of all inline policies of a role, without white space
	usedOfPolicies   = 2_100
	maxDefinition    = 65_536 // bytes of a task definition
	usedOfDefinition = 30_000

	// oneSecret is the way out of both.
	oneSecret = "put several values into one JSON secret, whose keys are read as '<ARN>:key::'"
)

// validateTotals checks what grows with the number of variables and secrets.
func (r *reader) validateTotals(c Config) {
	if got, limit := policySize(c), maxRolePolicies-usedOfPolicies; got > limit {
		r.problem(secretsKey, fmt.Sprintf("and tenfold:secretKeys have ARNs of %d characters; want at most %d, which a role's "+
			"policies have room for; %s", got, limit, oneSecret))
	}
	got, limit := definitionSize(c), maxDefinition-usedOfDefinition
	if got <= limit {
		return
	}
	key := variablesKey
	if size(c.Secrets) > size(c.Variables) {
		key = secretsKey
	}
	r.problem(key, fmt.Sprintf("makes the variables and secrets %d bytes; want at most %d, which a task definition has room "+
		"for; %s", got, limit, oneSecret))
}

// policySize is what the ARNs take in the policy of a task's execution role. Keys of one secret are one ARN there.
func policySize(c Config) int {
	arns := slices.Collect(maps.Values(c.Secrets))
	for i, arn := range arns {
		if parts := strings.Split(arn, ":"); len(parts) > partsOfSecret {
			arns[i] = strings.Join(parts[:partsOfSecret], ":")
		}
	}
	slices.Sort(arns)
	total := 0
	for _, arn := range append(slices.Compact(arns), c.SecretKeys...) {
		total += len(`"",`) + len(arn)
	}
	return total
}

// partsOfSecret are those of a secret's ARN. What follows is a key and a version.
const partsOfSecret = 7

// definitionSize is what variables and secrets take in a task definition.
func definitionSize(c Config) int {
	return size(c.Variables) + len(c.Variables)*len(`{"name":"","value":""},`) +
		size(c.Secrets) + len(c.Secrets)*len(`{"name":"","valueFrom":""},`)
}

// size is that of the names and values as JSON.
func size(values map[string]string) int {
	total := 0
	for name, value := range values {
		total += len(name) + len(toText(value)) - len(`""`)
	}
	return total
}
