package config

import (
	"fmt"
	"reflect"
	"strings"

	"gopkg.in/yaml.v3"
)

// validateSecure rejects encrypted values. The program would pass them on as plain text, into the state and into task
// definitions. Only the provider's own keys keep theirs.
func (r *reader) validateSecure() {
	for _, field := range reflect.VisibleFields(reflect.TypeFor[Config]()) {
		key := keyOf(field)
		if !strings.HasPrefix(key, "tenfold:") {
			continue
		}
		paths := r.file.secure(key)
		if len(paths) == 0 && r.ctx.IsConfigSecret(key) { // from the command line
			paths = []string{key}
		}
		for _, path := range paths {
			r.problem(path, "is encrypted, and the state would hold it as plain text; "+instead(path))
		}
	}
}

// instead says where an encrypted value belongs.
func instead(key string) string {
	if name, ok := strings.CutPrefix(key, "tenfold:variables."); ok {
		return "put it into Secrets Manager and its ARN into tenfold:secrets." + name
	}
	return "write it without encryption, or put a password into Secrets Manager and its ARN into tenfold:secrets"
}

// secure are the keys of the encrypted values below a key, as the engine writes them: {secure: …}.
func (f file) secure(key string) []string {
	_, value := child(f.config, key)
	return secureBelow(key, value)
}

func secureBelow(key string, node *yaml.Node) []string {
	var keys []string
	switch {
	case node == nil:
	case node.Kind == yaml.SequenceNode:
		for i, item := range node.Content {
			keys = append(keys, secureBelow(fmt.Sprintf("%s[%d]", key, i), item)...)
		}
	case node.Kind == yaml.MappingNode && len(node.Content) == 2 && node.Content[0].Value == "secure":
		return []string{key}
	case node.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			keys = append(keys, secureBelow(key+"."+node.Content[i].Value, node.Content[i+1])...)
		}
	}
	return keys
}
