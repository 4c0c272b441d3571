package stacktest

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

type unknown string

// Unknown stands for a value that is not known before the resource that it comes from exists.
const Unknown = unknown("[unknown]")

// lookup finds a value by its path and reports whether it is there.
func lookup(props resource.PropertyMap, path string) (any, bool) {
	keys, err := resource.ParsePropertyPath(path)
	if err != nil {
		return nil, false
	}
	value, ok := keys.Get(withoutSecrets(resource.NewProperty(props)))
	if !ok || value.IsNull() {
		return nil, false
	}
	return plain(value), true
}

// withoutSecrets unwraps every secret, so that a path leads through it.
func withoutSecrets(v resource.PropertyValue) resource.PropertyValue {
	switch {
	case v.IsSecret():
		return withoutSecrets(v.SecretValue().Element)
	case v.IsArray():
		list := make([]resource.PropertyValue, len(v.ArrayValue()))
		for i, item := range v.ArrayValue() {
			list[i] = withoutSecrets(item)
		}
		return resource.NewProperty(list)
	case v.IsObject():
		m := resource.PropertyMap{}
		for key, item := range v.ObjectValue() {
			m[key] = withoutSecrets(item)
		}
		return resource.NewProperty(m)
	default:
		return v
	}
}

// plain turns a property without secrets into a plain Go value.
func plain(v resource.PropertyValue) any {
	switch {
	case v.IsComputed() || v.IsOutput():
		return Unknown
	case v.IsNumber():
		return number(v.NumberValue())
	case v.IsArray():
		list := make([]any, len(v.ArrayValue()))
		for i, item := range v.ArrayValue() {
			list[i] = plain(item)
		}
		return list
	case v.IsObject():
		m := map[string]any{}
		for key, item := range v.ObjectValue() {
			m[string(key)] = plain(item)
		}
		return m
	case v.IsResourceReference():
		return string(v.ResourceReferenceValue().URN)
	default:
		return v.V
	}
}

func number(f float64) any {
	if i := int(f); float64(i) == f {
		return i
	}
	return f
}
