package elasticache_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/cloudwatch"
	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/elasticache"
	"github.com/tenfold-iac/tenfold/test/simulator/kms"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

type props = model.Props

const (
	token = "a-token-of-sixteen+"
	topic = "arn:aws:sns:us-east-1:123456789012:cache"
)

// fixture is an account with the network of a cache.
type fixture struct {
	*simtest.Account
	t                 *testing.T
	vpc, group        string // the group is a security group
	stranger          string // a security group of another VPC
	a, b, strangeNet  string // subnets in zones a and b, and one of the other VPC
	key, subnets, log string
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	types := slices.Concat(ec2.Types(), kms.Types(), cloudwatch.Types(), elasticache.Types())
	f := &fixture{Account: simtest.New(t, types, elasticache.Functions()), t: t}
	other := ""
	f.vpc, f.group, f.a, f.b = f.network("main", "10.0.")
	other, f.stranger, f.strangeNet, _ = f.network("other", "10.1.")
	require.NotEqual(t, f.vpc, other)
	_, key := f.MustCreate(kms.Key, "cache", props{})
	f.key = key.String("arn")
	f.subnets, _ = f.MustCreate(elasticache.SubnetGroup, "data", props{"name": "data", "subnetIds": []any{f.a, f.b}})
	f.log, _ = f.MustCreate(cloudwatch.LogGroup, "slow", props{"name": "/cache/slow"})
	require.NoError(t, f.Seed(t.Context(), "us-east-1", "aws:sns/topic:Topic", topic, props{}))
	return f
}

func (f *fixture) network(name, cidr string) (vpc, group, a, b string) {
	vpc, _ = f.MustCreate(ec2.VPC, name, props{"cidrBlock": cidr + "0.0/16"})
	group, _ = f.MustCreate(ec2.SecurityGroup, name, props{"vpcId": vpc})
	a, _ = f.MustCreate(ec2.Subnet, name+"-a", props{
		"vpcId": vpc, "cidrBlock": cidr + "0.0/24", "availabilityZone": "us-east-1a",
	})
	b, _ = f.MustCreate(ec2.Subnet, name+"-b", props{
		"vpcId": vpc, "cidrBlock": cidr + "1.0/24", "availabilityZone": "us-east-1b",
	})
	return vpc, group, a, b
}

// cache are the inputs of a Valkey cache in cluster mode, one shard with a replica, with changes.
func (f *fixture) cache(changes props) props {
	return simtest.With(props{
		"replicationGroupId": "cache", "description": "cache", "engine": "valkey", "engineVersion": "8.0",
		"nodeType": "cache.t4g.medium", "parameterGroupName": "default.valkey8.cluster.on", "numNodeGroups": 1,
		"replicasPerNodeGroup": 1, "automaticFailoverEnabled": true, "multiAzEnabled": true,
		"subnetGroupName": f.subnets, "securityGroupIds": []any{f.group}, "transitEncryptionEnabled": true,
		"kmsKeyId": f.key, "snapshotRetentionLimit": 7,
	}, changes)
}

// broker are the inputs of a Redis group without cluster mode, two nodes, with changes.
func (f *fixture) broker(changes props) props {
	return simtest.With(props{
		"replicationGroupId": "broker", "description": "broker", "engine": "redis", "engineVersion": "7.1",
		"nodeType": "cache.t4g.small", "numCacheClusters": 2, "automaticFailoverEnabled": true, "multiAzEnabled": true,
		"subnetGroupName": f.subnets, "securityGroupIds": []any{f.group}, "transitEncryptionEnabled": true,
		"authToken": token,
	}, changes)
}

// errorCase is a call and its expected error; an empty error means success.
type errorCase struct {
	name    string
	changes props
	err     string
}

// creates tries to create a resource for every case, each in its own account.
func creates(t *testing.T, typ string, base func(*fixture, props) props, cases []errorCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t)
			_, _, err := f.Create(typ, "tried", base(f, c.changes))
			simtest.Expect(t, err, c.err)
		})
	}
}

// live is an existing resource with its inputs.
type live struct {
	*fixture
	typ, id string
	inputs  props
}

func (f *fixture) live(typ string, inputs props) live {
	id, _ := f.MustCreate(typ, "live", inputs)
	return live{f, typ, id, inputs}
}

// updates tries to change a resource in place for every case, each in its own account.
func updates(t *testing.T, start func(*fixture) live, cases []errorCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l := start(newFixture(t))
			_, err := l.Update(l.typ, l.id, simtest.With(l.inputs, c.changes))
			simtest.Expect(t, err, c.err)
		})
	}
}

// replaces compares what a change replaces.
func (l live) replaces(changes props, want ...string) {
	l.t.Helper()
	_, replaced, _, err := l.Diff(l.typ, l.id, simtest.With(l.inputs, changes))
	require.NoError(l.t, err)
	require.ElementsMatch(l.t, want, replaced)
}

func list(values ...any) []any { return values }
