package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// randomDigits is the number of random digits at the end of an automatic name.
const randomDigits = 7

// autoname names a resource that the program does not name: it keeps the old name or makes a new one. With a prefix,
// the provider itself appends a number in the create.
func autoname(t *model.Type, r *pulumirpc.CheckRequest, inputs, oldInputs resource.PropertyMap) error {
	property := nameKey(t)
	if property == "" || set(inputs, property) || set(inputs, resource.PropertyKey(t.Name.Prefix)) {
		return nil
	}
	name := oldInputs[property]
	if !name.IsString() || !wasDefault(oldInputs, property) {
		text, err := newName(t, r)
		if err != nil || text == "" {
			return err
		}
		name = resource.NewStringProperty(text)
	}
	inputs[property] = name
	inputs[defaultsKey] = resource.NewArrayProperty([]resource.PropertyValue{resource.NewStringProperty(string(property))})
	return nil
}

// newName returns the logical name with random digits, or the name of the stack's own scheme (pulumi:autonaming). It
// returns "" if that scheme disables automatic names.
func newName(t *model.Type, r *pulumirpc.CheckRequest) (string, error) {
	limit := t.Name.Max
	if limit > 0 {
		limit -= len(t.Name.Suffix)
	}
	if scheme := r.GetAutonaming(); scheme != nil {
		return proposedName(t, scheme, limit)
	}
	name, err := resource.NewUniqueName(r.GetRandomSeed(), cased(t, nameOf(r.GetUrn())+"-"), randomDigits, limit, nil)
	return name + t.Name.Suffix, err
}

func proposedName(t *model.Type, scheme *pulumirpc.CheckRequest_AutonamingOptions, limit int) (string, error) {
	name := scheme.GetProposedName()
	switch scheme.GetMode() {
	case pulumirpc.CheckRequest_AutonamingOptions_DISABLE:
		return "", nil
	case pulumirpc.CheckRequest_AutonamingOptions_ENFORCE:
		return name, nil
	default:
		name = cased(t, name)
	}
	if limit > 0 && len(name) > limit {
		return "", fmt.Errorf("calculated name '%s' exceeds maximum length of %d", name, limit)
	}
	return name + t.Name.Suffix, nil
}

// cased returns a name in the case in which the API stores it.
func cased(t *model.Type, name string) string {
	if t.Name.Lower {
		return strings.ToLower(name)
	}
	return name
}

func nameKey(t *model.Type) resource.PropertyKey { return resource.PropertyKey(t.Name.Property) }

func set(m resource.PropertyMap, key resource.PropertyKey) bool {
	v, ok := m[key]
	return key != "" && ok && !v.IsNull()
}

func wasDefault(m resource.PropertyMap, key resource.PropertyKey) bool {
	list := m[defaultsKey]
	return list.IsArray() && slices.ContainsFunc(list.ArrayValue(), func(v resource.PropertyValue) bool {
		return v.IsString() && v.StringValue() == string(key)
	})
}
