package pack

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// zonesOf is the distinct zones of the subnets, and the number of subnets whose zone is not known.
func zonesOf(subnets []*resource) (zones map[string]bool, undecided int) {
	zones = map[string]bool{}
	for _, subnet := range subnets {
		zone, state := subnet.get("availabilityZone").text()
		if state == absent {
			zone, state = subnet.get("availabilityZoneId").text()
		}
		if state == known {
			zones[zone] = true
		} else {
			undecided++
		}
	}
	return zones, undecided
}

func describeZones(zones map[string]bool, count int) string {
	text := fmt.Sprintf("%d availability zones", count)
	if count == 1 {
		text = "1 availability zone"
	}
	if len(zones) == 0 {
		return text
	}
	return text + " (" + strings.Join(slices.Sorted(maps.Keys(zones)), ", ") + ")"
}
