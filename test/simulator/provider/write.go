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

// Create makes a resource. In a preview it says what would be known of it.
func (p *Provider) Create(ctx context.Context, r *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	t, res, err := p.typeOf(r.GetUrn())
	if err != nil {
		return nil, err
	}
	news, err := fromWire(r.GetProperties())
	if err != nil {
		return nil, err
	}
	if r.GetPreview() {
		props, err := toWire(p.foresee(t, res, nil, news, nil))
		return &pulumirpc.CreateResponse{Properties: props}, err
	}
	var state model.Props
	var id string
	err = p.call(ctx, t, model.Create, r.GetUrn(), "", func(c *model.Call) error {
		c.New, c.State = news, news.Clone()
		if err := p.create(c, t, res); err != nil {
			return err
		}
		id, state = c.ID, c.State
		return nil
	})
	if err != nil {
		return nil, err
	}
	props, err := toWire(state)
	return &pulumirpc.CreateResponse{Id: id, Properties: props}, err
}

func (p *Provider) create(c *model.Call, t *model.Type, res *schema.Resource) error {
	if err := t.Test(c); err != nil {
		return err
	}
	t.PrefixName(c)
	if t.NewID != nil {
		c.ID = t.NewID(c)
	} else {
		c.ID = c.State.String(t.Name.Property)
	}
	if c.ID == "" {
		return model.Providerf("%s %s has got no ID; its declaration needs a NewID, or the resource a %s",
			t.Token, c.Name, t.Name.Property)
	}
	if err := p.complete(c, t, res); err != nil {
		return err
	}
	return t.Write(c)
}

// complete adds what AWS computes to the state of a resource.
func (p *Provider) complete(c *model.Call, t *model.Type, res *schema.Resource) error {
	for name, value := range t.Defaults {
		c.State.Default(name, value)
	}
	if t.ARN != "" {
		c.State["arn"] = c.Expand(t.ARN)
	}
	if _, tagged := res.Outputs["tagsAll"]; tagged {
		c.State["tagsAll"] = p.allTags(c.New)
	}
	if t.Fill != nil {
		if err := t.Fill(c); err != nil {
			return err
		}
	}
	res.Complete(c.State)
	return nil
}

// Update changes a resource in place. Only what differs from the engine's last state is sent, so that a change that
// somebody made elsewhere stays.
func (p *Provider) Update(ctx context.Context, r *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	t, res, err := p.typeOf(r.GetUrn())
	if err != nil {
		return nil, err
	}
	ch, err := decodeChange(t, r.GetOlds(), r.GetOldInputs(), r.GetNews())
	if err != nil {
		return nil, err
	}
	changed := without(t.Compare(res, ch.state, ch.oldInputs, ch.news).Changed, r.GetIgnoreChanges())
	if r.GetPreview() {
		props, err := toWire(p.foresee(t, res, ch.state, ch.news, changed))
		return &pulumirpc.UpdateResponse{Properties: props}, err
	}
	var state model.Props
	err = p.call(ctx, t, model.Update, r.GetUrn(), r.GetId(), func(c *model.Call) error {
		if c.Old == nil {
			return model.Providerf("updating %s (%s): couldn't find resource", t.Noun, r.GetId())
		}
		c.New, c.State = ch.news, patch(c.Old, ch.news, changed)
		if err := t.Test(c); err != nil {
			return err
		}
		if err := p.complete(c, t, res); err != nil {
			return err
		}
		state = c.State
		return t.Write(c)
	})
	if err != nil {
		return nil, err
	}
	props, err := toWire(state)
	return &pulumirpc.UpdateResponse{Properties: props}, err
}

// patch applies the changed properties to the live state.
func patch(live, news model.Props, changed []string) model.Props {
	state := live.Clone()
	for _, name := range changed {
		if news.Has(name) {
			state[name] = news[name]
		} else {
			delete(state, name)
		}
	}
	return state
}

// foresee is the state that a preview shows: what is known stays, what a call computes is unknown.
func (p *Provider) foresee(
	t *model.Type, res *schema.Resource, state, news model.Props, changed []string,
) model.Props {
	future := news.Clone()
	if state != nil {
		future = patch(state, news, changed)
	}
	for name, field := range res.Outputs {
		if state == nil && !future.Has(name) && (field.Required || slices.Contains(t.Computed, name)) {
			future[name] = schema.Unknown{}
		}
	}
	if _, tagged := res.Outputs["tagsAll"]; tagged {
		future["tagsAll"] = p.allTags(news)
	}
	return future
}

// Delete removes a resource. One that is gone already is no error.
func (p *Provider) Delete(ctx context.Context, r *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	t, _, err := p.typeOf(r.GetUrn())
	if err != nil {
		return nil, err
	}
	known, err := fromWire(r.GetProperties())
	if err != nil {
		return nil, err
	}
	err = p.call(ctx, t, model.Delete, r.GetUrn(), r.GetId(), func(c *model.Call) error {
		if c.Old == nil {
			return nil
		}
		c.New, c.State = known, c.Old
		if err := t.Test(c); err != nil {
			return err
		}
		return t.Remove(c)
	})
	return &emptypb.Empty{}, err
}

// call runs one API call in a transaction, with its faults, its line in the call log, and the provider's framing of
// its error. A call that fails changes nothing, but it is counted and logged.
func (p *Provider) call(
	ctx context.Context, t *model.Type, op model.Op, urn, id string, fn func(*model.Call) error,
) error {
	var faults []account.Fault
	var failure error
	err := p.account.Do(ctx, func(tx *account.Tx) error {
		c := p.newCall(tx, t, op, urn)
		c.ID, c.Old = id, live(tx, t, p.config.region, id)
		faults = tx.Faults(op.String(), t.Token, c.Name)
		c.Faults = faults
		failure = tx.Try(func() error {
			if err := refuse(faults); err != nil {
				return err
			}
			return fn(c)
		})
		line := account.Call{
			Region: t.RegionOf(c.Region), Service: t.Service, Action: t.Action(op), Type: t.Token, URN: urn, ID: c.ID,
		}
		if failure != nil {
			failure = t.Frame(op, label(id, c.Name), failure)
			line.Error, line.ID = failure.Error(), id
		}
		tx.Log(line)
		return nil
	})
	suffer(ctx, faults)
	if err != nil {
		return err
	}
	return failure
}

// live is the state of a resource, nil when there is none.
func live(tx *account.Tx, t *model.Type, region, id string) model.Props {
	if id == "" {
		return nil
	}
	r := tx.Get(t.RegionOf(region), t.Token, id)
	if r == nil {
		return nil
	}
	return r.Properties
}

// label is what an error calls a resource: its ID or, before it has one, its logical name.
func label(id, name string) string {
	if id != "" {
		return id
	}
	return name
}

// refuse returns the error of a fault that fails or kills.
func refuse(faults []account.Fault) error {
	for _, f := range faults {
		if f.Effect == account.Fail || f.Effect == account.Kill {
			code, message := f.Code, f.Message
			if code == "" {
				code = "InternalFailure"
			}
			if message == "" {
				message = "the simulated account was told to fail this call"
			}
			return model.Refusef(code, "%s", message)
		}
	}
	return nil
}

// suffer delays the call, or ends the process, after its transaction is over. An interrupt ends the delay.
func suffer(ctx context.Context, faults []account.Fault) {
	for _, f := range faults {
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
