package model

import (
	"fmt"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// Props are the properties of a resource.
type Props = account.Props

// canonical converts a value to the types that Props hold: a Fill may set an int or a list of strings.
func canonical(value any) any {
	switch v := value.(type) {
	case Props:
		return canonicalObject(v)
	case map[string]any:
		return canonicalObject(v)
	case map[string]string:
		return canonicalObject(objectOf(v))
	case []any:
		return canonicalList(v)
	case []string:
		return canonicalList(v)
	case []Props:
		return canonicalList(v)
	case []map[string]any:
		return canonicalList(v)
	case int:
		return float64(v)
	default:
		return value
	}
}

func canonicalObject(object map[string]any) map[string]any {
	c := make(map[string]any, len(object))
	for key, value := range object {
		c[key] = canonical(value)
	}
	return c
}

func canonicalList[T any](list []T) []any {
	c := make([]any, len(list))
	for i, value := range list {
		c[i] = canonical(value)
	}
	return c
}

func objectOf[T any](m map[string]T) map[string]any {
	object := make(map[string]any, len(m))
	for key, value := range m {
		object[key] = value
	}
	return object
}

// Quote prints a value as the provider's messages do.
func Quote(value any) string { return fmt.Sprintf("%q", fmt.Sprint(value)) }
