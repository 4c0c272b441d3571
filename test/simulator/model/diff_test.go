package model_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// thing has an input of every kind; "zone" is one that the API always fills in.
var thing = &schema.Resource{
	Inputs: schema.Fields{
		"name": {Type: "string"}, "port": {Type: "integer"}, "open": {Type: "boolean"}, "zone": {Type: "string"},
		"tags": {Type: "{}string"}, "subnets": {Type: "[]string"}, "check": {Type: "#check"}, "policy": {Type: "any"},
		"routes": {Type: "[]string"}, "size": {Type: "integer"}, "tagsAll": {Type: "{}string"},
	},
	Outputs: schema.Fields{"zone": {Type: "string", Required: true}, "name": {Type: "string"}},
}

var thingType = &model.Type{
	Computed: []string{"routes"}, Defaults: model.Props{"size": 10.0, "open": true},
	Normal: map[string]func(string) string{"policy": model.JSONText},
	Replaces: []model.Replace{
		{Rule: "T1", Properties: []string{"name", "port"}}, {Rule: "T2", Properties: []string{"name", "check.path"}},
	},
}

func TestCompare(t *testing.T) {
	type props = model.Props
	object := func(pairs ...any) map[string]any {
		m := map[string]any{}
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i].(string)] = pairs[i+1]
		}
		return m
	}
	for name, c := range map[string]struct {
		state, old, news props
		changed, replace []string
	}{
		"nothing":             {props{"name": "a"}, props{"name": "a"}, props{"name": "a"}, nil, nil},
		"an unknown property": {props{"arn": "a"}, props{}, props{"arn": "b"}, nil, nil},
		"a text":              {props{"zone": "a"}, props{}, props{"zone": "b"}, []string{"zone"}, nil},
		"two, in order": {
			props{"zone": "a", "size": 1.0}, props{}, props{"zone": "b", "size": 2.0}, []string{"size", "zone"}, nil,
		},
		"forced":                 {props{"name": "a"}, props{}, props{"name": "b"}, []string{"name"}, []string{"name"}},
		"a number as text":       {props{"port": 80.0}, props{}, props{"port": "80"}, nil, nil},
		"text as a number":       {props{"port": "80"}, props{}, props{"port": 80.0}, nil, nil},
		"text that is no number": {props{"port": "x"}, props{}, props{"port": 80.0}, []string{"port"}, []string{"port"}},
		"a truth as text":        {props{"open": "true"}, props{}, props{"open": true}, nil, nil},
		"another truth":          {props{"open": false}, props{}, props{"open": true}, []string{"open"}, nil},
		"a list": {
			props{"subnets": []any{"a"}}, props{}, props{"subnets": []any{"a", "b"}}, []string{"subnets"}, nil,
		},
		"the same list": {props{"subnets": []any{"a"}}, props{}, props{"subnets": []any{"a"}}, nil, nil},
		"another element": {
			props{"subnets": []any{"a"}}, props{}, props{"subnets": []any{"b"}}, []string{"subnets"}, nil,
		},
		"no list": {
			props{"subnets": "a"}, props{}, props{"subnets": []any{"a"}}, []string{"subnets"}, nil,
		},
		"an object's key": {
			props{"tags": object("a", "1")}, props{}, props{"tags": object("a", "2")}, []string{"tags"}, nil,
		},
		"a key more": {
			props{"tags": object("a", "1")}, props{}, props{"tags": object("a", "1", "b", "2")}, []string{"tags"}, nil,
		},
		"a key less": {
			props{"tags": object("a", "1", "b", "2")}, props{}, props{"tags": object("a", "1")}, []string{"tags"}, nil,
		},
		"a zero key less": {
			props{"tags": object("a", "1", "b", "", "c", false, "d", 0.0, "e", []any{}, "f", object(), "g", nil)},
			props{},
			props{"tags": object("a", "1")},
			nil, nil,
		},
		"a zero key more": {
			props{"tags": object("a", "1")},
			props{},
			props{"tags": object("a", "1", "b", false, "c", 0.0, "d", []any{})},
			nil, nil,
		},
		"no object": {props{"tags": "a"}, props{}, props{"tags": object("a", "1")}, []string{"tags"}, nil},
		"unknown": {
			props{"name": "a"}, props{}, props{"name": schema.Unknown{}}, []string{"name"}, []string{"name"},
		},
		"unknown in an object": {
			props{"tags": object()}, props{}, props{"tags": object("a", schema.Unknown{})}, []string{"tags"}, nil,
		},
		"left out":              {props{"name": "a"}, props{"name": "a"}, props{}, []string{"name"}, []string{"name"}},
		"left out, never given": {props{"name": "a"}, props{}, props{}, nil, nil},
		"emptied": {
			props{"tags": object("a", "1")}, props{"tags": object("a", "1")}, props{"tags": object()}, []string{"tags"}, nil,
		},
		"left out, always filled in": {props{"zone": "a"}, props{"zone": "a"}, props{}, nil, nil},
		"left out, computed":         {props{"routes": []any{"a"}}, props{"routes": []any{"a"}}, props{}, nil, nil},
		"left out, the default":      {props{"size": 10.0}, props{"size": 10.0}, props{}, nil, nil},
		"left out, not the default":  {props{"size": 20.0}, props{"size": 20.0}, props{}, []string{"size"}, nil},
		"left out, false":            {props{"port": 0.0}, props{"port": 0.0}, props{}, nil, nil},
		"left out, false of true":    {props{"open": false}, props{"open": false}, props{}, []string{"open"}, nil},
		"a document's spaces": {
			props{"policy": `{"b":1,"a":2}`}, props{}, props{"policy": "{ \"a\": 2, \"b\": 1 }"}, nil, nil,
		},
		"a document as an object": {props{"policy": `{"a":2}`}, props{}, props{"policy": object("a", 2.0)}, nil, nil},
		"another document": {
			props{"policy": `{"a":2}`}, props{}, props{"policy": `{"a":3}`}, []string{"policy"}, nil,
		},
		"an unknown document": {
			props{"policy": `{"a":2}`}, props{}, props{"policy": schema.Unknown{}}, []string{"policy"}, nil,
		},
		"a nested path that forces": {
			props{"check": object("path", "/a")},
			props{},
			props{"check": object("path", "/b")},
			[]string{"check"},
			[]string{"check"},
		},
		"beside a path that forces": {
			props{"check": object("path", "/a", "port", 1.0)},
			props{},
			props{"check": object("path", "/a", "port", 2.0)},
			[]string{"check"},
			nil,
		},
	} {
		d := thingType.Compare(thing, c.state, c.old, c.news)
		require.Equal(t, model.Diff{Changed: c.changed, Replace: c.replace}, d, name)
	}
}

