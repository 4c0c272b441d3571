package ec2

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func secondaryCIDR() *model.Type {
	return &model.Type{
		Token: SecondaryCIDR, Service: service, Noun: "EC2 VPC IPv4 CIDR Block Association",
		Actions: model.Actions{Create: "AssociateVpcCidrBlock", Delete: "DisassociateVpcCidrBlock"},
		NewID:   model.Prefixed("vpc-cidr-assoc-"),
		Links:   []string{"vpcId"},
		Replaces: []model.Replace{
			{Properties: []string{"vpcId", "cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"}},
		},
		Rules: []model.Rule{
			inVPC(),
			{ID: "N2", On: model.Create, Test: vpcCIDRSyntax},
			{ID: "N1", On: model.Create, Test: vpcCIDRSize},
			{ID: "N1", On: model.Create, Test: vpcCIDROverlap},
			{ID: "N7", On: model.Create, Test: vpcCIDRLimit},
		},
	}
}

func vpcCIDROverlap(c *model.Call) error {
	p, _ := prefix(c.New.String("cidrBlock"))
	for _, r := range vpcRanges(c, c.New.String("vpcId")) {
		if p.Overlaps(r) {
			return model.Errorf("InvalidVpc.Range", "The CIDR '%s' is invalid.", p)
		}
	}
	return nil
}

// vpcCIDRLimit counts the primary range too, as AWS does.
func vpcCIDRLimit(c *model.Call) error {
	limit, vpc := c.Quota("ipv4CIDRsPerVPC", 5), c.New.String("vpcId")
	if len(vpcRanges(c, vpc)) >= limit {
		return model.Errorf("CidrLimitExceeded",
			"This network %s has met its maximum number of allowed CIDRs: %d", vpc, limit)
	}
	return nil
}
