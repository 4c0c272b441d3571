package config

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/internal/nearest"
)

// namespaces are those that something reads: the aws provider, the engine, and the program.
var namespaces = []string{"aws", "pulumi", "tenfold"}

// validateNamespaces rejects keys that nothing reads. The engine accepts any.
func (r *reader) validateNamespaces() {
	for _, key := range r.file.keys() {
		namespace, name, found := strings.Cut(key, ":")
		if found && slices.Contains(namespaces, namespace) {
			continue
		}
		if !found {
			name = key
		}
		reason := "is unknown; want a key of tenfold, aws or pulumi"
		if known := nearestKey(name); known != "" {
			reason = "is unknown; did you mean " + known + "?"
		}
		r.problem(key, reason)
	}
}

// nearestKey is the key whose name after the namespace is nearest, "" for none.
func nearestKey(name string) string {
	keys := fields(description().(object))
	var names []string
	for _, key := range keys {
		_, own, _ := strings.Cut(key, ":")
		names = append(names, own)
	}
	if at := slices.Index(names, nearest.Word(name, names)); at >= 0 {
		return keys[at]
	}
	return ""
}
