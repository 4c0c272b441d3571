package elasticache

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func subnetGroup() *model.Type {
	return &model.Type{
		Token: SubnetGroup, Service: service, Noun: "ElastiCache Subnet Group", Modeled: true,
		Actions: model.Actions{
			Create: "CreateCacheSubnetGroup", Read: "DescribeCacheSubnetGroups", Update: "ModifyCacheSubnetGroup",
			Delete: "DeleteCacheSubnetGroup",
		},
		Name:       model.Name{Property: "name", Max: 255, Lower: true},
		NewID:      lowered("name"),
		ARN:        "arn:{partition}:elasticache:{region}:{account}:subnetgroup:{id}",
		Interfaces: model.Interfaces{Subnets: "subnetIds"},
		Defaults:   model.Props{"description": managed},
		Normal:     map[string]func(string) string{"name": strings.ToLower},
		Replaces:   []model.Replace{{Properties: []string{"name"}}},
		Rules: []model.Rule{
			model.Length("name", 1, 255),
			{On: model.Create, Test: notDefault},
			{ID: "C25", On: model.Create, Test: free("name", "CacheSubnetGroupAlreadyExists",
				"CacheSubnetGroup %s already exists.")},
			model.Limit("cacheSubnetGroups", 300, "CacheSubnetGroupQuotaExceeded",
				"The request cannot be processed because it would exceed the allowed number of cache subnet groups.").As("C28"),
			{On: model.Write, Test: subnetsFit},
			model.Free(inUse("subnetGroupName"), "CacheSubnetGroupInUse",
				"Cache subnet group %s is currently in use by a cache cluster.").As("C25"),
		},
		Fill: func(c *model.Call) error {
			c.State["vpcId"] = vpcOf(c, c.State)
			return lowerName(c)
		},
	}
}

func notDefault(c *model.Call) error {
	if strings.EqualFold(c.New.String("name"), "default") {
		return model.Errorf(badValue, "The parameter CacheSubnetGroupName must not be \"default\".")
	}
	return nil
}

// subnetsFit requires existing subnets of one VPC.
func subnetsFit(c *model.Call) error {
	vpc := ""
	for _, id := range c.New.Strings("subnetIds") {
		p := c.Props(subnetType, id)
		if p == nil {
			return model.Errorf("InvalidSubnet", "Subnet %s does not exist.", id)
		}
		if own := p.String("vpcId"); vpc != "" && own != vpc {
			return model.Errorf("InvalidSubnet", "The subnets %s are not all in the same VPC.",
				strings.Join(c.New.Strings("subnetIds"), ", "))
		}
		vpc = p.String("vpcId")
	}
	return nil
}

func vpcOf(c *model.Call, group model.Props) string {
	for _, id := range group.Strings("subnetIds") {
		return c.Props(subnetType, id).String("vpcId")
	}
	return ""
}

// zonesOf are the zones of a subnet group's subnets, each once, sorted.
func zonesOf(c *model.Call, group model.Props) []string {
	var zones []string
	for _, id := range group.Strings("subnetIds") {
		zones = append(zones, c.Props(subnetType, id).String("availabilityZone"))
	}
	slices.Sort(zones)
	return slices.Compact(zones)
}

// subnetGroupOf returns the subnet group of a call.
func subnetGroupOf(c *model.Call) model.Props {
	return c.Props(SubnetGroup, strings.ToLower(c.State.String("subnetGroupName")))
}

// placed requires a subnet group, because the account has no default VPC, and security groups of the same VPC.
func placed(c *model.Call) error {
	group := subnetGroupOf(c)
	if group == nil {
		name := c.State.String("subnetGroupName")
		if name == "" {
			name = "default"
		}
		return model.Errorf("CacheSubnetGroupNotFoundFault", "Cache Subnet Group %s does not exist.", name)
	}
	for _, id := range c.State.Strings("securityGroupIds") {
		p := c.Props(groupType, id)
		if p == nil {
			return model.Errorf(badValue, "Invalid Security Group: %s does not exist.", id)
		}
		if p.String("vpcId") != group.String("vpcId") {
			return model.Errorf(badValue, "Security group %s and subnet group %s are not in the same VPC.", id,
				c.State.String("subnetGroupName"))
		}
	}
	return nil
}
