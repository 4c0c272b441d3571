package ec2

import (
	"encoding/binary"
	"hash/crc32"
	"net/netip"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// reserved is the number of addresses that AWS reserves in each subnet: network, router, DNS, future use, broadcast.
const reserved = 5

// FreeAddresses returns the number of free IPv4 addresses in a subnet: its size without the addresses that AWS reserves
// and without one for each network interface.
func FreeAddresses(c *model.Call, subnetID string) int {
	p, ok := prefix(c.Props(Subnet, subnetID).String("cidrBlock"))
	if !ok {
		return 0
	}
	free := 1<<(32-p.Bits()) - reserved
	for _, r := range c.InSubnet(subnetID) {
		free -= c.Types[r.Type].Interfaces.In(r.Properties)
	}
	return max(free, 0)
}

// inside returns a private address in a subnet for the resource with an ID.
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
