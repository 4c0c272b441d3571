package backend

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// existingCache looks up a replication group in cluster mode.
func existingCache(ctx *pulumi.Context, c config.Config, net Network) (Cache, error) {
	e, f := c.Existing.Cache, find(ctx, c)
	group := f.replicationGroup("cache", e.ReplicationGroupID, e.SecurityGroupID, net)
	key := f.secretKey("cache.urlSecretArn", e.URLSecretARN)
	if group.found {
		f.want(group.clustered, "cache.replicationGroupId", "is %q, which is not in cluster mode; want one in cluster mode, as the "+
			"clients of CACHE_URL expect", e.ReplicationGroupID)
	}
	return Cache{
		Host: pulumi.String(group.host), Port: group.port, ReplicationGroupID: pulumi.String(e.ReplicationGroupID),
		URLSecretARN: pulumi.String(e.URLSecretARN), SecurityGroupID: pulumi.String(group.securityGroup),
		KMSKeyARN: pulumi.String(key),
	}, f.err()
}

// replicationGroup is what is known of a replication group of ElastiCache.
type replicationGroup struct {
	found, clustered    bool
	host, securityGroup string
	port                int
}

// replicationGroup looks up a replication group in the network, and the security group of its first node.
func (f *finder) replicationGroup(part, id, securityGroup string, net Network) replicationGroup {
	key := part + ".replicationGroupId"
	found, err := elasticache.LookupReplicationGroup(f.ctx, &elasticache.LookupReplicationGroupArgs{ReplicationGroupId: id})
	if !f.found(err, key, id, "a replication group") ||
		!f.want(len(found.MemberClusters) > 0, key, "is %q, which has no nodes yet; want one that is available", id) {
		return replicationGroup{}
	}
	node, err := elasticache.LookupCluster(f.ctx, &elasticache.LookupClusterArgs{ClusterId: found.MemberClusters[0]})
	if !f.found(err, key, id, "a replication group with nodes") {
		return replicationGroup{}
	}
	group, err := elasticache.LookupSubnetGroup(f.ctx, &elasticache.LookupSubnetGroupArgs{Name: node.SubnetGroupName})
	if !f.found(err, key, id, "a replication group with a subnet group") || !f.inNetwork(key, id, group.VpcId, net) {
		return replicationGroup{}
	}
	host := found.PrimaryEndpointAddress
	if found.ConfigurationEndpointAddress != "" {
		host = found.ConfigurationEndpointAddress
	}
	return replicationGroup{
		found: true, clustered: found.ConfigurationEndpointAddress != "", host: host, port: found.Port,
		securityGroup: f.groupOf(part, securityGroup, node.SecurityGroupIds),
	}
}
