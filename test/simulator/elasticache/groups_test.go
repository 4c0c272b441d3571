package elasticache_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/elasticache"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestSubnetGroup(t *testing.T) {
	base := func(f *fixture, changes props) props {
		return simtest.With(props{"name": "Own", "subnetIds": list(f.a, f.b)}, changes)
	}
	creates(t, elasticache.SubnetGroup, base, []errorCase{
		{"fits", nil, ""},
		{"autonamed", props{"name": nil}, ""},
		{"C25 duplicate", props{"name": "DATA"}, "CacheSubnetGroupAlreadyExists: CacheSubnetGroup data already exists."},
		{
			"default",
			props{"name": "Default"},
			`InvalidParameterValue: The parameter CacheSubnetGroupName must not be "default".`,
		},
		{"length", props{"name": strings.Repeat("a", 256)}, "expected length of name to be in the range (1 - 255)"},
		{"subnet", props{"subnetIds": list("subnet-1")}, "InvalidSubnet: Subnet subnet-1 does not exist."},
	})
	f := newFixture(t)
	_, _, err := f.Create(elasticache.SubnetGroup, "mixed", props{"subnetIds": list(f.a, f.strangeNet)})
	require.ErrorContains(t, err, "are not all in the same VPC.")
	id, state := f.MustCreate(elasticache.SubnetGroup, "own", base(f, nil))
	require.Equal(t, "own", id)
	require.Equal(t, f.vpc, state["vpcId"])
	require.Equal(t, "Managed by Pulumi", state["description"])
	own := live{f, elasticache.SubnetGroup, id, base(f, nil)}
	own.replaces(props{"name": "new"}, "name")
	own.replaces(props{"subnetIds": list(f.a), "description": "x"})
	require.ErrorContains(t, f.Delete(ec2.Subnet, f.a), "DependencyViolation")
	require.NoError(t, f.SetQuota(t.Context(), "cacheSubnetGroups", 2))
	_, _, err = f.Create(elasticache.SubnetGroup, "more", props{"subnetIds": list(f.a)})
	require.ErrorContains(t, err, "CacheSubnetGroupQuotaExceeded: ", "C28")
}

func TestPlacement(t *testing.T) {
	f := newFixture(t)
	_, _, err := f.Create(elasticache.ReplicationGroup, "c", f.cache(props{"subnetGroupName": nil}))
	require.ErrorContains(t, err, "CacheSubnetGroupNotFoundFault: Cache Subnet Group default does not exist.")
	_, _, err = f.Create(elasticache.ReplicationGroup, "c", f.cache(props{"securityGroupIds": list("sg-1")}))
	require.ErrorContains(t, err, "InvalidParameterValue: Invalid Security Group: sg-1 does not exist.")
	_, _, err = f.Create(elasticache.ReplicationGroup, "c", f.cache(props{"securityGroupIds": list(f.stranger)}))
	require.ErrorContains(t, err, "Security group "+f.stranger+" and subnet group data are not in the same VPC.")
	id, _ := f.MustCreate(elasticache.ReplicationGroup, "c", f.cache(nil))
	require.ErrorContains(t, f.Delete(elasticache.SubnetGroup, f.subnets),
		"CacheSubnetGroupInUse: Cache subnet group data is currently in use by a cache cluster.", "C25")
	require.ErrorContains(t, f.Delete(ec2.SecurityGroup, f.group), "DependencyViolation")
	require.NoError(t, f.Delete(elasticache.ReplicationGroup, id))
	require.NoError(t, f.Delete(elasticache.SubnetGroup, f.subnets))
	require.NoError(t, f.Delete(ec2.SecurityGroup, f.group))
}

func parameter(name, value string) map[string]any {
	return map[string]any{"name": name, "value": value}
}

func TestParameterGroup(t *testing.T) {
	base := func(f *fixture, changes props) props {
		f.MustCreate(elasticache.ParameterGroup, "there", props{"name": "there", "family": "redis7"})
		return simtest.With(props{
			"name": "Own", "family": "valkey8", "parameters": list(parameter("maxmemory-policy", "allkeys-lru")),
		}, changes)
	}
	creates(t, elasticache.ParameterGroup, base, []errorCase{
		{"fits", nil, ""},
		{
			"family",
			props{"family": "valkey6"},
			"InvalidParameterValue: CacheParameterGroupFamily valkey6 is not a valid parameter group family.",
		},
		{
			"C27 duplicate",
			props{"name": "There"},
			"CacheParameterGroupAlreadyExists: Cache Parameter Group there already exists.",
		},
		{"C27 length", props{"name": strings.Repeat("a", 256)}, "expected length of name to be in the range (1 - 255)"},
		{
			"value",
			props{"parameters": list(parameter("maxmemory-policy", "lru"))},
			"InvalidParameterValue: The parameter value lru for parameter maxmemory-policy is not valid. Allowed values: " +
				"volatile-lru,allkeys-lru,",
		},
	})
	f := newFixture(t)
	inputs := props{"name": "Own", "family": "valkey8", "parameters": list(parameter("cluster-enabled", "yes"))}
	id, state := f.MustCreate(elasticache.ParameterGroup, "own", inputs)
	require.Equal(t, "own", id, "C27: stored in lower case")
	require.Equal(t, "own", state["name"])
	own := live{f, elasticache.ParameterGroup, id, inputs}
	own.replaces(nil)
	own.replaces(props{"name": "new"}, "name")
	own.replaces(props{"family": "valkey7"}, "family")
	own.replaces(props{"description": "d"}, "description")
	own.replaces(props{"parameters": nil})
	require.NoError(t, f.SetQuota(t.Context(), "cacheParameterGroups", 1))
	_, _, err := f.Create(elasticache.ParameterGroup, "more", props{"family": "redis7"})
	require.ErrorContains(t, err, "CacheParameterGroupQuotaExceeded: ", "C28")
}

func TestC27InUse(t *testing.T) {
	f := newFixture(t)
	inputs := props{"name": "own", "family": "valkey8", "parameters": list(parameter("cluster-enabled", "yes"))}
	group, _ := f.MustCreate(elasticache.ParameterGroup, "own", inputs)
	cache, state := f.MustCreate(elasticache.ReplicationGroup, "c", f.cache(props{"parameterGroupName": group}))
	require.Equal(t, true, state["clusterEnabled"])
	_, err := f.Update(elasticache.ParameterGroup, group, simtest.With(inputs, props{"parameters": nil}))
	require.ErrorContains(t, err,
		"InvalidCacheParameterGroupState: The parameter cluster-enabled cannot be modified while "+
			"the parameter group own is in use.")
	_, err = f.Update(elasticache.ParameterGroup, group, simtest.With(inputs, props{
		"parameters": list(parameter("cluster-enabled", "yes"), parameter("maxmemory-policy", "noeviction")),
	}))
	require.NoError(t, err)
	require.ErrorContains(t, f.Delete(elasticache.ParameterGroup, group), "InvalidCacheParameterGroupState: One or more "+
		"cache clusters are still members of this parameter group own, so the group cannot be deleted.")
	require.NoError(t, f.Delete(elasticache.ReplicationGroup, cache))
	require.NoError(t, f.Delete(elasticache.ParameterGroup, group))
}
