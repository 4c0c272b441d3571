package rds

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func subnetGroup() *model.Type {
	const quota = "DBSubnetGroupQuotaExceeded"
	return &model.Type{
		Token: SubnetGroup, Service: service, Noun: "RDS DB Subnet Group", Actions: actions("DBSubnetGroup"),
		Name:       model.Name{Property: "name", Prefix: "namePrefix", Max: 255, Lower: true},
		ARN:        "arn:{partition}:rds:{region}:{account}:subgrp:{name}",
		Links:      []string{"arn", "vpcId"},
		Interfaces: model.Interfaces{Subnets: "subnetIds"},
		Defaults:   model.Props{"description": managed},
		Replaces:   []model.Replace{{Rule: "R39", Properties: []string{"name", "namePrefix"}}},
		Rules: []model.Rule{
			model.Matches("name", `^[ 0-9a-z._-]+$`,
				"only lowercase alphanumeric characters, hyphens, underscores, periods, and spaces allowed in %[1]q").As("R39"),
			model.Length("name", 1, 255).As("R39"),
			model.Lacks("name", `(?i)^default$`, `"Default" is not allowed as %[1]q`).As("R39"),
			model.Conflicts("name", "namePrefix").As("R39"),
			{On: model.Create, Test: func(c *model.Call) error {
				if c.Exists(SubnetGroup, c.New.String("name")) {
					return model.Errorf("DBSubnetGroupAlreadyExists", "The DB subnet group '%s' already exists.",
						c.New.String("name"))
				}
				return nil
			}},
			model.Limit("databaseSubnetGroups", 50, quota, "The request would result in the user exceeding the "+
				"allowed number of DB subnet groups.").As("R56"),
			{ID: "R40", On: model.Write, Test: subnetsExist},
			{ID: "R56", On: model.Write, Test: subnetCount},
			{ID: "R40", On: model.Write, Test: subnetsTogether},
			{ID: "R38", On: model.Write, Test: twoZones},
			{ID: "R41", On: model.Delete, Test: subnetGroupFree},
		},
		Fill: func(c *model.Call) error {
			c.State["vpcId"] = c.Props(subnet, c.State.Strings("subnetIds")[0]).String("vpcId")
			c.State["supportedNetworkTypes"] = []any{"IPV4"}
			return nil
		},
	}
}

func subnetsExist(c *model.Call) error {
	ids := c.New.Strings("subnetIds")
	for _, id := range ids {
		if !c.Exists(subnet, id) {
			return model.Errorf(invalid, "Some input subnets in :[%s] are invalid.", strings.Join(ids, ", "))
		}
	}
	return nil
}

func subnetCount(c *model.Call) error {
	const maximum = 20
	if len(c.New.Strings("subnetIds")) > c.Quota("subnetsPerDatabaseSubnetGroup", maximum) {
		return model.Errorf("DBSubnetQuotaExceededFault", "The request would result in the user exceeding the allowed "+
			"number of subnets in a DB subnet group.")
	}
	return nil
}

func subnetsTogether(c *model.Call) error {
	var vpcs []string
	for _, id := range c.New.Strings("subnetIds") {
		vpcs = append(vpcs, c.Props(subnet, id).String("vpcId"))
	}
	slices.Sort(vpcs)
	if len(slices.Compact(vpcs)) > 1 {
		return model.Errorf("InvalidSubnet", "Subnets are not all in a common VPC.")
	}
	return nil
}

func twoZones(c *model.Call) error {
	const minimum = 2
	if zones := zonesOf(c, c.New.Strings("subnetIds")); len(zones) < minimum {
		return model.Errorf("DBSubnetGroupDoesNotCoverEnoughAZs", "The DB subnet group doesn't meet Availability Zone (AZ) "+
			"coverage requirement. Current AZ coverage: %s. Add subnets to cover at least %d AZs.",
			strings.Join(zones, ", "), minimum)
	}
	return nil
}

func subnetGroupFree(c *model.Call) error {
	for _, r := range c.Find(Instance, "dbSubnetGroupName", c.ID) {
		return model.Errorf("InvalidDBSubnetGroupStateFault", "Cannot delete the subnet group '%s' because at least one "+
			"database instance: %s is still using it.", c.ID, r.Properties.String("identifier"))
	}
	return nil
}
