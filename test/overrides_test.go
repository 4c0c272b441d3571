package test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	settings "github.com/tenfold-iac/tenfold/stacks/backend/config"
	"github.com/tenfold-iac/tenfold/stacks/tier"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const overridesPath = "../docs/overrides.md"

// table is the description of one part's fields, with their values in every tier.
type table struct {
	rows []string
	// values are those of the part, by tier.
	values []map[string]any
}

// add adds the fields of a schema, and those of the objects in it.
func (b *table) add(prefix string, schema map[string]any) {
	properties, _ := schema["properties"].(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(properties)) {
		field := properties[key].(map[string]any)
		row := fmt.Sprintf("| `%s%s` | %s |", prefix, key, meaningOf(field))
		for _, values := range b.values {
			value := values[key]
			if value == nil || prefix != "" {
				value = field["default"]
			}
			row += " " + cellOf(value) + " |"
		}
		b.rows = append(b.rows, row)
		b.add(prefix+key+".", field)
		if items, ok := field["items"].(map[string]any); ok {
			b.add(prefix+key+"[].", items)
		}
	}
}

// meaningOf is the description of a field with its allowed values.
func meaningOf(field map[string]any) string {
	text, _ := field["description"].(string)
	if values, ok := field["enum"].([]any); ok && len(values) <= 12 {
		var list []string
		for _, value := range values {
			list = append(list, fmt.Sprint(value))
		}
		text = strings.TrimSuffix(text, ".") + ": `" + strings.Join(list, "`, `") + "`."
	}
	return strings.ReplaceAll(text, "|", `\|`)
}

func cellOf(value any) string {
	if value == nil {
		return ""
	}
	text, _ := json.Marshal(value)
	return "`" + strings.Trim(string(text), `"`) + "`"
}

// overridesPage is the reference of all fields.
func overridesPage(t *testing.T) string {
	t.Helper()
	var names []string
	var sizes []map[string]any
	for _, name := range tier.Names() {
		one, err := tier.Get(name)
		require.NoError(t, err)
		values := asJSON(t, one)
		values["workers"] = asJSON(t, one.NewWorker())
		names, sizes = append(names, name), append(sizes, values)
	}
	schema := asJSON(t, settings.Schema(comments(t)))
	parts := at(schema, "properties", "config", "properties", "tenfold:overrides", "properties")
	text := "\n"
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		name, fields := part, at(parts, part)
		if patterns := at(fields, "patternProperties"); len(patterns) > 0 {
			name, fields = part+".<name>", at(patterns, slices.Collect(maps.Keys(patterns))[0])
		}
		text += fmt.Sprintf("### `%s`\n\n%s\n\n", name, at(parts, part)["description"])
		if fields["properties"] == nil {
			continue
		}
		b := &table{}
		for _, values := range sizes {
			b.values = append(b.values, at(values, part))
		}
		b.add("", fields)
		text += "| field | meaning | " + strings.Join(names, " | ") + " |\n|---|---|" + strings.Repeat("---|", len(names)) + "\n" +
			strings.Join(b.rows, "\n") + "\n\n"
	}
	return text
}

// at is a value in nested objects, empty for none.
func at(value map[string]any, keys ...string) map[string]any {
	for _, key := range keys {
		value, _ = value[key].(map[string]any)
	}
	return value
}

func asJSON(t *testing.T, value any) (object map[string]any) {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &object))
	return object
}

var overridesBlock = regexp.MustCompile(`(?s)(<!-- overrides[^\n]*-->\n).*?(<!-- end of overrides -->)`)

// The reference of overrides is generated. go test ./test -run Readme -update writes it.
func TestDocumentOfOverridesLikeReadme(t *testing.T) {
	text, err := os.ReadFile(overridesPath)
	require.NoError(t, err)
	require.Regexp(t, overridesBlock, string(text))
	stacktest.Golden(t, overridesPath, overridesBlock.ReplaceAllLiteralString(string(text),
		overridesBlock.FindStringSubmatch(string(text))[1]+overridesPage(t)+"<!-- end of overrides -->"))
}

// The files in the test data of the program are valid for an editor, too.
func TestSchemaAcceptsEverySetting(t *testing.T) {
	for _, name := range []string{"everything.yaml", "rq.yaml"} {
		text, err := os.ReadFile("../stacks/backend/testdata/" + name)
		require.NoError(t, err)
		require.NoError(t, validate(t, string(text)), name)
	}
}
