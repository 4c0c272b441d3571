package pack

import "net/netip"

// groups is the security groups of internet-facing ALBs: the stack's own, those from outside by ID, and whether there
// may be more.
type groups struct {
	own       []*resource
	outside   []string
	uncertain bool
}

func (s stack) publicGroups() groups {
	var g groups
	for _, balancer := range s.of(kindLoadBalancer) {
		internal, _ := balancer.get("internal").flag()
		kind, _ := balancer.get("loadBalancerType").text()
		if internal || kind != "" && kind != "application" {
			continue
		}
		used := s.linked(balancer, balancer.get("securityGroups"), kindSecurityGroup, kindDefaultSecurityGroup)
		g.own = union(g.own, used.found)
		g.outside = append(g.outside, used.outside...)
		g.uncertain = g.uncertain || used.missing > 0
	}
	return g
}

// grant is one permission to enter a security group.
type grant struct {
	on *resource
	// group is the property that names the security group; an inline rule has none, its owner is the group.
	group  value
	inline bool
	// sources are address ranges, prefixLists names of such.
	sources, prefixLists []value
	protocol, from, to   value
}

// grants is every ingress permission of the stack, inline or in a separate resource.
func (s stack) grants(c check) []grant {
	all := s.ruleGrants()
	for _, r := range s.of(kindSecurityGroup, kindDefaultSecurityGroup) {
		all = append(all, inlineGrants(r, c)...)
	}
	return all
}

func (s stack) ruleGrants() []grant {
	var all []grant
	for _, r := range s.of(kindIngressRule) {
		all = append(all, grant{
			on: r, group: r.get("securityGroupId"), sources: []value{r.get("cidrIpv4"), r.get("cidrIpv6")},
			prefixLists: []value{r.get("prefixListId")},
			protocol:    r.get("ipProtocol"), from: r.get("fromPort"), to: r.get("toPort"),
		})
	}
	for _, r := range s.of(kindSecurityGroupRule) {
		if direction, _ := r.get("type").text(); direction != "egress" {
			all = append(all, blockGrant(r, r.properties))
		}
	}
	return all
}

func inlineGrants(group *resource, c check) []grant {
	var all []grant
	ingress := group.get("ingress")
	rules, state := ingress.list()
	if state == unknown {
		c.unknown(group, ingress)
	}
	for _, rule := range rules {
		g := blockGrant(group, rule)
		g.inline = true
		all = append(all, g)
	}
	return all
}

// blockGrant reads the form that inline rules and ec2.SecurityGroupRule share.
func blockGrant(on *resource, rule value) grant {
	g := grant{
		on: on, group: rule.get("securityGroupId"),
		protocol: rule.get("protocol"), from: rule.get("fromPort"), to: rule.get("toPort"),
	}
	for _, name := range []string{"cidrBlocks", "ipv6CidrBlocks"} {
		g.sources = append(g.sources, items(rule.get(name))...)
	}
	g.prefixLists = items(rule.get("prefixListIds"))
	return g
}

// isInternet recognizes every spelling of 0.0.0.0/0 and ::/0.
func isInternet(cidr string) bool {
	prefix, err := netip.ParsePrefix(cidr)
	return err == nil && prefix.Bits() == 0
}
