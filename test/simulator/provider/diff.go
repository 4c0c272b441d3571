package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// change is a decoded request to change a resource.
type change struct {
	state, oldInputs, inputs model.Props
	// named means that the user, not the provider, chose the physical name.
	named bool
}

func decodeChange(t *model.Type, state, oldInputs, inputs *structpb.Struct) (change, error) {
	var c change
	var err error
	if c.state, err = fromWire(state); err != nil {
		return c, err
	}
	if c.oldInputs, err = fromWire(oldInputs); err != nil {
		return c, err
	}
	raw, err := fromStruct(inputs)
	if err != nil {
		return c, err
	}
	c.inputs = plain(raw)
	delete(c.inputs, defaultsKey)
	key := nameKey(t)
	c.named = set(raw, key) && !wasDefault(raw, key)
	return c, nil
}

// Diff reports to the engine whether a resource must be updated or replaced.
func (p *Provider) Diff(ctx context.Context, r *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	t, res, err := p.typeOf(r.GetUrn())
	if err != nil {
		return nil, err
	}
	c, err := decodeChange(t, r.GetOlds(), r.GetOldInputs(), r.GetNews())
	if err != nil {
		return nil, err
	}
	d := t.Compare(res, c.state, c.oldInputs, c.inputs)
	if err := p.plan(ctx, t, r.GetUrn(), r.GetId(), c, &d); err != nil {
		return nil, fmt.Errorf("diffing %s: 1 error occurred:\n\t* %w", r.GetUrn(), err)
	}
	if p.tagsDiffer(c) {
		d.Changed = append(d.Changed, "tagsAll")
	}
	d.Changed, d.Replace = without(d.Changed, r.GetIgnoreChanges()), without(d.Replace, r.GetIgnoreChanges())
	if name := string(nameKey(t)); c.named && len(d.Replace) > 0 && !slices.Contains(d.Changed, name) {
		d.DeleteFirst = true
	}
	return response(d), nil
}

// without removes the properties that the program ignores. For them the engine passes old inputs, which miss changes
// made elsewhere, such as an autoscaler's. If only a part of a property is ignored, such as tags.owner, the engine
// itself restores that part in the inputs.
func without(names, ignored []string) []string {
	return slices.DeleteFunc(names, func(name string) bool { return slices.Contains(ignored, name) })
}

// plan runs the type's own part of the diff.
func (p *Provider) plan(ctx context.Context, t *model.Type, urn, id string, c change, d *model.Diff) error {
	if t.Plan == nil {
		return nil
	}
	return p.account.Do(ctx, func(tx *account.Tx) error {
		call := p.newCall(tx, t, model.Check, urn)
		call.ID, call.Old, call.New = id, c.state, c.inputs
		return t.Plan(call, d)
	})
}

// tagsDiffer reports whether default tags change the tags of a resource that carries them.
func (p *Provider) tagsDiffer(c change) bool {
	old, ok := c.state["tagsAll"].(map[string]any)
	if !ok {
		return false
	}
	now := model.AllTags(p.config.defaultTags, c.inputs)
	return !schema.IsUnknown(now) && !maps.Equal(old, now)
}

func response(d model.Diff) *pulumirpc.DiffResponse {
	resp := &pulumirpc.DiffResponse{
		Changes: pulumirpc.DiffResponse_DIFF_NONE, Diffs: d.Changed, Replaces: d.Replace,
		DeleteBeforeReplace: d.DeleteFirst, HasDetailedDiff: true, DetailedDiff: map[string]*pulumirpc.PropertyDiff{},
	}
	for _, name := range d.Changed {
		resp.Changes = pulumirpc.DiffResponse_DIFF_SOME
		kind := pulumirpc.PropertyDiff_UPDATE
		if slices.Contains(d.Replace, name) {
			kind = pulumirpc.PropertyDiff_UPDATE_REPLACE
		}
		resp.DetailedDiff[name] = &pulumirpc.PropertyDiff{Kind: kind, InputDiff: true}
	}
	return resp
}
