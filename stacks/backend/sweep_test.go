package backend

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// leaf is a key of the overrides with a value that nothing takes.
type leaf struct {
	path  []string
	value string
}

// leaves are those of a schema: numbers, texts and lists of texts.
func leaves(schema map[string]any, path []string) []leaf {
	fields, _ := schema["properties"].(map[string]any)
	if named, ok := schema["patternProperties"].(map[string]any); ok {
		for _, element := range named {
			fields = map[string]any{"bulk": element} // a worker of the tier
		}
	}
	var list []leaf
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		field, at := fields[name].(map[string]any), append(slices.Clone(path), name)
		items, _ := field["items"].(map[string]any)
		switch {
		case field["type"] == "integer":
			list = append(list, leaf{at, "9007199254740991"})
		case field["type"] == "string":
			list = append(list, leaf{at, `"?!"`})
		case items["type"] == "string":
			list = append(list, leaf{at, `["?!"]`})
		default:
			list = append(list, leaves(field, at)...)
		}
	}
	return list
}

// takesAnything are the keys whose texts AWS or the image knows, and not Tenfold, and those that need another key first.
var takesAnything = []string{
	"tenfold:overrides.beat.user", "tenfold:overrides.flower.user", "tenfold:overrides.web.user",
	"tenfold:overrides.workers.bulk.user", "tenfold:overrides.flower.command", "tenfold:overrides.web.command",
	"tenfold:overrides.web.alarmNames", "tenfold:overrides.workers.bulk.alarmNames",
	"tenfold:overrides.queuedepth.environment", "tenfold:overrides.database.backupCopy.vaultArn",
	"tenfold:overrides.database.backupCopy.retentionDays", "tenfold:overrides.database.backupCopy.start", // without vaultArn
	"tenfold:overrides.web.minTasks", // by web.maxTasks, which is smaller
}

// Whatever a component finds wrong is said by the key and the line that the file has it in, and no other component says that
// something follows from it.
func TestEveryFieldIsRefusedByItsKey(t *testing.T) {
	t.Chdir(t.TempDir())
	keys := config.Schema(nil)["properties"].(map[string]any)["config"].(map[string]any)["properties"].(map[string]any)
	all := leaves(keys["tenfold:overrides"].(map[string]any), []string{"tenfold:overrides"})
	require.Greater(t, len(all), 100)
	for _, one := range all {
		key := strings.Join(one.path, ".")
		if slices.Contains(takesAnything, key) {
			continue
		}
		lines := ""
		for i, name := range one.path {
			lines += strings.Repeat("  ", i) + name + ":\n"
		}
		got := refuse(t, strings.TrimRight(lines, "\n")+" "+one.value+"\ntenfold:beat: redbeat\ntenfold:flower: true\ntenfold:operator: true\n")
		if !strings.Contains(got, key) || !strings.Contains(got, fmt.Sprintf("(line %d)", len(one.path))) {
			t.Errorf("%s: %s: %.300s", key, one.value, got)
		}
		for _, line := range strings.Split(got, "\n") {
			if !strings.Contains(line, strings.Join(one.path[:2], ".")) {
				t.Errorf("%s: another part says: %.300s", key, line)
			}
		}
	}
}
