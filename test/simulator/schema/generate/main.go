// Command generate writes schema.json from the sources of the aws provider's Go SDK: the properties of every resource
// and function in tokens.txt. Run it with go generate.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

const sdk = "github.com/pulumi/pulumi-aws/sdk/v6"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "generating the schema:", err)
		os.Exit(1)
	}
}

func run() error {
	text, err := os.ReadFile("tokens.txt")
	if err != nil {
		return err
	}
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", sdk).Output()
	if err != nil {
		return fmt.Errorf("finding %s: %w", sdk, err)
	}
	g := newGenerator(filepath.Join(strings.TrimSpace(string(dir)), "go", "aws"))
	for _, token := range strings.Fields(string(text)) {
		if err := g.add(token); err != nil {
			return fmt.Errorf("%s: %w", token, err)
		}
	}
	return os.WriteFile("schema.json", render(g.schema), 0o644)
}

// render writes one resource, function or type per line, sorted, so that an SDK update is a readable diff.
func render(s schema.Schema) []byte {
	var b bytes.Buffer
	b.WriteString("{\n")
	section(&b, "resources", s.Resources, ",")
	section(&b, "functions", s.Functions, ",")
	section(&b, "types", s.Types, "")
	b.WriteString("}\n")
	return b.Bytes()
}

func section[V any](b *bytes.Buffer, name string, entries map[string]V, end string) {
	fmt.Fprintf(b, "%q: {\n", name)
	keys := slices.Sorted(maps.Keys(entries))
	for i, key := range keys {
		value, err := json.Marshal(entries[key])
		if err != nil {
			panic(err) // maps of texts
		}
		comma := ","
		if i == len(keys)-1 {
			comma = ""
		}
		fmt.Fprintf(b, "%q: %s%s\n", key, value, comma)
	}
	fmt.Fprintf(b, "}%s\n", end)
}
