package account

import (
	"context"
	"fmt"
	"maps"
	"time"
)

// Resources returns everything that an up made, in order of creation. What was there before (given) is left out.
func (a *Account) Resources(ctx context.Context) ([]Resource, error) {
	var list []Resource
	err := a.Do(ctx, func(t *Tx) error {
		for _, r := range t.query("select " + columns + " from resource where given = 0 order by seq") {
			list = append(list, *r)
		}
		return nil
	})
	return list, err
}

// Give puts a resource into the account that was there before the first up, such as a company's hosted zone. Giving
// it again changes nothing.
func (a *Account) Give(ctx context.Context, region, typ, id string, properties Props) error {
	return a.Do(ctx, func(t *Tx) error {
		if t.Get(region, typ, id) != nil {
			return nil
		}
		r := &Resource{
			Region: region, Type: typ, ID: id, Name: id, Given: true, Properties: properties, Created: time.Now(),
		}
		t.Put(r, nameLink(properties))
		return nil
	})
}

// nameLink lets a given resource be found by its name, the one property by which data sources look it up.
func nameLink(properties Props) map[string][]string {
	if name, ok := properties["name"].(string); ok {
		return map[string][]string{"name": {name}}
	}
	return nil
}

// Change sets properties of a resource behind the engine's back: an autoscaler that changes a count, a person who
// clicks in the console.
func (a *Account) Change(ctx context.Context, region, typ, id string, set Props) error {
	return a.Do(ctx, func(t *Tx) error {
		r := t.Get(region, typ, id)
		if r == nil {
			return fmt.Errorf("changing %s %s: there is none in %s", typ, id, region)
		}
		if r.Properties == nil {
			r.Properties = Props{}
		}
		maps.Copy(r.Properties, set)
		links := map[string][]string{}
		for _, path := range t.linked(r) {
			links[path] = r.Properties.Values(path)
		}
		t.Put(r, links)
		return nil
	})
}

// SetQuota overrides a quota, by its name in the simulator's README.
func (a *Account) SetQuota(ctx context.Context, name string, value int) error {
	return a.Do(ctx, func(t *Tx) error {
		t.exec("insert or replace into quota (name, value) values (?,?)", name, value)
		return nil
	})
}
