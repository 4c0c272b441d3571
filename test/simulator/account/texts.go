package account

import (
	"strconv"
	"strings"
)

// Texts returns every text that a dotted path reaches in properties, going into each element of the lists on its way:
// "ingress.securityGroups" are those of all the rules. Numbers and truths count as their texts, empty texts as none.
func Texts(properties map[string]any, path string) []string {
	head, rest, nested := strings.Cut(path, ".")
	if !nested {
		return texts(properties[head])
	}
	var all []string
	for _, object := range objects(properties[head]) {
		all = append(all, Texts(object, rest)...)
	}
	return all
}

func texts(value any) []string {
	switch v := value.(type) {
	case string:
		if v != "" {
			return []string{v}
		}
	case float64:
		return []string{strconv.FormatFloat(v, 'f', -1, 64)}
	case bool:
		return []string{strconv.FormatBool(v)}
	case []any:
		var all []string
		for _, element := range v {
			if s, ok := element.(string); ok {
				all = append(all, s)
			}
		}
		return all
	}
	return nil
}

func objects(value any) []map[string]any {
	switch v := value.(type) {
	case map[string]any:
		return []map[string]any{v}
	case []any:
		var all []map[string]any
		for _, element := range v {
			if m, ok := element.(map[string]any); ok {
				all = append(all, m)
			}
		}
		return all
	}
	return nil
}
