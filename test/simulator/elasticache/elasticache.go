// Package elasticache is ElastiCache in the simulated account: replication groups and clusters of Valkey, Redis and
// Memcached, with their parameter groups, subnet groups and users. No node runs.
package elasticache

import "github.com/tenfold-iac/tenfold/test/simulator/model"

// Tokens of the resource types.
const (
	ReplicationGroup     = "aws:elasticache/replicationGroup:ReplicationGroup"
	Cluster              = "aws:elasticache/cluster:Cluster"
	ParameterGroup       = "aws:elasticache/parameterGroup:ParameterGroup"
	SubnetGroup          = "aws:elasticache/subnetGroup:SubnetGroup"
	User                 = "aws:elasticache/user:User"
	UserGroup            = "aws:elasticache/userGroup:UserGroup"
	UserGroupAssociation = "aws:elasticache/userGroupAssociation:UserGroupAssociation"
	// Snapshot is the type of final snapshots. Programs cannot create one.
	Snapshot = "aws:elasticache/snapshot:Snapshot"
)

// Types of other services that the rules look at.
const (
	subnetType = "aws:ec2/subnet:Subnet"
	groupType  = "aws:ec2/securityGroup:SecurityGroup"
	logGroup   = "aws:cloudwatch/logGroup:LogGroup"
	keyType    = "aws:kms/key:Key"
	topicType  = "aws:sns/topic:Topic"
)

const (
	service = "ElastiCache"

	redis     = "redis"
	valkey    = "valkey"
	memcached = "memcached"

	badValue       = "InvalidParameterValue"
	badCombination = "InvalidParameterCombination"

	managed = "Managed by Pulumi"
)

// Types are the resource types of the package.
func Types() []*model.Type {
	return []*model.Type{
		replicationGroup(), cluster(), parameterGroup(), subnetGroup(), user(), userGroup(), userGroupAssociation(),
	}
}

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{
		{Token: "aws:elasticache/getReplicationGroup:getReplicationGroup", Run: getReplicationGroup},
		{Token: "aws:elasticache/getCluster:getCluster", Run: getCluster},
		{Token: "aws:elasticache/getSubnetGroup:getSubnetGroup", Run: getSubnetGroup},
	}
}

// inUse are the types that use a parameter or subnet group, by the property that names it.
func inUse(property string) []model.Use {
	return []model.Use{{Token: ReplicationGroup, Property: property}, {Token: Cluster, Property: property}}
}
