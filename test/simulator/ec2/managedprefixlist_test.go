package ec2_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
)

func TestPrefixLists(t *testing.T) {
	n := newNetwork(t)
	entries := list(map[string]any{"cidr": "10.0.0.0/8"}, map[string]any{"cidr": "11.0.0.0/8"})
	in := props{"name": "office", "addressFamily": "IPv4", "maxEntries": 2.0, "entries": entries}
	id, state := n.MustCreate(ec2.PrefixList, "office", in)
	require.Equal(t, 1.0, state["version"])
	in["entries"] = list(map[string]any{"cidr": "10.0.0.0/8"})
	after, err := n.Update(ec2.PrefixList, id, in)
	require.NoError(t, err)
	require.Equal(t, 2.0, after["version"])
	in["addressFamily"] = "IPv6"
	n.replaces(ec2.PrefixList, id, in, "addressFamily")
	n.refuse(ec2.PrefixList, props{"addressFamily": "IPv4", "maxEntries": 1.0, "entries": entries}, denied(
		"PrefixListMaxEntriesExceeded", "You've reached the maximum number of entries for the prefix list."))
	n.refuse(ec2.PrefixList, props{"addressFamily": "IPv4", "maxEntries": 1001.0},
		"expected max_entries to be in the range (1 - 1000), got 1001")
	n.refuse(ec2.PrefixList, props{"addressFamily": "IPv5", "maxEntries": 1.0}, "expected address_family to be one of [")
	n.refuse(ec2.PrefixList, props{"name": "com.amazonaws.x", "addressFamily": "IPv4", "maxEntries": 1.0},
		denied("InvalidParameterValue", "The prefix list name cannot begin with com.amazonaws"))
}
