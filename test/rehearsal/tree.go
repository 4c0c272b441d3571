package rehearsal

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Tree learns from the engine's events which component a resource belongs to. Its zero value is empty.
type Tree struct{ parents map[string]string }

// Add notes the parent of the resource of an event.
func (t *Tree) Add(m apitype.StepEventMetadata) {
	if t.parents == nil {
		t.parents = map[string]string{}
	}
	for _, state := range []*apitype.StepEventStateMetadata{m.New, m.Old} {
		if state != nil && state.Parent != "" {
			t.parents[m.URN] = state.Parent
			return
		}
	}
}

// Top is the URN of the component that a resource belongs to: its ancestor directly below the stack, or itself.
func (t *Tree) Top(urn string) string {
	for {
		parent, known := t.parents[urn]
		if !known || resource.URN(parent).QualifiedType() == "pulumi:pulumi:Stack" {
			return urn
		}
		urn = parent
	}
}

// Component is a resource directly below the stack, with all that belongs to it.
type Component struct {
	URN  string `json:"urn"`
	Type string `json:"type"`
	Name string `json:"name"`
	// Counts counts its resources in AWS by what happened to them.
	Counts Counts `json:"counts"`
}

// components are the components of finished steps, in the order in which they came. Resources of Pulumi itself, such as
// providers, are none.
func components(t *Tree, steps []apitype.StepEventMetadata) []Component {
	var list []Component
	at := map[string]int{}
	for _, m := range steps {
		top := t.Top(m.URN)
		typ, name := typeAndName(top)
		if strings.HasPrefix(typ, "pulumi:") {
			continue
		}
		if _, known := at[top]; !known {
			at[top] = len(list)
			list = append(list, Component{URN: top, Type: typ, Name: name})
		}
		if m.Provider != "" {
			list[at[top]].Counts.add(m.Op, 1)
		}
	}
	return list
}
