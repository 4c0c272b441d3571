package elasticache

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// pick selects properties for the result of a data source.
func pick(p model.Props, names ...string) model.Props {
	result := model.Props{}
	for _, name := range names {
		result[name] = p[name]
	}
	return result
}

func getReplicationGroup(c *model.Call) (model.Props, error) {
	id := c.New.String("replicationGroupId")
	p := c.Props(ReplicationGroup, strings.ToLower(id))
	if p == nil {
		return nil, model.Providerf("reading ElastiCache Replication Group (%s): couldn't find resource", id)
	}
	result := pick(p, "arn", "automaticFailoverEnabled", "clusterMode", "configurationEndpointAddress", "description",
		"memberClusters", "multiAzEnabled", "nodeType", "numCacheClusters", "numNodeGroups", "port",
		"primaryEndpointAddress", "readerEndpointAddress", "replicasPerNodeGroup", "replicationGroupId",
		"snapshotRetentionLimit", "snapshotWindow")
	result["id"] = p["replicationGroupId"]
	result["authTokenEnabled"] = p.Has("authToken")
	result[logs] = p.List(logs)
	return result, nil
}

// getCluster finds a cluster, or a member of a replication group, which is a cluster too.
func getCluster(c *model.Call) (model.Props, error) {
	id := strings.ToLower(c.New.String("clusterId"))
	p := c.Props(Cluster, id)
	if p == nil {
		p = member(c, id)
	}
	if p == nil {
		return nil, model.Providerf("reading ElastiCache Cache Cluster (%s): couldn't find resource", id)
	}
	result := pick(p, "arn", "availabilityZone", "cacheNodes", "engine", "engineVersion", "ipDiscovery",
		"maintenanceWindow", "networkType", "nodeType", "numCacheNodes", "parameterGroupName", "port", "securityGroupIds",
		"snapshotRetentionLimit", "snapshotWindow", "subnetGroupName")
	for _, name := range []string{
		"clusterAddress", "configurationEndpoint", "notificationTopicArn", "preferredOutpostArn", "replicationGroupId",
	} {
		result[name] = p.String(name)
	}
	result["clusterId"], result["id"] = id, id
	result[logs], result["tags"] = p.List(logs), p["tagsAll"]
	return result, nil
}

// member returns a node of a replication group as a cluster, or nil.
func member(c *model.Call, id string) model.Props {
	groups := c.Find(ReplicationGroup, "memberClusters", id)
	if len(groups) == 0 {
		return nil
	}
	group := groups[0].Properties
	zones := zonesOf(c, c.Props(SubnetGroup, strings.ToLower(group.String("subnetGroupName"))))
	at := max(0, slices.Index(group.Strings("memberClusters"), id)) % max(1, len(zones))
	p := group.Clone()
	p["replicationGroupId"] = groups[0].ID
	p["availabilityZone"] = append(zones, "")[at]
	p["numCacheNodes"] = 1.0
	p["arn"] = c.Expand("arn:{partition}:elasticache:{region}:{account}:cluster:") + id
	p["cacheNodes"] = []any{map[string]any{
		"id": "0001", "port": group["port"], "availabilityZone": p["availabilityZone"], "outpostArn": "",
		"address": id + "." + groups[0].ID + "." + domain(c.Region),
	}}
	return p
}

func getSubnetGroup(c *model.Call) (model.Props, error) {
	name := strings.ToLower(c.New.String("name"))
	p := c.Props(SubnetGroup, name)
	if p == nil {
		return nil, model.Providerf("reading ElastiCache Subnet Group (%s): couldn't find resource", name)
	}
	result := pick(p, "arn", "description", "name", "subnetIds", "vpcId")
	result["id"], result["tags"] = name, p["tagsAll"]
	return result, nil
}
