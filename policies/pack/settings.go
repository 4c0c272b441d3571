package pack

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
)

// setting is one threshold of a policy: an integer from min to max, or a list of strings, as the type of its fallback says.
type setting struct {
	name, what string
	fallback   any
	min, max   int
}

// thresholds are the values of one policy's settings, each an int or a []string.
type thresholds map[string]any

func (t thresholds) int(name string) int { return t[name].(int) }

func (t thresholds) has(name, item string) bool { return slices.Contains(t[name].([]string), item) }

func (p policy) defaults() thresholds {
	all := thresholds{}
	for _, s := range p.settings {
		all[s.name] = s.fallback
	}
	return all
}

// resolve is base with the given values, as JSON decodes them, over it.
func (p policy) resolve(base thresholds, given map[string]any) (thresholds, error) {
	all := maps.Clone(base)
	for _, name := range slices.Sorted(maps.Keys(given)) {
		i := slices.IndexFunc(p.settings, func(s setting) bool { return s.name == name })
		if i < 0 {
			return nil, fmt.Errorf("policy %q: it has no setting %q; want %s", p.id, name, p.settingNames())
		}
		decoded, err := p.settings[i].decode(given[name])
		if err != nil {
			return nil, fmt.Errorf("policy %q: %w", p.id, err)
		}
		all[name] = decoded
	}
	if p.minSetting != "" && all.int(p.minSetting) > all.int(p.maxSetting) {
		return nil, fmt.Errorf("policy %q: %s is %d; want at most %s, which is %d",
			p.id, p.minSetting, all.int(p.minSetting), p.maxSetting, all.int(p.maxSetting))
	}
	return all, nil
}

func (s setting) decode(given any) (any, error) {
	if _, ok := s.fallback.([]string); ok {
		return s.decodeList(given)
	}
	number, ok := given.(float64)
	if n, isInt := given.(int); isInt {
		number, ok = float64(n), true
	}
	if !ok || number != float64(int(number)) || int(number) < s.min || int(number) > s.max {
		return nil, fmt.Errorf("%s is %v; want %d to %d", s.name, given, s.min, s.max)
	}
	return int(number), nil
}

func (s setting) decodeList(given any) ([]string, error) {
	items, ok := given.([]any)
	list := make([]string, len(items))
	for i, item := range items {
		text, isText := item.(string)
		list[i], ok = text, ok && isText
	}
	if !ok {
		return nil, fmt.Errorf("%s is %v; want a list of strings", s.name, given)
	}
	return list, nil
}

// schema describes the settings to the engine. Its defaults are the environment's values, because the engine fills
// them in before it calls the policy.
func (p policy) schema(base thresholds) *policyx.ConfigSchema {
	if len(p.settings) == 0 {
		return nil
	}
	properties := map[string]map[string]any{}
	for _, s := range p.settings {
		properties[s.name] = s.schema(base[s.name])
	}
	return &policyx.ConfigSchema{Properties: properties}
}

func (s setting) schema(current any) map[string]any {
	list, ok := current.([]string)
	if !ok {
		return map[string]any{
			"type": "integer", "description": s.what, "default": current, "minimum": s.min, "maximum": s.max,
		}
	}
	items := make([]any, len(list)) // the protocol's structures take no []string
	for i, item := range list {
		items[i] = item
	}
	return map[string]any{
		"type": "array", "description": s.what, "default": items, "items": map[string]any{"type": "string"},
	}
}

func (p policy) settingNames() string {
	if len(p.settings) == 0 {
		return "none"
	}
	names := make([]string, len(p.settings))
	for i, s := range p.settings {
		names[i] = s.name
	}
	return strings.Join(names, " or ")
}

func knownPolicies(all []policy, settings map[string]map[string]any) error {
	for _, id := range slices.Sorted(maps.Keys(settings)) {
		if !slices.ContainsFunc(all, func(p policy) bool { return p.id == id }) {
			return fmt.Errorf("%s names the policy %q, which does not exist", SettingsKey, id)
		}
	}
	return nil
}
