package model

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"strings"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// Call is one call on one resource, as rules and Fill see it. Its methods read and write the call's region, or the
// global one for a global type; those of Tx take a region.
type Call struct {
	*account.Tx
	Type   *Type
	Op     Op
	Region string // of the provider; a global type's resources live in account.Global all the same
	// Account is the ID of the account that the provider assumes a role in, "" for the simulated one.
	Account string
	URN     string
	Name    string // logical name
	ID      string
	// Old is the state before the call, nil in a create.
	Old Props
	// New is the inputs of the program.
	New Props
	// State is the state after the call; Fill completes it.
	State Props
	// Faults are the faults that match this call.
	Faults []account.Fault
	// Silent means that the provider calls no API, so that the call log has no line.
	Silent bool
	// DefaultTags are the provider's default tags.
	DefaultTags map[string]any
	// Schema is the schema of the type; nil for a data source.
	Schema *schema.Resource
	// Types are the declarations of all types, by token and by alias.
	Types map[string]*Type
}

// Get returns the resource of a type with an ID, or nil.
func (c *Call) Get(token, id string) *account.Resource {
	return c.Tx.Get(c.regionOf(token), token, id)
}

// List returns all resources of a type.
func (c *Call) List(token string) []*account.Resource {
	return c.Tx.List(c.regionOf(token), token)
}

// Count counts the resources of a type.
func (c *Call) Count(token string) int { return c.Tx.Count(c.regionOf(token), token) }

// Find returns the resources of a type whose linked property has a value.
func (c *Call) Find(token, property, value string) []*account.Resource {
	return c.Tx.Find(c.regionOf(token), token, property, value)
}

// CountLinked counts the resources that Find returns.
func (c *Call) CountLinked(token, property, value string) int {
	return c.Tx.CountLinked(c.regionOf(token), token, property, value)
}

// Props returns the properties of the resource of a type with an ID, or nil.
func (c *Call) Props(token, id string) Props {
	if r := c.Get(token, id); r != nil {
		return r.Properties
	}
	return nil
}

// Exists reports whether there is a resource of a type with an ID.
func (c *Call) Exists(token, id string) bool { return c.Get(token, id) != nil }

// Put writes a resource with the links that its type declares.
func (c *Call) Put(r *account.Resource) {
	c.Tx.Put(r, c.Types[r.Type].linksOf(r.Properties))
}

// Seed writes a resource that AWS itself creates. It does not count as one that a program created.
func (c *Call) Seed(token, id string, properties Props) {
	c.Put(&account.Resource{
		Region: c.regionOf(token), Type: token, ID: id, Name: id, Given: true, Properties: properties, Created: time.Now(),
	})
}

// Retain puts the deleted resource of the call back, for a resource that the program wants to keep.
func (c *Call) Retain() { c.put() }

// put writes the call's own resource.
func (c *Call) put() {
	c.Tx.Put(&account.Resource{
		Region: c.Place(), Type: c.Type.Token, ID: c.ID, URN: c.URN, Name: c.Name,
		Properties: c.State, Created: time.Now(),
	}, c.Type.linksOf(c.State))
}

// Delete removes a resource of a type.
func (c *Call) Delete(token, id string) { c.Tx.Delete(c.regionOf(token), token, id) }

// Tombstone keeps a name of a type from being used again until the given time.
func (c *Call) Tombstone(token, name string, until time.Time) {
	c.Tx.Tombstone(c.regionOf(token), token, name, until)
}

// HasTombstone reports whether a name of a type may not be used yet.
func (c *Call) HasTombstone(token, name string) bool {
	return c.Tx.HasTombstone(c.regionOf(token), token, name)
}

// Changed reports whether the call changes a property. In a create, it reports whether the property is set.
func (c *Call) Changed(property string) bool {
	if c.Old == nil {
		return c.New.Has(property)
	}
	return c.New.Has(property) && !equal(c.Old.Get(property), c.New.Get(property))
}

func (c *Call) regionOf(token string) string {
	if t := c.Types[token]; t != nil {
		return account.In(c.Account, t.RegionOf(c.Region))
	}
	return account.In(c.Account, c.Region)
}

// Place is where the call's own resource is.
func (c *Call) Place() string { return account.In(c.Account, c.Type.RegionOf(c.Region)) }

// Partition is the AWS partition of the call's region.
func (c *Call) Partition() string {
	switch {
	case strings.HasPrefix(c.Region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(c.Region, "us-gov-"):
		return "aws-us-gov"
	default:
		return "aws"
	}
}

// Expand replaces {partition} {region} {account} {id} {name} in a pattern.
func (c *Call) Expand(pattern string) string {
	name := c.State.String(c.Type.Name.Property)
	return strings.NewReplacer("{partition}", c.Partition(), "{region}", c.Region, "{account}", cmp.Or(c.Account, account.ID),
		"{id}", c.ID, "{name}", name).Replace(pattern)
}

// Hex returns n random hexadecimal digits.
func Hex(n int) string {
	b := make([]byte, (n+1)/2)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)[:n]
}

// UUID returns a random UUID.
func UUID() string {
	h := Hex(32)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// NewUUID makes IDs that are UUIDs.
func NewUUID(*Call) string { return UUID() }

// ARNField returns a field of an ARN: 2 is the service, 3 the region, 4 the account.
func ARNField(arn string, n int) string {
	if fields := strings.Split(arn, ":"); n < len(fields) {
		return fields[n]
	}
	return ""
}

// Prefixed makes IDs like EC2's: the prefix and 17 hexadecimal digits.
func Prefixed(prefix string) func(*Call) string {
	return func(*Call) string { return prefix + Hex(17) }
}

// Named makes the ID from a property of the inputs.
func Named(property string) func(*Call) string {
	return func(c *Call) string { return c.New.String(property) }
}

// ByARN makes the ID the resource's ARN.
func ByARN(c *Call) string { return c.Expand(c.Type.ARN) }

// Links returns the values by which a resource of a type is found, for account.Tx.Put.
func Links(t *Type, p Props) map[string][]string { return t.linksOf(p) }

// linksOf returns the values by which a resource of this type is found.
func (t *Type) linksOf(p Props) map[string][]string {
	if t == nil {
		return nil // a type that is only ever written by others
	}
	links := make(map[string][]string, len(t.Links))
	for _, path := range append([]string{t.Interfaces.Subnets, t.Interfaces.Groups}, t.Links...) {
		if path != "" {
			links[path] = p.Values(path)
		}
	}
	return links
}
