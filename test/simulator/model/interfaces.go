package model

import "github.com/tenfold-iac/tenfold/test/simulator/account"

// Interfaces declares the network interfaces that a resource puts into subnets. They keep the subnets and the security
// groups that they use from being deleted.
type Interfaces struct {
	// Subnets is the property that names the subnets; "" for a type that names none.
	Subnets string
	// Groups is the property that names the security groups; "" for a type that names none.
	Groups string
	// Count is the property with the number of interfaces, which are spread evenly over the subnets. Default: one in
	// each subnet.
	Count string
}

// In is the number of interfaces that a resource with these properties has in each of its subnets.
func (i Interfaces) In(p Props) int {
	if i.Count == "" {
		return 1
	}
	subnets := len(p.Values(i.Subnets))
	return (p.Int(i.Count) + subnets - 1) / subnets
}

// InSubnet returns the resources that have network interfaces in a subnet.
func (c *Call) InSubnet(id string) []*account.Resource {
	return c.attached(func(t *Type) string { return t.Interfaces.Subnets }, id)
}

// InGroup returns the resources whose network interfaces are in a security group.
func (c *Call) InGroup(id string) []*account.Resource {
	return c.attached(func(t *Type) string { return t.Interfaces.Groups }, id)
}

// attached returns the resources of all types whose property holds the ID.
func (c *Call) attached(property func(*Type) string, id string) []*account.Resource {
	var list []*account.Resource
	for token, t := range c.Types {
		if path := property(t); path != "" && token == t.Token { // not an alias
			list = append(list, c.Find(token, path, id)...)
		}
	}
	return list
}
