package config

import (
	"cmp"
	"reflect"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// Comments are the descriptions of keys: the comment of each field, by "Type.Field". That of a component's argument ends
// with its default.
type Comments map[string]string

// of is the description of a field, and the default at its end. The fields of an embedded struct are described there.
func (c Comments) of(parent reflect.Type, field reflect.StructField) (description, fallback string) {
	if len(field.Index) > 1 {
		parent = parent.Field(field.Index[0]).Type
	}
	description, fallback, _ = strings.Cut(c[parent.Name()+"."+field.Name], " Default: ")
	fallback = strings.TrimSuffix(fallback, ".")
	if fallback == "none" {
		fallback = ""
	}
	return description, fallback
}

// object is a JSON object, such as a JSON Schema.
type object = map[string]any

// draft is the version of JSON Schema that most editors support.
const draft = "http://json-schema.org/draft-07/schema#"

// Schema is the JSON Schema of a whole Pulumi.<env>.yaml, for editors.
func Schema(comments Comments) map[string]any {
	text := func(description string) object { return object{"type": "string", "description": description} }
	keys := renderer{comments: comments, file: true}.object(reflect.TypeFor[Config]())
	keys["patternProperties"] = object{otherNamespace: object{}}
	return object{
		"$schema":     draft,
		"title":       "Tenfold environment",
		"description": "An environment of Tenfold: environments/Pulumi.<env>.yaml.",
		"type":        "object",
		"properties": object{
			"config":          keys,
			"encryptionsalt":  text("Salt of the passphrase that encrypts secrets. Pulumi writes it."),
			"encryptedkey":    text("Encrypted key that encrypts secrets. Pulumi writes it."),
			"secretsprovider": text("What encrypts secrets. Pulumi writes it."),
			"environment":     object{"description": "Pulumi ESC environments to import."},
		},
		"required":             []any{"config"},
		"additionalProperties": false,
	}
}

// otherNamespace matches the keys that the provider and the engine read.
const otherNamespace = "^(aws|pulumi):"

// renderer renders Go types as JSON Schema: for the validation of values, or for the file as users write it.
type renderer struct {
	comments Comments
	// file allows what an environment's file may contain: quoted numbers, and sizes that override only a part.
	file bool
}

// object is the schema of a struct with one property per field.
func (r renderer) object(t reflect.Type) object {
	properties, required := object{}, []any{}
	for _, field := range reflect.VisibleFields(t) { // with those of embedded structs
		key := keyOf(field)
		if key == "" {
			continue
		}
		properties[key] = r.property(t, field)
		if field.Tag.Get("required") != "" && !r.overrides(t) {
			required = append(required, key)
		}
	}
	return object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

// overrides says whether a type describes a part of a tier's sizes, in a file that may override any single one.
func (r renderer) overrides(t reflect.Type) bool {
	return r.file && t.PkgPath() != reflect.TypeFor[Config]().PkgPath()
}

func (r renderer) property(parent reflect.Type, field reflect.StructField) object {
	schema := r.value(field.Type, field.Tag)
	if r.file && parent == reflect.TypeFor[Config]() {
		allowQuotes(schema)
	}
	description, fallback := r.comments.of(parent, field)
	if unset := field.Tag.Get("unset"); unset != "" && description != "" {
		description += " If not set: " + unset + "."
	}
	if description != "" {
		schema["description"] = description
	}
	if text := cmp.Or(field.Tag.Get("default"), fallback); text != "" {
		schema["default"] = fromYAML(text)
	}
	if field.Type.Kind() == reflect.Slice && fallback != "" {
		schema["default"] = []any{fromYAML(fallback)}
	}
	if text := field.Tag.Get("example"); text != "" {
		schema["examples"] = []any{fromYAML(text)}
	}
	return schema
}

// value is the schema of one type. Tags that describe a string hold for each item of a list of strings.
func (r renderer) value(t reflect.Type, tag reflect.StructTag) object {
	switch t.Kind() {
	case reflect.Pointer:
		return r.value(t.Elem(), tag)
	case reflect.Struct:
		return r.object(t)
	case reflect.Map:
		return r.entries(t, tag)
	case reflect.Slice:
		minItems, _ := strconv.Atoi(tag.Get("min"))
		return object{"type": "array", "items": r.value(t.Elem(), tag), "minItems": minItems}
	case reflect.String:
		return r.text(tag)
	case reflect.Int:
		return object{"type": "integer", "minimum": number(tag, "min", 0), "maximum": number(tag, "max", maxWhole)}
	case reflect.Float64:
		return object{"type": "number", "minimum": 0}
	case reflect.Bool:
		return object{"type": "boolean"}
	default:
		return object{} // any value
	}
}

// maxWhole is the maximum of whole numbers that every JSON parser represents exactly.
const maxWhole = 1<<53 - 1

func number(tag reflect.StructTag, name string, fallback int) int {
	n, err := strconv.Atoi(tag.Get(name))
	if err != nil {
		return fallback
	}
	return n
}

// entries is the schema of a map. In overrides, null removes an entry.
func (r renderer) entries(t reflect.Type, tag reflect.StructTag) object {
	element := r.value(t.Elem(), "")
	if r.file && tag.Get("scalars") != "" {
		element = object{"type": []any{"string", "number", "boolean"}}
	}
	if r.file && t.Elem().Kind() == reflect.Struct {
		element["type"] = []any{"object", "null"}
	}
	if tag.Get("names") != "" {
		return object{"type": "object", "patternProperties": object{namePattern: element}, "additionalProperties": false}
	}
	return object{"type": "object", "additionalProperties": element}
}

const (
	// namePattern has no hyphen at the end, because components append more to the name.
	namePattern = "^[a-z]([a-z0-9-]*[a-z0-9])?$"
	wantName    = "lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen"
)

func (r renderer) text(tag reflect.StructTag) object {
	schema := object{"type": "string"}
	if names := tag.Get("values"); names != "" {
		schema["enum"] = anys(allowed[names])
		return schema
	}
	pattern, want := tag.Get("pattern"), tag.Get("want")
	if tag.Get("names") != "" {
		pattern, want = namePattern, wantName
	}
	if pattern != "" {
		schema["pattern"], schema["patternErrorMessage"] = pattern, want
	}
	return schema
}

// allowQuotes accepts numbers and booleans as text too: pulumi config set writes them so.
func allowQuotes(schema object) {
	switch schema["type"] {
	case "boolean":
		schema["type"], schema["enum"] = []any{"boolean", "string"}, []any{true, false, "true", "false"}
	case "integer":
		schema["type"], schema["pattern"] = []any{"integer", "string"}, "^[0-9]+$"
	}
}

// keyOf is the key that a field describes, "" for none.
func keyOf(field reflect.StructField) string {
	key, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	return strings.TrimPrefix(key, "-")
}

func anys(values []string) []any {
	list := make([]any, len(values))
	for i, value := range values {
		list[i] = value
	}
	return list
}

// fromYAML is a value in a tag.
func fromYAML(text string) (value any) {
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		panic("tag of a key: " + err.Error())
	}
	return value
}
