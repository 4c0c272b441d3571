package route53

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/regions"
)

// cloudFrontZone is the hosted zone of all CloudFront names.
const cloudFrontZone = "Z2FDTNDATAQYW2"

// aliasTarget requires that the alias target exists and has the hosted zone of its service. Targets of services that
// are not modelled are accepted.
func aliasTarget(c *model.Call) error {
	for _, alias := range c.New.Objects("aliases") {
		if name, zone := plainName(alias.String("name")), alias.String("zoneId"); !found(c, name, zone) {
			return model.Errorf("InvalidChangeBatch", "Tried to create an alias that targets %s., type %s in zone %s, "+
				"but that target was not found", name, c.New.String("type"), zone)
		}
	}
	return nil
}

func found(c *model.Call, name, zone string) bool {
	switch {
	case zone == c.New.String("zoneId"):
		return len(c.Find(Record, "fqdn", name)) > 0
	case zone == cloudFrontZone || strings.HasSuffix(name, ".cloudfront.net"):
		return zone == cloudFrontZone && distributionIs(c, name)
	case strings.HasSuffix(name, ".amazonaws.com") && strings.Contains(name, ".elb.") || isLoadBalancerZone(zone):
		return loadBalancerIs(c, strings.TrimPrefix(name, "dualstack."), zone)
	default:
		return true
	}
}

func distributionIs(c *model.Call, name string) bool {
	return c.Types[distribution] == nil || len(c.Tx.Find(account.Global, distribution, "domainName", name)) > 0
}

func isLoadBalancerZone(zone string) bool {
	for _, region := range regions.Names() {
		for _, kind := range []string{"application", "network"} {
			if regions.LoadBalancerZone(region, kind) == zone {
				return true
			}
		}
	}
	return false
}

// loadBalancerIs reports whether a load balancer of any region has the name and the zone.
func loadBalancerIs(c *model.Call, name, zone string) bool {
	for _, region := range regions.Names() {
		if list := c.Tx.Find(region, loadBalancer, "dnsName", name); len(list) > 0 {
			return list[0].Properties.String("zoneId") == zone
		}
	}
	return false
}
