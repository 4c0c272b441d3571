package elasticache

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func shardID(n int) string { return fmt.Sprintf("%04d", n) }

// shardIDs are the IDs of a group's shards, which its nodes have in their own: 0002 of cache-0002-001.
func shardIDs(group model.Props) []string {
	var ids []string
	for _, node := range group.Strings("memberClusters") {
		parts := strings.Split(node, "-")
		if group.Bool("clusterEnabled") && len(parts) > 2 {
			ids = append(ids, parts[len(parts)-2])
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// removed are the IDs of the shards that the provider asks AWS to remove: it makes them up from the numbers of shards. Source:
// terraform-provider-aws#43884.
func removed(c *model.Call) []string {
	var ids []string
	if c.Op == model.Update && c.Changed("numNodeGroups") {
		for n := c.Old.Int("numNodeGroups"); n > c.New.Int("numNodeGroups"); n-- {
			ids = append(ids, shardID(n))
		}
	}
	return ids
}

// shardsExist rejects the removal of shards that are not there.
func shardsExist(c *model.Call) error {
	there := shardIDs(c.Old)
	missing := slices.DeleteFunc(removed(c), func(id string) bool { return slices.Contains(there, id) })
	if len(missing) == 0 {
		return nil
	}
	return model.Errorf(badValue, "The following node group ids are invalid: [%s]", strings.Join(missing, ", "))
}
