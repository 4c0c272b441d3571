package schema

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/internal/nearest"
)

// Violation is a property that the provider rejects before any call.
type Violation struct {
	// Path is the property as the user types it, healthCheck.interval.
	Path string
	// Reason is what is wrong with it.
	Reason string
}

// CheckInputs checks names and types of a resource's inputs, and that the required ones are there.
func (s *Schema) CheckInputs(token string, props map[string]any) []Violation {
	c := checker{schema: s}
	c.object("", s.Resources[token].Inputs, props)
	return c.sorted()
}

// CheckArgs checks the arguments of a function.
func (s *Schema) CheckArgs(token string, args map[string]any) []Violation {
	c := checker{schema: s}
	c.object("", s.Functions[token], args)
	return c.sorted()
}

type checker struct {
	schema     *Schema
	violations []Violation
}

func (c *checker) sorted() []Violation {
	slices.SortFunc(c.violations, func(a, b Violation) int { return cmp.Compare(a.Path, b.Path) })
	return c.violations
}

func (c *checker) add(path, format string, args ...any) {
	c.violations = append(c.violations, Violation{path, fmt.Sprintf(format, args...)})
}

func (c *checker) object(path string, fields Fields, props map[string]any) {
	for name, value := range props {
		field, known := fields[name]
		if !known {
			c.add(join(path, name), "invalid or unknown key: it %s",
				nearest.Unknown(name, slices.Sorted(maps.Keys(fields))))
			continue
		}
		c.value(join(path, name), field.Type, value)
	}
	for name, field := range fields {
		if field.Required && props[name] == nil {
			c.add(join(path, name), "Missing required argument. The argument %q is required, but no definition was found.",
				Snake(name))
		}
	}
}

func (c *checker) value(path, typ string, value any) {
	if _, unknown := value.(Unknown); unknown || value == nil || typ == "any" || typ == "asset" {
		return
	}
	switch {
	case strings.HasPrefix(typ, "[]"):
		c.list(path, typ[2:], value)
	case strings.HasPrefix(typ, "{}"):
		c.mapping(path, typ[2:], value)
	case strings.HasPrefix(typ, "#"):
		c.named(path, typ[1:], value)
	default:
		c.scalar(path, typ, value)
	}
}

func (c *checker) list(path, element string, value any) {
	list, ok := value.([]any)
	if !ok {
		c.wrong(path, "a list", value)
		return
	}
	for i, v := range list {
		c.value(fmt.Sprintf("%s[%d]", path, i), element, v)
	}
}

func (c *checker) mapping(path, element string, value any) {
	object, ok := value.(map[string]any)
	if !ok {
		c.wrong(path, "a map", value)
		return
	}
	for key, v := range object {
		c.value(join(path, key), element, v)
	}
}

func (c *checker) named(path, name string, value any) {
	object, ok := value.(map[string]any)
	if !ok {
		c.wrong(path, "an object", value)
		return
	}
	c.object(path, c.schema.Types[name], object)
}

// scalar accepts a number written as a string, as the provider does, and any scalar for a string.
func (c *checker) scalar(path, typ string, value any) {
	ok := false
	switch v := value.(type) {
	case string:
		ok = typ == "string" || parses(typ, v)
	case float64:
		ok = typ == "string" || typ == "number" || typ == "integer" && v == float64(int64(v))
	case bool:
		ok = typ == "string" || typ == "boolean"
	}
	if !ok {
		c.wrong(path, article(typ), value)
	}
}

func article(typ string) string {
	if typ == "integer" {
		return "an integer"
	}
	return "a " + typ
}

func parses(typ, text string) bool {
	var err error
	switch typ {
	case "integer":
		_, err = strconv.ParseInt(text, 10, 64)
	case "number":
		_, err = strconv.ParseFloat(text, 64)
	case "boolean":
		_, err = strconv.ParseBool(text)
	}
	return err == nil
}

func (c *checker) wrong(path, want string, value any) {
	c.add(path, "expected %s, got %s", want, describe(value))
}

func describe(value any) string {
	switch v := value.(type) {
	case string:
		return strconv.Quote(v)
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	default:
		return fmt.Sprint(v)
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
