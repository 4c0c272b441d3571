package ec2

import (
	"net/netip"
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Side is one end of a connection: the security groups and the subnets of its network interfaces.
type Side struct{ Groups, Subnets []string }

// Reachable reports whether security groups let one side connect to a TCP port of the other: egress there, and ingress
// here. A side without a group is not restricted.
func Reachable(c *model.Call, from, to Side, port int) bool {
	return admits(c, from.Groups, "egress", port, to) && admits(c, to.Groups, "ingress", port, from)
}

func admits(c *model.Call, groups []string, direction string, port int, peer Side) bool {
	return len(groups) == 0 || slices.ContainsFunc(groups, func(id string) bool {
		all := permissionsOf(id, c.Props(SecurityGroup, id).Objects(direction))
		return slices.ContainsFunc(all, func(p permission) bool { return p.includes(c, port, peer) })
	})
}

func (p permission) includes(c *model.Call, port int, peer Side) bool {
	if p.protocol != "-1" && (p.protocol != "tcp" || port < p.from || port > p.to) {
		return false
	}
	if p.list == "securityGroups" {
		return slices.Contains(peer.Groups, p.peer)
	}
	cidr, err := netip.ParsePrefix(p.peer)
	return err == nil && !slices.ContainsFunc(peer.Subnets, func(id string) bool {
		own, err := netip.ParsePrefix(c.Props(Subnet, id).String("cidrBlock"))
		return err != nil || own.Bits() < cidr.Bits() || !cidr.Contains(own.Addr())
	})
}
