package ec2

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func eip() *model.Type {
	return &model.Type{
		Token: EIP, Service: service, Noun: "EC2 EIP", NewID: model.Prefixed("eipalloc-"),
		Actions:  model.Actions{Create: "AllocateAddress", Update: "AssociateAddress", Delete: "ReleaseAddress"},
		ARN:      "arn:{partition}:ec2:{region}:{account}:elastic-ip/{id}",
		Defaults: model.Props{"domain": "vpc", "vpc": true, "publicIpv4Pool": "amazon"},
		Replaces: []model.Replace{{Properties: []string{
			"address", "customerOwnedIpv4Pool", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool", "vpc",
		}}},
		Rules: []model.Rule{
			model.OneOf("domain", "standard", "vpc"),
			model.Conflicts("domain", "vpc"),
			model.Limit("elasticIPs", 5, "AddressLimitExceeded",
				"The maximum number of addresses has been reached.").As("N22"),
			{ID: "N23", On: model.Delete, Test: eipFree},
		},
		Fill: fillEIP,
	}
}

// eipFree rejects the release of an address that a NAT gateway uses.
func eipFree(c *model.Call) error {
	if len(natsOf(c, c.ID)) > 0 {
		return model.Errorf("AuthFailure", "You do not have permission to access the specified resource.")
	}
	return nil
}

func fillEIP(c *model.Call) error {
	c.State["allocationId"] = c.ID
	c.State.Default("networkBorderGroup", c.Region)
	ip := address(c.ID)
	c.State.Default("publicIp", ip)
	domain := c.Region + ".compute"
	if c.Region == "us-east-1" {
		domain = "compute-1"
	}
	c.State.Default("publicDns", fmt.Sprintf("ec2-%s.%s.amazonaws.com", strings.ReplaceAll(ip, ".", "-"), domain))
	return nil
}

// address returns a public address for an allocation, from the benchmarking range 198.18.0.0/15.
func address(id string) string {
	n, _ := strconv.ParseUint(id[len(id)-5:], 16, 32)
	n %= 1 << 17
	return fmt.Sprintf("198.%d.%d.%d", 18+n>>16, n>>8&255, n&255)
}
