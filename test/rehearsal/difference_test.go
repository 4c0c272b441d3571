package rehearsal

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	protocol "github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/stretchr/testify/require"
)

type object = map[string]any

func updated(was, is object, properties ...string) apitype.StepEventMetadata {
	return apitype.StepEventMetadata{
		Op: apitype.OpUpdate, Provider: "p", Diffs: properties,
		Old: &apitype.StepEventStateMetadata{Inputs: was}, New: &apitype.StepEventStateMetadata{Inputs: is},
	}
}

func TestDifferences(t *testing.T) {
	containers := func(text string) object { return object{"containerDefinitions": text} }
	for name, c := range map[string]struct {
		was, is object
		diffs   []string
		want    []Difference
	}{
		"a value":          {object{"a": 1.0, "b": 1.0}, object{"a": 2.0, "b": 2.0}, []string{"a"}, []Difference{{Path: "a", Old: 1.0, New: 2.0}}},
		"a new one":        {object{}, object{"a": "x"}, []string{"a"}, []Difference{{Path: "a", New: "x"}}},
		"one that is gone": {object{"a": "x"}, object{}, []string{"a"}, []Difference{{Path: "a", Old: "x"}}},
		"a list with what a preview cannot know": {
			object{"a": []any{"x"}},
			object{"a": []any{protocol.UnknownStringValue}},
			[]string{"a"},
			[]Difference{{Path: "a", Old: []any{"x"}, Unknown: true}},
		},
		"below a path": {
			object{"tags": object{"team": "web", "of": "us"}},
			object{"tags": object{"team": "data", "of": "us"}},
			[]string{"tags.team"},
			[]Difference{{Path: "tags.team", Old: "web", New: "data"}},
		},
		"an image in JSON": {
			containers(`[{"name":"init","image":"i"},{"name":"web","image":"backend:1.0.0"}]`),
			containers(`[{"name":"web","image":"backend:1.0.1"},{"name":"init","image":"i"}]`),
			[]string{"containerDefinitions"},
			[]Difference{{Path: "containerDefinitions[web].image", Old: "backend:1.0.0", New: "backend:1.0.1"}},
		},
		"a variable in JSON": {
			containers(`[{"name":"web","environment":[{"name":"A","value":"1"},{"name":"B","value":"1"}]}]`),
			containers(`[{"name":"web","environment":[{"name":"B","value":"2"},{"name":"C","value":"3"}]}]`),
			[]string{"containerDefinitions"},
			[]Difference{
				{Path: "containerDefinitions[web].environment[A]", Old: "1"},
				{Path: "containerDefinitions[web].environment[B]", Old: "1", New: "2"},
				{Path: "containerDefinitions[web].environment[C]", New: "3"},
			},
		},
		"the first items": {
			object{},
			object{"rules": []any{object{"id": "old-logs", "days": 7.0}}},
			[]string{"rules"},
			[]Difference{{Path: "rules[old-logs]", New: object{"id": "old-logs", "days": 7.0}}},
		},
		"a list without names": {
			object{"zones": []any{"a"}},
			object{"zones": []any{"a", "b"}},
			[]string{"zones"},
			[]Difference{{Path: "zones", Old: []any{"a"}, New: []any{"a", "b"}}},
		},
		"names twice": {
			object{"l": []any{object{"name": "a"}}},
			object{"l": []any{object{"name": "a"}, object{"name": "a"}}},
			[]string{"l"},
			[]Difference{{Path: "l", Old: []any{object{"name": "a"}}, New: []any{object{"name": "a"}, object{"name": "a"}}}},
		},
		"unknown": {
			object{"a": "x"}, object{"a": protocol.UnknownStringValue}, []string{"a"}, []Difference{{Path: "a", Old: "x", Unknown: true}},
		},
		"a secret": {
			object{"a": Hidden}, object{"a": Hidden}, []string{"a"}, []Difference{{Path: "a", Old: Hidden, New: Hidden}},
		},
		"a secret inside": {
			object{"a": object{"b": Hidden}},
			object{"a": object{"b": Hidden}},
			[]string{"a"},
			[]Difference{{Path: "a", Old: Hidden, New: Hidden}},
		},
		"text that is no JSON": {object{"a": "[x"}, object{"a": "{y"}, []string{"a"}, []Difference{{Path: "a", Old: "[x", New: "{y"}}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, differences(updated(c.was, c.is, c.diffs...))) })
	}
}

