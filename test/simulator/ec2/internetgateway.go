package ec2

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func internetGateway() *model.Type {
	return &model.Type{
		Token: InternetGateway, Service: service, Noun: "EC2 Internet Gateway", NewID: model.Prefixed("igw-"),
		Actions: model.Actions{Update: "AttachInternetGateway"},
		ARN:     "arn:{partition}:ec2:{region}:{account}:internet-gateway/{id}",
		Links:   []string{"vpcId"},
		Rules: []model.Rule{
			inVPC(),
			model.Limit("internetGateways", 5, "InternetGatewayLimitExceeded",
				"The maximum number of internet gateways has been reached.").As("N8"),
			{ID: "N15", On: model.Write, Test: onlyGateway},
			{ID: "N16", On: model.Update, Test: detachByUpdate},
			{ID: "N16", On: model.Delete, Test: func(c *model.Call) error { return detachable(c, c.Old.String("vpcId")) }},
		},
		Fill: owned,
	}
}

// owned is the Fill of types for which AWS only adds the owner.
func owned(c *model.Call) error {
	c.State["ownerId"] = account.ID
	return nil
}

func onlyGateway(c *model.Call) error {
	vpc := c.New.String("vpcId")
	if vpc != "" && c.Changed("vpcId") && HasInternetGateway(c, vpc) {
		return model.Errorf("InvalidParameterValue", "Network %s already has an internet gateway attached", vpc)
	}
	return nil
}

func detachByUpdate(c *model.Call) error {
	if !c.Changed("vpcId") {
		return nil
	}
	return detachable(c, c.Old.String("vpcId"))
}

// detachable rejects detaching the gateway of a VPC in which a NAT gateway or a load balancer has public addresses.
func detachable(c *model.Call, vpc string) error {
	for _, subnet := range c.Find(Subnet, "vpcId", vpc) {
		if len(publicNATs(c, subnet.ID)) > 0 || facesInternet(c, subnet.ID) {
			return model.Errorf("DependencyViolation", "Network %s has some mapped public address(es). "+
				"Please unmap those public address(es) before detaching the gateway.", vpc)
		}
	}
	return nil
}

func facesInternet(c *model.Call, subnet string) bool {
	for _, lb := range c.Find(loadBalancer, "subnets", subnet) {
		if !lb.Properties.Bool("internal") {
			return true
		}
	}
	return false
}
