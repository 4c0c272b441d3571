package pattern

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Matches reports whether a pattern matches an event. A field may have any of the pattern's values, and a list in the
// event stands for each of its elements. Fields within a list must come from the same element. Matches supports the
// operators prefix, anything-but (a value, or a list of them) and exists.
func Matches(pattern, event string) (bool, error) {
	rules, err := parse(pattern)
	if err != nil {
		return false, err
	}
	var object map[string]any
	if err := json.Unmarshal([]byte(event), &object); err != nil {
		return false, fmt.Errorf("the event is no JSON: %w", err)
	}
	if operator := unknown(rules); operator != "" {
		return false, fmt.Errorf("this package does not match by %s", operator)
	}
	leaves := leavesOf(nil, "", "", nil, object)
	holds := func(rule conjunction) bool {
		return found(rule, slices.Sorted(maps.Keys(rule)), leaves, nil)
	}
	return slices.ContainsFunc(rules, holds), nil
}

// unknown returns an operator that Matches does not support.
func unknown(rules []conjunction) string {
	for _, rule := range rules {
		for _, matchers := range rule {
			for _, m := range matchers {
				_, object := m.operand.(map[string]any)
				if object || !slices.Contains([]string{"", "prefix", "anything-but", "exists"}, m.operator) {
					return m.operator
				}
			}
		}
	}
	return ""
}

// leaf is a value of an event, with its place: the index in each list around it.
type leaf struct {
	path   string
	value  any
	places map[string]int
}

// leavesOf appends the leaves of a value. The place is the path with list indices; the path has none.
func leavesOf(all []leaf, path, place string, places map[string]int, value any) []leaf {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			all = leavesOf(all, strings.TrimPrefix(path+"."+name, "."), place+"."+name, places, inner)
		}
	case []any:
		for i, inner := range v {
			in := maps.Clone(places)
			if in == nil {
				in = map[string]int{}
			}
			in[place] = i
			all = leavesOf(all, path, fmt.Sprintf("%s[%d]", place, i), in, inner)
		}
	default:
		all = append(all, leaf{path, value, places})
	}
	return all
}

// found looks for values of the remaining paths, in the list elements chosen so far.
func found(rule conjunction, paths []string, leaves []leaf, places map[string]int) bool {
	if len(paths) == 0 {
		return true
	}
	path, left := paths[0], paths[1:]
	absent := true
	for _, l := range leaves {
		if l.path != path || !agree(l.places, places) {
			continue
		}
		absent = false
		fits := func(m matcher) bool { return m.takes(l.value) }
		if slices.ContainsFunc(rule[path], fits) && found(rule, left, leaves, joined(l.places, places)) {
			return true
		}
	}
	return absent && slices.ContainsFunc(rule[path], matcher.wantsNone) && found(rule, left, leaves, places)
}

func agree(a, b map[string]int) bool {
	for list, i := range a {
		if j, both := b[list]; both && i != j {
			return false
		}
	}
	return true
}

func joined(a, b map[string]int) map[string]int {
	all := map[string]int{}
	maps.Copy(all, a)
	maps.Copy(all, b)
	return all
}

// wantsNone reports whether the field must be absent.
func (m matcher) wantsNone() bool { return m.operator == "exists" && m.operand == false }

// takes reports whether a value matches.
func (m matcher) takes(value any) bool {
	switch m.operator {
	case "prefix":
		text, isText := value.(string)
		return isText && strings.HasPrefix(text, m.operand.(string))
	case "anything-but":
		list, isList := m.operand.([]any)
		if !isList {
			list = []any{m.operand}
		}
		return !slices.Contains(list, value)
	case "exists":
		return m.operand == true
	default:
		return m.operand == value
	}
}
