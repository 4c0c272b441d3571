package provider

import (
	"context"
	"os"
	"slices"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// Create creates a resource. In a preview it returns what would be known of it.
func (p *Provider) Create(ctx context.Context, r *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	t, res, err := p.typeOf(r.GetUrn())
	if err != nil {
		return nil, err
	}
	inputs, err := fromWire(r.GetProperties())
	if err != nil {
		return nil, err
	}
	if r.GetPreview() {
		props, err := toWire(p.preview(t, res, nil, inputs, nil))
		return &pulumirpc.CreateResponse{Properties: props}, err
	}
	c, err := p.call(ctx, t, model.Create, r.GetUrn(), "", func(c *model.Call) error {
		c.New = inputs
		return t.Create(c)
	})
	if err != nil {
		return nil, err
	}
	props, err := toWire(c.State)
	return &pulumirpc.CreateResponse{Id: c.ID, Properties: props}, err
}

// Update changes a resource in place. It only sends what differs from the engine's last state, so that changes made
// elsewhere stay.
func (p *Provider) Update(ctx context.Context, r *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	t, res, err := p.typeOf(r.GetUrn())
	if err != nil {
		return nil, err
	}
	ch, err := decodeChange(t, r.GetOlds(), r.GetOldInputs(), r.GetNews())
	if err != nil {
		return nil, err
	}
	changed := without(t.Compare(res, ch.state, ch.oldInputs, ch.inputs).Changed, r.GetIgnoreChanges())
	if r.GetPreview() {
		props, err := toWire(p.preview(t, res, ch.state, ch.inputs, changed))
		return &pulumirpc.UpdateResponse{Properties: props}, err
	}
	c, err := p.call(ctx, t, model.Update, r.GetUrn(), t.KeyOf(r.GetId(), ch.state), func(c *model.Call) error {
		if c.Old == nil {
			return model.Providerf("updating %s (%s): couldn't find resource", t.Noun, r.GetId())
		}
		c.New = ch.inputs
		return t.Update(c, changed)
	})
	if err != nil {
		return nil, err
	}
	props, err := toWire(c.State)
	return &pulumirpc.UpdateResponse{Properties: props}, err
}

// preview returns the state that a preview shows: known values stay, and what a call computes is unknown.
func (p *Provider) preview(
	t *model.Type, res *schema.Resource, state, inputs model.Props, changed []string,
) model.Props {
	future := inputs.Clone()
	if state != nil {
		future = model.Patch(state, inputs, changed)
	}
	for name, field := range res.Outputs {
		if state == nil && !future.Has(name) && (field.Required || slices.Contains(t.Computed, name)) {
			future[name] = schema.Unknown{}
		}
	}
	if _, tagged := res.Outputs["tagsAll"]; tagged {
		future["tagsAll"] = model.AllTags(p.config.defaultTags, inputs)
	}
	return future
}

// Delete removes a resource. It is idempotent.
func (p *Provider) Delete(ctx context.Context, r *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	t, _, err := p.typeOf(r.GetUrn())
	if err != nil {
		return nil, err
	}
	known, err := fromWire(r.GetProperties())
	if err != nil {
		return nil, err
	}
	_, err = p.call(ctx, t, model.Delete, r.GetUrn(), t.KeyOf(r.GetId(), known), func(c *model.Call) error {
		if c.Old == nil {
			return nil
		}
		c.New = known
		return t.Delete(c)
	})
	return &emptypb.Empty{}, err
}

// call runs one API call in a transaction: faults, call log and the provider's framing of errors. A failed call changes
// nothing, but counts and is logged.
func (p *Provider) call(
	ctx context.Context, t *model.Type, op model.Op, urn, id string, run func(*model.Call) error,
) (*model.Call, error) {
	var c *model.Call
	var failure error
	err := p.account.Do(ctx, func(tx *account.Tx) error {
		c = p.newCall(tx, t, op, urn)
		c.ID = id
		if id != "" {
			c.Old = c.Props(t.Token, id)
		}
		c.Faults = tx.Faults(op.String(), t.Token, c.Name)
		failure = tx.Try(func() error {
			if err := faultError(c.Faults); err != nil {
				return err
			}
			return run(c)
		})
		line := account.Call{
			Region: c.Place(), Service: t.Service, Action: t.Action(op), Type: t.Token, URN: urn, ID: c.ID,
		}
		if failure != nil {
			failure = t.Frame(op, label(id, c.Name), failure)
			line.Error, line.ID = failure.Error(), id
		}
		if !c.Silent {
			tx.Log(line)
		}
		return nil
	})
	delayOrExit(ctx, c)
	if err == nil {
		err = failure
	}
	return c, err
}

// label returns the name of a resource in errors: its ID or, before it has one, its logical name.
func label(id, name string) string {
	if id != "" {
		return id
	}
	return name
}

// faultError returns the error of a fault that fails or kills.
func faultError(faults []account.Fault) error {
	for _, f := range faults {
		if f.Effect == account.Fail || f.Effect == account.Kill {
			code, message := f.Code, f.Message
			if code == "" {
				code = "InternalFailure"
			}
			if message == "" {
				message = "the simulated account was told to fail this call"
			}
			return model.Errorf(code, "%s", message)
		}
	}
	return nil
}

// delayOrExit delays the call, or exits the process, after the transaction. A cancelled context ends the delay.
func delayOrExit(ctx context.Context, c *model.Call) {
	if c == nil {
		return // the transaction did not begin
	}
	for _, f := range c.Faults {
		switch f.Effect {
		case account.Slow:
			select {
			case <-time.After(f.Delay):
			case <-ctx.Done():
			}
		case account.Kill:
			os.Exit(137)
		}
	}
}
