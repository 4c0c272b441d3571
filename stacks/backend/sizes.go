package backend

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// notArguments are the fields of sizes that do not go to the component's argument of the same name, with the function that
// reads them.
var notArguments = map[string]string{
	"Network.Zones":            "findZones",
	"Web.Processes":            "poolClients and WEB_CONCURRENCY",
	"Web.Connections":          "poolClients and DATABASE_POOL_SIZE",
	"Worker.Connections":       "poolClients and DATABASE_POOL_SIZE",
	"Worker.VisibilityTimeout": "queues",
	"Worker.MaxReceives":       "queues",
	"Database.Extensions":      "the arguments of PgBouncer, which creates them",
	"Broker.NodeType":          "brokerArgs",
	"CDN.WAF":                  "firewall",
	"CDN.RateLimit":            "firewall",
	"CDN.CountOnly":            "firewall",
	"Job.Name":                 "jobName",
}

// sized fills a component's arguments from its part of a tier: each field that is set there goes to the argument of the
// same name, or to that of args.Task.
func sized[A any](args A, part any) A {
	fill(reflect.ValueOf(&args).Elem(), reflect.ValueOf(part))
	return args
}

func fill(args, part reflect.Value) {
	for _, field := range reflect.VisibleFields(part.Type()) {
		value := part.FieldByIndex(field.Index)
		if field.Anonymous || value.IsZero() || notArguments[part.Type().Name()+"."+field.Name] != "" {
			continue
		}
		assign(argument(args, field.Name), value)
	}
}

// argument is a field of the arguments, or else of what they say about their tasks.
func argument(args reflect.Value, name string) reflect.Value {
	if field := args.FieldByName(name); field.IsValid() {
		return field
	}
	return args.FieldByName("Task").FieldByName(name)
}

// assign copies a value into a field of another type with the same form. Text becomes an input where one is wanted.
func assign(to, value reflect.Value) {
	switch {
	case to.Kind() == reflect.Interface:
		to.Set(reflect.ValueOf(pulumi.String(value.String())))
	case value.Kind() == reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		assign(to.Elem(), value.Elem())
	case value.Kind() == reflect.Struct:
		fill(to, value)
	case value.Kind() == reflect.Slice:
		to.Set(reflect.MakeSlice(to.Type(), value.Len(), value.Len()))
		for i := range value.Len() {
			assign(to.Index(i), value.Index(i))
		}
	case value.Kind() == reflect.Map:
		to.Set(reflect.MakeMap(to.Type()))
		for _, key := range value.MapKeys() {
			element := reflect.New(to.Type().Elem()).Elem()
			assign(element, value.MapIndex(key))
			to.SetMapIndex(key, element)
		}
	default:
		to.Set(value.Convert(to.Type()))
	}
}
