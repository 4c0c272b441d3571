package model

import (
	"crypto/rand"
	"encoding/hex"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// Call is one call on one resource, as rules and Fill see it.
type Call struct {
	*account.Tx
	Type   *Type
	Op     Op
	Region string // of the provider; a global type's resources live in account.Global all the same
	URN    string
	Name   string // logical name
	ID     string
	// Old is the live state, nil in a create.
	Old Props
	// New is the wanted inputs.
	New Props
	// State is the state after the call; Fill completes it.
	State Props
	// Faults strike this call.
	Faults []account.Fault
	// DefaultTags are the provider's, for the data source that tells them.
	DefaultTags map[string]any
	// Types are the declarations of all types, by token and by alias.
	Types map[string]*Type
}

// Of returns the resources of another type whose linked property has a value.
func (c *Call) Of(token, property, value string) []*account.Resource {
	return c.Tx.Find(c.regionOf(token), token, property, value)
}

// Used counts the resources of another type whose linked property has a value.
func (c *Call) Used(token, property, value string) int {
	return c.CountLinked(c.regionOf(token), token, property, value)
}

// All returns all resources of another type.
func (c *Call) All(token string) []*account.Resource {
	return c.List(c.regionOf(token), token)
}

// The returns the resource of another type with an ID, nil when there is none.
func (c *Call) The(token, id string) *account.Resource {
	return c.Get(c.regionOf(token), token, id)
}

// Props returns the properties of the resource of another type with an ID, nil when there is none.
func (c *Call) Props(token, id string) Props {
	if r := c.The(token, id); r != nil {
		return r.Properties
	}
	return nil
}

// Exists reports whether there is a resource of another type with an ID.
func (c *Call) Exists(token, id string) bool { return c.The(token, id) != nil }

// Save writes a resource of another type that this call changes as well.
func (c *Call) Save(r *account.Resource) {
	c.Put(r, c.Types[r.Type].linksOf(r.Properties))
}

// Changed reports whether the call changes a property. In a create it is whether the property is set.
func (c *Call) Changed(property string) bool {
	if c.Old == nil {
		return c.New.Has(property)
	}
	return c.New.Has(property) && !equal(c.Old.Get(property), c.New.Get(property))
}

func (c *Call) regionOf(token string) string {
	if t := c.Types[token]; t != nil {
		return t.RegionOf(c.Region)
	}
	return c.Region
}

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

// Expand fills {partition} {region} {account} {id} {name} into a pattern.
func (c *Call) Expand(pattern string) string {
	name := c.State.String(c.Type.Name.Property)
	return strings.NewReplacer("{partition}", c.Partition(), "{region}", c.Region, "{account}", account.ID,
		"{id}", c.ID, "{name}", name).Replace(pattern)
}

// Hex makes the random part of an ID: n hexadecimal digits.
func Hex(n int) string {
	b := make([]byte, (n+1)/2)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)[:n]
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

// linksOf are the values by which a resource of this type is found.
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
