package tier

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/internal/nearest"
)

// Override lays an environment's overrides, as JSON text, over a tier. It is strict: an unknown field or a wrong type
// is an error that names the field by its path, such as web.minTasks.
func (t Tier) Override(overrides string) (Tier, []Problem) {
	var value any
	var text json.RawMessage // looks at the syntax, also behind the end, as a decoder does not
	err := json.Unmarshal([]byte(overrides), &text)
	if err == nil {
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber() // a problem shows a number as it was written
		err = decoder.Decode(&value)
	}
	if err != nil {
		return t, []Problem{{Reason: "is not an object: " + err.Error()}}
	}
	o := &overlay{}
	o.set(reflect.ValueOf(&t).Elem(), value, "")
	return t, o.problems
}

// Problem is a field of the overrides that cannot be used.
type Problem struct {
	// Path is the field, web.minTasks; "" for the whole.
	Path string
	// Reason is what is wrong and what is allowed.
	Reason string
}

type overlay struct{ problems []Problem }

func (o *overlay) set(target reflect.Value, value any, path string) {
	switch target.Kind() {
	case reflect.Struct:
		o.object(target, value, path)
	case reflect.Slice:
		o.list(target, value, path)
	case reflect.Map:
		o.entries(target, value, path)
	case reflect.Int:
		o.whole(target, value, path)
	default:
		o.plain(target, value, path)
	}
}

// mostWhole is the largest whole number that a float64 tells from its neighbours.
const mostWhole = 1<<53 - 1

func (o *overlay) whole(target reflect.Value, value any, path string) {
	number, ok := value.(json.Number)
	n, err := number.Float64()
	switch {
	case !ok || err == nil && n != math.Trunc(n):
		o.wrong(path, value, "a whole number")
	case err != nil || math.Abs(n) > mostWhole:
		o.wrong(path, value, fmt.Sprintf("a whole number of at most %d", mostWhole))
	default:
		target.SetInt(int64(n))
	}
}

func (o *overlay) plain(target reflect.Value, value any, path string) {
	want := map[reflect.Kind]string{
		reflect.Bool: "true or false", reflect.String: "a text", reflect.Float64: "a number",
	}[target.Kind()]
	if number, ok := value.(json.Number); ok {
		if n, err := number.Float64(); err == nil {
			value = n
		}
	}
	v := reflect.ValueOf(value)
	if !v.IsValid() || v.Kind() != target.Kind() {
		o.wrong(path, value, want)
		return
	}
	target.Set(v)
}

func (o *overlay) object(target reflect.Value, value any, path string) {
	object, ok := value.(map[string]any)
	if !ok {
		o.wrong(path, value, "an object with "+strings.Join(fieldNames(target.Type()), ", "))
		return
	}
	for _, key := range sortedKeys(object) {
		field, tag, ok := fieldNamed(target, key)
		if !ok {
			known := fieldNames(target.Type())
			o.problems = append(o.problems, Problem{join(path, key), nearest.Unknown(key, known)})
			continue
		}
		o.set(field, object[key], join(path, key))
		if isZero(object[key]) && tag.Get("zero") == "refused" {
			o.wrong(join(path, key), object[key], "more than 0")
		}
	}
}

// entries lays an object over a map: a known name keeps what is not overridden, a new one begins empty, null removes.
func (o *overlay) entries(target reflect.Value, value any, path string) {
	object, ok := value.(map[string]any)
	if !ok {
		o.wrong(path, value, "an object, each field of it a name")
		return
	}
	merged := reflect.MakeMap(target.Type())
	for _, key := range target.MapKeys() {
		merged.SetMapIndex(key, target.MapIndex(key))
	}
	for _, name := range sortedKeys(object) {
		key, entry := reflect.ValueOf(name), reflect.New(target.Type().Elem()).Elem()
		if object[name] == nil {
			merged.SetMapIndex(key, reflect.Value{})
			continue
		}
		if known := target.MapIndex(key); known.IsValid() {
			entry.Set(known)
		}
		o.set(entry, object[name], join(path, name))
		merged.SetMapIndex(key, entry)
	}
	target.Set(merged)
}

func (o *overlay) list(target reflect.Value, value any, path string) {
	list, ok := value.([]any)
	if !ok {
		o.wrong(path, value, "a list")
		return
	}
	target.Set(reflect.MakeSlice(target.Type(), len(list), len(list)))
	for i, element := range list {
		o.set(target.Index(i), element, fmt.Sprintf("%s[%d]", path, i))
	}
}

func (o *overlay) wrong(path string, got any, want string) {
	text, _ := json.Marshal(got)
	o.problems = append(o.problems, Problem{path, fmt.Sprintf("is %s; want %s", text, want)})
}

func isZero(value any) bool {
	number, ok := value.(json.Number)
	n, err := number.Float64()
	return ok && err == nil && n == 0
}

func fieldNamed(target reflect.Value, name string) (reflect.Value, reflect.StructTag, bool) {
	for i := range target.NumField() {
		tag := target.Type().Field(i).Tag
		if key := tag.Get("json"); key == name && key != "-" {
			return target.Field(i), tag, true
		}
	}
	return reflect.Value{}, "", false
}

func fieldNames(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		if tag := t.Field(i).Tag.Get("json"); tag != "-" {
			names = append(names, tag)
		}
	}
	return names
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
