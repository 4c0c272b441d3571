package test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every environment's whole life with the real engine and the policies: up, a second up that changes nothing, a refresh
// without drift, and a destroy that leaves an empty account.
func TestRehearseEveryEnvironment(t *testing.T) {
	for _, environment := range environments(t) {
		t.Run(environment, func(t *testing.T) {
			t.Parallel()
			r := openEnvironment(t, checked(t, environment))
			report, err := r.Rehearse(t.Context())
			require.NoError(t, err)
			require.Len(t, report.Steps, 4)
			require.Greater(t, report.Steps[0].Counts.Create, 40)
			require.Equal(t, report.Steps[0].Counts.Create, report.Steps[1].Counts.Same)
			require.Empty(t, resources(t, r))
			for _, violation := range report.Steps[0].Violations {
				require.Contains(t, []string{"dev tls", "dev durable-data", "dev read-replicas"}, environment+" "+violation.Policy)
			}
		})
	}
}

// Production is up in the same account as staging, and what one destroys the other keeps.
func TestEnvironmentsShareAnAccount(t *testing.T) {
	t.Parallel()
	staging := options(t, "staging")
	production := options(t, "production-100k")
	production.WorkDir = staging.WorkDir
	s, p := openEnvironment(t, staging), openEnvironment(t, production)

	mustUp(t, s)
	alone := len(resources(t, s))
	mustUp(t, p)
	require.Greater(t, len(resources(t, s)), 2*alone)

	_, err := p.Destroy(t.Context())
	require.NoError(t, err)
	require.Len(t, resources(t, s), alone)
	require.Zero(t, mustUp(t, s).Counts.Changes())
}

// What must not be lost by accident is protected until the environment's file says otherwise. After the documented steps
// nothing is left but the last snapshots.
func TestProductionIsProtected(t *testing.T) {
	t.Parallel()
	o := checked(t, "production-10k")
	o.Config = nil
	r := openEnvironment(t, o)
	mustUp(t, r)
	before := len(resources(t, r))
	protected, err := r.Protected()
	require.NoError(t, err)
	for _, typ := range []string{
		"aws:rds/instance:Instance", "aws:elasticache/replicationGroup:ReplicationGroup", "aws:s3/bucketV2:BucketV2",
		"aws:kms/key:Key", "aws:secretsmanager/secret:Secret", "aws:lb/loadBalancer:LoadBalancer",
	} {
		require.Contains(t, strings.Join(protected, "\n"), typ, "is not protected")
	}
	_, err = r.Destroy(t.Context())
	require.ErrorContains(t, err, "protect")
	require.Len(t, resources(t, r), before, "a destroy of something protected begins with nothing")

	// The documented way: allow it, up, destroy.
	o.Config = map[string]string{"tenfold:allowDestroy": "true"}
	r = openEnvironment(t, o)
	mustUp(t, r)
	_, err = r.Destroy(t.Context())
	require.NoError(t, err)
	left := map[string]int{}
	for _, res := range resources(t, r) {
		left[res.Type]++
	}
	require.Equal(t, map[string]int{
		"aws:rds/snapshot:Snapshot": 1, "aws:elasticache/snapshot:Snapshot": 2, "aws:kms/key:Key": 3,
	}, left, "the snapshots, and the keys that can read them")
}

// kept are the types that hold data, or the address or the password of something that does: nothing that grows may
// replace or delete one of them.
var kept = []string{
	"aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:elasticache/replicationGroup:ReplicationGroup", "aws:kms/key:Key",
	"aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup", "aws:mq/broker:Broker",
	"aws:rds/instance:Instance", "aws:s3/bucketV2:BucketV2", "aws:secretsmanager/secret:Secret",
	"aws:secretsmanager/secretVersion:SecretVersion", "aws:sqs/queue:Queue", "aws:cloudfront/distribution:Distribution",
}

// growth is every kind of change that growing from 10k to 100k makes.
var growth = []string{
	"create aws:cloudwatch/logGroup:LogGroup",
	"create aws:ec2/eip:Eip",
	"create aws:ec2/natGateway:NatGateway",
	"create aws:ec2/route:Route",
	"create aws:ec2/routeTable:RouteTable",
	"create aws:ec2/routeTableAssociation:RouteTableAssociation",
	"create aws:ec2/securityGroup:SecurityGroup",
	"create aws:ec2/subnet:Subnet",
	"create aws:ec2/vpcEndpoint:VpcEndpoint",
	"create aws:rds/instance:Instance",
	"create aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
	"create aws:wafv2/webAcl:WebAcl",
	"replace aws:ecs/taskDefinition:TaskDefinition",
	"update aws:appautoscaling/policy:Policy",
	"update aws:appautoscaling/target:Target",
	"update aws:cloudfront/distribution:Distribution",
	"update aws:cloudwatch/logGroup:LogGroup",
	"update aws:cloudwatch/metricAlarm:MetricAlarm",
	"update aws:ec2/vpcEndpoint:VpcEndpoint",
	"update aws:ecs/service:Service",
	"update aws:elasticache/replicationGroup:ReplicationGroup",
	"update aws:elasticache/subnetGroup:SubnetGroup",
	"update aws:lambda/function:Function",
	"update aws:lb/loadBalancer:LoadBalancer",
	"update aws:rds/instance:Instance",
	"update aws:rds/parameterGroup:ParameterGroup",
	"update aws:rds/subnetGroup:SubnetGroup",
	"update tenfold:broker:Broker",
	"update tenfold:cache:Cache",
	"update tenfold:ecs:Beat",
	"update tenfold:ecs:Cluster",
	"update tenfold:ecs:Flower",
	"update tenfold:ecs:PgBouncer",
	"update tenfold:ecs:QueueDepth",
	"update tenfold:ecs:Release",
	"update tenfold:ecs:Web",
	"update tenfold:ecs:Worker",
	"update tenfold:network:Network",
	"update tenfold:postgres:Postgres",
	"update tenfold:storage:Storage",
}

func TestGrowingReplacesNothingThatHoldsData(t *testing.T) {
	t.Parallel()
	o := options(t, "production-10k")
	o.Config["tenfold:applyImmediately"] = "true" // as in the maintenance window
	mustUp(t, openEnvironment(t, o))

	o.PolicyPack = filepath.Join(binDir, "tenfold-policies")
	o.Config["tenfold:tier"] = "100k"
	o.Config["tenfold:zones"] = `["us-east-1a", "us-east-1b", "us-east-1c"]`
	r := openEnvironment(t, o)
	preview, err := r.Preview(t.Context())
	require.NoError(t, err)
	var kinds []string
	for _, change := range preview.Changed {
		kind := change.Operation + " " + change.Type
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
		if change.Operation == "replace" || change.Operation == "delete" {
			require.NotContains(t, kept, change.Type, change)
		}
	}
	slices.Sort(kinds)
	require.Equal(t, growth, kinds, "a new kind of change is looked at before it is added here")
	mustUp(t, r)
	require.Zero(t, mustUp(t, r).Counts.Changes())
}