// What was changed in the account, or waits there, differs from what was asked for.
func TestDifferencesFromTheAccount(t *testing.T) {
	m := updated(object{"instanceClass": "large"}, object{"instanceClass": "large"}, "instanceClass")
	m.Old.Outputs = object{"instanceClass": "small"}
	require.Equal(t, []Difference{{Path: "instanceClass", Old: "small", New: "large"}}, differences(m))
}

// A database that keeps a value for its window says so, and a preview of it does not.
func TestWhatWaits(t *testing.T) {
	m := updated(object{"instanceClass": "small"}, object{"instanceClass": "large", "multiAz": true}, "instanceClass", "multiAz")
	m.Type = "aws:rds/instance:Instance"
	m.Old.Outputs, m.New.Outputs = object{"instanceClass": "small"}, object{"instanceClass": "small", "multiAz": true}
	require.Equal(t, []string{"instanceClass"}, waiting(m))
	m.New.Outputs = m.New.Inputs
	require.Empty(t, waiting(m))
	m.Type = "aws:ec2/vpc:Vpc"
	require.Empty(t, waiting(m))
}

// The provider does not see components: their inputs are compared.
func TestDifferencesOfComponents(t *testing.T) {
	m := updated(object{"size": 1.0, "same": "x", "token": Hidden}, object{"size": 2.0, "same": "x", "token": Hidden})
	m.Provider = ""
	require.Equal(t, []Difference{{Path: "size", Old: 1.0, New: 2.0}, {Path: "token", Old: Hidden, New: Hidden}}, differences(m))
	require.Nil(t, differences(apitype.StepEventMetadata{Op: apitype.OpCreate, New: m.New}))
}

func child(urn, parent string, op apitype.OpType) apitype.StepEventMetadata {
	return apitype.StepEventMetadata{
		Op: op, URN: urn, Type: "aws:ec2/vpc:Vpc", Provider: "p", Old: &apitype.StepEventStateMetadata{Parent: parent},
	}
}

func TestComponents(t *testing.T) {
	const (
		stack   = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
		network = "urn:pulumi:dev::shop::t:n:Network::net"
		inner   = "urn:pulumi:dev::shop::t:n:Network$t:n:Inner::inner"
		vpc     = "urn:pulumi:dev::shop::t:n:Network$t:n:Inner$aws:ec2/vpc:Vpc::vpc"
		alone   = "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::alone"
		other   = "urn:pulumi:dev::shop::pulumi:providers:aws::east"
	)
	component := child(network, stack, apitype.OpSame)
	component.Provider = ""
	below := child(inner, network, apitype.OpSame)
	below.Provider = ""
	steps := []apitype.StepEventMetadata{
		{Op: apitype.OpSame, URN: stack},
		child(other, stack, apitype.OpCreate), component, below,
		child(vpc, inner, apitype.OpUpdate), child(alone, stack, apitype.OpDelete), child(alone, stack, apitype.OpDeleteReplaced),
	}
	var tree Tree
	for _, step := range steps {
		tree.Add(step)
	}
	require.Equal(t, network, tree.Top(vpc))
	require.Equal(t, []Component{
		{URN: network, Type: "t:n:Network", Name: "net", Counts: Counts{Update: 1}},
		{URN: alone, Type: "aws:ec2/vpc:Vpc", Name: "alone", Counts: Counts{Delete: 1}},
	}, components(&tree, steps))
}
