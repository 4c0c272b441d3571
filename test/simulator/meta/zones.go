package meta

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/regions"
)

// zoneStates are the possible states of a zone. The account's zones are always available.
var zoneStates = []string{"available", "information", "impaired", "unavailable"}

func getAvailabilityZones(c *model.Call) (model.Props, error) {
	state := c.New.String("state")
	if state != "" && !slices.Contains(zoneStates, state) {
		return nil, model.Providerf("expected state to be one of %q, got %s", zoneStates, state)
	}
	names, ids := []any{}, []any{}
	for _, zone := range regions.Zones(c.Region) {
		ok, err := wanted(c, zone)
		if err != nil {
			return nil, err
		}
		if ok {
			names = append(names, zone)
			ids = append(ids, regions.ZoneID(zone))
		}
	}
	result := c.New.Clone()
	result["id"], result["names"], result["zoneIds"] = c.Region, names, ids
	result["groupNames"] = []any{}
	if len(names) > 0 {
		result["groupNames"] = []any{group(c)}
	}
	return result, nil
}

// group is the zone group of a region's own zones.
func group(c *model.Call) string { return c.Region + "-zg-1" }

// wanted reports whether a zone passes the arguments.
func wanted(c *model.Call, zone string) (bool, error) {
	if state := c.New.String("state"); state != "" && state != "available" {
		return false, nil
	}
	if slices.Contains(c.New.Strings("excludeNames"), zone) ||
		slices.Contains(c.New.Strings("excludeZoneIds"), regions.ZoneID(zone)) {
		return false, nil
	}
	values := map[string]string{
		"group-name": group(c), "opt-in-status": "opt-in-not-required", "region-name": c.Region, "state": "available",
		"zone-id": regions.ZoneID(zone), "zone-name": zone, "zone-type": "availability-zone",
	}
	for _, filter := range c.New.Objects("filters") {
		value, known := values[filter.String("name")]
		if !known {
			return false, model.Providerf("reading EC2 Availability Zones: %w",
				model.Errorf("InvalidParameterValue", "The filter '%s' is invalid", filter.String("name")))
		}
		if !slices.Contains(filter.Strings("values"), value) {
			return false, nil
		}
	}
	return true, nil
}
