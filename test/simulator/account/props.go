package account

import (
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// Props are the properties of a resource as plain Go values: string, float64, bool, []any, map[string]any, and
// schema.Unknown for a value that a preview does not know yet. Paths are dotted, "healthCheck.interval"; a number is
// an index, "origins.0.domainName".
type Props map[string]any

// Get returns the value at a path, or nil.
func (p Props) Get(path string) any {
	var value any = map[string]any(p)
	for part := range strings.SplitSeq(path, ".") {
		value = child(value, part)
	}
	return value
}

func child(value any, part string) any {
	switch v := value.(type) {
	case map[string]any:
		return v[part]
	case Props:
		return v[part]
	case schema.Unknown:
		return v
	case []any:
		if i, err := strconv.Atoi(part); err == nil && i >= 0 && i < len(v) {
			return v[i]
		}
	}
	return nil
}

// Has reports whether there is a value at a path, known or not. As in the provider, an empty string, list or map is no
// value.
func (p Props) Has(path string) bool {
	switch v := p.Get(path).(type) {
	case nil:
		return false
	case string:
		return v != ""
	case []any:
		return len(v) > 0
	case map[string]any:
		return len(v) > 0
	default:
		return true
	}
}

// Known reports whether there is a value at a path and it is known.
func (p Props) Known(path string) bool {
	return p.Has(path) && !schema.IsUnknown(p.Get(path))
}

// String returns the string at a path, or "" if there is none or it is unknown.
func (p Props) String(path string) string {
	switch v := p.Get(path).(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	default:
		return ""
	}
}

// Int returns the integer at a path, also if it is written as a string. It returns 0 if there is none or it is unknown.
func (p Props) Int(path string) int {
	switch v := p.Get(path).(type) {
	case float64:
		return int(v)
	case int:
		return v
	case string:
		n, _ := strconv.Atoi(v)
		return n
	default:
		return 0
	}
}

// Float returns the number at a path, or 0 if there is none or it is unknown.
func (p Props) Float(path string) float64 {
	f, _ := p.Get(path).(float64)
	return f
}

// Bool returns the boolean at a path, or false if there is none or it is unknown.
func (p Props) Bool(path string) bool {
	b, _ := p.Get(path).(bool)
	return b
}

// List returns the list at a path.
func (p Props) List(path string) []any {
	list, _ := p.Get(path).([]any)
	return list
}

// Strings returns the known strings of the list at a path.
func (p Props) Strings(path string) []string {
	var list []string
	for _, v := range p.List(path) {
		if s, ok := v.(string); ok {
			list = append(list, s)
		}
	}
	return list
}

// Objects returns the objects of the list at a path; a single object counts as a list of one.
func (p Props) Objects(path string) []Props {
	if one, ok := p.Get(path).(map[string]any); ok {
		return []Props{one}
	}
	var list []Props
	for _, v := range p.List(path) {
		if m, ok := v.(map[string]any); ok {
			list = append(list, m)
		}
	}
	return list
}

// Default sets a property unless it has a value.
func (p Props) Default(name string, value any) {
	if p[name] == nil {
		p[name] = value
	}
}

// Clone copies the properties one level deep.
func (p Props) Clone() Props {
	c := make(Props, len(p))
	for k, v := range p {
		c[k] = v
	}
	return c
}

// Values returns every string that a path reaches, in each element of the lists along the path: the path
// "ingress.securityGroups" returns the groups of all rules. Numbers and booleans count as strings; empty strings are
// left out.
func (p Props) Values(path string) []string {
	head, rest, nested := strings.Cut(path, ".")
	if !nested {
		return values(p[head])
	}
	var all []string
	for _, object := range p.Objects(head) {
		all = append(all, object.Values(rest)...)
	}
	return all
}

func values(value any) []string {
	switch v := value.(type) {
	case string:
		if v != "" {
			return []string{v}
		}
	case float64:
		return []string{strconv.FormatFloat(v, 'f', -1, 64)}
	case bool:
		return []string{strconv.FormatBool(v)}
	case []any:
		var all []string
		for _, element := range v {
			if s, ok := element.(string); ok {
				all = append(all, s)
			}
		}
		return all
	}
	return nil
}
