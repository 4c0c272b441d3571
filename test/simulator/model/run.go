package model

import (
	"fmt"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// Function is a data source.
type Function struct {
	// Token is the Pulumi function, aws:ecs/getService:getService.
	Token string
	// Run returns the result. The arguments are c.New.
	Run func(c *Call) (Props, error)
}

// Test checks the rules of a call's operation, in order, up to the first that is broken.
func (t *Type) Test(c *Call) error {
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

// PrefixName makes the name of a resource that was given a prefix: the provider appends the time and a counter, 26
// characters in all, so that names sort by creation.
func (t *Type) PrefixName(c *Call) {
	if t.Name.Property == "" || c.State.Has(t.Name.Property) || !c.State.Has(t.Name.Prefix) {
		return
	}
	now := time.Now().UTC()
	stamp := now.Format("20060102150405") + fmt.Sprintf("%04d", now.Nanosecond()/100_000)
	c.State[t.Name.Property] = c.State.String(t.Name.Prefix) + stamp + Hex(8)
	c.New[t.Name.Property] = c.State[t.Name.Property]
}

// Write stores the state that a create or update ends in.
func (t *Type) Write(c *Call) error {
	c.State = canonical(c.State).(map[string]any)
	r := &account.Resource{
		Region: t.RegionOf(c.Region), Type: t.Token, ID: c.ID, URN: c.URN, Name: c.Name,
		Properties: c.State, Created: time.Now(),
	}
	c.Put(r, t.linksOf(c.State))
	if t.Created != nil && c.Op == Create {
		return t.Created(c)
	}
	return nil
}

// Remove deletes the resource of the call.
func (t *Type) Remove(c *Call) error {
	c.Delete(t.RegionOf(c.Region), t.Token, c.ID)
	if t.Deleted != nil {
		return t.Deleted(c)
	}
	return nil
}
