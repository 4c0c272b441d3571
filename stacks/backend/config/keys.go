package config

import (
	"reflect"
	"strings"
)

// Key is a row of README's table of keys.
type Key struct {
	// Name is the key with its namespace.
	Name string
	// Meaning is the description, with the allowed values.
	Meaning string
	// Default is the default value, "required", or what happens without the key.
	Default string
	// Reader is what reads the key: "policies" for the policy pack, "" for the program.
	Reader string
	// Field is the name of its field in Config.
	Field string
}

// Keys are the keys of an environment's file, in the order of their fields.
func Keys(comments Comments) []Key {
	var keys []Key
	for _, field := range reflect.VisibleFields(reflect.TypeFor[Config]()) {
		if name := keyOf(field); name != "" {
			keys = append(keys, Key{
				Name: name, Meaning: meaning(comments["Config."+field.Name], field.Tag), Default: unset(field.Tag),
				Reader: field.Tag.Get("reader"), Field: field.Name,
			})
		}
	}
	return keys
}

// meaning ends the description with the allowed values, or with an example of a structure.
func meaning(comment string, tag reflect.StructTag) string {
	comment = strings.TrimSuffix(comment, ".")
	if values := allowed[tag.Get("values")]; len(values) > 0 {
		comment += ": `" + strings.Join(values, "` or `") + "`"
	} else if example := tag.Get("example"); strings.ContainsAny(example, "[{") {
		comment += ", such as `" + example + "`"
	}
	return comment + "."
}

func unset(tag reflect.StructTag) string {
	switch {
	case tag.Get("required") != "":
		return "required"
	case tag.Get("default") != "":
		return "`" + tag.Get("default") + "`"
	case tag.Get("unset") != "":
		return tag.Get("unset")
	default:
		return "none"
	}
}
