// Package schema holds the properties of the aws provider's resources and functions: names, types, and which are
// required. It is generated from the sources of the provider's Go SDK, so that the account rejects what the real
// provider would.
package schema

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"

	_ "embed"
)

//go:generate go run ./generate

//go:embed schema.json
var schemaJSON []byte

// Schema is the part of the provider's schema that the account knows.
type Schema struct {
	Resources map[string]*Resource `json:"resources"`
	// Functions are the arguments of data sources, by token.
	Functions map[string]Fields `json:"functions"`
	// Types are the objects that properties hold, by name.
	Types map[string]Fields `json:"types"`
}

// Resource is the schema of a resource type.
type Resource struct {
	Token   string `json:"-"`
	Inputs  Fields `json:"inputs"`
	Outputs Fields `json:"outputs"`
}

// Fields are the properties of a resource or an object, by name.
type Fields map[string]Field

// Field is one property. Its Type is string, integer, number, boolean, any, asset, []T for a list, {}T for a map, or
// #name for an object. A required input must be set; a required output always has a value. List and map outputs are
// never Required, because the SDK's sources do not say.
type Field struct {
	Type     string
	Required bool
}

// UnmarshalText reads "string" (required) or "string?" (optional).
func (f *Field) UnmarshalText(text []byte) error {
	typ, optional := strings.CutSuffix(string(text), "?")
	*f = Field{Type: typ, Required: !optional}
	return nil
}

// MarshalText writes what UnmarshalText reads.
func (f Field) MarshalText() ([]byte, error) {
	if f.Required {
		return []byte(f.Type), nil
	}
	return []byte(f.Type + "?"), nil
}

// Unknown is a value that a preview does not know yet.
type Unknown struct{}

// IsUnknown reports whether a value is unknown or contains an unknown value.
func IsUnknown(value any) bool {
	switch v := value.(type) {
	case Unknown:
		return true
	case []any:
		return slices.ContainsFunc(v, IsUnknown)
	case map[string]any:
		return slices.ContainsFunc(slices.Collect(maps.Values(v)), IsUnknown)
	default:
		return false
	}
}

// Snake turns a Pulumi property name into the provider's own, as its messages print it: cidrBlock, cidr_block.
func Snake(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Load returns the schema. It is read once.
func Load() *Schema { return load() }

var load = sync.OnceValue(func() *Schema {
	s := &Schema{}
	if err := json.Unmarshal(schemaJSON, s); err != nil {
		panic("the embedded schema is broken: " + err.Error()) // a build error, found by every test
	}
	for token, r := range s.Resources {
		r.Token = token
	}
	return s
})

// Complete sets every required output without a value to the zero value of its type.
func (r *Resource) Complete(state map[string]any) {
	for name, f := range r.Outputs {
		if f.Required && state[name] == nil {
			state[name] = zero(f.Type)
		}
	}
}

func zero(typ string) any {
	switch {
	case typ == "string":
		return ""
	case typ == "boolean":
		return false
	case typ == "integer", typ == "number":
		return 0.0
	case strings.HasPrefix(typ, "[]"):
		return []any{}
	default:
		return map[string]any{}
	}
}
