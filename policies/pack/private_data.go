package pack

import (
	"slices"
)

// PrivateData is the ID of the policy that only the stack's own services reach databases, caches and brokers.
const PrivateData = "private-data"

func privateData() policy {
	return policy{
		id:          PrivateData,
		description: "Databases, caches and brokers are reached from named security groups only.",
		fix: "Set `publiclyAccessible: false`; use subnets without `mapPublicIpOnLaunch`; " +
			"admit the clients' security groups instead of address ranges.",
		settings: []setting{{
			name: "allowedSources", what: "Address ranges and prefix lists that may reach a store as well.",
			fallback: []string{},
		}},
		stack: func(s stack, c check) {
			for _, p := range places {
				for _, r := range s.of(p.kind) {
					s.checkPlace(r, p, c)
				}
			}
			s.checkStoreGrants(c)
		},
	}
}

// place names the properties that place a store in the network. A property that the resource lacks is empty.
type place struct{ kind, public, subnets, groups string }

var places = []place{
	{kind: kindDBInstance, public: "publiclyAccessible", groups: "vpcSecurityGroupIds"},
	{kind: kindDBCluster, groups: "vpcSecurityGroupIds"},
	{kind: kindDBClusterInstance, public: "publiclyAccessible"},
	{kind: kindDBSubnetGroup, subnets: "subnetIds"},
	{kind: kindReplicationGroup, groups: "securityGroupIds"},
	{kind: kindCacheCluster, groups: "securityGroupIds"},
	{kind: kindServerlessCache, subnets: "subnetIds", groups: "securityGroupIds"},
	{kind: kindCacheSubnetGroup, subnets: "subnetIds"},
	{kind: kindMessageBroker, public: "publiclyAccessible", subnets: "subnetIds", groups: "securityGroups"},
}

func (s stack) checkPlace(r *resource, p place, c check) {
	if p.public != "" {
		c.flag(r, r.get(p.public), false, "only clients in the VPC need a data store; set it to false")
	}
	if p.subnets != "" {
		s.checkSubnets(r, r.get(p.subnets), "a store needs no public address; use isolated subnets", c)
	}
}

// checkStoreGrants checks the ingress rules of security groups of stores.
func (s stack) checkStoreGrants(c check) {
	guarded := s.storeGroups(c)
	for _, g := range s.ruleGrants() {
		l := s.linked(g.on, g.group, kindSecurityGroup, kindDefaultSecurityGroup)
		switch {
		case slices.ContainsFunc(l.found, func(r *resource) bool { return slices.Contains(guarded, r) }):
			checkStoreGrant(g, c)
		case l.missing > 0 && len(guarded) > 0 && g.hasRanges():
			c.unknown(g.on, g.group)
		}
	}
	for _, group := range guarded {
		for _, g := range inlineGrants(group, c) {
			checkStoreGrant(g, c)
		}
	}
}

// storeGroups is the security groups of the stack that stores use.
func (s stack) storeGroups(c check) []*resource {
	var all []*resource
	for _, p := range places {
		for _, r := range s.of(p.kind) {
			if p.groups == "" {
				continue
			}
			v := r.get(p.groups)
			used := s.linked(r, v, kindSecurityGroup, kindDefaultSecurityGroup)
			all = union(all, used.found)
			if used.missing > 0 {
				c.unknown(r, v)
			}
		}
	}
	return all
}

func (g grant) ranges() []value { return slices.Concat(g.sources, g.prefixLists) }

func (g grant) hasRanges() bool {
	return slices.ContainsFunc(g.ranges(), func(v value) bool { return v.state() != absent })
}

// checkStoreGrant skips 0.0.0.0/0, which no-public-ingress forbids everywhere.
func checkStoreGrant(g grant, c check) {
	for _, source := range g.ranges() {
		switch text, state := source.text(); {
		case state == unknown:
			c.unknown(g.on, source)
		case state == known && !isInternet(text) && !c.has("allowedSources", text):
			c.violation(g.on, source, "a source security group",
				"an address range admits whatever gets an address in it; admit the clients' security group instead")
		}
	}
}
