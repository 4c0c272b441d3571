package regions_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/regions"
)

func TestZones(t *testing.T) {
	require.Equal(t, []string{"us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f"},
		regions.Zones("us-east-1"))
	require.Equal(t, []string{"ca-central-1a", "ca-central-1b", "ca-central-1d"}, regions.Zones("ca-central-1"))
	require.Empty(t, regions.Zones("us-east-9"))
	require.Empty(t, regions.Zones(""))
}

func TestNames(t *testing.T) {
	names := regions.Names()
	require.Len(t, names, 17)
	require.True(t, slices.IsSorted(names))
	for _, name := range names {
		require.GreaterOrEqual(t, len(regions.Zones(name)), 2, name)
	}
}

func TestZoneID(t *testing.T) {
	for zone, want := range map[string]string{
		"us-east-1a": "use1-az1", "us-east-1f": "use1-az6", "us-west-2b": "usw2-az2", "eu-central-1c": "euc1-az3",
		"ap-southeast-2a": "apse2-az1", "ap-northeast-1c": "apne1-az3", "sa-east-1b": "sae1-az2", "eu-north-1a": "eun1-az1",
		"us-east-1": "", "us-east-1z": "", "us-west-1b": "", "mars-1a": "", "": "", "a": "",
	} {
		require.Equal(t, want, regions.ZoneID(zone), zone)
	}
	seen := map[string]bool{}
	for _, region := range regions.Names() {
		for _, zone := range regions.Zones(region) {
			id := regions.ZoneID(zone)
			require.Regexp(t, `^[a-z]+[0-9]-az[0-9]$`, id)
			require.False(t, seen[id], id)
			seen[id] = true
		}
	}
}

func TestLoadBalancerZone(t *testing.T) {
	require.Equal(t, "Z35SXDOTRQ7X7K", regions.LoadBalancerZone("us-east-1", "application"))
	require.Equal(t, "Z35SXDOTRQ7X7K", regions.LoadBalancerZone("us-east-1", "gateway"))
	require.Equal(t, "Z26RNL4JYFTOTI", regions.LoadBalancerZone("us-east-1", "network"))
	require.Empty(t, regions.LoadBalancerZone("us-east-9", "network"))
	seen := map[string]bool{}
	for _, region := range regions.Names() {
		for _, kind := range []string{"application", "network"} {
			id := regions.LoadBalancerZone(region, kind)
			require.NotEmpty(t, id, region)
			require.False(t, seen[id], "%s is given twice", id)
			seen[id] = true
		}
	}
}
