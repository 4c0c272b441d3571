package model

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// Document returns the JSON document of a property as a string. The provider also accepts an object.
func Document(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		text, err := json.Marshal(v)
		if err != nil {
			return ""
		}
		return string(text)
	}
}

// JSONText returns the normal form of JSON: without spaces, keys sorted. A string that is not JSON stays as it is.
func JSONText(text string) string { return normal(text, func(value any) any { return value }) }

// PolicyText returns the normal form of an IAM policy: JSON's, with sorted lists of strings and lists of one replaced
// by their element.
func PolicyText(text string) string { return normal(text, policyValue) }

func normal(text string, change func(any) any) string {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return text
	}
	return encode(change(value))
}

func encode(value any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(value) != nil {
		return ""
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func policyValue(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key, element := range v {
			v[key] = policyValue(element)
		}
	case []any:
		for i, element := range v {
			v[i] = policyValue(element)
		}
		if len(v) == 1 {
			return v[0]
		}
		if texts := (Props{"v": v}).Strings("v"); len(texts) == len(v) {
			slices.Sort(texts)
			return texts
		}
	}
	return value
}

// Statements returns the statements of a policy document, or none if it is not one.
func Statements(text string) []Props {
	var document Props
	if json.Unmarshal([]byte(text), &document) != nil {
		return nil
	}
	return document.Objects("Statement")
}

// Principals returns the principals of a statement by kind: AWS, Service, Federated. The principal * has the kind AWS.
func Principals(statement Props) map[string][]string {
	if statement.String("Principal") == "*" {
		return map[string][]string{"AWS": {"*"}}
	}
	kinds := map[string][]string{}
	for _, principal := range statement.Objects("Principal") {
		for kind := range principal {
			kinds[kind] = principal.Values(kind)
		}
	}
	return kinds
}

// MissingPrincipal returns the first principal of this account in a policy that does not exist, or "".
func (c *Call) MissingPrincipal(text string) string {
	for _, statement := range Statements(text) {
		for _, principal := range Principals(statement)["AWS"] {
			if !c.principalExists(principal) {
				return principal
			}
		}
	}
	return ""
}

func (c *Call) principalExists(arn string) bool {
	own := "arn:" + c.Partition() + ":iam::" + account.ID + ":"
	entity, mine := strings.CutPrefix(arn, own)
	if !mine || entity == "root" || arn == c.CallerARN() {
		return true
	}
	name := entity[strings.LastIndex(entity, "/")+1:]
	switch {
	case strings.HasPrefix(entity, "role/"):
		return c.Exists("aws:iam/role:Role", name) || c.Exists("aws:iam/serviceLinkedRole:ServiceLinkedRole", arn)
	case strings.HasPrefix(entity, "user/"):
		return c.Exists("aws:iam/user:User", name)
	default:
		return true
	}
}

// CallerARN returns the ARN of the user who makes the calls.
func (c *Call) CallerARN() string {
	return "arn:" + c.Partition() + ":iam::" + account.ID + ":user/" + CallerName
}

// CallerName is the name of the user who makes the calls.
const CallerName = "tenfold"

// RoleExists reports whether the role with an ARN exists. Roles of other accounts are assumed to exist.
func (c *Call) RoleExists(arn string) bool { return c.principalExists(arn) }

// RoleTrusts reports whether a role of this account exists and its trust policy lets a service assume it. It ignores
// conditions.
func (c *Call) RoleTrusts(arn, service string) bool {
	trust := Document(c.Props("aws:iam/role:Role", arn[strings.LastIndex(arn, "/")+1:])["assumeRolePolicy"])
	return slices.ContainsFunc(Statements(trust), func(s Props) bool {
		return s.String("Effect") == "Allow" && slices.Contains(Principals(s)["Service"], service)
	})
}
