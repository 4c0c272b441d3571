package backend

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// maxRules is how many rules a security group has in each direction. An account may be given more, up to 1000 divided by the
// groups of a network interface.
// Source: Amazon VPC User Guide, "Amazon VPC quotas": inbound or outbound rules per security group, where a prefix list counts
// with its maximum number of entries.
const maxRules = 60

const (
	ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	egressRule  = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
)

// ruleCounts are the rules of one direction of each security group.
type ruleCounts map[ruleGroup]ruleCount

// ruleGroup is a direction, as the type of its rules, and a group: the name of a new one, or the ID of one that exists.
type ruleGroup struct{ direction, group string }

func (g ruleGroup) compare(other ruleGroup) int {
	return cmp.Or(cmp.Compare(g.group, other.group), cmp.Compare(g.direction, other.direction))
}

// ruleCount is a number of rules, and the prefix lists among them.
type ruleCount struct {
	rules int
	lists []string
}

func (r ruleCounts) add(direction string, rule resource.PropertyMap) {
	group := rule["securityGroupId"]
	if !group.IsString() {
		return
	}
	at := ruleGroup{direction, group.StringValue()}
	count := r[at]
	if list := rule["prefixListId"]; list.IsString() {
		count.lists = append(count.lists, list.StringValue())
	} else {
		count.rules++
	}
	r[at] = count
}

// total counts each prefix list with its maximum number of entries.
func (c ruleCount) total(entries map[string]int) int {
	total := c.rules
	for _, list := range c.lists {
		total += max(1, entries[list])
	}
	return total
}

// validateRules refuses what gives a security group more rules than AWS allows.
func validateRules(ctx *pulumi.Context, c config.Config, counts ruleCounts, entries map[string]int) []error {
	var all []error
	for _, at := range slices.SortedFunc(maps.Keys(counts), ruleGroup.compare) {
		if total := counts[at].total(entries); total > maxRules {
			key, direction := ruleKey(c, at), "inbound"
			if at.direction == egressRule {
				direction = "outbound"
			}
			all = append(all, config.Problem(ctx, key, fmt.Sprintf("%s gives the security group of %s %d %s rules; want at most %d, "+
				"AWS's quota", key, ownerOf(at.group), total, direction, maxRules)))
		}
	}
	return all
}

// ownerOf is the component of a new security group, or the ID of one that exists.
func ownerOf(group string) string {
	for _, role := range []string{"-tasks", "-sg", "-nlb"} {
		group = strings.TrimSuffix(group, role)
	}
	return group
}

// ruleKey is the list that most of the rules come from: parts connect to few things of their own, and each part has a rule
// at whatever all of them use.
func ruleKey(c config.Config, at ruleGroup) string {
	switch {
	case at.direction == egressRule:
		return "tenfold:egress"
	case ownerOf(at.group) == "database":
		return overrides + "database.allowFrom"
	case ownerOf(at.group) == "pgbouncer" && len(c.Sizes.PgBouncer.AllowFrom) > len(c.Jobs):
		return overrides + "pgbouncer.allowFrom"
	case len(c.Jobs) > len(c.Sizes.Workers):
		return "tenfold:jobs"
	default:
		return overrides + "workers"
	}
}
