package elb

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func attachment() *model.Type {
	return &model.Type{
		Token: Attachment, Aliases: aliases("targetGroupAttachment:TargetGroupAttachment"), Service: service,
		Noun: "ELBv2 Target Group Attachment", Modeled: true,
		Actions: model.Actions{Create: "RegisterTargets", Read: "DescribeTargetHealth", Delete: "DeregisterTargets"},
		NewID: func(c *model.Call) string {
			return c.New.String("targetGroupArn") + "-" + model.Hex(26)
		},
		Links:    []string{"targetGroupArn", "targetId"},
		Replaces: []model.Replace{{Properties: []string{"targetGroupArn", "targetId", "port", "availabilityZone"}}},
		Rules: []model.Rule{
			model.Refers("targetGroupArn", TargetGroup, "TargetGroupNotFound", "Target groups '%s' not found"),
			{ID: "L44", On: model.Create, Test: reachable},
			model.LimitPer("targetsPerTargetGroup", "targetGroupArn", 1000, "TooManyTargets",
				"The maximum number of targets has been reached on the target group '%s'").As("L43"),
		},
	}
}

// private are the ranges outside the VPC from which an ip target group accepts targets: RFC 1918 and RFC 6598.
var private = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
}

// reachable requires a target of the group's type, and an address in the VPC or in a private range.
func reachable(c *model.Call) error {
	group, target := c.Props(TargetGroup, c.New.String("targetGroupArn")), c.New.String("targetId")
	ok := false
	switch targetTypeOf(group) {
	case "instance":
		ok = strings.HasPrefix(target, "i-")
	case "lambda":
		ok = strings.Contains(target, ":lambda:")
	case "alb":
		ok = c.Exists(LoadBalancer, target)
	case "ip":
		ok = addressable(c, group.String("vpcId"), target)
	}
	if !ok {
		return model.Errorf("InvalidTarget",
			"The specified target does not exist or is not in the same VPC as the target group.")
	}
	return nil
}

func addressable(c *model.Call, vpcID, target string) bool {
	address, err := netip.ParseAddr(target)
	if err != nil {
		return false
	}
	ranges := slices.Clone(private)
	cidrs := []string{c.Props(ec2.VPC, vpcID).String("cidrBlock")}
	for _, more := range c.Find(ec2.SecondaryCIDR, "vpcId", vpcID) {
		cidrs = append(cidrs, more.Properties.String("cidrBlock"))
	}
	for _, cidr := range cidrs {
		if p, err := netip.ParsePrefix(cidr); err == nil {
			ranges = append(ranges, p)
		}
	}
	return slices.ContainsFunc(ranges, func(p netip.Prefix) bool { return p.Contains(address) })
}
