package config

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/tenfold-iac/tenfold/internal/nearest"
)

// description is the schema of the values that Load reads.
var description = sync.OnceValue(func() any {
	return toJSON(renderer{}.object(reflect.TypeFor[Config]()))
})

var compiled = sync.OnceValue(func() *jsonschema.Schema {
	const url = "config.json"
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft7)
	if err := c.AddResource(url, description()); err != nil {
		panic("schema of the configuration: " + err.Error())
	}
	return c.MustCompile(url)
})

// finding is a problem of one key.
type finding struct{ key, reason string }

// validateSchema records every value that the schema rejects, in the order of the keys.
func (r *reader) validateSchema(values object) {
	var rejected *jsonschema.ValidationError
	if !errors.As(compiled().Validate(values), &rejected) {
		return
	}
	found := findings(rejected, values)
	slices.SortFunc(found, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.reason, b.reason))
	})
	for _, f := range found {
		r.keys = append(r.keys, f.key)
		r.problem(f.key, f.reason)
	}
}

// findings describes an error of the schema's validator and all its causes.
func findings(e *jsonschema.ValidationError, values object) []finding {
	at := locate(e.InstanceLocation, values)
	var list []finding
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		for _, key := range k.Missing {
			child := at.child(key)
			list = append(list, finding{child.key, "is required" + example(child.schema, "; for example ")})
		}
	case *kind.AdditionalProperties:
		for _, key := range k.Properties {
			list = append(list, finding{at.child(key).key, unknown(key, at.schema)})
		}
	default:
		if len(e.Causes) == 0 {
			list = append(list, finding{at.key, "is " + shown(at.key, at.value) + "; want " + want(k, at.schema) + hint(at)})
		}
		for _, cause := range e.Causes {
			list = append(list, findings(cause, values)...)
		}
	}
	return list
}

// place is a value with its key and its schema.
type place struct {
	key    string
	value  any
	schema object
}

func locate(location []string, values object) place {
	p := place{value: values, schema: description().(object)}
	for _, part := range location {
		p = p.child(part)
	}
	return p
}

// Known says whether the environment's file may have a key such as tenfold:overrides.web.minTasks or tenfold:jobs[0].name.
func Known(key string) bool {
	schema := description().(object)
	for _, part := range parts(key) {
		if items, ok := schema["items"].(object); ok && strings.HasPrefix(part, "[") {
			schema = items
		} else {
			schema = property(schema, part)
		}
	}
	return schema != nil
}

// child is a field of an object, or an item of a list.
func (p place) child(name string) place {
	if items, ok := p.value.([]any); ok {
		i, _ := strconv.Atoi(name)
		schema, _ := p.schema["items"].(object)
		return place{key: fmt.Sprintf("%s[%d]", p.key, i), value: items[i], schema: schema}
	}
	fields, _ := p.value.(object)
	return place{key: strings.TrimPrefix(p.key+"."+name, "."), value: fields[name], schema: property(p.schema, name)}
}

// property is the schema of a field of an object.
func property(schema object, name string) object {
	properties, _ := schema["properties"].(object)
	if found, ok := properties[name].(object); ok {
		return found
	}
	if names, ok := schema["patternProperties"].(object); ok {
		found, _ := names[namePattern].(object)
		return found
	}
	found, _ := schema["additionalProperties"].(object)
	return found
}

// unknown says that a key is unknown, with the nearest one of the same namespace.
func unknown(key string, schema object) string {
	if schema["patternProperties"] != nil {
		return "is not a valid name; want " + wantName
	}
	namespace, name, ok := strings.Cut(key, ":")
	if !ok {
		return nearestOf(key, fields(schema))
	}
	if sizes := property(schema, overridesKey); namespace == "tenfold" && slices.Contains(fields(sizes), name) {
		return "is unknown; want it in " + overridesKey
	}
	var known []string
	for _, field := range fields(schema) {
		if field, ok := strings.CutPrefix(field, namespace+":"); ok {
			known = append(known, field)
		}
	}
	return nearestOf(name, known)
}

// nearestOf lists what is known only if there is little.
func nearestOf(name string, known []string) string {
	if len(known) > maxListed && nearest.Word(name, known) == "" {
		return "is unknown; environments/schema.json lists what is known"
	}
	return nearest.Unknown(name, known)
}

func fields(schema object) []string {
	properties, _ := schema["properties"].(object)
	return slices.Sorted(maps.Keys(properties))
}

// want says what is allowed.
func want(k jsonschema.ErrorKind, schema object) string {
	switch k := k.(type) {
	case *kind.Enum:
		return oneOfMany(k)
	case *kind.Minimum:
		return "at least " + k.Want.RatString()
	case *kind.Maximum:
		return "at most " + k.Want.RatString()
	case *kind.MinItems:
		return fmt.Sprintf("at least %d item(s)", k.Want)
	case *kind.Pattern:
		return fmt.Sprint(schema["patternErrorMessage"])
	default:
		return wantType(schema)
	}
}

func wantType(schema object) string {
	words := map[any]string{
		"integer": "a whole number", "number": "a number", "boolean": "true or false", "string": "a string",
		"array": "a list", "object": "an object",
	}[schema["type"]]
	if names := fields(schema); len(names) > 0 && len(names) <= maxListed {
		words += " with " + strings.Join(names, ", ")
	}
	return words + example(schema, ", such as ")
}

// example is the example of a key behind a text, "" for none.
func example(schema object, text string) string {
	examples, _ := schema["examples"].([]any)
	if len(examples) == 0 {
		return ""
	}
	if words, ok := examples[0].(string); ok {
		return text + words
	}
	return text + toText(examples[0])
}

// maxListed is how many values an error lists.
const maxListed = 12

// oneOfMany lists what is allowed, or what is nearest when that is too long to read.
func oneOfMany(k *kind.Enum) string {
	if len(k.Want) <= maxListed {
		return oneOf(k.Want)
	}
	var known []string
	for _, value := range k.Want {
		known = append(known, fmt.Sprint(value))
	}
	text := fmt.Sprintf("one of the %d values that environments/schema.json lists", len(known))
	if word := nearest.Word(fmt.Sprint(k.Got), known); word != "" {
		text += "; did you mean " + word + "?"
	}
	return text
}

// oneOf lists texts as "a", "b" or "c".
func oneOf(values []any) string {
	var quoted []string
	for _, value := range values {
		quoted = append(quoted, toText(value))
	}
	last := len(quoted) - 1
	if last == 0 {
		return quoted[0]
	}
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}

func toText(value any) string {
	text, _ := json.Marshal(value)
	return string(text)
}
