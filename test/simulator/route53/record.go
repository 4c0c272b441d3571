package route53

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const changeRecords = "ChangeResourceRecordSets"

func record() *model.Type {
	return &model.Type{
		Token: Record, Service: service, Noun: "Route53 Record", Modeled: true, Global: true,
		Actions: model.Actions{
			Create: changeRecords, Read: "ListResourceRecordSets", Update: changeRecords, Delete: changeRecords,
		},
		NewID:    func(c *model.Call) string { return recordID(c.New, fqdn(c)) },
		Key:      func(state model.Props) string { return recordID(state, state.String("fqdn")) },
		Links:    []string{"zoneId", "fqdn"},
		Defaults: model.Props{"allowOverwrite": false},
		Replaces: []model.Replace{{Rule: "D4", Properties: []string{"name", "zoneId"}}},
		Plan:     planRecord,
		Rules:    recordRules(),
		Fill:     fillRecord,
	}
}

// policies are the routing policies of records.
var policies = []string{
	"cidrRoutingPolicy", "failoverRoutingPolicies", "geolocationRoutingPolicies", "geoproximityRoutingPolicy",
	"latencyRoutingPolicies", "multivalueAnswerRoutingPolicy", "weightedRoutingPolicies",
}

func recordRules() []model.Rule {
	rules := []model.Rule{
		model.OneOf("type", "A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV",
			"SSHFP", "SVCB", "TLSA", "TXT"),
		model.ExactlyOne("aliases", "records").As("D1"),
		model.Conflicts("ttl", "aliases").As("D1"),
		model.With("records", "ttl").As("D1"),
	}
	for i, policy := range policies {
		rules = append(rules,
			model.With(policy, "setIdentifier").As("D2"), model.Conflicts(policy, policies[i+1:]...).As("D2"))
	}
	return append(rules,
		model.Refers("zoneId", Zone, "NoSuchHostedZone", "No hosted zone found with ID: %s").As("D10"),
		model.Rule{ID: "D5", On: model.Write, Test: insideZone},
		model.Rule{ID: "D6", On: model.Write, Test: cname},
		model.Rule{ID: "D15", On: model.Write, Test: onePolicy},
		model.Rule{ID: "D16", On: model.Write, Test: oneTTL},
		model.Rule{ID: "D3, D14", On: model.Write, Test: newName},
		model.Rule{ID: "D7", On: model.Write, Test: aliasTarget},
	)
}

// planRecord ignores the case and the trailing dot of a name.
func planRecord(c *model.Call, d *model.Diff) error {
	ignoreSameName(c, d)
	return nil
}

// zoneName is the name of the zone of a call's record.
func zoneName(c *model.Call) string {
	return plainName(c.Props(Zone, c.New.String("zoneId")).String("name"))
}

// fqdn returns a record's full name: the provider appends the zone's name if it is missing.
func fqdn(c *model.Call) string {
	name, zone := plainName(c.New.String("name")), zoneName(c)
	switch {
	case name == "":
		return zone
	case strings.HasSuffix(name, zone):
		return name
	default:
		return name + "." + zone
	}
}

// recordID is what a record is known by: its zone, its full name, its type and its set identifier.
func recordID(p model.Props, name string) string {
	id := p.String("zoneId") + "_" + name + "_" + p.String("type")
	if set := p.String("setIdentifier"); set != "" {
		id += "_" + set
	}
	return id
}

// fillRecord moves a record whose type or set identifier changes: the provider deletes the old one and creates the new one in
// one change batch.
// https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/route53/record.go (resourceRecordUpdate)
func fillRecord(c *model.Call) error {
	c.State["fqdn"] = fqdn(c)
	if id := recordID(c.New, fqdn(c)); c.Op == model.Update && id != c.ID {
		c.Delete(Record, c.ID)
		c.ID = id
	}
	return nil
}

// insideZone rejects a name that ends in the zone's name but is not in it: notexample.com in example.com.
func insideZone(c *model.Call) error {
	name, zone := fqdn(c), zoneName(c)
	if name != zone && !strings.HasSuffix(name, "."+zone) {
		return model.Errorf("InvalidChangeBatch", "RRSet with DNS name %s. is not permitted in zone %s.", name, zone)
	}
	return nil
}

// siblings returns the other records of the same name and zone.
func siblings(c *model.Call) []model.Props {
	var list []model.Props
	for _, r := range c.Find(Record, "fqdn", fqdn(c)) {
		if p := r.Properties; r.ID != c.ID && p.String("zoneId") == c.New.String("zoneId") {
			list = append(list, p)
		}
	}
	return list
}

// cname rejects a CNAME beside other records of the name. The apex always has some.
func cname(c *model.Call) error {
	name, zone, isCNAME := fqdn(c), zoneName(c), c.New.String("type") == "CNAME"
	if isCNAME && name == zone {
		return model.Errorf("InvalidChangeBatch",
			"RRSet of type CNAME with DNS name %s. is not permitted at apex in zone %s.", name, zone)
	}
	for _, other := range siblings(c) {
		if isCNAME != (other.String("type") == "CNAME") {
			return model.Errorf("InvalidChangeBatch", "RRSet of type %s with DNS name %s. is not permitted "+
				"as it conflicts with other records with the same DNS name in zone %s.", c.New.String("type"), name, zone)
		}
	}
	return nil
}

// newName rejects a record that exists, unless allowOverwrite is set.
func newName(c *model.Call) error {
	name, typ := fqdn(c), c.New.String("type")
	exists := c.Op == model.Create && required(typ, name, zoneName(c)) || slices.ContainsFunc(siblings(c),
		func(p model.Props) bool {
			return p.String("type") == typ && p.String("setIdentifier") == c.New.String("setIdentifier")
		})
	if exists && !c.New.Bool("allowOverwrite") {
		return model.Errorf("InvalidChangeBatch",
			"[Tried to create resource record set [name='%s.', type='%s'] but it already exists]", name, typ)
	}
	return nil
}
