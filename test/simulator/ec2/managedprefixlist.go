package ec2

import (
	"fmt"
	"hash/crc32"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// awsPrefixList is a prefix list that AWS manages.
type awsPrefixList struct {
	id, name   string
	maxEntries int // what the list weighs in a security group
	cidrs      []string
}

// awsLists are AWS's lists in a region, with some of their ranges. Only the list of CloudFront's addresses counts for
// more than one security group rule.
func awsLists(region string) []awsPrefixList {
	lists := []awsPrefixList{
		{name: "com.amazonaws." + region + ".s3", maxEntries: 1, cidrs: []string{"52.216.0.0/15", "54.231.0.0/16"}},
		{name: "com.amazonaws." + region + ".dynamodb", maxEntries: 1, cidrs: []string{"52.94.0.0/22", "52.119.224.0/20"}},
		{
			name: "com.amazonaws.global.cloudfront.origin-facing", maxEntries: 55,
			cidrs: []string{"120.52.22.96/27", "205.251.249.0/24", "130.176.0.0/17"},
		},
	}
	for i := range lists {
		lists[i].id = prefixListID(lists[i].name)
	}
	return lists
}

// prefixListID returns the ID of an AWS managed list, always the same. The real IDs differ by region and are not
// published.
func prefixListID(name string) string {
	return fmt.Sprintf("pl-%08x", crc32.ChecksumIEEE([]byte(name)))
}

func awsList(region, id string) (awsPrefixList, bool) {
	for _, list := range awsLists(region) {
		if list.id == id {
			return list, true
		}
	}
	return awsPrefixList{}, false
}

// awsListResources returns AWS's lists as resources.
func awsListResources(c *model.Call) []*account.Resource {
	var all []*account.Resource
	for _, list := range awsLists(c.Region) {
		entries := []any{}
		for _, cidr := range list.cidrs {
			entries = append(entries, map[string]any{"cidr": cidr, "description": ""})
		}
		all = append(all, &account.Resource{Type: PrefixList, ID: list.id, Given: true, Properties: map[string]any{
			"name": list.name, "addressFamily": "IPv4", "ownerId": "AWS", "version": 1.0,
			"arn":     fmt.Sprintf("arn:%s:ec2:%s:aws:prefix-list/%s", c.Partition(), c.Region, list.id),
			"entries": entries, "maxEntries": float64(list.maxEntries),
		}})
	}
	return all
}

func prefixList() *model.Type {
	return &model.Type{
		Token: PrefixList, Service: service, Noun: "EC2 Managed Prefix List", NewID: model.Prefixed("pl-"),
		ARN:      "arn:{partition}:ec2:{region}:{account}:prefix-list/{id}",
		Name:     model.Name{Property: "name", Max: 255},
		Computed: []string{"entries"},
		Replaces: []model.Replace{{Properties: []string{"addressFamily"}}},
		Rules: []model.Rule{
			model.OneOf("addressFamily", "IPv4", "IPv6"),
			model.Between("maxEntries", 1, 1000),
			{On: model.Create, Test: ownPrefixName},
			{On: model.Write, Test: prefixListSize},
		},
		Fill: func(c *model.Call) error {
			c.State["ownerId"] = account.ID
			c.State.Default("entries", []any{})
			c.State["version"] = c.Old.Float("version") + 1
			return nil
		},
	}
}

func ownPrefixName(c *model.Call) error {
	if strings.HasPrefix(c.New.String("name"), "com.amazonaws") {
		return model.Errorf("InvalidParameterValue", "The prefix list name cannot begin with com.amazonaws")
	}
	return nil
}

func prefixListSize(c *model.Call) error {
	if len(c.New.List("entries")) > c.New.Int("maxEntries") {
		return model.Errorf("PrefixListMaxEntriesExceeded",
			"You've reached the maximum number of entries for the prefix list.")
	}
	return nil
}
