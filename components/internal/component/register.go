package component

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Register registers a component with its arguments as inputs. The arguments are a struct whose fields carry a
// `pulumi` tag; unset fields (nil inputs, zero values) are left out. So are fields that hold an output: they are
// wiring, not intent, and with them the component, and the program with it, would wait for the resources behind them.
func Register(
	ctx *pulumi.Context, typ, name string, args any, res pulumi.ComponentResource, opts ...pulumi.ResourceOption,
) error {
	return ctx.RegisterComponentResourceV2(typ, name, Inputs(args), res, opts...)
}

// InOrder makes the parts of a component one after the other, up to the first that fails.
func InOrder(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// Publish registers every output field of a component (those with a `pulumi` tag), and those of structs that it embeds.
// It is the last step of New.
func Publish(ctx *pulumi.Context, res pulumi.ComponentResource) error {
	return ctx.RegisterResourceOutputs(res, outputs(reflect.ValueOf(res).Elem()))
}

// Inputs turns an argument struct into a map of inputs, by the `pulumi` tags of its fields.
func Inputs(args any) pulumi.Map {
	m := pulumi.Map{}
	v := reflect.ValueOf(args)
	for i := range v.NumField() {
		tag := inputName(v.Type().Field(i))
		if field := v.Field(i); tag != "" && !field.IsZero() && !awaits(field) {
			m[tag] = input(field)
		}
	}
	return m
}

// inputName is the name of a field in its `pulumi` tag, without options such as "optional". It is empty without a tag.
func inputName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("pulumi"), ",")
	return name
}

var outputType = reflect.TypeFor[pulumi.Output]()

// awaits reports whether a value holds an output anywhere.
func awaits(v reflect.Value) bool {
	if v.Type().Implements(outputType) {
		return true
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return !v.IsNil() && awaits(v.Elem())
	case reflect.Slice, reflect.Array:
		return slices.ContainsFunc(elements(v), awaits)
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if awaits(v.MapIndex(key)) {
				return true
			}
		}
		return false
	default:
		return false
	}
}

func elements(v reflect.Value) []reflect.Value {
	list := make([]reflect.Value, v.Len())
	for i := range list {
		list[i] = v.Index(i)
	}
	return list
}

func outputs(v reflect.Value) pulumi.Map {
	m := pulumi.Map{}
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		tag := inputName(field)
		switch {
		case !field.IsExported():
		case field.Anonymous && value.Kind() == reflect.Struct:
			maps.Copy(m, outputs(value))
		case tag != "" && !value.IsZero():
			if out, ok := value.Interface().(pulumi.Output); ok {
				m[tag] = out
			}
		}
	}
	return m
}

// input is nil for a nil item or pointer, which is for the checks of the arguments to refuse.
func input(v reflect.Value) pulumi.Input {
	if !v.IsValid() {
		return nil
	}
	if in, ok := v.Interface().(pulumi.Input); ok {
		return in
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return input(v.Elem())
	case reflect.Struct:
		return Inputs(v.Interface())
	case reflect.Slice, reflect.Array:
		list := make(pulumi.Array, v.Len())
		for i := range v.Len() {
			list[i] = input(v.Index(i))
		}
		return list
	case reflect.Map:
		m := pulumi.Map{}
		for _, key := range v.MapKeys() {
			m[fmt.Sprint(key.Interface())] = input(v.MapIndex(key))
		}
		return m
	default:
		return scalar(v)
	}
}

func scalar(v reflect.Value) pulumi.Input {
	switch {
	case v.Kind() == reflect.String:
		return pulumi.String(v.String())
	case v.Kind() == reflect.Bool:
		return pulumi.Bool(v.Bool())
	case v.CanInt():
		return pulumi.Int(v.Int())
	case v.CanFloat():
		return pulumi.Float64(v.Float())
	default:
		panic(fmt.Sprintf("component: an argument of type %s cannot be an input", v.Type()))
	}
}
