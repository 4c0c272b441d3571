package elasticache

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/facts"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// shape is the number of shards of a replication group, and of replicas per shard.
type shape struct{ shards, replicas int }

func (s shape) nodes() int { return s.shards * (1 + s.replicas) }

// shapeOf returns the shape after the call.
func shapeOf(c *model.Call) shape {
	if c.New.Has("numCacheClusters") {
		return shape{1, c.State.Int("numCacheClusters") - 1}
	}
	return shape{max(1, c.State.Int("numNodeGroups")), c.State.Int("replicasPerNodeGroup")}
}

// clustered reports whether the group is in cluster mode after the call.
func clustered(c *model.Call) bool {
	_, on, _ := parametersOf(c, groupName(c))
	return on
}

func sizeRules() []model.Rule {
	return []model.Rule{
		model.Conflicts("numCacheClusters", "numNodeGroups", "replicasPerNodeGroup").As("C6"),
		model.Between("replicasPerNodeGroup", 0, 5).As("C6"),
		model.With("replicasPerNodeGroup", "numNodeGroups").As("C6"),
		{ID: "C4", On: model.Check, Test: twoForFailover},
		{ID: "C5", On: model.Check, Test: multiAZ},
		model.OneOf("clusterMode", "enabled", "disabled", "compatible"),
		{ID: "C18", On: model.Write, Test: nodeType},
		{ID: "C7", On: model.Write, Test: modeFits},
		{ID: "C7", On: model.Update, Test: modeStays},
		{ID: "C3", On: model.Write, Test: failoverInClusterMode},
		{ID: "C4,C21", On: model.Write, Test: replicaForFailover},
		{ID: "C28", On: model.Write, Test: nodeQuotas},
		{ID: "C29", On: model.Update, Test: shardsExist},
	}
}

func twoForFailover(c *model.Call) error {
	if c.New.Bool("automaticFailoverEnabled") && c.New.Known("numCacheClusters") && c.New.Int("numCacheClusters") < 2 {
		return model.Invalidf("numCacheClusters", `"num_cache_clusters": must be at least 2 if automatic_failover_enabled `+
			`is true`)
	}
	return nil
}

func multiAZ(c *model.Call) error {
	failover := c.New.Get("automaticFailoverEnabled")
	if c.New.Bool("multiAzEnabled") && failover != true && !schema.IsUnknown(failover) {
		return model.Invalidf("multiAzEnabled", "automatic_failover_enabled must be true if multi_az_enabled is true")
	}
	return nil
}

// nodeType requires a node type that can be ordered, with data tiering exactly on the family that has it.
func nodeType(c *model.Call) error {
	node := c.State.String("nodeType")
	if node == "" {
		return model.Providerf(`"node_type" is required unless "global_replication_group_id" is set.`)
	}
	if !slices.Contains(facts.Orderable("elasticache_node_types"), node) {
		return model.Errorf(badValue, "Specific node type %s is not supported", node)
	}
	tiered := strings.HasPrefix(node, "cache.r6gd.")
	if tiered != c.State.Bool("dataTieringEnabled") {
		return model.Errorf(badCombination, "Data tiering must be enabled for node types r6gd and is not supported for "+
			"others; node type is %s.", node)
	}
	return nil
}

// modeFits requires a parameter group that fits the number of shards and the cluster mode.
func modeFits(c *model.Call) error {
	on := clustered(c)
	if shapeOf(c).shards > 1 && !on {
		return model.Errorf(badCombination, "Cannot create a cluster-mode-enabled replication group with a parameter group "+
			"where cluster-enabled is no")
	}
	switch mode := c.New.String("clusterMode"); {
	case mode == "enabled" && !on:
		return model.Errorf(badCombination, "Cluster mode enabled needs a parameter group where cluster-enabled is yes")
	case mode == "disabled" && on:
		return model.Errorf(badCombination, "Cluster mode disabled needs a parameter group where cluster-enabled is no")
	}
	return nil
}

// modeStays requires that a live group changes its cluster mode through compatible.
func modeStays(c *model.Call) error {
	was, is := c.Old.Bool("clusterEnabled"), clustered(c)
	if was == is || c.Old.String("clusterMode") == "compatible" || c.New.String("clusterMode") == "compatible" {
		return nil
	}
	return model.Errorf(badCombination, "The parameter group %s has another cluster mode than replication group %s; "+
		"cluster mode must be compatible first.", groupName(c), c.ID)
}

func failoverInClusterMode(c *model.Call) error {
	switch {
	case !clustered(c) || c.State.Bool("automaticFailoverEnabled"):
		return nil
	case c.Op == model.Update:
		return model.Errorf(badCombination, "Turning off automatic failover for replication group with cluster mode "+
			"enabled is not supported.")
	default:
		return model.Errorf(badValue, "Redis with cluster mode enabled cannot be created with auto failover turned off.")
	}
}

func replicaForFailover(c *model.Call) error {
	switch {
	case clustered(c) || !c.State.Bool("automaticFailoverEnabled") || shapeOf(c).nodes() > 1:
		return nil
	case c.Op == model.Update && c.Old.Int("numCacheClusters") > 1:
		return model.Errorf(badValue, "Must have at least 1 replica when cluster mode is disabled with auto failover "+
			"enabled.")
	default:
		return model.Errorf(badCombination, "When using automatic failover, there must be at least 2 cache clusters in "+
			"the replication group.")
	}
}

// nodeQuotas counts shards, nodes of the group and nodes of the region.
func nodeQuotas(c *model.Call) error {
	s := shapeOf(c)
	if s.shards > c.Quota("shardsPerCache", 500) {
		return model.Errorf("NodeGroupsPerReplicationGroupQuotaExceeded",
			"The request cannot be processed because it would "+
				"exceed the maximum of %d node groups (shards) in a single replication group.", c.Quota("shardsPerCache", 500))
	}
	if s.nodes() > c.Quota("nodesPerCache", 90) {
		return model.Errorf("NodeQuotaForClusterExceeded", "The request cannot be processed because it would exceed the "+
			"allowed number of cache nodes in a single cluster.")
	}
	return regionQuota(c, s.nodes()-len(c.Old.List("memberClusters")))
}

// regionQuota rejects nodes above the region's quota.
func regionQuota(c *model.Call, more int) error {
	nodes := 0
	for _, r := range c.List(ReplicationGroup) {
		nodes += len(r.Properties.List("memberClusters"))
	}
	for _, r := range c.List(Cluster) {
		nodes += r.Properties.Int("numCacheNodes")
	}
	if more > 0 && nodes+more > c.Quota("cacheNodes", 300) {
		return model.Errorf("NodeQuotaForCustomerExceeded", "The request cannot be processed because it would exceed the "+
			"allowed number of cache nodes per customer.")
	}
	return nil
}
