package provider

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// defaultsKey lists, in a resource's inputs, those that the provider chose itself.
const defaultsKey = "__defaults"

var wire = plugin.MarshalOptions{KeepUnknowns: true, SkipNulls: true}

// fromStruct reads properties. Secrets and outputs count as the values in them.
func fromStruct(s *structpb.Struct) (resource.PropertyMap, error) {
	m, err := plugin.UnmarshalProperties(s, wire)
	if err != nil {
		return nil, fmt.Errorf("reading properties: %w", err)
	}
	return m, nil
}

func toStruct(m resource.PropertyMap) (*structpb.Struct, error) {
	s, err := plugin.MarshalProperties(m, wire)
	if err != nil {
		return nil, fmt.Errorf("writing properties: %w", err)
	}
	return s, nil
}

// fromWire reads the properties of a request as plain values.
func fromWire(s *structpb.Struct) (model.Props, error) {
	m, err := fromStruct(s)
	if err != nil {
		return nil, err
	}
	props := plain(m)
	delete(props, defaultsKey)
	return props, nil
}

func toWire(p model.Props) (*structpb.Struct, error) {
	m := resource.PropertyMap{}
	for key, value := range p {
		if value != nil {
			m[resource.PropertyKey(key)] = wireValue(value)
		}
	}
	return toStruct(m)
}

func plain(m resource.PropertyMap) model.Props {
	props := make(model.Props, len(m))
	for key, value := range m {
		if v := plainValue(value); v != nil {
			props[string(key)] = v
		}
	}
	return props
}

func plainValue(v resource.PropertyValue) any {
	switch {
	case v.IsComputed():
		return schema.Unknown{}
	case v.IsArray():
		list := make([]any, len(v.ArrayValue()))
		for i, e := range v.ArrayValue() {
			list[i] = plainValue(e)
		}
		return list
	case v.IsObject():
		return map[string]any(plain(v.ObjectValue()))
	case v.IsNull():
		return nil
	default:
		return v.V
	}
}

func wireValue(value any) resource.PropertyValue {
	switch v := value.(type) {
	case schema.Unknown:
		return resource.MakeComputed(resource.NewStringProperty(""))
	case []any:
		list := make([]resource.PropertyValue, len(v))
		for i, e := range v {
			list[i] = wireValue(e)
		}
		return resource.NewArrayProperty(list)
	case map[string]any:
		return wireObject(v)
	case model.Props:
		return wireObject(v)
	case []string:
		list := make([]resource.PropertyValue, len(v))
		for i, s := range v {
			list[i] = resource.NewStringProperty(s)
		}
		return resource.NewArrayProperty(list)
	default:
		return resource.NewPropertyValue(value)
	}
}

func wireObject(object map[string]any) resource.PropertyValue {
	m := make(resource.PropertyMap, len(object))
	for key, value := range object {
		if value != nil {
			m[resource.PropertyKey(key)] = wireValue(value)
		}
	}
	return resource.NewObjectProperty(m)
}
