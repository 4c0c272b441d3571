package elasticache

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// maxMemcachedNodes is the maximum number of nodes in a Memcached cluster.
const maxMemcachedNodes = 40

func cluster() *model.Type {
	return &model.Type{
		Token: Cluster, Service: service, Noun: "ElastiCache Cache Cluster", Modeled: true,
		Actions: model.Actions{
			Create: "CreateCacheCluster", Read: "DescribeCacheClusters", Update: "ModifyCacheCluster",
			Delete: "DeleteCacheCluster",
		},
		Name:       model.Name{Property: "clusterId", Max: 50, Lower: true},
		NewID:      lowered("clusterId"),
		ARN:        "arn:{partition}:elasticache:{region}:{account}:cluster:{id}",
		Links:      []string{"subnetGroupName", "parameterGroupName", "replicationGroupId"},
		Interfaces: model.Interfaces{Groups: "securityGroupIds"}, // its subnet group names the subnets
		Defaults: model.Props{
			"applyImmediately": false, "autoMinorVersionUpgrade": "true", "outpostMode": "", "snapshotRetentionLimit": 0.0,
		},
		Computed: []string{"securityGroupIds"},
		Normal:   map[string]func(string) string{"clusterId": strings.ToLower},
		Replaces: []model.Replace{{Properties: []string{
			"clusterId", "engine", "port", "subnetGroupName", "availabilityZone", "snapshotArns", "snapshotName",
			"replicationGroupId", "networkType", "transitEncryptionEnabled",
		}}},
		Rules: slices.Concat([]model.Rule{
			model.ExactlyOne("engine", "replicationGroupId"),
			model.OneOf("engine", memcached, redis, valkey),
			model.OneOf("azMode", "single-az", "cross-az"),
			{On: model.Check, Test: nodeCount},
			model.Conflicts("replicationGroupId", "engineVersion", "numCacheNodes", "parameterGroupName", "port",
				"securityGroupIds", "subnetGroupName"),
			{ID: "C9", On: model.Check, Test: versionShape},
			model.Refers("replicationGroupId", ReplicationGroup, "ReplicationGroupNotFoundFault",
				"Replication group %s not found."),
			{On: model.Create, Test: free("clusterId", "CacheClusterAlreadyExists", "Cache cluster %s already exists.")},
			{On: model.Write, Test: standalone(versionExists, groupFits, notClustered, placed)},
			{ID: "C18", On: model.Write, Test: standalone(nodeType)},
			{ID: "C28", On: model.Create, Test: func(c *model.Call) error {
				return regionQuota(c, max(1, c.New.Int("numCacheNodes")))
			}},
		}, windowRules(), logRules(), snapshotRules()),
		Fill: fillCluster, Deleted: takeSnapshot,
	}
}

// standalone applies a rule only to a cluster that is not a member of a replication group.
func standalone(tests ...func(*model.Call) error) func(*model.Call) error {
	return func(c *model.Call) error {
		if c.State.Has("replicationGroupId") {
			return nil
		}
		for _, test := range tests {
			if err := test(c); err != nil {
				return err
			}
		}
		return nil
	}
}

func notClustered(c *model.Call) error {
	if clustered(c) {
		return model.Errorf(badCombination, "A cluster-mode-enabled parameter group cannot be used for a single cluster.")
	}
	return nil
}

// nodeCount requires one node for Redis and Valkey, and at least two for several zones.
func nodeCount(c *model.Call) error {
	const property = "numCacheNodes"
	engine, nodes := c.New.String("engine"), c.New.Int(property)
	switch {
	case !c.New.Known(property) || !c.New.Known("engine"):
		return nil
	case engine != memcached && nodes != 1:
		return model.Invalidf(property, `engine %q does not support num_cache_nodes > 1`, engine)
	case nodes < 1 || nodes > maxMemcachedNodes:
		return model.Invalidf(property, "expected num_cache_nodes to be in the range (1 - %d), got %d", maxMemcachedNodes,
			nodes)
	case c.New.String("azMode") == "cross-az" && nodes == 1:
		return model.Invalidf("azMode", `az_mode "cross-az" is not supported with num_cache_nodes = 1`)
	}
	return nil
}

// inherited are the properties that a member gets from its replication group.
var inherited = []string{
	"engine", "engineVersion", "engineVersionActual", "parameterGroupName", "port", "nodeType", "subnetGroupName",
	"securityGroupIds", "transitEncryptionEnabled",
}

func fillCluster(c *model.Call) error {
	if group := c.Props(ReplicationGroup, c.State.String("replicationGroupId")); group != nil {
		for _, property := range inherited {
			c.State.Default(property, group[property])
		}
	} else {
		fillVersion(c)
		c.State["parameterGroupName"] = groupName(c)
	}
	c.State["clusterId"] = c.ID
	c.State.Default("numCacheNodes", 1.0)
	c.State.Default("azMode", "single-az")
	c.State.Default("port", map[bool]float64{true: 11211, false: 6379}[c.State.String("engine") == memcached])
	fillNetwork(c)
	delete(c.State, "securityGroupNames")
	if engineOf(c.State) != memcached {
		fillWindows(c)
	}
	fillNodes(c)
	return nil
}

// fillNodes names the nodes, spread over the zones of the subnet group, and Memcached's configuration endpoint.
func fillNodes(c *model.Call) {
	zones := zonesOf(c, subnetGroupOf(c))
	if own := c.State.String("availabilityZone"); own != "" || len(zones) == 0 {
		zones = []string{own}
	}
	c.State.Default("availabilityZone", zones[0])
	if c.State.String("azMode") != "cross-az" {
		zones = zones[:1]
	}
	nodes := make([]any, c.State.Int("numCacheNodes"))
	for i := range nodes {
		nodes[i] = map[string]any{
			"id": fmt.Sprintf("%04d", i+1), "port": c.State["port"], "availabilityZone": zones[i%len(zones)],
			"address":    fmt.Sprintf("%s.%s.%04d.%s.cache.amazonaws.com", c.ID, accountSuffix, i+1, short(c.Region)),
			"outpostArn": "",
		}
	}
	c.State["cacheNodes"] = nodes
	if engineOf(c.State) == memcached {
		address := fmt.Sprintf("%s.%s.cfg.%s.cache.amazonaws.com", c.ID, accountSuffix, short(c.Region))
		c.State["clusterAddress"] = address
		c.State["configurationEndpoint"] = address + ":" + c.State.String("port")
	}
}
