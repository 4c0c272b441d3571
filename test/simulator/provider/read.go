package provider

import (
	"context"
	"fmt"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// Read returns the live state of a resource, for a refresh or an import. A deleted resource has no ID.
func (p *Provider) Read(ctx context.Context, r *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	t, res, err := p.typeOf(r.GetUrn())
	if err != nil {
		return nil, err
	}
	oldInputs, err := fromStruct(r.GetInputs())
	if err != nil {
		return nil, err
	}
	oldState, err := fromWire(r.GetProperties())
	if err != nil {
		return nil, err
	}
	key := t.KeyOf(r.GetId(), oldState)
	c, err := p.call(ctx, t, model.Read, r.GetUrn(), key, findByName)
	if err != nil || c.Old == nil {
		return &pulumirpc.ReadResponse{}, err
	}
	if len(oldState) == 0 {
		c.Old = t.Import.State(c.Old)
	}
	state, err := toWire(c.Old)
	if err != nil {
		return nil, err
	}
	inputs, err := toWire(liveInputs(t, res, c.Old, plain(oldInputs), oldState))
	if key != r.GetId() {
		c.ID = r.GetId()
	}
	return &pulumirpc.ReadResponse{Id: c.ID, Properties: state, Inputs: inputs}, err
}

// findByName finds the resource of an import that does not name it by its ID.
func findByName(c *model.Call) error {
	if c.Old != nil || c.Type.Import.ID == nil {
		return nil
	}
	if id := c.Type.Import.ID(c, c.ID); id != "" {
		c.ID, c.Old = id, c.Props(c.Type.Token, id)
	}
	return nil
}

// liveInputs are the inputs that would produce the live state, with the list of those that the provider chose.
func liveInputs(t *model.Type, res *schema.Resource, state, old, oldState model.Props) model.Props {
	inputs := t.Inputs(res, state, old, oldState)
	if defaults, ok := old[defaultsKey]; ok {
		inputs[defaultsKey] = defaults
	}
	return inputs
}

// Invoke runs a data source.
func (p *Provider) Invoke(ctx context.Context, r *pulumirpc.InvokeRequest) (*pulumirpc.InvokeResponse, error) {
	f := p.functions[r.GetTok()]
	if f == nil {
		return nil, fmt.Errorf("the simulated account does not model the function %s; "+
			"test/simulator/README.md lists what it does", r.GetTok())
	}
	if err := p.isModelled(r.GetTok()); err != nil {
		return nil, err
	}
	args, err := fromWire(r.GetArgs())
	if err != nil {
		return nil, err
	}
	var failures []*pulumirpc.CheckFailure
	for _, v := range p.schema.CheckArgs(r.GetTok(), args) {
		failures = append(failures, &pulumirpc.CheckFailure{Property: v.Path, Reason: v.Reason})
	}
	if len(failures) > 0 {
		return &pulumirpc.InvokeResponse{Failures: failures}, nil
	}
	var result model.Props
	err = p.account.Do(ctx, func(tx *account.Tx) error {
		c := &model.Call{
			Tx: tx, Type: &model.Type{}, Op: model.Read, Region: p.config.region, Account: p.config.account, New: args, Types: p.types,
			DefaultTags: p.config.defaultTags,
		}
		out, err := f.Run(c)
		result = out
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("invoking %s: 1 error occurred:\n\t* %w\n\n", r.GetTok(), err)
	}
	props, err := toWire(result)
	return &pulumirpc.InvokeResponse{Return: props}, err
}
