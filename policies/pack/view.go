package pack

import (
	"encoding/json"
	"fmt"
	"strconv"

	core "github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// state says how much is known of a value.
type state int

const (
	// absent is a property that is not set: missing, null, or an empty string, which providers return for "not set".
	absent state = iota
	// unknown is a value that exists only after an update, or one whose type is not the expected one.
	unknown
	// known is a value that can be read.
	known
)

// value is a typed view of one property. Reading through an unknown value gives unknown, through an absent one
// absent; nothing panics. Secrets are read like other values, and never printed.
type value struct {
	// path is the property as the user writes it, such as "volumes[0].hostPath".
	path string
	raw  property.Value
}

func (v value) state() state {
	switch {
	case v.raw.IsNull(), v.raw.IsString() && v.raw.AsString() == "":
		return absent
	case v.raw.IsComputed():
		return unknown
	}
	return known
}

// get is the value under the names, one level each.
func (v value) get(names ...string) value {
	for _, name := range names {
		v = v.field(name)
	}
	return v
}

func (v value) field(name string) value {
	path := name
	if v.path != "" {
		path = v.path + "." + name
	}
	switch {
	case v.raw.IsMap():
		return v.child(path, v.raw.AsMap().Get(name))
	case v.state() == absent:
		return v.child(path, property.Value{})
	}
	return v.child(path, property.New(property.Computed))
}

// text is the value as a string.
func (v value) text() (string, state) {
	if v.state() != known {
		return "", v.state()
	}
	if !v.raw.IsString() {
		return "", unknown
	}
	return v.raw.AsString(), known
}

// number is the value as an integer. A string of digits counts, as some providers return one.
func (v value) number() (int, state) {
	switch {
	case v.state() != known:
		return 0, v.state()
	case v.raw.IsNumber():
		return int(v.raw.AsNumber()), known
	case v.raw.IsString():
		if n, err := strconv.Atoi(v.raw.AsString()); err == nil {
			return n, known
		}
	}
	return 0, unknown
}

// flag is the value as a boolean; "true" and "false" count.
func (v value) flag() (bool, state) {
	switch {
	case v.state() != known:
		return false, v.state()
	case v.raw.IsBool():
		return v.raw.AsBool(), known
	case v.raw.IsString():
		if b, err := strconv.ParseBool(v.raw.AsString()); err == nil {
			return b, known
		}
	}
	return false, unknown
}

// list is the value's items. A known list may have unknown items.
func (v value) list() ([]value, state) {
	if v.state() != known {
		return nil, v.state()
	}
	if !v.raw.IsArray() {
		return nil, unknown
	}
	items := make([]value, 0, v.raw.AsArray().Len())
	for i, item := range v.raw.AsArray().All {
		items = append(items, v.child(fmt.Sprintf("%s[%d]", v.path, i), item))
	}
	return items, known
}

// decoded is the value that a JSON text holds, such as containerDefinitions.
func (v value) decoded() value {
	text, s := v.text()
	if s != known {
		return v
	}
	var content any
	if err := json.Unmarshal([]byte(text), &content); err != nil {
		return v.child(v.path, property.New(property.Computed))
	}
	return v.child(v.path, core.FromResourcePropertyValue(core.NewPropertyValue(content)))
}

// String is the value as a violation prints it.
func (v value) String() string {
	switch {
	case v.state() == absent:
		return "not set"
	case v.raw.Secret():
		return "[secret]"
	case v.raw.IsString():
		return strconv.Quote(v.raw.AsString())
	case v.raw.IsNumber():
		return strconv.FormatFloat(v.raw.AsNumber(), 'f', -1, 64)
	case v.raw.IsBool():
		return strconv.FormatBool(v.raw.AsBool())
	case v.raw.IsMap(), v.raw.IsArray():
		return "set"
	}
	return "unknown"
}

// child is a part of the value. A part of a secret is secret too.
func (v value) child(path string, raw property.Value) value {
	return value{path: path, raw: raw.WithSecret(raw.Secret() || v.raw.Secret())}
}
