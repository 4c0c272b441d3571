package model

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// Between is the provider's IntBetween for a known number (or a number as text).
func Between(path string, low, high int) Rule {
	return check(path, func(c *Call) error {
		if n := c.New.Int(path); n < low || n > high {
			return Invalidf(top(path), "expected %s to be in the range (%d - %d), got %d", schema.Snake(path), low, high, n)
		}
		return nil
	})
}

// BetweenInEach is the provider's IntBetween, from 0 to high, for a number in every object of a list.
func BetweenInEach(list, field string, high int) Rule {
	return Rule{On: Check, Test: func(c *Call) error {
		for _, object := range c.New.Objects(list) {
			if n := object.Int(field); object.Known(field) && (n < 0 || n > high) {
				return Invalidf(list, "expected %s to be in the range (0 - %d), got %d", schema.Snake(field), high, n)
			}
		}
		return nil
	}}
}

// MaxItems is the provider's MaxItems.
func MaxItems(path string, limit int) Rule {
	return Rule{On: Check, Test: func(c *Call) error {
		if n := len(c.New.List(path)); n > limit {
			return Invalidf(path, "Too many %s: Attribute supports %d item maximum, but config has %d declared.",
				schema.Snake(path), limit, n)
		}
		return nil
	}}
}

// Length is the provider's StringLenBetween.
func Length(path string, low, high int) Rule {
	return check(path, func(c *Call) error {
		if s := c.New.String(path); len(s) < low || len(s) > high {
			return Invalidf(top(path), "expected length of %s to be in the range (%d - %d), got %s",
				schema.Snake(path), low, high, s)
		}
		return nil
	})
}

// OneOf is the provider's StringInSlice.
func OneOf(path string, values ...string) Rule {
	return check(path, func(c *Call) error {
		if s := c.New.String(path); !slices.Contains(values, s) {
			return Invalidf(top(path), "expected %s to be one of [%s], got %s", schema.Snake(path), quoted(values), s)
		}
		return nil
	})
}

// OneOfInts is the provider's IntInSlice.
func OneOfInts(path string, values ...int) Rule {
	return check(path, func(c *Call) error {
		if n := c.New.Int(path); !slices.Contains(values, n) {
			return Invalidf(top(path), "expected %s to be one of %v, got %d", schema.Snake(path), values, n)
		}
		return nil
	})
}

// Matches rejects a string that does not match. In the reason, %[1]q is the property and %[2]q the value.
func Matches(path, pattern, reason string) Rule {
	re := regexp.MustCompile(pattern)
	return check(path, func(c *Call) error {
		if s := c.New.String(path); !re.MatchString(s) {
			return &Invalid{top(path), sprintf(reason, schema.Snake(path), s)}
		}
		return nil
	})
}

// Lacks rejects a string that matches, with a reason as for Matches.
func Lacks(path, pattern, reason string) Rule {
	re := regexp.MustCompile(pattern)
	return check(path, func(c *Call) error {
		if s := c.New.String(path); re.MatchString(s) {
			return &Invalid{top(path), sprintf(reason, schema.Snake(path), s)}
		}
		return nil
	})
}

// JSON is the provider's StringIsJSON. A property that holds a document may also be given as an object.
func JSON(path string) Rule {
	return check(path, func(c *Call) error {
		var value any
		if err := json.Unmarshal([]byte(Document(c.New.Get(path))), &value); err != nil {
			return Invalidf(top(path), "%q contains an invalid JSON: %s", schema.Snake(path), err)
		}
		return nil
	})
}

// ARN is the provider's check of an ARN.
func ARN(path string) Rule {
	return check(path, func(c *Call) error {
		if s := c.New.String(path); !strings.HasPrefix(s, "arn:") {
			return Invalidf(path, "%q (%s) is an invalid ARN: arn: invalid prefix", schema.Snake(path), s)
		}
		return nil
	})
}

// Conflicts is the provider's ConflictsWith: a with any of the others.
func Conflicts(a string, others ...string) Rule {
	return Rule{On: Check, Test: func(c *Call) error {
		for _, b := range others {
			if c.New.Has(a) && c.New.Has(b) {
				return Invalidf(a, "Conflicting configuration arguments: %q: conflicts with %s", schema.Snake(a), schema.Snake(b))
			}
		}
		return nil
	}}
}

