package elasticache

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func replicationGroup() *model.Type {
	return &model.Type{
		Token: ReplicationGroup, Service: service, Noun: "ElastiCache Replication Group", Modeled: true,
		Name:       model.Name{Property: "replicationGroupId", Max: 40, Lower: true},
		NewID:      lowered("replicationGroupId"),
		ARN:        "arn:{partition}:elasticache:{region}:{account}:replicationgroup:{id}",
		Links:      []string{"subnetGroupName", "parameterGroupName", "userGroupIds", "memberClusters"},
		Interfaces: model.Interfaces{Groups: "securityGroupIds"}, // its subnet group names the subnets
		Defaults: model.Props{
			"applyImmediately": false, "authTokenUpdateStrategy": "ROTATE", "autoMinorVersionUpgrade": true,
			"automaticFailoverEnabled": false, "engine": redis, "multiAzEnabled": false, "port": 6379.0,
			"snapshotRetentionLimit": 0.0,
		},
		Computed: []string{"securityGroupIds", "securityGroupNames"},
		Normal:   map[string]func(string) string{"replicationGroupId": strings.ToLower},
		Replaces: []model.Replace{
			{Rule: "C11", Properties: []string{
				"replicationGroupId", "subnetGroupName", "port", "kmsKeyId", "atRestEncryptionEnabled", "networkType",
				"dataTieringEnabled", "snapshotArns", "snapshotName", "securityGroupNames", "globalReplicationGroupId",
			}},
			{Rule: "C10"}, // by planGroup
		},
		Rules: slices.Concat(
			idRules(), versionRules(), sizeRules(), windowRules(), securityRules(), logRules(), placeRules(), snapshotRules(),
		),
		Fill: fillGroup, Plan: planGroup, Deleted: takeSnapshot,
	}
}

func idRules() []model.Rule {
	const id = "replicationGroupId"
	return []model.Rule{
		model.Length(id, 1, 40).As("C1"),
		model.Matches(id, `^[0-9A-Za-z-]+$`, "%[1]q must contain only alphanumeric characters and hyphens").As("C1"),
		model.Matches(id, `^[A-Za-z]`, "%[1]q must begin with a letter").As("C1"),
		model.Lacks(id, `--`, "%[1]q cannot contain two consecutive hyphens").As("C1"),
		model.Lacks(id, `-$`, "%[1]q cannot end with a hyphen").As("C1"),
		{ID: "C2", On: model.Check, Test: described},
		{ID: "C24", On: model.Create, Test: free(id, "ReplicationGroupAlreadyExists",
			"Replication group %s already exists.")},
		{ID: "C11", On: model.Write, Test: global},
	}
}

func described(c *model.Call) error {
	if !c.New.Has("description") {
		return model.Invalidf("description", "expected %q to not be an empty string", "description")
	}
	return nil
}

// global rejects a global datastore, which is not modelled.
func global(c *model.Call) error {
	if id := c.New.String("globalReplicationGroupId"); id != "" {
		return model.Errorf("GlobalReplicationGroupNotFoundFault", "Global replication group %s not found.", id)
	}
	return nil
}

func versionRules() []model.Rule {
	return []model.Rule{
		model.OneOf("engine", redis, valkey),
		{ID: "C9", On: model.Check, Test: versionShape},
		{On: model.Write, Test: versionExists},
		{ID: "C8", On: model.Write, Test: groupFits},
	}
}

func placeRules() []model.Rule {
	return []model.Rule{
		model.OneOf("networkType", "ipv4", "ipv6", "dual_stack"),
		model.OneOf("ipDiscovery", "ipv4", "ipv6"),
		{On: model.Write, Test: placed},
		{ID: "C20", On: model.Create, Test: preferredZones},
		{On: model.Write, Test: topicExists},
	}
}

func preferredZones(c *model.Call) error {
	preferred := c.New.Strings("preferredCacheClusterAzs")
	if len(preferred) == 0 {
		return nil
	}
	if n := shapeOf(c).nodes(); len(preferred) != n {
		return model.Errorf(badCombination, "The number of preferred availability zones (%d) must be the number of cache "+
			"clusters (%d).", len(preferred), n)
	}
	zones := zonesOf(c, subnetGroupOf(c))
	for _, zone := range preferred {
		if !slices.Contains(zones, zone) {
			return model.Errorf(badValue, "The subnet group %s has no subnet in availability zone %s.",
				c.State.String("subnetGroupName"), zone)
		}
	}
	return nil
}

func topicExists(c *model.Call) error {
	if arn := c.State.String("notificationTopicArn"); arn != "" && !c.Exists(topicType, arn) {
		return model.Errorf(badValue, "Topic %s does not exist.", arn)
	}
	return nil
}

// planGroup adds the replacements that depend on versions.
func planGroup(c *model.Call, d *model.Diff) error {
	force := func(property string) {
		if slices.Contains(d.Changed, property) && !slices.Contains(d.Replace, property) {
			d.Replace = append(d.Replace, property)
		}
	}
	if engineOf(c.Old) == valkey && engineOf(c.New) == redis {
		force("engine")
	}
	running := c.Old.String("engineVersionActual")
	if want := c.New.String("engineVersion"); want != "" && compareVersions(running, lastPatch(want)) > 0 {
		force("engineVersion")
	}
	if compareVersions(running, "7.0.5") < 0 {
		force("transitEncryptionEnabled")
	}
	return nil
}

// lastPatch compares as newer than all patches, so that only another minor version counts as a downgrade.
func lastPatch(version string) string {
	if strings.HasSuffix(version, ".x") {
		return version
	}
	return version + ".x"
}
