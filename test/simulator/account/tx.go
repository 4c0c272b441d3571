package account

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Tx is a transaction on the account. The first error of the store sticks: every later method does nothing, and
// [Account.Do] rolls back and returns it. Rules therefore need no error check on each line.
type Tx struct {
	ctx context.Context
	sql *sql.Tx
	err error
}

// Resource is a resource of the account.
type Resource struct {
	Region, Type, ID, URN, Name string
	// Properties are the inputs as the API holds them, and everything computed.
	Properties Props
	Created    time.Time
	// Given marks seed data and resources that AWS itself creates.
	Given bool
}

const columns = "region, type, id, urn, name, given, created, properties"

// Get returns the resource of a type with an ID in a region, or nil.
func (t *Tx) Get(region, typ, id string) *Resource {
	list := t.query("select "+columns+" from resource where type = ? and region = ? and id = ?", typ, region, id)
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// List returns all resources of a type in a region, in order of creation.
func (t *Tx) List(region, typ string) []*Resource {
	return t.query("select "+columns+" from resource where type = ? and region = ? order by seq", typ, region)
}

// Find returns the resources of a type whose linked property has the value (or holds it, for a list), in order of
// creation.
func (t *Tx) Find(region, typ, property, value string) []*Resource {
	return t.query("select "+columns+" from resource where seq in (select seq from link where type = ? and "+
		"property = ? and value = ? and region = ?) order by seq", typ, property, value, region)
}

// FindAnywhere is Find in all regions and accounts.
func (t *Tx) FindAnywhere(typ, property, value string) []*Resource {
	return t.query("select "+columns+" from resource where seq in (select seq from link where type = ? and "+
		"property = ? and value = ?) order by seq", typ, property, value)
}

// Count counts the resources of a type in a region.
func (t *Tx) Count(region, typ string) (n int) {
	t.scan("select count(*) from resource where type = ? and region = ?", []any{typ, region}, &n)
	return n
}

// CountLinked counts what Find returns, without reading it.
func (t *Tx) CountLinked(region, typ, property, value string) (n int) {
	t.scan("select count(distinct seq) from link where type = ? and property = ? and value = ? and region = ?",
		[]any{typ, property, value, region}, &n)
	return n
}

// Put writes a resource. links are the values by which Find finds it, for each property.
func (t *Tx) Put(r *Resource, links map[string][]string) {
	text, err := json.Marshal(r.Properties)
	t.fail(err)
	var seq int64
	t.scan("insert into resource (region, type, id, urn, name, given, created, properties) values (?,?,?,?,?,?,?,?) "+
		"on conflict (type, region, id) do update set urn = excluded.urn, name = excluded.name, "+
		"properties = excluded.properties returning seq",
		[]any{r.Region, r.Type, r.ID, r.URN, r.Name, r.Given, r.Created.UnixNano(), string(text)}, &seq)
	t.exec("delete from link where seq = ?", seq)
	for property, values := range links {
		for _, value := range values {
			t.exec("insert into link (seq, type, region, property, value) values (?,?,?,?,?)",
				seq, r.Type, r.Region, property, value)
		}
	}
}

// linked returns the properties by which a resource is found now.
func (t *Tx) linked(r *Resource) []string {
	var list string
	t.scan("select coalesce(group_concat(distinct property), '') from link where seq = "+
		"(select seq from resource where type = ? and region = ? and id = ?)", []any{r.Type, r.Region, r.ID}, &list)
	return strings.FieldsFunc(list, func(c rune) bool { return c == ',' })
}

// Delete removes a resource.
func (t *Tx) Delete(region, typ, id string) {
	t.exec("delete from resource where type = ? and region = ? and id = ?", typ, region, id)
}

// Tombstone keeps a name from being used again until the given time.
func (t *Tx) Tombstone(region, typ, name string, until time.Time) {
	t.exec("insert or replace into tombstone (region, type, name, until) values (?,?,?,?)",
		region, typ, name, until.UnixNano())
}

// HasTombstone reports whether a name cannot be used yet.
func (t *Tx) HasTombstone(region, typ, name string) bool {
	var n int
	t.scan("select count(*) from tombstone where type = ? and region = ? and name = ? and until > ?",
		[]any{typ, region, name, time.Now().UnixNano()}, &n)
	return n > 0
}

// Quota returns the value of a quota: fallback unless the account overrides it.
func (t *Tx) Quota(name string, fallback int) int {
	value := fallback
	t.scan("select value from quota where name = ?", []any{name}, &value)
	return value
}

func (t *Tx) query(text string, args ...any) []*Resource {
	if t.err != nil {
		return nil
	}
	rows, err := t.rows(text, args...)
	if err != nil {
		t.fail(err)
		return nil
	}
	defer rows.Close()
	var list []*Resource
	for rows.Next() {
		r, err := scanResource(rows)
		t.fail(err)
		list = append(list, r)
	}
	t.fail(rows.Err())
	return list
}

func scanResource(rows *sql.Rows) (*Resource, error) {
	r := &Resource{}
	var created int64
	var properties []byte
	err := rows.Scan(&r.Region, &r.Type, &r.ID, &r.URN, &r.Name, &r.Given, &created, &properties)
	if err != nil {
		return nil, err
	}
	r.Created = time.Unix(0, created)
	return r, json.Unmarshal(properties, &r.Properties)
}

// scan reads one row; no row leaves the target as it is.
func (t *Tx) scan(text string, args []any, target any) {
	if t.err != nil {
		return
	}
	err := t.sql.QueryRowContext(t.ctx, text, args...).Scan(target)
	if !errors.Is(err, sql.ErrNoRows) {
		t.fail(err)
	}
}

func (t *Tx) rows(text string, args ...any) (*sql.Rows, error) {
	return t.sql.QueryContext(t.ctx, text, args...)
}

func (t *Tx) exec(text string, args ...any) {
	if t.err != nil {
		return
	}
	_, err := t.sql.ExecContext(t.ctx, text, args...)
	t.fail(err)
}

// Try runs fn and rolls its changes back if it returns an error. Earlier changes of the transaction stay, so that a
// rejected call still counts.
func (t *Tx) Try(fn func() error) error {
	t.exec("savepoint try")
	if err := t.settle(fn()); err != nil {
		t.exec("rollback to try")
		return err
	}
	t.exec("release try")
	return t.err
}

// settle returns the final error of a unit of work. A failure of the store takes precedence, because rules that could
// not read the account return misleading errors.
func (t *Tx) settle(err error) error {
	if t.err != nil {
		return t.err
	}
	return err
}

func (t *Tx) fail(err error) {
	if t.err == nil && err != nil {
		t.err = fmt.Errorf("simulated account: %w", err)
	}
}
