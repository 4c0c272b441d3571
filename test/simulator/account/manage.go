package account

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"time"
)

// Resources returns all resources that programs created, in order of creation. It leaves out seed data and what AWS
// creates.
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

// Seed adds a resource that exists before the first up, such as a company's hosted zone. It is idempotent.
func (a *Account) Seed(ctx context.Context, region, typ, id string, properties Props) error {
	return a.Do(ctx, func(t *Tx) error {
		if t.Get(region, typ, id) != nil {
			return nil
		}
		r := &Resource{
			Region: region, Type: typ, ID: id, Name: id, Given: true, Properties: properties, Created: time.Now(),
		}
		t.Put(r, textLinks(properties))
		return nil
	})
}

// GiveZone gives the account a public hosted zone, as a company has it before it deploys. With the ARN of a role of another
// account, the zone is there, with the role, which this account may assume.
func (a *Account) GiveZone(ctx context.Context, id, name, role string) error {
	owner := ID
	if fields := strings.SplitN(role, ":", 6); len(fields) == 6 {
		owner = fields[4]
		trust := `{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::` + ID + `:root"}}]}`
		err := a.Seed(ctx, In(owner, Global), "aws:iam/role:Role", role[strings.LastIndex(role, "/")+1:],
			Props{"arn": role, "assumeRolePolicy": trust})
		if err != nil {
			return err
		}
	}
	return a.Seed(ctx, In(owner, Global), "aws:route53/zone:Zone", id, Props{
		"name": name, "zoneId": id, "arn": "arn:aws:route53:::hostedzone/" + id, "comment": "",
		"nameServers": []any{"ns-1.awsdns-01.com", "ns-2.awsdns-02.net", "ns-3.awsdns-03.org", "ns-4.awsdns-04.co.uk"},
	})
}

// textLinks make a seeded resource findable by each of its texts, such as its name, which data sources look up.
func textLinks(properties Props) map[string][]string {
	links := map[string][]string{}
	for key, value := range properties {
		if text, ok := value.(string); ok {
			links[key] = []string{text}
		}
	}
	return links
}

// Change sets properties outside Pulumi, as an autoscaler or a person in the console does.
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

// SetQuota overrides a quota. The simulator's README lists the names.
func (a *Account) SetQuota(ctx context.Context, name string, value int) error {
	return a.Do(ctx, func(t *Tx) error {
		t.exec("insert or replace into quota (name, value) values (?,?)", name, value)
		return nil
	})
}
