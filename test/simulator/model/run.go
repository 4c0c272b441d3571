package model

import (
	"fmt"
	"maps"
	"time"
)

// Function is a data source.
type Function struct {
	// Token is the Pulumi function, aws:ecs/getService:getService.
	Token string
	// Run returns the result. The arguments are c.New.
	Run func(c *Call) (Props, error)
}

// Create creates the resource of a call: its rules, its name and ID, what AWS computes, and the record in the account.
func (t *Type) Create(c *Call) error {
	c.State = c.New.Clone()
	if err := t.validate(c); err != nil {
		return err
	}
	t.prefixName(c)
	if c.ID = t.newID(c); c.ID == "" {
		return Providerf("%s %s has got no ID; its declaration needs a NewID, or the resource a %s",
			t.Token, c.Name, t.Name.Property)
	}
	if err := t.write(c); err != nil || t.Created == nil {
		return err
	}
	return t.Created(c)
}

// Update changes the resource of a call in place, by the changed properties of its inputs.
func (t *Type) Update(c *Call, changed []string) error {
	c.State = Patch(c.Old, c.New, changed)
	if err := t.validate(c); err != nil {
		return err
	}
	return t.write(c)
}

// Delete deletes the resource of a call.
func (t *Type) Delete(c *Call) error {
	c.State = c.Old
	if err := t.validate(c); err != nil {
		return err
	}
	c.Delete(t.Token, c.ID)
	if t.Deleted != nil {
		return t.Deleted(c)
	}
	return nil
}

// Patch applies the changed inputs to a state.
func Patch(state, inputs Props, changed []string) Props {
	patched := state.Clone()
	for _, name := range changed {
		if inputs.Has(name) {
			patched[name] = inputs[name]
		} else {
			delete(patched, name)
		}
	}
	return patched
}

// AllTags are the default tags with a resource's own tags, which win.
func AllTags(defaultTags map[string]any, inputs Props) map[string]any {
	all := map[string]any{}
	maps.Copy(all, defaultTags)
	if own, ok := inputs["tags"].(map[string]any); ok {
		maps.Copy(all, own)
	}
	return all
}

// validate checks the rules of a call's operation, in order, up to the first error.
func (t *Type) validate(c *Call) error {
	for _, rule := range t.Rules {
		if rule.On&c.Op == 0 {
			continue
		}
		if err := rule.Test(c); err != nil {
			return err
		}
	}
	return nil
}

// prefixName names a resource from its prefix. The provider appends the time and a counter, 26 characters in all, so
// that names sort by creation.
func (t *Type) prefixName(c *Call) {
	if t.Name.Property == "" || c.State.Has(t.Name.Property) || !c.State.Has(t.Name.Prefix) {
		return
	}
	now := time.Now().UTC()
	stamp := now.Format("20060102150405") + fmt.Sprintf("%04d", now.Nanosecond()/100_000)
	c.State[t.Name.Property] = c.State.String(t.Name.Prefix) + stamp + Hex(8)
	c.New[t.Name.Property] = c.State[t.Name.Property]
}

func (t *Type) newID(c *Call) string {
	if t.NewID != nil {
		return t.NewID(c)
	}
	return c.State.String(t.Name.Property)
}

// write adds what AWS computes to the state of a call and stores it.
func (t *Type) write(c *Call) error {
	for name, value := range t.Defaults {
		c.State.Default(name, value)
	}
	if t.ARN != "" {
		c.State["arn"] = c.Expand(t.ARN)
	}
	if _, tagged := c.Schema.Outputs["tagsAll"]; tagged {
		c.State["tagsAll"] = AllTags(c.DefaultTags, c.New)
	}
	if t.Fill != nil {
		if err := t.Fill(c); err != nil {
			return err
		}
	}
	c.Schema.Complete(c.State)
	c.State = canonical(c.State).(map[string]any)
	c.put()
	return nil
}
