package pack

import (
	"slices"
)

// NoPublicIngress is the ID of the policy that the internet reaches the load balancer and nothing else.
const NoPublicIngress = "no-public-ingress"

func noPublicIngress() policy {
	return policy{
		id:          NoPublicIngress,
		description: "Nothing but the ports 80 and 443 of an internet-facing ALB is open to the internet.",
		fix: "Name a source security group instead of `0.0.0.0/0` or `::/0`; " +
			"run tasks in private subnets without `assignPublicIp`.",
		stack: func(s stack, c check) {
			open := s.publicGroups()
			for _, g := range s.grants(c) {
				s.checkGrant(g, open, c)
			}
			for _, service := range s.of(kindService) {
				s.checkPlacement(service, c)
			}
		},
	}
}

func (s stack) checkGrant(g grant, open groups, c check) {
	for _, source := range g.sources {
		switch cidr, state := source.text(); {
		case state == unknown:
			c.unknown(g.on, source)
		case isInternet(cidr):
			s.checkPublicGrant(g, source, open, c)
		}
	}
}

func (s stack) checkPublicGrant(g grant, source value, open groups, c check) {
	guardsALB, certain := s.guardsALB(g, open)
	switch {
	case guardsALB:
		checkPorts(g, source, c)
	case certain:
		c.violation(g.on, source, "a source security group",
			"only an internet-facing ALB may be open to the internet; admit the ALB's security group instead")
	default:
		c.unknown(g.on, g.group)
	}
}

// guardsALB says whether the permission is about an internet-facing ALB's security group, and whether a no is certain.
func (s stack) guardsALB(g grant, open groups) (yes, certain bool) {
	if g.inline {
		return slices.Contains(open.own, g.on), !open.uncertain
	}
	l := s.linked(g.on, g.group, kindSecurityGroup, kindDefaultSecurityGroup)
	for _, r := range l.found {
		yes = yes || slices.Contains(open.own, r)
	}
	for _, id := range l.outside {
		yes = yes || slices.Contains(open.outside, id)
	}
	return yes, !open.uncertain && l.missing == 0
}

func checkPorts(g grant, source value, c check) {
	for _, v := range []value{g.protocol, g.from, g.to} {
		if v.state() == unknown {
			c.unknown(g.on, v)
			return
		}
	}
	protocol, _ := g.protocol.text()
	from, _ := g.from.number()
	to, _ := g.to.number()
	if protocol != "tcp" || from != to || from != 80 && from != 443 {
		c.report(g.on, "%s is %s for protocol %s, ports %s to %s; want tcp 80 or 443 only: "+
			"an ALB needs no other port from the internet; narrow or remove the rule",
			source.path, source, g.protocol, g.from, g.to)
	}
}

// checkPlacement looks for tasks that have a public address.
func (s stack) checkPlacement(service *resource, c check) {
	address := service.get("networkConfiguration", "assignPublicIp")
	switch public, state := address.flag(); {
	case state == unknown:
		c.unknown(service, address)
	case public:
		c.violation(service, address, "false",
			"a task with a public address can be reached past the ALB; use private subnets behind a NAT gateway")
	}
	s.checkSubnets(service, service.get("networkConfiguration", "subnets"),
		"tasks are reached through the ALB; use subnets without public addresses", c)
}

// checkSubnets reports only certain violations. While IDs are unknown, a resource is certainly in a public subnet only if
// all subnets that it may be in are public.
func (s stack) checkSubnets(on *resource, subnets value, why string, c check) {
	used := s.linked(on, subnets, kindSubnet, kindDefaultSubnet)
	uncertain := used.missing > 0
	var public []*resource
	for _, subnet := range used.found {
		gives, state := subnet.get("mapPublicIpOnLaunch").flag()
		uncertain = uncertain || state == unknown
		if gives {
			public = append(public, subnet)
		}
	}
	switch {
	case len(public) > 0 && (used.exact || len(public) == len(used.found)):
		for _, subnet := range public {
			c.report(on, "%s has %q, where mapPublicIpOnLaunch is true; want private subnets: %s",
				subnets.path, subnet.name, why)
		}
	case uncertain, len(public) > 0:
		c.unknown(on, subnets)
	}
}
