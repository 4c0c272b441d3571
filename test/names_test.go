package test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// named are types whose physical name a person reads at night.
var named = map[string]string{
	"aws:ecs/cluster:Cluster": "name", "aws:ecs/service:Service": "name", "aws:lb/loadBalancer:LoadBalancer": "name",
	"aws:lb/targetGroup:TargetGroup": "name", "aws:rds/instance:Instance": "identifier", "aws:s3/bucketV2:BucketV2": "bucket",
	"aws:elasticache/replicationGroup:ReplicationGroup": "replicationGroupId", "aws:iam/role:Role": "name",
	"aws:cloudwatch/logGroup:LogGroup": "name", "aws:cloudwatch/metricAlarm:MetricAlarm": "name",
}

// The short form in the environment's file begins every automatic name.
func TestNamesInAWSBeginWithTheEnvironment(t *testing.T) {
	t.Parallel()
	r := openEnvironment(t, options(t, "staging"))
	mustUp(t, r)
	found := map[string]bool{}
	for _, res := range resources(t, r) {
		property, read := named[res.Type]
		name := res.Properties.String(property)
		if !read || res.URN == "" || name == res.Name { // a fixed name is not automatic
			continue
		}
		found[res.Type] = true
		require.Contains(t, name, "staging-", res.Type) // RDS derives its log groups from the identifier
	}
	require.Len(t, found, len(named))
}
