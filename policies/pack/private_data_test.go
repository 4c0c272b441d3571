package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

const (
	public = "publiclyAccessible is true; want false: " +
		"only clients in the VPC need a data store; set it to false"
	ranged = "; want a source security group: an address range admits whatever gets an address in it; " +
		"admit the clients' security group instead"
)

func TestPrivateData(t *testing.T) {
	inPublic := func(on string) string {
		return "private-data · " + on + " · subnetIds has \"public-a\", where mapPublicIpOnLaunch is true; " +
			"want private subnets: a store needs no public address; use isolated subnets"
	}
	onlyPublic := []any{ref{"public-a", "id"}}
	checkBreaches(t, []breach{
		{name: "public database", do: put("db", "publiclyAccessible", true), want: []string{"private-data · db · " + public}},
		{name: "public replica", do: put("db-a", "publiclyAccessible", true), want: []string{"private-data · db-a · " + public}},
		{name: "public broker", do: put("rabbit", "publiclyAccessible", true), want: []string{
			"private-data · rabbit · " + public,
		}},
		{name: "public instance of Aurora", do: func(f fixture) {
			f.add("aurora", "aws:rds/clusterInstance:ClusterInstance", props{"publiclyAccessible": true})
		}, want: []string{"private-data · aurora · " + public}},
		{name: "nothing said", do: put("db", "publiclyAccessible", nil), want: []string{}},
		{name: "database in public subnets", do: put("db-subnets", "subnetIds", onlyPublic), want: []string{
			inPublic("db-subnets"),
		}},
		{name: "cache in public subnets", do: put("cache-subnets", "subnetIds", onlyPublic), want: []string{
			inPublic("cache-subnets"),
		}},
		{name: "broker in public subnets", do: put("rabbit", "subnetIds", onlyPublic), want: []string{inPublic("rabbit")}},
		{name: "serverless cache in public subnets", do: func(f fixture) {
			f.add("serverless", "aws:elasticache/serverlessCache:ServerlessCache", props{"subnetIds": onlyPublic})
		}, want: []string{inPublic("serverless")}},
		// A preview cannot tell which of its dependencies a list of unknown IDs holds.
		{
			name: "one public subnet", want: []string{inPublic("db-subnets")}, onlyUpdate: true,
			do: put("db-subnets", "subnetIds", []any{ref{"private-b", "id"}, ref{"public-a", "id"}}),
		},
	})
}

func TestPrivateDataAdmitsSecurityGroupsOnly(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "the VPC's range", do: put("store-in", "cidrIpv4", "10.0.0.0/16"), want: []string{
			`private-data · store-in · cidrIpv4 is "10.0.0.0/16"` + ranged,
		}},
		{name: "IPv6", do: put("store-in", "cidrIpv6", "fd00::/8"), want: []string{
			`private-data · store-in · cidrIpv6 is "fd00::/8"` + ranged,
		}},
		{name: "prefix list", do: put("store-in", "prefixListId", "pl-1"), want: []string{
			`private-data · store-in · prefixListId is "pl-1"` + ranged,
		}},
		{name: "the internet, which another policy forbids", do: put("store-in", "cidrIpv4", "0.0.0.0/0"), want: []string{
			`no-public-ingress · store-in · cidrIpv4 is "0.0.0.0/0"` + open,
		}},
		{name: "old rule", do: func(f fixture) {
			f.add("rule", "aws:ec2/securityGroupRule:SecurityGroupRule", props{
				"type": "ingress", "securityGroupId": ref{"store-sg", "id"},
				"cidrBlocks": []any{"10.0.0.0/8"}, "prefixListIds": []any{"pl-1"},
			})
		}, want: []string{
			`private-data · rule · cidrBlocks[0] is "10.0.0.0/8"` + ranged,
			`private-data · rule · prefixListIds[0] is "pl-1"` + ranged,
		}},
		{name: "inline", do: put("store-sg", "ingress", []any{
			props{"securityGroups": []any{"sg-1"}}, props{"ipv6CidrBlocks": []any{"fd00::/8"}},
		}), want: []string{`private-data · store-sg · ingress[1].ipv6CidrBlocks[0] is "fd00::/8"` + ranged}},
		{name: "a range to tasks", do: put("task-in", "cidrIpv4", "10.0.0.0/16"), want: []string{}},
		{name: "a group that a store of another kind uses", do: func(f fixture) {
			f.set("rabbit", "securityGroups", []any{ref{"task-sg", "id"}})
			f.set("task-in", "cidrIpv4", "10.0.0.0/16")
		}, want: []string{`private-data · task-in · cidrIpv4 is "10.0.0.0/16"` + ranged}},
	})
}

func TestPrivateDataOfEveryKindOfStore(t *testing.T) {
	for token, groups := range map[string]string{
		"aws:rds/cluster:Cluster":                           "vpcSecurityGroupIds",
		"aws:elasticache/cluster:Cluster":                   "securityGroupIds",
		"aws:elasticache/replicationGroup:ReplicationGroup": "securityGroupIds",
		"aws:elasticache/serverlessCache:ServerlessCache":   "securityGroupIds",
	} {
		f := compliant()
		f.add("store", token, props{groups: []any{ref{"task-sg", "id"}}})
		f.set("task-in", "cidrIpv4", "10.0.0.0/16")
		require.Contains(t, violations(t, f, pack.Options{}),
			`private-data · task-in · cidrIpv4 is "10.0.0.0/16"`+ranged, token)
	}
}

func TestPrivateDataSettings(t *testing.T) {
	f := compliant()
	f.set("store-in", "cidrIpv4", "10.8.0.0/24")
	f.set("store-in", "prefixListId", "pl-1")
	require.Len(t, violations(t, f, pack.Options{}), 2)
	require.Empty(t, violations(t, f, pack.Options{Settings: map[string]map[string]any{
		pack.PrivateData: {"allowedSources": []any{"10.8.0.0/24", "pl-1"}},
	}}))
}

// Whether a rule is a store's cannot be known, and does not matter for one that admits a group.
func TestUnknownGroupOfARule(t *testing.T) {
	f := compliant()
	f.set("task-in", "securityGroupId", unknownValue{})
	require.Empty(t, violations(t, f, pack.Options{}))
	f.set("task-in", "cidrIpv4", "10.0.0.0/16")
	require.Equal(t, []string{
		"private-data · task-in · securityGroupId could not be checked: " +
			"its value is unknown or malformed; set a plain value, or check it by hand",
	}, violations(t, f, pack.Options{}))
	require.Empty(t, violations(t, f, pack.Options{Preview: true}))
}
