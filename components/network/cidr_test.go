package network

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestAllocate(t *testing.T) {
	for _, tc := range []struct {
		vpc  string
		want []slot
	}{
		{"10.0.0.0/16", []slot{
			slotFrom("10.0.240.0/22", "10.0.0.0/18", "10.0.192.0/20"),
			slotFrom("10.0.244.0/22", "10.0.64.0/18", "10.0.208.0/20"),
			slotFrom("10.0.248.0/22", "10.0.128.0/18", "10.0.224.0/20"),
		}},
		{"192.168.240.0/20", []slot{
			slotFrom("192.168.255.0/26", "192.168.240.0/22", "192.168.252.0/24"),
			slotFrom("192.168.255.64/26", "192.168.244.0/22", "192.168.253.0/24"),
			slotFrom("192.168.255.128/26", "192.168.248.0/22", "192.168.254.0/24"),
		}},
	} {
		require.Equal(t, tc.want, allocate(netip.MustParsePrefix(tc.vpc), 3), tc.vpc)
	}
}

func slotFrom(public, private, isolated string) slot {
	return slot{
		public: netip.MustParsePrefix(public), private: netip.MustParsePrefix(private),
		isolated: netip.MustParsePrefix(isolated),
	}
}

// forEveryVPC draws ranges of every size that a network may have.
func forEveryVPC(t *testing.T, property func(t *rapid.T, vpc netip.Prefix)) {
	for bits := minPrefix; bits <= maxPrefix; bits++ {
		t.Run(fmt.Sprintf("a VPC of /%d", bits), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { property(t, drawVPC(t, bits)) })
		})
	}
}

func drawVPC(t *rapid.T, bits int) netip.Prefix {
	space := rapid.SampledFrom(privateSpaces).Draw(t, "space")
	offset := rapid.Uint32().Draw(t, "offset") >> space.Bits()
	a := space.Addr().As4()
	binary.BigEndian.PutUint32(a[:], binary.BigEndian.Uint32(a[:])|offset)
	return netip.PrefixFrom(netip.AddrFrom4(a), bits).Masked()
}

func TestRangesAreDisjointAndInside(t *testing.T) {
	forEveryVPC(t, func(t *rapid.T, vpc netip.Prefix) {
		all := ranges(allocate(vpc, maxZones))
		require.Len(t, all, 3*maxZones)
		for i, r := range all {
			require.Equal(t, r.Masked(), r, "canonical")
			require.True(t, vpc.Contains(r.Addr()) && vpc.Bits() < r.Bits(), "%s is inside %s", r, vpc)
			for _, other := range all[:i] {
				require.False(t, r.Overlaps(other), "%s overlaps %s", r, other)
			}
		}
	})
}

func ranges(slots []slot) []netip.Prefix {
	var all []netip.Prefix
	for _, s := range slots {
		all = append(all, s.public, s.private, s.isolated)
	}
	return all
}

func TestAnotherZoneMovesNothing(t *testing.T) {
	forEveryVPC(t, func(t *rapid.T, vpc netip.Prefix) {
		three := allocate(vpc, 3)
		require.Equal(t, allocate(vpc, 1), three[:1])
		require.Equal(t, allocate(vpc, 2), three[:2])
	})
}

func TestRangesAreLargeEnough(t *testing.T) {
	forEveryVPC(t, func(t *rapid.T, vpc netip.Prefix) {
		for _, s := range allocate(vpc, maxZones) {
			require.Equal(t, vpc.Bits()+2, s.private.Bits())
			require.Equal(t, vpc.Bits()+4, s.isolated.Bits())
			require.Equal(t, vpc.Bits()+6, s.public.Bits())
			require.LessOrEqual(t, s.public.Bits(), 26, "a load balancer needs a /27 and 8 free addresses")
		}
	})
}

func TestOneSixtyFourthStaysFree(t *testing.T) {
	forEveryVPC(t, func(t *rapid.T, vpc netip.Prefix) {
		free := uint32(1) << (32 - vpc.Bits())
		for _, r := range ranges(allocate(vpc, maxZones)) {
			free -= 1 << (32 - r.Bits())
		}
		require.Equal(t, uint32(1)<<(32-vpc.Bits()-6), free)
	})
}
