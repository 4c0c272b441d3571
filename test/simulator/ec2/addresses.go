package ec2

import (
	"encoding/binary"
	"hash/crc32"
	"net/netip"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// reserved is how many addresses of each subnet AWS keeps: network, router, DNS, one for later, broadcast.
const reserved = 5

// FreeAddresses is how many IPv4 addresses of a subnet are free: its size without what AWS keeps and without one for
// each network interface. Tasks of a service are spread evenly over its subnets, by the count that it has now.
func FreeAddresses(c *model.Call, subnetID string) int {
	p, ok := prefix(c.Props(Subnet, subnetID).String("cidrBlock"))
	if !ok {
		return 0
	}
	free := 1<<(32-p.Bits()) - reserved
	for _, use := range InSubnet {
		for _, r := range c.Of(use.Token, use.Property, subnetID) {
			free -= interfaces(use, r.Properties)
		}
	}
	return max(free, 0)
}

// interfaces is how many network interfaces a resource has in one of its subnets.
func interfaces(use model.Use, p model.Props) int {
	if use.Token != ecsService {
		return 1
	}
	subnets := len(p.Strings(use.Property))
	return (p.Int("desiredCount") + subnets - 1) / subnets
}

// inside is a private address in a subnet for the resource with an ID.
func inside(c *model.Call, subnetID, id string) string {
	p, ok := prefix(c.Props(Subnet, subnetID).String("cidrBlock"))
	if !ok || !p.Addr().Is4() {
		return ""
	}
	first := p.Addr().As4()
	usable := uint32(1)<<(32-p.Bits()) - reserved
	host := reserved - 1 + crc32.ChecksumIEEE([]byte(id))%usable
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], binary.BigEndian.Uint32(first[:])+host)
	return netip.AddrFrom4(b).String()
}
