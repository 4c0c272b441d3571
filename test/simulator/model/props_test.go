package model_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

func sample() model.Props {
	return model.Props{
		"text": "t", "number": 2.5, "whole": 3.0, "asText": "7", "int": 4, "yes": true, "no": false, "empty": "",
		"list": []any{"a", 1.0, schema.Unknown{}}, "none": []any{}, "hollow": map[string]any{}, "null": nil,
		"object":  map[string]any{"k": "v", "deep": map[string]any{"n": 1.0}},
		"objects": []any{map[string]any{"k": "1"}, "stray", map[string]any{"k": "2"}}, "typed": model.Props{"k": "p"},
		"unknown": schema.Unknown{},
	}
}

func TestPropsGet(t *testing.T) {
	for path, want := range map[string]any{
		"text": "t", "absent": nil, "object.k": "v", "object.deep.n": 1.0, "objects.0.k": "1", "objects.2.k": "2",
		"objects.9.k": nil, "objects.x": nil, "typed.k": "p", "text.x": nil, "unknown.x.y": schema.Unknown{}, "list.1": 1.0,
		"objects.-1": nil,
	} {
		require.Equal(t, want, sample().Get(path), path)
	}
}

func TestPropsHasAndKnown(t *testing.T) {
	for path, want := range map[string][2]bool{
		"text": {true, true}, "no": {true, true}, "whole": {true, true}, "object": {true, true}, "empty": {},
		"none": {}, "hollow": {}, "null": {}, "absent": {}, "unknown": {true, false}, "list": {true, false},
		"object.deep": {true, true}, "unknown.x": {true, false},
	} {
		require.Equal(t, want, [2]bool{sample().Has(path), sample().Known(path)}, path)
	}
	require.True(t, schema.IsUnknown(map[string]any{"a": []any{schema.Unknown{}}}))
	require.False(t, schema.IsUnknown(map[string]any{"a": []any{"x"}}))
}

func TestPropsReadAs(t *testing.T) {
	p := sample()
	require.Equal(t, []string{"t", "2.5", "3", "true", "", "", ""}, []string{
		p.String("text"), p.String("number"), p.String("whole"), p.String("yes"), p.String("list"), p.String("absent"),
		p.String("unknown"),
	})
	require.Equal(t, []int{2, 3, 7, 4, 0, 0, 0}, []int{
		p.Int("number"), p.Int("whole"), p.Int("asText"), p.Int("int"), p.Int("text"), p.Int("yes"), p.Int("unknown"),
	})
	require.Equal(t, []float64{2.5, 0, 0}, []float64{p.Float("number"), p.Float("text"), p.Float("absent")})
	require.Equal(t, []bool{true, false, false}, []bool{p.Bool("yes"), p.Bool("no"), p.Bool("text")})
	require.Len(t, p.List("list"), 3)
	require.Nil(t, p.List("text"))
	require.Equal(t, []string{"a"}, p.Strings("list"))
	require.Equal(t, []string{"a"}, p.Values("list"))
	require.Equal(t, []string{"3"}, p.Values("whole"))
	require.Nil(t, p.Values("empty"))
	require.Equal(t, []model.Props{{"k": "1"}, {"k": "2"}}, p.Objects("objects"))
	require.Equal(t, []model.Props{{"n": 1.0}}, p.Objects("object.deep"))
	require.Nil(t, p.Objects("text"))
}

func TestPropsDefaultAndClone(t *testing.T) {
	p := model.Props{"given": "", "null": nil}
	p.Default("given", "x")
	p.Default("null", "x")
	p.Default("absent", "x")
	require.Equal(t, model.Props{"given": "", "null": "x", "absent": "x"}, p)
	c := p.Clone()
	c["given"] = "changed"
	require.Equal(t, "", p["given"])
}

func TestSnakeAndQuote(t *testing.T) {
	require.Equal(t, "cidr_block", schema.Snake("cidrBlock"))
	require.Equal(t, "health_check.time_out", schema.Snake("healthCheck.timeOut"))
	require.Equal(t, `"a"`, model.Quote("a"))
	require.Equal(t, `"3"`, model.Quote(3))
}

func TestChanged(t *testing.T) {
	c := &model.Call{New: model.Props{"a": "1", "n": "80"}}
	require.True(t, c.Changed("a"), "in a create it is whether it is set")
	require.False(t, c.Changed("b"))
	c.Old = model.Props{"a": "1", "n": 80.0}
	require.False(t, c.Changed("a"))
	require.False(t, c.Changed("n"))
	c.New["a"] = "2"
	require.True(t, c.Changed("a"))
}

func TestExpand(t *testing.T) {
	typ := &model.Type{Name: model.Name{Property: "name"}, ARN: "arn:{partition}:x:{region}:{account}:{name}/{id}"}
	c := &model.Call{Type: typ, Region: "us-east-1", ID: "i-1", State: model.Props{"name": "web"}}
	require.Equal(t, "arn:aws:x:us-east-1:123456789012:web/i-1", model.ByARN(c))
	c.Region = "cn-north-1"
	require.Equal(t, "aws-cn", c.Partition())
	c.Region = "us-gov-west-1"
	require.Equal(t, "arn:aws-us-gov:x:us-gov-west-1:123456789012:web/i-1", c.Expand(typ.ARN))
}

func TestIDs(t *testing.T) {
	require.Regexp(t, "^vpc-[0-9a-f]{17}$", model.Prefixed("vpc-")(nil))
	require.NotEqual(t, model.Prefixed("vpc-")(nil), model.Prefixed("vpc-")(nil))
	require.Regexp(t, "^[0-9a-f]{8}$", model.Hex(8))
	require.Equal(t, "f", model.Named("family")(&model.Call{New: model.Props{"family": "f"}}))
}
