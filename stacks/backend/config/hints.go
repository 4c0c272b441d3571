package config

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// shown is a value in an error. What may be or hold a password is not shown.
func shown(key string, value any) string {
	switch value := value.(type) {
	case nil:
		return "empty"
	case object:
		if len(value) > 0 {
			return "a map"
		}
	case []any:
		if len(value) > 0 {
			return "a list"
		}
	}
	if strings.HasPrefix(key, secretsKey+".") || key == "tenfold:registryCredentials" {
		return "not valid"
	}
	return toText(value)
}

// hint says how to write a value of the wrong type, "" if nobody knows.
func hint(p place) string {
	switch text, isText := p.value.(string); {
	case isText && p.schema["type"] == "array":
		return listHint(text, p.schema)
	case isText && p.schema["type"] == "integer":
		return unitHint(p.key, text)
	case p.schema["type"] == "string":
		return quotesHint(p.value)
	}
	if n, ok := p.value.(json.Number); ok && p.schema["type"] == "integer" && strings.Contains(n.String(), ".") {
		return unitHint(p.key, n.String())
	}
	return ""
}

// quotesHint: to YAML, a number or true without quotes is no text.
func quotesHint(value any) string {
	switch value.(type) {
	case json.Number, bool:
		return `; put it in quotes: "` + fmt.Sprint(value) + `"`
	default:
		return ""
	}
}

// listHint writes a command of one text as the list of its words.
func listHint(text string, schema object) string {
	if items, _ := schema["items"].(object); items["type"] != "string" || !strings.Contains(strings.TrimSpace(text), " ") {
		return ""
	}
	if strings.ContainsAny(text, `&|;<>$"'`) {
		return "; write it as the words of a command: [sh, -c, '…']"
	}
	return "; write [" + strings.Join(strings.Fields(text), ", ") + "]"
}

var amountPattern = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?) ?([A-Za-z]*)$`)

// units are what the numbers of a key count, by the end of its name in lower case, and how many of them a unit is.
var units = []struct {
	ends  []string
	count string
	of    map[string]float64
}{
	{[]string{"memory"}, "MiB", map[string]float64{
		"m": 1, "mb": 1, "mi": 1, "mib": 1, "g": 1024, "gb": 1024, "gi": 1024, "gib": 1024,
	}},
	{[]string{"gib"}, "GiB", map[string]float64{"g": 1, "gb": 1, "gi": 1, "gib": 1, "t": 1024, "tb": 1024, "ti": 1024, "tib": 1024}},
	{[]string{"cpu"}, "units of 1/1024 vCPU", map[string]float64{"": 1024, "vcpu": 1024, "cpu": 1024, "m": 1.024}},
	{[]string{"timeout", "delay", "longestrequest", "longesttask", "longestrun", "interval"}, "seconds", map[string]float64{
		"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86400,
	}},
}

// unitHint is for an amount with a unit, such as 4GB where MiB count.
func unitHint(key, text string) string {
	match := amountPattern.FindStringSubmatch(text)
	if match == nil {
		return ""
	}
	if _, err := strconv.Atoi(text); err == nil {
		return "; remove the quotes"
	}
	amount, _ := strconv.ParseFloat(match[1], 64)
	for _, one := range units {
		for _, end := range one.ends {
			each, known := one.of[strings.ToLower(match[2])]
			if known && strings.HasSuffix(strings.ToLower(key), end) {
				return fmt.Sprintf("; it counts %s: %s is %.0f", one.count, text, amount*each)
			}
		}
	}
	return ""
}