func TestInputsOfARefresh(t *testing.T) {
	old := model.Props{"name": "a", "port": "80", "policy": `{ "a": 1 }`, "zone": "z"}
	state := model.Props{
		"name": "a", "port": 80.0, "policy": `{"a":1}`, "open": true, "size": 10.0, "subnets": []any{"s"}, "zone": "z",
	}
	require.Equal(t, old, thingType.Inputs(thing, state, old, state), "what has not changed stays as it was written")

	live := state.Clone()
	live["name"], live["open"], live["subnets"] = "b", false, []any{"t"}
	want := old.Clone()
	want["name"], want["open"] = "b", false
	require.Equal(t, want, thingType.Inputs(thing, live, old, state), "drift from a default shows, though nobody set it")

	delete(live, "name")
	delete(want, "name")
	require.Equal(t, want, thingType.Inputs(thing, live, old, state))
	require.Empty(t, thingType.Inputs(thing, state, model.Props{}, state), "a resource without inputs is no import")
}

func TestInputsOfAnImport(t *testing.T) {
	live := model.Props{
		"name": "a", "port": 0.0, "open": false, "size": 10.0, "subnets": []any{}, "tags": map[string]any{"k": "v"},
		"arn": "x", "zone": "z", "tagsAll": map[string]any{"k": "v"},
	}
	require.Equal(t, model.Props{"name": "a", "open": false, "tags": map[string]any{"k": "v"}, "zone": "z"},
		thingType.Inputs(thing, live, model.Props{}, model.Props{}), "what a program would write down, and no more")
	d := thingType.Compare(thing, live, model.Props{"name": "a", "open": false, "zone": "z"},
		model.Props{"name": "a", "open": false, "tags": map[string]any{"k": "v"}})
	require.Empty(t, d.Changed)
}
