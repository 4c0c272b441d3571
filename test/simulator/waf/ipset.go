package waf

import (
	"net/netip"
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func ipSet() *model.Type {
	t := object(IPSet, "IPSet", "ipset",
		model.OneOf("ipAddressVersion", "IPV4", "IPV6"),
		model.Rule{On: model.Write, Test: ranges},
		model.Rule{ID: "WF4", On: model.Delete, Test: unreferenced},
	)
	t.Replaces = append(t.Replaces, model.Replace{Properties: []string{"ipAddressVersion"}})
	return t
}

// ranges requires addresses in CIDR form, of the set's IP version.
func ranges(c *model.Call) error {
	for _, address := range c.New.Strings("addresses") {
		p, err := netip.ParsePrefix(address)
		if err != nil || p.Addr().Is4() != (c.New.String("ipAddressVersion") == "IPV4") {
			return invalid("The parameter contains formatting that is not valid.", "IP_ADDRESS", address)
		}
	}
	return nil
}

func unreferenced(c *model.Call) error {
	for _, acl := range c.List(WebACL) {
		if slices.Contains(references(acl.Properties["rules"]), c.Old.String("arn")) {
			return inUse()
		}
	}
	return nil
}
