package model

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// Diff is what an update would change.
type Diff struct {
	// Changed are the top-level properties that differ, in order.
	Changed []string
	// Replace are those of them that force a replacement.
	Replace []string
	// DeleteFirst means that the old resource must be deleted first, because its physical name is set and stays.
	DeleteFirst bool
}

// Compare returns the difference between the live state and the inputs. A property that only the old inputs set counts
// as changed, unless the API computes it or it has its default.
func (t *Type) Compare(res *schema.Resource, state, oldInputs, inputs Props) Diff {
	var d Diff
	for name := range res.Inputs {
		if t.differs(res, name, state, oldInputs, inputs) {
			d.Changed = append(d.Changed, name)
		}
	}
	slices.Sort(d.Changed)
	for _, rule := range t.Replaces {
		for _, path := range rule.Properties {
			name := top(path)
			if t.forces(path, d, state, inputs) && !slices.Contains(d.Replace, name) {
				d.Replace = append(d.Replace, name)
			}
		}
	}
	return d
}

// forces reports whether a change at a path forces a replacement. Of a nested path, only that part counts.
func (t *Type) forces(path string, d Diff, state, inputs Props) bool {
	name := top(path)
	return slices.Contains(d.Changed, name) && (name == path || !equal(state.Get(path), inputs.Get(path)))
}

func (t *Type) differs(res *schema.Resource, name string, state, oldInputs, inputs Props) bool {
	if inputs.Has(name) {
		return !t.same(name, state[name], inputs[name])
	}
	if !oldInputs.Has(name) || t.computes(res, name) {
		return false
	}
	fallback := t.Defaults[name]
	return !equal(state[name], fallback) && (fallback != nil || !zero(state[name]))
}

// same compares two values of a property, and documents by their normal form.
func (t *Type) same(name string, a, b any) bool {
	normal := t.Normal[name]
	if normal == nil || schema.IsUnknown(b) {
		return equal(a, b)
	}
	return normal(Document(a)) == normal(Document(b))
}

// computes reports whether the API fills in a property that is not set.
func (t *Type) computes(res *schema.Resource, name string) bool {
	return res.Outputs[name].Required || slices.Contains(t.Computed, name)
}

// equal compares values as the provider does. A number may be written as a string, and an unknown value differs from
// every known one. A missing element equals its zero value.
func equal(a, b any) bool {
	switch b := b.(type) {
	case schema.Unknown:
		return false
	case float64:
		return number(a) == number(b)
	case string:
		return text(a) == b
	case bool:
		return text(a) == text(b)
	case []any:
		return equalLists(a, b)
	case map[string]any:
		return equalObjects(a, b)
	default:
		return reflect.DeepEqual(a, b)
	}
}

func equalLists(a any, b []any) bool {
	list, ok := a.([]any)
	if !ok || len(list) != len(b) {
		return len(b) == 0 && len(list) == 0
	}
	for i := range b {
		if !equal(list[i], b[i]) {
			return false
		}
	}
	return true
}

func equalObjects(a any, b map[string]any) bool {
	object, ok := a.(map[string]any)
	if !ok {
		return false
	}
	for key, value := range b {
		if was, has := object[key]; !equal(was, value) && (has || !zero(value)) {
			return false
		}
	}
	for key, value := range object {
		if _, has := b[key]; !has && !zero(value) {
			return false
		}
	}
	return true
}

func zero(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case schema.Unknown:
		return false
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	default:
		return reflect.ValueOf(v).IsZero()
	}
}

func number(v any) any {
	if s, ok := v.(string); ok {
		if f, err := strconv.ParseFloat(s, 64); err == nil {
			return f
		}
	}
	return v
}

func text(v any) string {
	return Props{"v": v}.String("v")
}
