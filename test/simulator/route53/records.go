package route53

import (
	"regexp"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// getRecords lists the record sets of a zone, with the two that every zone has. Their names end in a dot, and an asterisk is
// \052, as in the API.
func getRecords(c *model.Call) (model.Props, error) {
	zone := c.Get(Zone, c.New.String("zoneId"))
	if zone == nil {
		return nil, model.Errorf("NoSuchHostedZone", "No hosted zone found with ID: %s", c.New.String("zoneId"))
	}
	name, err := regexp.Compile(c.New.String("nameRegex"))
	if err != nil {
		return nil, model.Providerf("invalid value for name_regex (%s)", err)
	}
	sets := []any{}
	apex := plainName(zone.Properties.String("name"))
	for _, typ := range []string{"NS", "SOA"} {
		sets = append(sets, recordSet(model.Props{"fqdn": apex, "type": typ, "ttl": 900.0}))
	}
	for _, r := range c.Find(Record, "zoneId", zone.ID) {
		if p := r.Properties; !required(p.String("type"), p.String("fqdn"), apex) {
			sets = append(sets, recordSet(p))
		}
	}
	sets = slices.DeleteFunc(sets, func(set any) bool { return !name.MatchString(set.(model.Props).String("name")) })
	return model.Props{"id": account.ID, "zoneId": zone.ID, "nameRegex": c.New["nameRegex"], "resourceRecordSets": sets}, nil
}

// recordSet describes a record as the API does.
func recordSet(p model.Props) model.Props {
	values := []any{}
	for _, value := range p.Strings("records") {
		values = append(values, model.Props{"value": value})
	}
	set := model.Props{
		"name": strings.ReplaceAll(plainName(p.String("fqdn")), "*", `\052`) + ".", "type": p.String("type"), "ttl": p["ttl"],
		"setIdentifier": p.String("setIdentifier"), "resourceRecords": values,
		"weight": p.Get("weightedRoutingPolicies.0.weight"), "aliasTarget": model.Props{},
	}
	if p.Has("aliases") {
		set["aliasTarget"] = model.Props{
			"dnsName": plainName(p.String("aliases.0.name")) + ".", "hostedZoneId": p.String("aliases.0.zoneId"),
			"evaluateTargetHealth": p.Bool("aliases.0.evaluateTargetHealth"),
		}
	}
	return set
}
