package provider_test

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
)

func TestDiff(t *testing.T) {
	e := east(t)
	auto := e.mustCreate(groupToken, "auto", props{"port": 80, "deregistrationDelay": 30})
	named := e.mustCreate(groupToken, "named", props{"name": "mine", "port": 80})
	for name, c := range map[string]struct {
		of                *held
		news              props
		changed, replaced []string
		deleteFirst       bool
	}{
		"nothing":          {auto, props{"port": 80, "deregistrationDelay": 30}, nil, nil, false},
		"a number as text": {auto, props{"port": "80", "deregistrationDelay": "30"}, nil, nil, false},
		"in place": {
			auto, props{"port": 80, "deregistrationDelay": 60}, []string{"deregistrationDelay"}, nil, false,
		},
		"left out": {auto, props{"port": 80}, []string{"deregistrationDelay"}, nil, false},
		"forced": {
			auto, props{"port": 81, "deregistrationDelay": 30}, []string{"port"}, []string{"port"}, false,
		},
		"forced by a later step": {
			auto, props{"port": unknown, "deregistrationDelay": 30}, []string{"port"}, []string{"port"}, false,
		},
		"a fixed name, nothing": {named, props{"name": "mine", "port": 80}, nil, nil, false},
		"F11 a fixed name":      {named, props{"name": "mine", "port": 81}, []string{"port"}, []string{"port"}, true},
		"F11 another name": {
			named, props{"name": "other", "port": 81}, []string{"name", "port"}, []string{"name", "port"}, false,
		},
		"F11 in place": {
			named, props{"name": "mine", "port": 80, "slowStart": 30}, []string{"slowStart"}, nil, false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := e.diff(c.of, c.news)
			require.Equal(t, c.changed, d.GetDiffs())
			require.Equal(t, c.replaced, d.GetReplaces())
			require.Equal(t, c.deleteFirst, d.GetDeleteBeforeReplace())
			want := pulumirpc.DiffResponse_DIFF_SOME
			if c.changed == nil {
				want = pulumirpc.DiffResponse_DIFF_NONE
			}
			require.Equal(t, want, d.GetChanges())
			require.True(t, d.GetHasDetailedDiff())
			require.Len(t, d.GetDetailedDiff(), len(c.changed))
			for _, property := range c.replaced {
				require.Equal(t, pulumirpc.PropertyDiff_UPDATE_REPLACE, d.GetDetailedDiff()[property].GetKind())
			}
		})
	}
}

func TestDiffOfDefaultTags(t *testing.T) {
	e := newEngine(t, props{"region": "us-east-1", "defaultTags": props{"tags": props{"team": "web"}}})
	h := e.mustCreate(vpcToken, "main", props{"cidrBlock": "10.0.0.0/16", "tags": props{"a": "1"}})
	same := props{"cidrBlock": "10.0.0.0/16", "tags": props{"a": "1"}}
	require.Empty(t, e.diff(h, same).GetDiffs())

	_, err := e.Configure(bg(), &pulumirpc.ConfigureRequest{Args: encode(t, props{
		"region": "us-east-1", "defaultTags": props{"tags": props{"team": "data"}},
	})})
	require.NoError(t, err)
	require.Equal(t, []string{"tagsAll"}, e.diff(h, same).GetDiffs())
	unknownTag := props{"cidrBlock": "10.0.0.0/16", "tags": props{"a": unknown}}
	require.Equal(t, []string{"tags"}, e.diff(h, unknownTag).GetDiffs())

	state, err := e.update(h, same, true)
	require.NoError(t, err)
	require.Equal(t, props{"team": "data", "a": "1"}, state["tagsAll"], "in a preview")
	_, err = e.update(h, same, false)
	require.NoError(t, err)
	require.Equal(t, props{"team": "data", "a": "1"}, decode(t, h.state)["tagsAll"])
	require.Empty(t, e.diff(h, same).GetDiffs())
}

func TestDiffOfTheTypesOwn(t *testing.T) {
	e := east(t)
	h := e.mustCreate(vpcToken, "main", props{"cidrBlock": "10.0.0.0/16"})
	_, err := e.Diff(bg(), &pulumirpc.DiffRequest{
		Id: h.id, Urn: h.urn, Olds: h.state, OldInputs: h.inputs, News: encode(t, props{"instanceTenancy": "forbidden"}),
	})
	require.EqualError(t, err, "diffing "+h.urn+": 1 error occurred:\n\t* Unsupported: no plan for "+h.id+" in us-east-1")
}
