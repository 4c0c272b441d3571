package ec2

import "github.com/tenfold-iac/tenfold/test/simulator/model"

// AWS's limits for the prefix length of a VPC and of a subnet.
const (
	minPrefixBits = 16
	maxPrefixBits = 28
)

func vpc() *model.Type {
	return &model.Type{
		Token: VPC, Service: service, Noun: "EC2 VPC", NewID: model.Prefixed("vpc-"),
		ARN: "arn:{partition}:ec2:{region}:{account}:vpc/{id}",
		Defaults: model.Props{
			"enableDnsSupport": true, "enableDnsHostnames": false, "instanceTenancy": "default",
		},
		Replaces: []model.Replace{{Rule: "N3", Properties: []string{"cidrBlock", "ipv4IpamPoolId"}}},
		Plan:     planVPC,
		Rules: []model.Rule{
			model.OneOf("instanceTenancy", "default", "dedicated").As("N4"),
			{ID: "N2", On: model.Create, Test: vpcCIDRSyntax},
			{ID: "N1", On: model.Create, Test: vpcCIDRSize},
			{ID: "N5", On: model.Write, Test: vpcDNS},
			model.Limit("vpcs", 5, "VpcLimitExceeded", "The maximum number of VPCs has been reached.").As("N8"),
			{ID: "N6", On: model.Delete, Test: vpcFree},
		},
		Fill: fillVPC, Created: makeDefaults, Deleted: removeDefaults,
	}
}

// planVPC replaces a VPC whose tenancy becomes dedicated. The other direction changes in place.
func planVPC(c *model.Call, d *model.Diff) error {
	if c.Old.String("instanceTenancy") == "default" && c.New.String("instanceTenancy") == "dedicated" {
		d.Replace = append(d.Replace, "instanceTenancy")
	}
	return nil
}

func vpcCIDRSyntax(c *model.Call) error {
	if _, ok := prefix(c.New.String("cidrBlock")); !ok && c.New.Has("cidrBlock") {
		return model.Errorf("InvalidParameterValue", "Value (%s) for parameter cidrBlock is invalid. "+
			"This is not a valid CIDR block.", c.New.String("cidrBlock"))
	}
	return nil
}

func vpcCIDRSize(c *model.Call) error {
	p, ok := prefix(c.New.String("cidrBlock"))
	if ok && (p.Bits() < minPrefixBits || p.Bits() > maxPrefixBits) {
		return model.Errorf("InvalidVpc.Range", "The CIDR '%s' is invalid.", p)
	}
	return nil
}

func vpcDNS(c *model.Call) error {
	if c.New.Bool("enableDnsHostnames") && c.New.Get("enableDnsSupport") == false {
		return model.Errorf("InvalidParameter", "enableDnsHostnames requires enableDnsSupport to be true")
	}
	return nil
}
