package rehearsal

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	protocol "github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
)

// Difference is one value of a resource that changed.
type Difference struct {
	// Path names the value, such as tags.team or containerDefinitions[web].image: texts in JSON are taken apart.
	Path string `json:"path"`
	// Old and New are nil where there is no value. A secret is the text [Hidden].
	Old any `json:"old"`
	New any `json:"new"`
	// Unknown tells that a preview cannot know the new value, which is then nil.
	Unknown bool `json:"unknown,omitempty"`
}

// differences are the values that an update or a replacement changes, as far as the provider counts them. Of a component
// they are its inputs.
func differences(m apitype.StepEventMetadata) []Difference {
	if m.Old == nil || m.New == nil {
		return nil
	}
	var list []Difference
	for _, property := range roots(m) {
		before, after := m.Old.Inputs[property], m.New.Inputs[property]
		if actual, ok := m.Old.Outputs[property]; ok && m.Provider != "" && reflect.DeepEqual(before, after) {
			before = actual // not what was asked for: it was changed in the account, or it waits there
		}
		leaves := compare(nil, property, before, after)
		if len(leaves) == 0 && m.Provider != "" { // a secret somewhere inside
			leaves = []Difference{{Path: property, Old: Hidden, New: Hidden}}
		}
		list = append(list, leaves...)
	}
	return list
}

// waiting are the properties of a database that an update was to change and that the account has as they were.
func waiting(m apitype.StepEventMetadata) (list []string) {
	if m.Op != apitype.OpUpdate || m.Type != "aws:rds/instance:Instance" || m.Old == nil || m.New == nil {
		return nil
	}
	for _, property := range roots(m) {
		was, is, asked := m.Old.Outputs[property], m.New.Outputs[property], m.New.Inputs[property]
		if reflect.DeepEqual(was, is) && !reflect.DeepEqual(is, asked) {
			list = append(list, property)
		}
	}
	return list
}

// Hidden stands for a secret in the engine's events. Two that differ look alike.
const Hidden = "[secret]"

// roots are the properties that changed, without the paths below them.
func roots(m apitype.StepEventMetadata) []string {
	paths := changedProperties(m)
	if m.Provider == "" {
		paths = slices.Concat(slices.Collect(maps.Keys(m.Old.Inputs)), slices.Collect(maps.Keys(m.New.Inputs)))
	}
	var names []string
	for _, path := range paths {
		if end := strings.IndexAny(path, ".["); end > 0 {
			path = path[:end]
		}
		names = append(names, path)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// compare adds what differs between two values, down to the leaves.
func compare(list []Difference, path string, before, after any) []Difference {
	before, after = parsed(before), parsed(after)
	old, wasObject := before.(map[string]any)
	current, isObject := after.(map[string]any)
	switch {
	case after == protocol.UnknownStringValue, hasUnknown(after):
		return append(list, Difference{Path: path, Old: before, Unknown: true})
	case wasObject && isObject:
		return compareObjects(list, old, current, func(key string) string { return path + "." + key })
	case reflect.DeepEqual(before, after) && before != Hidden:
		return list
	}
	oldItems, wasNamed := named(before)
	newItems, isNamed := named(after)
	if wasNamed && isNamed {
		return compareObjects(list, oldItems, newItems, func(key string) string { return path + "[" + key + "]" })
	}
	return append(list, Difference{Path: path, Old: before, New: after})
}

// hasUnknown reports whether a list has items that a preview cannot know.
func hasUnknown(value any) bool {
	list, _ := value.([]any)
	return slices.ContainsFunc(list, func(item any) bool { return item == protocol.UnknownStringValue })
}

func compareObjects(list []Difference, before, after map[string]any, path func(key string) string) []Difference {
	keys := slices.Concat(slices.Collect(maps.Keys(before)), slices.Collect(maps.Keys(after)))
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		if !reflect.DeepEqual(before[key], after[key]) {
			list = compare(list, path(key), before[key], after[key])
		}
	}
	return list
}

// parsed is the value of a text with a JSON object or list, and any other value as it is.
func parsed(value any) any {
	text, ok := value.(string)
	if !ok || !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		return value
	}
	var inner any
	if json.Unmarshal([]byte(text), &inner) != nil {
		return value
	}
	return inner
}

// nameFields are how AWS tells the items of a list apart.
var nameFields = []string{"name", "Name", "id", "Sid", "key", "containerPort"}

// named are the items of a list of objects by their names. What is only a name and a value is the value.
func named(value any) (map[string]any, bool) {
	items, isList := value.([]any)
	if value == nil {
		return nil, true
	}
	if !isList {
		return nil, false
	}
	all := map[string]any{}
	for _, item := range items {
		object, ok := item.(map[string]any)
		if !ok {
			return nil, false
		}
		name, rest := nameOf(object)
		if _, twice := all[name]; name == "" || twice {
			return nil, false
		}
		all[name] = rest
	}
	return all, true
}

func nameOf(object map[string]any) (name string, rest any) {
	for _, field := range nameFields {
		value, ok := object[field]
		if !ok {
			continue
		}
		for _, only := range []string{"value", "valueFrom"} {
			if inner, ok := object[only]; ok && len(object) == 2 {
				return fmt.Sprint(value), inner
			}
		}
		return fmt.Sprint(value), object
	}
	return "", nil
}
