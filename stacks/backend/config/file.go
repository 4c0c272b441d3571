package config

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"gopkg.in/yaml.v3"
)

// file is the environment's own file. It is read only to report the line of a problem and to find unknown keys. Values
// come from the engine, which also knows the command line and secrets. The zero value is a stack without a file.
type file struct {
	name   string
	config *yaml.Node
}

func readFile(ctx *pulumi.Context) file {
	name := filepath.Join("environments", "Pulumi."+ctx.Stack()+".yaml")
	text, err := os.ReadFile(filepath.Join(ctx.RootDirectory(), name))
	if err != nil {
		return file{}
	}
	var document yaml.Node
	if yaml.Unmarshal(text, &document) != nil || len(document.Content) == 0 {
		return file{} // the engine has rejected such a file already
	}
	_, config := child(document.Content[0], "config")
	return file{name: name, config: config}
}

// keys are the keys of the file's configuration.
func (f file) keys() []string {
	if f.config == nil {
		return nil
	}
	var names []string
	for i := 0; i < len(f.config.Content); i += 2 {
		names = append(names, f.config.Content[i].Value)
	}
	return names
}

// plain says whether the file has the value of a key as plain text, not encrypted.
func (f file) plain(key string) bool {
	_, value := child(f.config, key)
	return value != nil && value.Kind == yaml.ScalarNode
}

// line is the line of a key such as tenfold:overrides.web.minTasks or tenfold:jobs[0].name, or else of its nearest
// parent. Without either it is 0.
func (f file) line(key string) int {
	line, node := 0, f.config
	for _, part := range parts(key) {
		found, value := child(node, part)
		if found == nil {
			break
		}
		line, node = found.Line, value
	}
	return line
}

// has says whether the file has a key.
func (f file) has(key string) bool {
	node := f.config
	for _, part := range parts(key) {
		_, node = child(node, part)
	}
	return node != nil
}

// text is the text of a value as it stands in the file, "" if it is no single value.
func (f file) text(key string) string {
	node := f.config
	for _, part := range parts(key) {
		_, node = child(node, part)
	}
	if node == nil || node.Kind != yaml.ScalarNode {
		return ""
	}
	return node.Value
}

// parts are the names in a key, and the indexes as [0].
func parts(key string) []string { return strings.Split(strings.ReplaceAll(key, "[", ".["), ".") }

// child is a field of an object, or an item of a list such as [0].
func child(node *yaml.Node, key string) (name, value *yaml.Node) {
	if node != nil && node.Kind == yaml.SequenceNode {
		i, err := strconv.Atoi(strings.Trim(key, "[]"))
		if err != nil || i < 0 || i >= len(node.Content) {
			return nil, nil
		}
		return node.Content[i], node.Content[i]
	}
	if node == nil || node.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == key {
			return node.Content[i], node.Content[i+1]
		}
	}
	return nil, nil
}