// ExactlyOne is the provider's ExactlyOneOf.
func ExactlyOne(names ...string) Rule {
	return Rule{On: Check, Test: func(c *Call) error {
		set := given(c.New, names)
		switch {
		case len(set) == 1:
			return nil
		case len(set) == 0:
			return Invalidf(names[0], "Invalid combination of arguments: %q: one of `%s` must be specified",
				schema.Snake(names[0]), snakes(names))
		default:
			return Invalidf(set[0], "Invalid combination of arguments: %q: only one of `%s` can be specified, "+
				"but `%s` were specified.", schema.Snake(set[0]), snakes(names), snakes(set))
		}
	}}
}

// ExactlyOneAttribute is ExactlyOne of a resource that the provider wrote with its newer framework.
func ExactlyOneAttribute(names ...string) Rule {
	return Rule{On: Check, Test: func(c *Call) error {
		if len(given(c.New, names)) == 1 {
			return nil
		}
		return Invalidf("", "Invalid Attribute Combination. Exactly one of these attributes must be configured: [%s]",
			snakes(names))
	}}
}

// With is the provider's RequiredWith: a requires all the others.
func With(a string, others ...string) Rule {
	return Rule{On: Check, Test: func(c *Call) error {
		for _, b := range others {
			if c.New.Has(a) && !c.New.Has(b) {
				return Invalidf(a, "Missing required argument: %q: all of `%s` must be specified",
					schema.Snake(a), snakes(append([]string{a}, others...)))
			}
		}
		return nil
	}}
}

// Refers requires that every value of the property is the ID of a resource of the other type. The message takes the
// missing ID.
func Refers(path, token, code, message string) Rule {
	return Rule{On: Write, Test: func(c *Call) error {
		for _, ref := range c.New.Values(path) {
			if !c.Exists(token, ref) {
				return Errorf(code, message, ref)
			}
		}
		return nil
	}}
}

// Unique rejects a second resource with the same value of a linked property. The message takes the value.
func Unique(property, code, message string) Rule {
	return Rule{On: Create, Test: func(c *Call) error {
		value := c.New.String(property)
		if value != "" && c.CountLinked(c.Type.Token, property, value) > 0 {
			return Errorf(code, message, value)
		}
		return nil
	}}
}

// Free rejects the deletion of a resource that another one refers to. The message takes the ID.
func Free(uses []Use, code, message string) Rule {
	return Rule{On: Delete, Test: func(c *Call) error {
		for _, use := range uses {
			if c.CountLinked(use.Token, use.Property, c.ID) > 0 {
				return Errorf(code, message, c.ID)
			}
		}
		return nil
	}}
}

// Use is a linked property of a type that holds the ID of another resource.
type Use struct{ Token, Property string }

// Limit rejects a create above a quota of resources of the type per region. SetQuota overrides it by name.
func Limit(name string, limit int, code, message string) Rule {
	return Rule{On: Create, Test: func(c *Call) error {
		if c.Count(c.Type.Token) >= c.Quota(name, limit) {
			return Errorf(code, "%s", message)
		}
		return nil
	}}
}

// LimitPer rejects a create above a quota of resources that share the value of a linked property.
func LimitPer(name, property string, limit int, code, message string) Rule {
	return Rule{On: Create, Test: func(c *Call) error {
		value := c.New.String(property)
		if c.CountLinked(c.Type.Token, property, value) >= c.Quota(name, limit) {
			return &APIError{Code: code, Message: sprintf(message, value)}
		}
		return nil
	}}
}

// check returns a check that is skipped if the property is absent or unknown.
func check(path string, test func(c *Call) error) Rule {
	return Rule{On: Check, Test: func(c *Call) error {
		if !c.New.Known(path) {
			return nil
		}
		return test(c)
	}}
}

func top(path string) string {
	head, _, _ := strings.Cut(path, ".")
	return head
}

func given(p Props, names []string) []string {
	var set []string
	for _, name := range names {
		if p.Has(name) {
			set = append(set, name)
		}
	}
	return set
}

func snakes(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = schema.Snake(name)
	}
	return strings.Join(list, ",")
}

func quoted(values []string) string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = Quote(v)
	}
	return strings.Join(list, " ")
}

// sprintf drops arguments that the format does not use.
func sprintf(format string, args ...any) string {
	if !strings.Contains(format, "%") {
		return format
	}
	if !strings.Contains(format, "%[") {
		args = args[len(args)-1:]
	}
	return fmt.Sprintf(format, args...)
}
