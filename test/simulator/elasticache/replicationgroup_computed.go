package elasticache

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/regions"
)

// accountSuffix is the account's part of every endpoint.
const accountSuffix = "tnfld1"

func fillGroup(c *model.Call) error {
	s := shapeOf(c)
	on := clustered(c)
	fillVersion(c)
	c.State["replicationGroupId"] = c.ID
	c.State["clusterEnabled"] = on
	c.State["parameterGroupName"] = groupName(c)
	c.State["numCacheClusters"] = s.nodes()
	c.State["numNodeGroups"] = s.shards
	c.State["replicasPerNodeGroup"] = s.replicas
	c.State["memberClusters"] = members(c, s, on)
	c.State["atRestEncryptionEnabled"] = encryptedAtRest(c.State)
	if !c.New.Has("clusterMode") {
		c.State["clusterMode"] = map[bool]string{true: "enabled", false: "disabled"}[on]
	}
	if !c.State.Has("transitEncryptionMode") && c.State.Bool("transitEncryptionEnabled") {
		c.State["transitEncryptionMode"] = "required"
	}
	fillNetwork(c)
	fillWindows(c)
	fillEndpoints(c, on)
	return nil
}

// fillVersion sets the running version. An order without a version gets the minor version.
func fillVersion(c *model.Call) {
	version := orderedVersion(engineOf(c.State), c.State.String("engineVersion"))
	if !c.State.Has("engineVersion") {
		c.State["engineVersion"] = version
	}
	c.State["engineVersionActual"] = actualVersion(version)
}

func fillNetwork(c *model.Call) {
	c.State.Default("networkType", "ipv4")
	c.State.Default("ipDiscovery", "ipv4")
	c.State.Default("securityGroupIds", []any{})
	c.State.Default("securityGroupNames", []any{})
}

// members are the IDs of a replication group's nodes after the call. Those of a cluster contain the ID of their shard.
func members(c *model.Call, s shape, clustered bool) []string {
	shards := []string{""}
	if clustered {
		shards = shardsOf(c, s)
	}
	list := make([]string, 0, s.nodes())
	for _, shard := range shards {
		for node := range 1 + s.replicas {
			list = append(list, fmt.Sprintf("%s-%s%03d", c.ID, shard, node+1))
		}
	}
	return list
}

// shardsOf are the IDs of the shards after the call, as they stand in the IDs of nodes. A shard keeps its ID; new ones
// count on from the last.
func shardsOf(c *model.Call, s shape) []string {
	ids := slices.DeleteFunc(shardIDs(c.Old), func(id string) bool { return slices.Contains(removed(c), id) })
	last := 0
	if len(ids) > 0 {
		last, _ = strconv.Atoi(ids[len(ids)-1])
	}
	for len(ids) < s.shards {
		last++
		ids = append(ids, shardID(last))
	}
	for i := range ids {
		ids[i] += "-"
	}
	return ids
}

// domain returns the end of a region's endpoints: .tnfld1.use1.cache.amazonaws.com.
func domain(region string) string {
	return accountSuffix + "." + short(region) + ".cache.amazonaws.com"
}

// short returns the short name of a region, as in its zone IDs: use1.
func short(region string) string {
	for _, zone := range regions.Zones(region) {
		id := regions.ZoneID(zone)
		return id[:len(id)-len("-az1")]
	}
	return region
}

// fillEndpoints sets the one endpoint of a cluster, or the two of a group without cluster mode. Encryption in transit
// changes the names.
func fillEndpoints(c *model.Call, clustered bool) {
	first, rest := c.ID, domain(c.Region)
	configuration, primary, reader := first+".clustercfg."+rest, "", ""
	switch encrypted := c.State.Bool("transitEncryptionEnabled"); {
	case clustered && encrypted:
		configuration = fmt.Sprintf("clustercfg.%s.%s", first, rest)
	case !clustered && encrypted:
		configuration, primary, reader = "", "master."+first+"."+rest, "replica."+first+"."+rest
	case !clustered:
		node := fmt.Sprintf("%s.ng.0001.%s.cache.amazonaws.com", accountSuffix, short(c.Region))
		configuration, primary, reader = "", first+"."+node, first+"-ro."+node
	case clustered:
		configuration = fmt.Sprintf("%s.%s.clustercfg.%s.cache.amazonaws.com", first, accountSuffix, short(c.Region))
	}
	c.State["configurationEndpointAddress"] = configuration
	c.State["primaryEndpointAddress"] = primary
	c.State["readerEndpointAddress"] = reader
}
