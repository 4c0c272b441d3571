package network

import (
	"encoding/binary"
	"net/netip"
)

// maxZones is the number of zones that a VPC's range has room for, from the first day on.
const maxZones = 3

// slot is the address ranges of one zone.
type slot struct{ public, private, isolated netip.Prefix }

// allocate divides a VPC's range among its zones. Of a /16 a zone gets
//
//	private   /18  16,379 usable addresses  one for each task, so by far the most
//	isolated  /20   4,091                   database and cache nodes
//	public    /22   1,019                   load balancers (up to 100 between them) and a NAT gateway
//
// and of a /20 a sixteenth of that: 1,019, 251 and 59. AWS keeps five addresses of each subnet. The private ranges of
// three zones fill three quarters, the isolated ones three quarters of the rest, the public ones three quarters of
// what then is left; the last sixty-fourth stays free.
//
// A zone's ranges follow from its place in the list alone and never from the number of zones, so that a third zone
// moves nothing.
func allocate(vpc netip.Prefix, zones int) []slot {
	slots := make([]slot, zones)
	for i := range slots {
		slots[i] = slotOf(vpc, i)
	}
	return slots
}

func slotOf(vpc netip.Prefix, zone int) slot {
	afterPrivate := quarter(vpc, maxZones)
	afterIsolated := quarter(afterPrivate, maxZones)
	return slot{
		private:  quarter(vpc, zone),
		isolated: quarter(afterPrivate, zone),
		public:   quarter(afterIsolated, zone),
	}
}

// quarter is the i-th of the four equal parts of an IPv4 range.
func quarter(p netip.Prefix, i int) netip.Prefix {
	const addressBits = 32
	length := p.Bits() + 2
	a := p.Masked().Addr().As4()
	base := binary.BigEndian.Uint32(a[:]) + uint32(i)<<(addressBits-length)
	binary.BigEndian.PutUint32(a[:], base)
	return netip.PrefixFrom(netip.AddrFrom4(a), length)
}
