// Package cidr checks ranges of IPv4 addresses that users write.
package cidr

import "net/netip"

// Anywhere is every IPv4 address.
const Anywhere = "0.0.0.0/0"

// Problem is what is wanted instead of a text that is no range of IPv4 addresses, with a hint. Both are empty for a range.
func Problem(text string) (want, hint string) {
	prefix, err := netip.ParsePrefix(text)
	switch {
	case err != nil && isAddress(text):
		return "a range of IPv4 addresses", "use " + text + "/32 for one address"
	case err != nil || !prefix.Addr().Is4():
		return "a range of IPv4 addresses such as 203.0.113.0/24", "security groups take no host names"
	case prefix != prefix.Masked():
		return "the first address of a range", "use " + prefix.Masked().String()
	default:
		return "", ""
	}
}

func isAddress(text string) bool {
	address, err := netip.ParseAddr(text)
	return err == nil && address.Is4()
}
