package stacktest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Tree draws the resources with their options and inputs, one value a line, children indented below their parents and
// sorted by name, so that a reviewer reads a change of a stack in the diff of a golden file. Text that is JSON, such as
// a policy, is drawn value by value; a long text is shortened to its beginning and a hash; a secret is "[secret]".
func (r *Recording) Tree() string {
	t := tree{children: map[string][]Resource{}, names: map[string]string{}}
	for _, res := range r.resources {
		t.names[res.URN] = res.Name
	}
	for _, res := range r.resources {
		parent := res.Parent
		if t.names[parent] == "" {
			parent = ""
		}
		t.children[parent] = append(t.children[parent], res)
	}
	t.draw("", 0)
	return t.text.String()
}

type tree struct {
	children map[string][]Resource // by the parent's URN; "" for those without
	names    map[string]string     // by URN
	text     strings.Builder
}

func (t *tree) draw(parent string, depth int) {
	level := t.children[parent]
	slices.SortFunc(level, func(a, b Resource) int {
		return strings.Compare(a.Name+" "+a.Type, b.Name+" "+b.Type)
	})
	indent := strings.Repeat("    ", depth)
	for _, res := range level {
		fmt.Fprintf(&t.text, "%s%s %s\n", indent, res.Name, res.Type)
		for _, line := range append(t.options(res), leaves("", resource.NewProperty(res.Inputs))...) {
			fmt.Fprintf(&t.text, "%s  %s\n", indent, line)
		}
		t.draw(res.URN, depth+1)
	}
}

// options draws what a resource was registered with besides its inputs.
func (t *tree) options(res Resource) []string {
	var lines []string
	list := func(name string, values []string) {
		if len(values) > 0 {
			lines = append(lines, fmt.Sprintf("(%s %s)", name, strings.Join(values, ", ")))
		}
	}
	flag := func(name string, set bool) {
		if set {
			lines = append(lines, "("+name+")")
		}
	}
	flag("read", res.Read)
	flag("protect", res.Protect)
	flag("retainOnDelete", res.RetainOnDelete)
	flag("deleteBeforeReplace", res.DeleteBeforeReplace)
	list("provider", t.provider(res))
	list("aliases", res.Aliases)
	list("ignoreChanges", res.IgnoreChanges)
	list("replaceOnChanges", res.ReplaceOnChanges)
	list("dependsOn", t.explicit(res))
	list("secretOutputs", res.SecretOutputs)
	return lines
}

func (t *tree) provider(res Resource) []string {
	urn, _, _ := cutLast(res.Provider, "::")
	if name := t.names[urn]; name != "" {
		return []string{name}
	}
	return nil
}

// explicit names the dependencies that no input implies.
func (t *tree) explicit(res Resource) []string {
	var names []string
	for _, urn := range res.DependsOn {
		if name := t.names[urn]; name != "" && !slices.Contains(res.implied, urn) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
