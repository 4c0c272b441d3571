// Package pattern parses EventBridge's event patterns and matches events with them, like AWS's own library, Event Ruler
// (github.com/aws/event-ruler). It does not depend on the account, so that tests of patterns need none.
package pattern

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// conjunction is one set of conditions that an event must meet: for each field path, one of the values.
type conjunction map[string][]matcher

// matcher is one value of a pattern: a plain value, or an operator with its operand.
type matcher struct {
	operator string // "" for a plain value
	operand  any
}

const or = "$or"

// Check returns PutRule's error for a pattern, or nil.
func Check(text string) error {
	_, err := parse(text)
	return err
}

// parse returns the alternatives of an event pattern, one for each choice of $or.
func parse(text string) ([]conjunction, error) {
	var pattern any
	if json.Unmarshal([]byte(text), &pattern) != nil {
		return nil, errors.New("Invalid JSON")
	}
	fields, isObject := pattern.(map[string]any)
	if !isObject {
		return nil, errors.New("Filter is not an object")
	}
	return alternatives("", fields)
}

func alternatives(path string, fields map[string]any) ([]conjunction, error) {
	if len(fields) == 0 {
		return nil, errors.New("Empty objects are not allowed")
	}
	all := []conjunction{{}}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		some, err := field(path, name, fields[name])
		if err != nil {
			return nil, err
		}
		all = both(all, some)
	}
	return all, nil
}

// field returns the conditions of one field of a pattern. Its path is dotted.
func field(path, name string, value any) ([]conjunction, error) {
	inside := strings.TrimPrefix(path+"."+name, ".")
	switch v := value.(type) {
	case map[string]any:
		return alternatives(inside, v)
	case []any:
		if len(v) == 0 {
			return nil, errors.New("Empty arrays are not allowed")
		}
		if choices := objects(v); name == or && len(choices) > 1 {
			return either(path, choices)
		}
		matchers, err := matchersOf(v)
		return []conjunction{{inside: matchers}}, err
	default:
		return nil, fmt.Errorf("%q must be an object or an array", name)
	}
}

// objects returns the elements of a list that holds only objects.
func objects(list []any) []map[string]any {
	var all []map[string]any
	for _, element := range list {
		object, isObject := element.(map[string]any)
		if !isObject {
			return nil
		}
		all = append(all, object)
	}
	return all
}

func either(path string, choices []map[string]any) ([]conjunction, error) {
	var all []conjunction
	for _, choice := range choices {
		some, err := alternatives(path, choice)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

func both(left, right []conjunction) []conjunction {
	var all []conjunction
	for _, l := range left {
		for _, r := range right {
			joined := maps.Clone(l)
			maps.Copy(joined, r)
			all = append(all, joined)
		}
	}
	return all
}

func matchersOf(list []any) ([]matcher, error) {
	var all []matcher
	for _, element := range list {
		object, isObject := element.(map[string]any)
		switch _, isList := element.([]any); {
		case isList:
			return nil, errors.New("Match value must be String, number, true, false, or null")
		case !isObject:
			all = append(all, matcher{operand: element})
			continue
		case len(object) != 1:
			return nil, errors.New("Only one key allowed in match expression")
		}
		for operator, operand := range object {
			if err := operatorForm(operator, operand); err != nil {
				return nil, err
			}
			all = append(all, matcher{operator, operand})
		}
	}
	return all, nil
}

// forms check the operand of each operator.
var forms = map[string]func(operand any) error{
	"prefix": func(operand any) error { return textOrObject("prefix", operand) },
	"suffix": func(operand any) error { return textOrObject("suffix", operand) },
	"exists": func(operand any) error {
		if _, isBool := operand.(bool); !isBool {
			return errors.New("exists match pattern must be either true or false.")
		}
		return nil
	},
	"anything-but": inner,
	"numeric":      ranges,
	"wildcard": func(operand any) error {
		if text, _ := operand.(string); strings.Contains(text, "**") {
			return errors.New("Consecutive wildcard characters")
		}
		return nil
	},
	"cidr":               func(any) error { return nil },
	"equals-ignore-case": func(any) error { return nil },
}

func operatorForm(operator string, operand any) error {
	form := forms[operator]
	if form == nil {
		return fmt.Errorf("Unrecognized match type %s", operator)
	}
	return form(operand)
}

func textOrObject(operator string, operand any) error {
	switch operand.(type) {
	case string, map[string]any:
		return nil
	default:
		return fmt.Errorf("%s match pattern must be a string", operator)
	}
}

func inner(operand any) error {
	object, _ := operand.(map[string]any)
	for operator := range object {
		if !slices.Contains([]string{"prefix", "suffix", "wildcard", "equals-ignore-case"}, operator) {
			return fmt.Errorf("Unsupported anything-but pattern: %s", operator)
		}
	}
	return nil
}

func ranges(operand any) error {
	list, _ := operand.([]any)
	for _, element := range list {
		if text, isText := element.(string); isText && !slices.Contains([]string{"<", "<=", "=", ">=", ">"}, text) {
			return fmt.Errorf("Unrecognized numeric range operator: %s", text)
		}
	}
	return nil
}
