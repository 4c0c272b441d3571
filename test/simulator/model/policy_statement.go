package model

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// Statement is one statement of a resource policy, with the parts that services check.
type Statement struct {
	// Allow is true for the effect Allow, and false for Deny.
	Allow bool
	// Principals are the services, ARNs and accounts; "*" is everyone.
	Principals []string
	Actions    []string
	Resources  []string
	// Conditions are the condition keys, in lower case.
	Conditions []string
}

// ParsePolicy reads a policy, which is JSON text or an object.
func ParsePolicy(policy any) ([]Statement, error) {
	var document Props
	switch p := policy.(type) {
	case string:
		if err := json.Unmarshal([]byte(p), &document); err != nil {
			return nil, err
		}
	case map[string]any:
		document = p
	}
	var list []Statement
	for _, s := range document.Objects("Statement") {
		list = append(list, Statement{
			Allow: s.String("Effect") == "Allow", Principals: principals(s["Principal"]),
			Actions: s.Values("Action"), Resources: s.Values("Resource"), Conditions: conditionKeys(s["Condition"]),
		})
	}
	return list, nil
}

// Grants reports whether the policy allows a principal an action on a resource. It ignores conditions.
func Grants(policy any, principal, action, resource string) bool {
	statements, err := ParsePolicy(policy)
	return err == nil && slices.ContainsFunc(statements, func(s Statement) bool {
		return s.Allow && covers(s.Principals, principal) && covers(s.Actions, action) && covers(s.Resources, resource)
	})
}

func covers(patterns []string, text string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return Glob(p, text) })
}

// Glob matches as IAM does: * is any string and ? any one character.
func Glob(pattern, text string) bool {
	expression := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(pattern))
	ok, err := regexp.MatchString("^"+expression+"$", text)
	return err == nil && ok
}

func principals(value any) []string {
	if s, ok := value.(string); ok {
		return []string{s}
	}
	object, _ := value.(map[string]any)
	var list []string
	for kind := range object {
		list = append(list, Props(object).Values(kind)...)
	}
	return list
}

func conditionKeys(value any) []string {
	operators, _ := value.(map[string]any)
	var keys []string
	for _, operator := range operators {
		tests, _ := operator.(map[string]any)
		for key := range tests {
			keys = append(keys, strings.ToLower(key))
		}
	}
	return keys
}
