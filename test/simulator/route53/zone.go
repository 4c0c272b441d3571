package route53

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func zone() *model.Type {
	return &model.Type{
		Token: Zone, Service: service, Noun: "Route53 Hosted Zone", Modeled: true, Global: true,
		Actions: model.Actions{
			Create: "CreateHostedZone", Read: "GetHostedZone", Update: "UpdateHostedZoneComment", Delete: "DeleteHostedZone",
		},
		Name:     model.Name{Property: "name", Max: 255},
		NewID:    func(*model.Call) string { return "Z" + strings.ToUpper(model.Hex(20)) },
		ARN:      "arn:{partition}:route53:::hostedzone/{id}",
		Links:    []string{"name"},
		Defaults: model.Props{"comment": "Managed by Pulumi", "forceDestroy": false},
		Computed: []string{"nameServers"},
		Replaces: []model.Replace{{Rule: "D9", Properties: []string{"name", "delegationSetId"}}},
		Plan:     planZone,
		Rules: []model.Rule{
			model.Conflicts("delegationSetId", "vpcs"),
			model.Length("comment", 0, 256),
			model.Limit("hostedZones", 500, "TooManyHostedZones",
				"Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER - Cannot create more hosted zones."),
			{On: model.Write, Test: knownVPCs},
			{ID: "D9", On: model.Update, Test: kindStays},
			{ID: "D8", On: model.Delete, Test: emptyZone},
		},
		Fill:    fillZone,
		Deleted: zoneDeleted,
	}
}

// planZone ignores the case and the trailing dot of a zone's name.
func planZone(c *model.Call, d *model.Diff) error {
	ignoreSameName(c, d)
	return nil
}

func ignoreSameName(c *model.Call, d *model.Diff) {
	if plainName(c.Old.String("name")) == plainName(c.New.String("name")) && c.New.Known("name") {
		same := func(name string) bool { return name == "name" }
		d.Changed, d.Replace = slices.DeleteFunc(d.Changed, same), slices.DeleteFunc(d.Replace, same)
	}
}

func knownVPCs(c *model.Call) error {
	for _, v := range c.New.Objects("vpcs") {
		if region, id := regionOf(c, v), v.String("vpcId"); c.Tx.Get(region, vpc, id) == nil {
			return model.Errorf("InvalidVPCId", "The VPC: %s in region %s that you provided is not authorized to make the "+
				"association.", id, region)
		}
	}
	return nil
}

// regionOf returns the region of a VPC: the named one, or the provider's.
func regionOf(c *model.Call, v model.Props) string {
	if region := v.String("vpcRegion"); region != "" {
		return region
	}
	return c.Region
}

// kindStays rejects the change of a public zone to a private one and the reverse.
func kindStays(c *model.Call) error {
	switch {
	case !c.Old.Has("vpcs") && c.New.Has("vpcs"):
		return publicZone()
	case c.Old.Has("vpcs") && !c.New.Has("vpcs"):
		return lastVPC()
	}
	return nil
}

func publicZone() error {
	return model.Errorf("PublicZoneVPCAssociation", "You're trying to associate a VPC with a public hosted zone. "+
		"Amazon Route 53 doesn't support associating a VPC with a public hosted zone.")
}

func lastVPC() error {
	return model.Errorf("LastVPCAssociation", "The VPC that you're trying to disassociate from the private hosted "+
		"zone is the last VPC that is associated with the hosted zone. Amazon Route 53 doesn't support disassociating "+
		"the last VPC from a hosted zone.")
}

func emptyZone(c *model.Call) error {
	if c.Old.Bool("forceDestroy") {
		return nil
	}
	for _, r := range c.Find(Record, "zoneId", c.ID) {
		if p := r.Properties; !required(p.String("type"), p.String("fqdn"), plainName(c.Old.String("name"))) {
			return model.Errorf("HostedZoneNotEmpty", "The specified hosted zone contains non-required resource record "+
				"sets and so cannot be deleted.")
		}
	}
	return nil
}

// required reports whether a record is one of the two that every zone has.
func required(typ, fqdn, zoneName string) bool {
	return fqdn == zoneName && (typ == "NS" || typ == "SOA")
}

func zoneDeleted(c *model.Call) error {
	for _, r := range c.Find(Record, "zoneId", c.ID) {
		c.Delete(Record, r.ID)
	}
	return nil
}

func fillZone(c *model.Call) error {
	c.State["zoneId"] = c.ID
	servers := nameServers(c.ID)
	c.State["nameServers"], c.State["primaryNameServer"] = servers, servers[0]
	return nil
}

// nameServers returns the four servers of a zone, always the same for its ID. A seeded zone has them too.
func nameServers(id string) []any {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id))
	n := h.Sum32() % 512
	var servers []any
	for i, domain := range []string{"com", "net", "org", "co.uk"} {
		number := n + uint32(i)*512
		servers = append(servers, fmt.Sprintf("ns-%d.awsdns-%02d.%s", number, n%64, domain))
	}
	return servers
}
