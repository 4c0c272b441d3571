package test

import (
	"go/ast"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	settings "github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// componentOf are the packages whose arguments the fields of a type go to.
var componentOf = map[string]string{
	"Network": "network", "ALB": "alb", "CDN": "storage", "Storage": "storage", "Database": "postgres",
	"BackupCopy": "postgres", "AllowFrom": "ecs", "Cache": "cache", "Autoscaling": "cache", "Broker": "broker",
	"Cluster": "ecs/cluster", "PgBouncer": "ecs/pgbouncer", "Web": "ecs/web", "Schedule": "ecs/web", "Task": "ecs",
	"Worker": "ecs/worker", "Queue": "ecs/worker", "Beat": "ecs/beat", "Operator": "ecs/operator", "Flower": "ecs/flower", "Job": "ecs/job",
	"Release": "ecs/release", "QueueDepth": "ecs/queuedepth",
}

// comments are the comments of the fields that describe an environment's file. A field without one has that of the
// component's argument.
func comments(t testing.TB) settings.Comments {
	t.Helper()
	all := settings.Comments{}
	for structure, fields := range structs(t, "../stacks/backend/config", "../stacks/tier") {
		for field, comment := range fields {
			if comment == "" {
				comment = argumentComment(t, structure, field)
			}
			all[structure+"."+field] = comment
		}
	}
	return all
}

// structs are the comments of all fields in packages, by the names of their types.
func structs(t testing.TB, dirs ...string) map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]string{}
	for _, dir := range dirs {
		paths, err := filepath.Glob(dir + "/*.go")
		require.NoError(t, err)
		for _, path := range paths {
			ast.Inspect(parseFile(t, path), func(n ast.Node) bool {
				spec, _ := n.(*ast.TypeSpec)
				if spec == nil {
					return true
				}
				if structure, ok := spec.Type.(*ast.StructType); ok && spec.Name.IsExported() {
					all[spec.Name.Name] = fieldComments(structure)
				}
				return true
			})
		}
	}
	return all
}

func fieldComments(structure *ast.StructType) map[string]string {
	all := map[string]string{}
	for _, field := range structure.Fields.List {
		for _, name := range field.Names {
			all[name.Name] = strings.Join(strings.Fields(field.Doc.Text()), " ")
		}
	}
	return all
}

// argumentComment is the comment of an argument, in the words of the environment's file.
func argumentComment(t testing.TB, structure, field string) string {
	t.Helper()
	all := structs(t, "../components/"+componentOf[structure], "../components/ecs")
	for _, name := range []string{structure, "Args", "TaskArgs"} {
		if comment := all[name][field]; comment != "" {
			return inKeys(comment, field, slices.Sorted(maps.Keys(all[name])))
		}
	}
	return ""
}

var opening = regexp.MustCompile(`^(?:, (with \w+(?: and \w+)?),)? (?:is |are )?`)

// inKeys leaves out the name at the beginning, and writes the names of other fields as keys.
func inKeys(comment, field string, others []string) string {
	comment = strings.TrimPrefix(comment, field)
	with := opening.FindStringSubmatch(comment)
	comment = opening.ReplaceAllString(comment, "")
	if len(with) > 1 && with[1] != "" {
		comment = with[1] + ", " + comment
	}
	for _, other := range others {
		if strings.ToUpper(other) == other || other == "Environment" { // words of their own, such as CPU
			continue
		}
		word := regexp.MustCompile(`([a-z0-9,;:] |^)` + other + `\b`)
		comment = word.ReplaceAllString(comment, "${1}"+inCamelCase(other))
	}
	return strings.ToUpper(comment[:1]) + comment[1:]
}

// inCamelCase is the key of a field: cpuTarget for CPUTarget, storageGiB for StorageGiB.
func inCamelCase(field string) string {
	runes := []rune(field)
	for i := range runes {
		if i > 0 && i+1 < len(runes) && unicode.IsLower(runes[i+1]) || !unicode.IsUpper(runes[i]) {
			break
		}
		runes[i] = unicode.ToLower(runes[i])
	}
	return string(runes)
}
