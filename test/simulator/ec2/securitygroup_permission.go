package ec2

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// permission is one rule of a security group as AWS counts it: one protocol, one range of ports, one peer.
type permission struct {
	protocol string
	from, to int
	list     string // of the peer: one of peerLists
	peer     string
}

// peerLists are the properties of a rule in a group's list that name its peers.
var peerLists = []string{"cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"}

// protocols are the names of protocol numbers.
var protocols = map[string]string{"all": "-1", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}

// withPorts are the protocols with ports, or with type and code.
var withPorts = []string{"tcp", "udp", "icmp", "icmpv6"}

func protocolOf(text string) string {
	text = strings.ToLower(text)
	if name, ok := protocols[text]; ok {
		return name
	}
	return text
}

// permissionsOf splits inline rules into permissions. A rule with self has the group as its peer.
func permissionsOf(group string, rules []model.Props) []permission {
	var all []permission
	for _, r := range rules {
		p := permission{protocol: protocolOf(r.String("protocol"))}
		if slices.Contains(withPorts, p.protocol) {
			p.from, p.to = r.Int("fromPort"), r.Int("toPort")
		}
		for _, list := range peerLists {
			for _, peer := range r.Strings(list) {
				p.list, p.peer = list, canonical(peer)
				all = append(all, p)
			}
		}
		if r.Bool("self") {
			p.list, p.peer = "securityGroups", group
			all = append(all, p)
		}
	}
	return all
}

// canonical returns a range in AWS's canonical form. Other peers stay as they are.
func canonical(peer string) string {
	if p, err := netip.ParsePrefix(peer); err == nil {
		return p.Masked().String()
	}
	return peer
}

// without returns the inline rules without some permissions.
func without(group string, rules []model.Props, gone []permission) []any {
	kept := []any{}
	for _, r := range rules {
		stays := r.Clone()
		for _, list := range append([]string{"self"}, peerLists...) {
			delete(stays, list)
		}
		had, has := permissionsOf(group, []model.Props{r}), 0
		for _, p := range had {
			if !slices.Contains(gone, p) {
				stays[p.list] = append(stays.List(p.list), p.peer)
				has++
			}
		}
		switch has {
		case 0:
		case len(had):
			kept = append(kept, map[string]any(r))
		default:
			kept = append(kept, map[string]any(stays))
		}
	}
	return kept
}

// String returns a permission as AWS's errors print it.
func (p permission) String() string {
	protocol, ports := strings.ToUpper(p.protocol), ""
	if p.protocol == "-1" {
		protocol = "ALL"
	}
	if slices.Contains(withPorts, p.protocol) {
		ports = fmt.Sprintf(", from port: %d, to port: %d", p.from, p.to)
	}
	return fmt.Sprintf("peer: %s, %s%s, ALLOW", p.peer, protocol, ports)
}

// wellFormed checks the ranges of permissions.
func wellFormed(permissions []permission) error {
	for _, p := range permissions {
		if _, err := netip.ParsePrefix(p.peer); err != nil && strings.HasSuffix(p.list, "Blocks") {
			return model.Errorf("InvalidParameterValue", "CIDR block %s is malformed", p.peer)
		}
	}
	return nil
}

// withinRuleLimit checks the quota of one direction of a group. IPv4 and IPv6 count separately. A group counts for
// both, and so does a prefix list, with its maximum number of entries.
func withinRuleLimit(c *model.Call, permissions []permission) error {
	var four, six int
	for _, p := range permissions {
		switch p.list {
		case "cidrBlocks":
			four++
		case "ipv6CidrBlocks":
			six++
		default:
			n := prefixListEntries(c, p)
			four, six = four+n, six+n
		}
	}
	if max(four, six) > c.Quota("rulesPerSecurityGroup", 60) {
		return model.Errorf("RulesPerSecurityGroupLimitExceeded",
			"The maximum number of rules per security group has been reached.")
	}
	return nil
}

func prefixListEntries(c *model.Call, p permission) int {
	if p.list != "prefixListIds" {
		return 1
	}
	if own := c.Props(PrefixList, p.peer); own != nil {
		return own.Int("maxEntries")
	}
	if aws, ok := awsList(c.Region, p.peer); ok {
		return aws.maxEntries
	}
	return 1
}
