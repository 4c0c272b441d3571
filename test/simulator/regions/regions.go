// Package regions holds facts about AWS's regions: availability zones, and the accounts and zone IDs of AWS's services.
package regions

import (
	"slices"
	"strings"
)

// letters are the availability zones of each region that needs no opt-in, for an account opened in 2026. Source: AWS
// General Reference, "Regions and Zones". An older account may lack one of them.
var letters = map[string]string{
	"ap-northeast-1": "acd", "ap-northeast-2": "abcd", "ap-northeast-3": "abc", "ap-south-1": "abc",
	"ap-southeast-1": "abc", "ap-southeast-2": "abc", "ca-central-1": "abd", "eu-central-1": "abc", "eu-north-1": "abc",
	"eu-west-1": "abc", "eu-west-2": "abc", "eu-west-3": "abc", "sa-east-1": "abc", "us-east-1": "abcdef",
	"us-east-2": "abc", "us-west-1": "ac", "us-west-2": "abcd",
}

// Zones returns the availability zones of a region; none for an unknown region.
func Zones(region string) []string {
	var zones []string
	for _, letter := range letters[region] {
		zones = append(zones, region+string(letter))
	}
	return zones
}

// Names returns the regions, sorted.
func Names() []string {
	names := make([]string, 0, len(letters))
	for name := range letters {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// ZoneID returns the ID of an availability zone, which is the same place in every account: use1-az1. It is "" for an
// unknown zone.
func ZoneID(zone string) string {
	region := strings.TrimRight(zone, "abcdef")
	if !slices.Contains(Zones(region), zone) {
		return ""
	}
	letter := zone[len(region)]
	parts := strings.Split(region, "-")
	short := parts[0]
	for _, direction := range []string{"north", "south", "east", "west", "central"} {
		if strings.Contains(parts[1], direction) {
			short += direction[:1]
		}
	}
	return short + parts[2] + "-az" + string('1'+letter-'a')
}

// loadBalancerZones are the hosted zones of application load balancers' DNS names. Source: AWS General Reference,
// "Elastic Load Balancing endpoints and quotas".
var loadBalancerZones = map[string]string{
	"ap-northeast-1": "Z14GRHDCWA56QT", "ap-northeast-2": "ZWKZPGTI48KDX", "ap-northeast-3": "Z5LXEXXYW11ES",
	"ap-south-1": "ZP97RAFLXTNZK", "ap-southeast-1": "Z1LMS91P8CMLE5", "ap-southeast-2": "Z1GM3OXH4ZPM65",
	"ca-central-1": "ZQSVJUPU6J1EY", "eu-central-1": "Z215JYRZR1TBD5", "eu-north-1": "Z23TAZ6LKFMNIO",
	"eu-west-1": "Z32O12XQLNTSW2", "eu-west-2": "ZHURV8PSTC4K8", "eu-west-3": "Z3Q77PNBQS71R4",
	"sa-east-1": "Z2P70J7HTTTPLU", "us-east-1": "Z35SXDOTRQ7X7K", "us-east-2": "Z3AADJGX6KTTL2",
	"us-west-1": "Z368ELLRRE2KJ0", "us-west-2": "Z1H1FL5HABSF5",
}

// networkLoadBalancerZones are the hosted zones of network load balancers.
var networkLoadBalancerZones = map[string]string{
	"ap-northeast-1": "Z31USIVHYNEOWT", "ap-northeast-2": "ZIBE1TIR4HY56", "ap-northeast-3": "Z1GWIQ4HH19I5X",
	"ap-south-1": "ZVDDRBQ08TROA", "ap-southeast-1": "ZKVM4W9LS7TM", "ap-southeast-2": "ZCT6FZBF4DROD",
	"ca-central-1": "Z2EPGBW3API2WT", "eu-central-1": "Z3F0SRJ5LGBH90", "eu-north-1": "Z1UDT6IFJ4EJM",
	"eu-west-1": "Z2IFOLAFXWLO4F", "eu-west-2": "ZD4D7Y8KGAS4G", "eu-west-3": "Z1CMS0P5QUZ6D5",
	"sa-east-1": "ZTK26PT1VY4CU", "us-east-1": "Z26RNL4JYFTOTI", "us-east-2": "ZLMOA37VPKANP",
	"us-west-1": "Z24FKFUX50B4VW", "us-west-2": "Z18D5FSROUN65G",
}

// LoadBalancerZone returns the hosted zone of load balancers in a region. kind is application, gateway or network.
func LoadBalancerZone(region, kind string) string {
	if kind == "network" {
		return networkLoadBalancerZones[region]
	}
	return loadBalancerZones[region]
}
